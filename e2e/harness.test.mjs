// The harness has to notice what it promises to notice; a stand-in for the server misbehaves on purpose.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { allowProblem, axe, newPage, screenshot, startServer } from "./harness.mjs";
import { cleanup } from "./harness/cleanup.mjs";
import { out, root } from "./harness/paths.mjs";

const command = [process.execPath, join(root, "e2e/harness/stand-in.mjs")];

/** Collects the hooks of a test instead of running them, so that their failure can be seen. */
function recorder() {
  const hooks = [];
  return {
    after: (hook) => hooks.push(hook),
    finish: async () => {
      for (const hook of hooks) await hook();
    },
  };
}

async function problemsOf(t, path, prepare = () => {}) {
  const server = await startServer(t, { command });
  const recorded = recorder();
  const page = await newPage(recorded, server);
  prepare(page);
  await page.goto(path);
  await page.waitForLoadState("networkidle");
  return recorded.finish().then(
    () => undefined,
    (error) => error.message,
  );
}

test("a good page passes in every theme, width and language", async (t) => {
  const server = await startServer(t, { command });
  const page = await newPage(t, server, { theme: "dark", width: 360, language: "zh-Hant" });
  await page.goto("/");
  await axe(page);
  await screenshot(page, "harness-dark-phone");
  assert.ok(existsSync(out("harness-dark-phone.png")));
  const seen = await page.evaluate(() => [
    matchMedia("(prefers-color-scheme: dark)").matches,
    innerWidth,
    navigator.language,
  ]);
  assert.deepEqual(seen, [true, 360, "zh-TW"]);
});

test("the set-up link is read from the output", async (t) => {
  const server = await startServer(t, { command });
  assert.equal(await server.setupLink(), `${server.url}/setup#token=abc123`);
});

test("a PostgreSQL database is made for a test that asks", async (t) => {
  const server = await startServer(t, { command, database: "postgres" });
  assert.match(server.log, /postgres:\/\/postgres@127\.0\.0\.1:\d+\/e2e_/);
});

test("an inline script is a problem", async (t) => {
  assert.match(await problemsOf(t, "/inline-script"), /CSP violation: script-src/);
});

test("an exception is a problem, unless the test expects it", async (t) => {
  assert.match(await problemsOf(t, "/throws"), /on purpose/);
  assert.equal(await problemsOf(t, "/throws", (page) => allowProblem(page, /on purpose/)), undefined);
});

test("a server error is a problem", async (t) => {
  assert.match(await problemsOf(t, "/broken"), /answer: .*500/);
});

test("axe fails on an input without a label", async (t) => {
  const server = await startServer(t, { command });
  const page = await newPage(t, server);
  await page.goto("/no-label");
  await assert.rejects(axe(page), /label/);
});

test("things are undone last first, all of them, and a failure shows", async () => {
  const recorded = recorder();
  const undone = [];
  cleanup(recorded, () => undone.push("data"));
  cleanup(recorded, () => Promise.reject(new Error("server")));
  cleanup(recorded, () => undone.push("page"));
  await assert.rejects(recorded.finish(), /server/);
  assert.deepEqual(undone, ["page", "data"]);
});

test("a server that stops badly or does not start is an error", async (t) => {
  const recorded = recorder();
  const server = await startServer(recorded, { command, env: { STAND_IN_EXIT: "3" } });
  await assert.rejects(server.stop(), /stopped with 3/);
  await recorded.finish();
  await assert.rejects(startServer(t, { command: [process.execPath, "-e", "process.exit(4)"] }), /ended at once \(4\)/);
});

test("a killed server starts again with the same data", async (t) => {
  const server = await startServer(t, { command });
  const data = () => server.log.match(/data in (\S+)/g).at(-1);
  const before = data();
  await server.stop("SIGKILL");
  await server.start();
  assert.equal(data(), before);
});
