// The words of the product in a language, by the keys of its texts.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";

const LINE = /^(?<key>[a-z][\w-]*) =(?<value>.*)$/;
const VARIANT = /^\s+(?:\*?\[[^\]]+\]|\.)\s*(?<value>.+)$/;
const PLACE = /\{[^}]*\}/;

/** Every text of a language: what it may say, by its key. Places that are filled in stay `{ $so }`. */
export function textsIn(language) {
  const texts = new Map();
  for (const file of folder(language)) {
    let key;
    for (const line of readFileSync(file, "utf8").split("\n")) {
      const begun = LINE.exec(line)?.groups;
      if (begun) texts.set((key = begun.key), begun.value.trim() ? [begun.value.trim()] : []);
      else if (key && VARIANT.test(line)) texts.get(key).push(VARIANT.exec(line).groups.value.trim());
    }
  }
  return texts;
}

function folder(language) {
  const texts = join(root, "crates/i18n/texts", language);
  return readdirSync(texts, { recursive: true }).filter((name) => name.endsWith(".ftl")).map((name) => join(texts, name));
}

/** The pattern of a text: anything may stand where something is filled in. */
export function patternOf(text) {
  const parts = text.split(PLACE).map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return parts.join(".*");
}
