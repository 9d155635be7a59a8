// How the pages that people see most come up on a phone, by Lighthouse and by what the browser itself measures.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { root } from "../e2e/harness/paths.mjs";
import { ADMIN, PASSWORD, workspace } from "../e2e/harness/workspace.mjs";
import { SLACK, broken } from "./budgets.mjs";
import { openPhone } from "./phone.mjs";

const w = await workspace({ after, name: "vitals" });
await w.server.run(["demo"]);
const { data: deals } = await w.get("/opportunities?limit=1");

/** A tap that opens something, and typing. */
async function search(page) {
  await page.getByRole("button", { name: "Search" }).first().tap();
  await page.keyboard.type("ber", { delay: 100 });
}

async function signIn(page) {
  await page.locator("input").first().tap();
  await page.keyboard.type("maria@example.com", { delay: 30 });
}

const PAGES = [
  ["Home", "/", ".home-item", search],
  ["List", "/accounts", ".cards-body > li, .grid-body [role=row]", search],
  ["Record", `/opportunities/${deals[0].id}`, ".facts .fact", search],
  ["Board", "/opportunities?layout=board", ".board-card", search],
];

const rows = [];
after(() => {
  const head = "| page | performance | accessibility | best practices | FCP ms | LCP ms | TBT ms | INP ms | CLS | usable ms |";
  const text = [head, head.replace(/[^|]+/g, "---"), ...rows, ""].join("\n");
  console.log(text);
  writeFileSync(join(root, process.env.CARGO_TARGET_DIR ?? "target", "vitals.md"), text);
});

async function measure(t, phone, [name, path, shown, act]) {
  const { scores, blocked, missed } = await phone.scores(path);
  const { usable, ...felt } = await phone.vitals(path, shown, act);
  const vitals = { ...felt, TBT: blocked };
  const cells = [scores.performance, scores.accessibility, scores["best-practices"], vitals.FCP, vitals.LCP, vitals.TBT, vitals.INP, vitals.CLS, usable];
  rows.push(`| ${[name, ...cells].join(" | ")} |`);
  if (missed.length > 0) t.diagnostic(`Lighthouse misses: ${missed.join(", ")}`);
  assert.ok(["FCP", "LCP", "INP", "CLS"].every((one) => vitals[one] !== undefined), `not everything was measured: ${JSON.stringify(vitals)}`);
  assert.deepEqual(broken({ scores, vitals }), [], `beyond the budget by more than a factor of ${SLACK}`);
}

test("Sign-in", async (t) => measure(t, await openPhone(t, w.server.url), ["Sign-in", "/", "input[type=password]", signIn]));

test("signed in", async (t) => {
  const phone = await openPhone(t, w.server.url);
  await phone.signIn(ADMIN, PASSWORD);
  for (const page of PAGES) await t.test(page[0], (t) => measure(t, phone, page));
});
