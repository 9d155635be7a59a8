// What strangers send: JSON as the RFC says, and texts that break software, on both databases.
import assert from "node:assert/strict";
import { test } from "node:test";
import { workspace } from "../e2e/harness/workspace.mjs";
import { bodies, texts } from "./given.mjs";

/** Longest field of one line that the texts are put into. */
const LONGEST = 200;

/** An answer within a second or so, whatever was sent. */
async function send(w, method, path, body) {
  const answer = await fetch(`${w.server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${w.token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    body,
    signal: AbortSignal.timeout(10_000),
  });
  const text = await answer.text();
  const is = (kind) => answer.headers.get("content-type")?.startsWith(kind);
  assert.ok(is("application/json") || is("application/problem+json"), `${answer.status} ${text}`);
  return { status: answer.status, body: JSON.parse(text) };
}

/** Runs as many at once as a few people would. */
async function each(all, work) {
  const rest = all.entries();
  const one = async () => {
    for (const [index, value] of rest) await work(value, index);
  };
  await Promise.all(Array.from({ length: 8 }, one));
}

const wrapped = (bytes) => Buffer.concat([Buffer.from('{"description":'), bytes, Buffer.from("}")]);

for (const database of ["sqlite", "postgres"]) {
  test(`JSON is understood or refused as the RFC says: ${database}`, async (t) => {
    const w = await workspace(t, { database });
    const wrong = [];
    const seen = { y: 0, n: 0, i: 0 };
    await each(bodies(), async ([name, bytes]) => {
      seen[name[0]] += 1;
      for (const [how, body] of [["alone", bytes], ["as a field", wrapped(bytes)]]) {
        const { status, body: told } = await send(w, "POST", "/accounts?validate_only=true", body);
        const understood = status === 422 || status === 200;
        const right = name.startsWith("y_") ? understood : name.startsWith("n_") ? status === 400 : understood || status === 400;
        if (!right) wrong.push(`${name} ${how}: ${status} ${told.code}`);
        if (status >= 400) assert.ok(told.code && told.title && told.trace_id, name);
      }
    });
    assert.deepEqual(wrong, []);
    assert.ok(seen.y > 20 && seen.n > 50 && seen.i > 5, JSON.stringify(seen));
  });

  test(`texts come back as they were sent, by every way, or are refused by the field: ${database}`, async (t) => {
    const w = await workspace(t, { database });
    const kept = new Map();
    const wrong = [];
    await each(texts(), async (text, index) => {
      const short = [...text].length <= LONGEST;
      const name = short && !/[\r\n]/.test(text) ? text : `Text ${index}`;
      const made = await send(w, "POST", "/accounts", JSON.stringify({ name, description: text }));
      if (made.status === 422) {
        const pointers = made.body.errors.map(({ pointer }) => pointer);
        if (!pointers.every((one) => ["/name", "/description"].includes(one))) wrong.push([text, pointers]);
        const reason = made.body.errors[0].code;
        const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/.test(text);
        if (!control && !(reason === "required" && text.trim() === "") && !(reason === "control_character" && /[\t]/.test(text))) wrong.push([text, made.body.errors]);
        return;
      }
      if (made.status !== 201) return wrong.push([text, made]);
      kept.set(made.body.id, { text, name });
    });
    assert.ok(kept.size > 100, `only ${kept.size} were kept`);
    await each([...kept], async ([id, { text, name }]) => {
      // NFC and `\n` are what the API promises; nothing else of a text may change.
      const whole = (given) => given.normalize("NFC").replace(/\r\n?/g, "\n");
      const shown = await send(w, "GET", `/accounts/${id}`);
      if (shown.body.name !== whole(name)) wrong.push(["name", name, shown.body.name]);
      if ((shown.body.description ?? "") !== whole(text)) wrong.push(["description", text, shown.body.description]);
      const holds = async (way, answer) => {
        const found = answer.body.data?.find((one) => one.id === id);
        if (!found) return wrong.push([way, name, answer.status, answer.body.code ?? "not there"]);
        if (found.name !== undefined && found.name !== whole(name)) wrong.push([way, name, found.name]);
      };
      const filter = { and: [{ field: "name", value: name }, { field: "id", value: id }] };
      await holds("filter tree", await send(w, "POST", "/accounts/query", JSON.stringify({ filter })));
      const url = `/accounts?filter[name]=${encodeURIComponent(name)}&filter[id]=${id}`;
      if (name.length <= LONGEST) await holds("filter", await send(w, "GET", url));
      if (/[\p{L}\p{N}]{3}/u.test(name) && name.length <= LONGEST) {
        const hits = await send(w, "GET", `/accounts?q=${encodeURIComponent(name)}&filter[id]=${id}`);
        await holds("search", hits);
        const searched = await send(w, "GET", `/search?entities=account&q=${encodeURIComponent(name)}`);
        if (searched.status !== 200) wrong.push(["search", name, searched.body.code]);
      }
    });
    assert.deepEqual(wrong, []);
  });
}
