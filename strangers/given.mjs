// Data to try the API with: a small set of our own that is always there, and the large ones of others when their folder
// is named in GUANXI_TEST_DATA: `json-test-suite/test_parsing` (github.com/nst/JSONTestSuite) and
// `naughty-strings/blns.json` (github.com/minimaxir/big-list-of-naughty-strings).
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../e2e/harness/paths.mjs";

const own = join(root, "strangers/data");
const outside = process.env.GUANXI_TEST_DATA;

/** Bodies by name; `y_` has to be understood, `n_` refused, `i_` either. */
export function bodies() {
  const folders = [join(own, "json"), ...(outside ? [join(outside, "json-test-suite/test_parsing")] : [])];
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
  return files.filter(([name]) => /^[yni]_.*\.json$/.test(name));
}

/** Texts that break software. */
export function texts() {
  const files = [join(own, "naughty.json"), ...(outside ? [join(outside, "naughty-strings/blns.json")] : [])];
  return [...new Set(files.flatMap((file) => JSON.parse(readFileSync(file, "utf8"))))];
}
