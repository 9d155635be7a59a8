// Shows /api/openapi.json. Everything is text put into elements; nothing is ever parsed as HTML.

const METHODS = ["get", "post", "put", "patch", "delete"];

const made = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
};

// `code` and **bold**; the rest is plain.
const phrases = (text = "") =>
  text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith("`") && part.length > 1) return made("code", {}, part.slice(1, -1));
    if (part.startsWith("**") && part.length > 3) return made("strong", {}, part.slice(2, -2));
    return part;
  });

const paragraphs = (text) => text.split("\n\n").map((part) => made("p", {}, ...phrases(part)));

let whole;

// A reference may bring a description of its own.
const resolved = (value) => {
  if (!value?.$ref) return value;
  const { $ref, ...own } = value;
  const target = $ref
    .slice(2)
    .split("/")
    .reduce((at, name) => at?.[name.replaceAll("~1", "/").replaceAll("~0", "~")], whole);
  return { ...target, ...own, name_: $ref.split("/").at(-1) };
};

const kind = (schema) => {
  const one = resolved(schema) ?? {};
  const types = [one.type ?? []].flat().filter((type) => type !== "null");
  const base = types.includes("array") ? `list of ${kind(one.items)}` : types.join(" or ");
  const named = one.properties || one.anyOf || one.oneOf ? one.name_ : undefined;
  const shown = named?.replace(/OrNull$/, "") ?? (one.format ? `${base} (${one.format})` : base);
  return [one.type].flat().includes("null") ? `${shown || "anything"} or null` : shown || "anything";
};

const limits = (schema) => {
  const one = resolved(schema) ?? {};
  const told = [];
  if (one.maxLength) told.push(`at most ${one.maxLength} characters`);
  if (one.minimum !== undefined) told.push(`from ${one.minimum}`);
  if (one.maximum !== undefined) told.push(`up to ${one.maximum}`);
  if (one.maxItems) told.push(`at most ${one.maxItems}`);
  return told.length ? ` (${told.join(", ")})` : "";
};

const typed = (schema) => made("span", { class: "kind" }, kind(schema), limits(schema));

// The members of an object, deeper ones folded away until they are opened.
const members = (schema, seen = []) => {
  const one = resolved(schema) ?? {};
  const alternatives = one.anyOf ?? one.oneOf;
  if (alternatives) {
    const parts = alternatives.map((part) => made("div", { class: "part" }, members(part, seen)));
    return made("div", {}, made("p", { class: "faint" }, "One of:"), ...parts);
  }
  if (!one.properties) return made("p", {}, typed(schema), " ", ...phrases(one.description));
  const rows = Object.entries(one.properties).map(([name, member]) => {
    const needed = one.required?.includes(name);
    const mark = needed ? made("span", { class: "needed" }, "required") : undefined;
    const described = phrases(resolved(member)?.description);
    const cell = made("td", {}, typed(member), " ", ...described, deeper(member, seen));
    return made("tr", {}, made("td", {}, made("code", {}, name), mark), cell);
  });
  return made("table", {}, made("tbody", {}, ...rows));
};

const deeper = (schema, seen) => {
  const one = resolved(schema) ?? {};
  const inner = [one.type].flat().includes("array") ? resolved(one.items) : one;
  const known = inner?.name_ && seen.includes(inner.name_);
  if (known || !(inner?.properties || inner?.anyOf || inner?.oneOf)) return undefined;
  const fold = made("details", { class: "part" }, made("summary", {}, inner.name_?.replace(/OrNull$/, "") ?? "members"));
  fold.addEventListener("toggle", () => fold.append(members(inner, [...seen, inner.name_])), { once: true });
  return fold;
};

const example = (content) => {
  const value = content.example ?? resolved(Object.values(content.examples ?? {})[0])?.value;
  if (value === undefined) return undefined;
  return made("pre", { tabindex: "0" }, made("code", {}, JSON.stringify(value, null, 2)));
};

const bodies = (title, content = {}) => {
  const [media, first] = Object.entries(content)[0] ?? [];
  if (!first) return [];
  const types = Object.keys(content).join(" or ");
  return [made("h4", {}, `${title}: ${types}`), members(first.schema), example(first)].filter(Boolean);
};

const parameters = (operation) => {
  const all = (operation.parameters ?? []).map(resolved);
  if (!all.length) return [];
  const rows = all.map((parameter) => {
    const mark = parameter.required ? made("span", { class: "needed" }, "required") : undefined;
    const shown = parameter.example === undefined ? "" : ` Such as ${JSON.stringify(parameter.example)}.`;
    return made(
      "tr",
      {},
      made("td", {}, made("code", {}, parameter.name), mark),
      made("td", { class: "kind" }, parameter.in),
      made("td", {}, ...phrases(parameter.description), limits(parameter.schema), shown),
    );
  });
  const names = ["Name", "In", "Meaning"].map((name) => made("th", { scope: "col" }, name));
  const head = made("thead", {}, made("tr", {}, ...names));
  return [made("h4", {}, "Parameters"), made("table", {}, head, made("tbody", {}, ...rows))];
};

