import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** The server under test: the release binary, or GUANXI_BIN. */
export const binary =
  process.env.GUANXI_BIN ?? join(resolve(root, process.env.CARGO_TARGET_DIR ?? "target"), "release/guanxi");

/** A file in `e2e/out`, where pictures and logs of the last run lie. */
export function out(name) {
  const folder = join(root, "e2e/out");
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}
