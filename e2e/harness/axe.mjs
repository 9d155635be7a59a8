import { AssertionError } from "node:assert";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails on anything axe finds in the page, or in the part a selector names. */
export async function axe(page, selector) {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  if (!(await page.evaluate(() => "axe" in window))) {
    // Evaluated by the debugger, not added as a script: the page's policy allows no foreign scripts.
    await page.evaluate(source);
  }
  const violations = await page.evaluate(async (part) => {
    const result = await window.axe.run(part ?? document, { resultTypes: ["violations"] });
    return result.violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact,
      help,
      nodes: nodes.map((node) => `${node.target.join(" ")}  ${node.failureSummary ?? ""}`),
    }));
  }, selector);
  if (violations.length > 0) {
    throw new AssertionError({ message: `axe on ${page.url()}:\n${violations.map(describe).join("\n")}` });
  }
}

function describe({ id, impact, help, nodes }) {
  return `- ${id} (${impact}): ${help}\n${nodes.map((node) => `    ${node.replaceAll("\n", "\n      ")}`).join("\n")}`;
}
