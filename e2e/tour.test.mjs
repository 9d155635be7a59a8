// Every page in every look: axe finds nothing, a phone can use it, Chinese pages are Chinese. Pictures of the pages lie in
// e2e/out afterwards, for people to look at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { allowProblem, axe, screenshot } from "./harness.mjs";
import { foreignWords, namesIn } from "./harness/chinese.mjs";
import { LOOKS, open, places } from "./harness/places.mjs";
import { fill } from "./harness/sample.mjs";
import { awkward } from "./harness/touch.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const sample = await fill(w);
const names = await namesIn(w, sample);

for (const look of LOOKS) {
  const words = Object.values(look).join("-");
  test(words, async (t) => {
    const page = await w.page(t, { at: null, height: look.width > 600 ? 900 : 640, ...look });
    allowProblem(page, /404/);
    const found = {};
    for (const [name, place] of Object.entries(places(sample))) {
      await open(page, place);
      await screenshot(page, `${name}-${words}`);
      await axe(page);
      const narrow = look.width < 600 ? await awkward(page) : [];
      // What components are called in the gallery is code, the same in every language.
      const foreign = look.language === "en" || name === "gallery" ? [] : await foreignWords(page, names);
      if (narrow.length + foreign.length > 0) found[name] = [...narrow, ...foreign];
    }
    assert.deepEqual(found, {});
  });
}