const responses = (operation) => {
  const all = Object.entries(operation.responses).map(([status, reference]) => {
    const response = resolved(reference);
    const headers = Object.keys(response.headers ?? {});
    const fold = made(
      "details",
      { class: "part" },
      made("summary", {}, made("code", {}, status), " ", ...phrases(response.description)),
    );
    const open = () => {
      if (headers.length) fold.append(made("p", { class: "faint" }, `Headers: ${headers.join(", ")}`));
      fold.append(...bodies("Body", response.content));
    };
    fold.addEventListener("toggle", open, { once: true });
    return fold;
  });
  return [made("h4", {}, "Answers"), ...all];
};

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

// The call as a command: what the parameters' examples say, and the body's.
const command = (method, path, operation) => {
  const all = (operation.parameters ?? []).map(resolved);
  const filled = path.replace(/\{(\w+)\}/g, (hole, name) => {
    const found = all.find((parameter) => parameter.in === "path" && parameter.name === name);
    return encodeURIComponent(found?.example ?? hole);
  });
  const parts = [`curl -X ${method.toUpperCase()} ${quoted(`${location.origin}${filled}`)}`];
  if (operation.security === undefined) parts.push('-H "Authorization: Bearer $TOKEN"');
  for (const parameter of all.filter((one) => one.in === "header" && one.required)) {
    parts.push(`-H ${quoted(`${parameter.name}: ${parameter.example}`)}`);
  }
  const [media, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (content) {
    const body = content.example ?? resolved(Object.values(content.examples ?? {})[0])?.value;
    parts.push(`-H 'Content-Type: ${media}'`, `-d ${quoted(JSON.stringify(body))}`);
  }
  return made("pre", { tabindex: "0" }, made("code", {}, parts.join(" \\\n  ")));
};

const details = (method, path, operation) => {
  const body = made("div");
  if (operation.description) body.append(...paragraphs(operation.description));
  body.append(command(method, path, operation), ...parameters(operation));
  body.append(...bodies("Body", resolved(operation.requestBody)?.content), ...responses(operation));
  return body;
};

const shown = ({ method, path, operation }) => {
  const fold = made(
    "details",
    { class: "operation", id: operation.operationId },
    made(
      "summary",
      {},
      made("span", { class: `method ${method}` }, method.toUpperCase()),
      made("h3", {}, operation.summary),
      made("code", {}, path),
    ),
  );
  fold.addEventListener("toggle", () => fold.append(details(method, path, operation)), { once: true });
  return fold;
};

const listed = ({ method, operation }) => {
  const label = made("span", { class: `method ${method}` }, method.toUpperCase());
  return made("li", {}, made("a", { href: `#${operation.operationId}` }, label, operation.summary));
};

const operationsOf = (tag) =>
  Object.entries(whole.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]?.tags?.includes(tag)).map((method) => ({
      method,
      path,
      operation: item[method],
    })),
  );

const open = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target?.tagName !== "DETAILS") return;
  target.open = true;
  target.scrollIntoView();
  target.querySelector("summary").focus({ preventScroll: true });
};

// Every word must occur in method, path or summary.
const find = (groups) => () => {
  const words = document.getElementById("find").value.toLowerCase().split(/\s+/).filter(Boolean);
  let any = false;
  for (const { fold, entries } of groups) {
    let some = false;
    for (const { item, text } of entries) {
      item.hidden = !words.every((word) => text.includes(word));
      some ||= !item.hidden;
    }
    fold.parentElement.hidden = !some;
    fold.open = words.length > 0 && some;
    any ||= some;
  }
  document.getElementById("nothing").hidden = any;
};

const start = async () => {
  const about = document.getElementById("about");
  try {
    const answer = await fetch("/api/openapi.json");
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    whole = await answer.json();
  } catch (error) {
    about.replaceChildren(made("p", {}, `The document could not be loaded: ${error.message}. Reload to try again.`));
    return;
  }
  document.getElementById("title").textContent = whole.info.title;
  about.replaceChildren(...paragraphs(whole.info.description));
  const groups = whole.tags.map((tag) => {
    const operations = operationsOf(tag.name);
    const heading = made("h2", { id: `tag-${tag.name}` }, tag.name.replaceAll("_", " "));
    const description = made("p", {}, ...phrases(tag.description));
    document.getElementById("groups").append(made("section", {}, heading, description, ...operations.map(shown)));
    const entries = operations.map((one) => ({
      item: listed(one),
      text: `${one.method} ${one.path} ${one.operation.summary}`.toLowerCase(),
    }));
    const list = made("ul", {}, ...entries.map((entry) => entry.item));
    const fold = made("details", {}, made("summary", {}, tag.name.replaceAll("_", " ")), list);
    document.getElementById("tags").append(made("li", {}, fold));
    return { fold, entries };
  });
  document.getElementById("find").addEventListener("input", find(groups));
  window.addEventListener("hashchange", open);
  open();
};

start();
