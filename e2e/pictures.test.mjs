// Pictures of the main screens for people to look at, in e2e/out: both themes, both widths, English and Chinese.
import { test } from "node:test";
import { screenshot } from "./harness.mjs";
import { open, places } from "./harness/places.mjs";
import { fill } from "./harness/sample.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const sample = await fill(w);
const SCREENS = ["home", "opportunities", "opportunity", "board", "new-opportunity", "settings"];

for (const [width, height] of [[1440, 900], [360, 640]]) {
  for (const [theme, language] of [["light", "en"], ["dark", "zh-Hant"]]) {
    test(`pictures: ${width} ${theme} ${language}`, async (t) => {
      const page = await w.page(t, { at: null, width, height, theme, language });
      const all = places(sample);
      for (const name of SCREENS) {
        await open(page, all[name]);
        await screenshot(page, `${name}-${width}-${theme}-${language}`);
      }
    });
  }
}
