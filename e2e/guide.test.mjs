// The user guide tells the truth: what it names stands on the screens it is about. `make guide` also takes its pictures.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { newPage } from "./harness.mjs";
import { FIRMS, furnish } from "./harness/guide.mjs";
import { SCREENS } from "./harness/guide-screens.mjs";
import { root } from "./harness/paths.mjs";
import { shrunk } from "./harness/png.mjs";
import { patternOf, textsIn } from "./harness/words.mjs";
import { workspace } from "./harness/workspace.mjs";

const GUIDES = { en: "user-guide.md", "zh-Hant": "user-guide.zh-Hant.md", "zh-Hans": "user-guide.zh-Hans.md" };
const SIZES = { desk: { width: 1280, height: 760 }, wide: { width: 1440, height: 880 }, phone: { width: 360, height: 640 } };
const pictures = process.env.GUANXI_GUIDE === "1";
/** Pictures are taken in every language; to see that everything is there, two are enough. */
const LANGUAGES = pictures ? Object.keys(GUIDES) : ["en", "zh-Hant"];
const guide = (language) => readFileSync(join(root, "docs", GUIDES[language]), "utf8");

for (const language of Object.keys(GUIDES)) {
  test(`the guide names only what there is: ${language}`, () => {
    const texts = textsIn(language);
    const all = new Set([...texts.values()].flat());
    // "New account" and the like: the rest of it is the name of a kind of record.
    const [made] = texts.get("ui-new-named").map((text) => new RegExp(`^${patternOf(text)}$`));
    const named = [...guide(language).matchAll(/\*\*(.+?)\*\*/g)].map(([, words]) => words);
    assert.ok(named.length > 50, "words of the screen are bold");
    assert.deepEqual(named.filter((words) => !all.has(words) && !made.test(words)), []);
  });

  test(`the guide shows every picture there is: ${language}`, () => {
    const shown = [...guide(language).matchAll(/\(user-guide\/[\w-]+\/([\w-]+)\.png\)/g)].map(([, name]) => name);
    assert.deepEqual([...shown].sort(), SCREENS.map(({ name }) => name).sort());
  });
}

for (const language of LANGUAGES) {
  test(`screens: ${language}`, async (t) => {
    const w = await workspace(t, { setup: FIRMS[language] });
    const known = await furnish(w, language);
    const texts = textsIn(language);
    const word = (key) => {
      const [text] = texts.get(key) ?? assert.fail(`no text ${key}`);
      return text.replaceAll(/\{ \$\w+ \}/g, "");
    };
    const pages = {
      stranger: await newPage(t, w.server, { ...SIZES.desk, language }),
      desk: await w.page(t, { at: null, ...SIZES.desk, language, zone: FIRMS[language].time_zone }),
      phone: await w.page(t, { at: null, ...SIZES.phone, language, zone: FIRMS[language].time_zone }),
    };
    for (const screen of SCREENS) {
      await t.test(screen.name, async () => {
        const page = pages[screen.on ?? "desk"];
        if (page === pages.desk) await page.setViewportSize(screen.wide ? SIZES.wide : SIZES.desk);
        await page.goto(screen.at(known));
        await screen.act?.({ page, word, known });
        for (const key of screen.shows) await seen(page, texts.get(key) ?? assert.fail(`no text ${key}`), key);
        if (pictures) await take(page, screen, language);
      });
    }
  });
}

/** Waits until one of these texts can be read, or is what something is called. */
async function seen(page, texts, key) {
  const patterns = texts.map(patternOf);
  await page.waitForFunction(isSeen, patterns).catch(() => assert.fail(`nowhere: ${key}, “${texts.join("”, “")}”`));
}

/** Runs in the page. */
function isSeen(patterns) {
  const wanted = patterns.map((pattern) => new RegExp(`^\\s*${pattern}\\s*$`));
  const fits = (text) => text && wanted.some((pattern) => pattern.test(text));
  const said = (element) =>
    ["aria-label", "placeholder", "data-tip"].some((name) => fits(element.getAttribute(name))) ||
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && fits(node.data));
  return [...document.querySelectorAll("body *")].some((element) => said(element) && (element.closest("select") ?? element).checkVisibility());
}

/** Takes the picture of a screen, or of the part that matters. */
async function take(page, { name, part }, language) {
  const folder = join(root, "docs/user-guide", language);
  mkdirSync(folder, { recursive: true });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.locator(".skeleton").first().waitFor({ state: "detached" });
  const png = await (part ? page.locator(part).first() : page).screenshot({ animations: "disabled", caret: "hide" });
  writeFileSync(join(folder, `${name}.png`), shrunk(png));
}
