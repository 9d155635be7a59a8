// The shell of the app: it loads from the real server, under its real policy, without an error.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, newPage, screenshot, startServer } from "./harness.mjs";

for (const theme of ["light", "dark"]) {
  test(`the app loads, ${theme}`, async (t) => {
    const server = await startServer(t);
    const page = await newPage(t, server, { theme });
    const answer = await page.goto("/");
    assert.equal(answer.status(), 200);
    assert.match(answer.headers()["content-security-policy"], /script-src 'self' 'wasm-unsafe-eval'/);
    await page.locator("h1").first().waitFor();
    assert.match(await page.title(), /Guanxi/);
    assert.equal(await page.locator("#boot-failed").isHidden(), true);
    await axe(page);
    await screenshot(page, `shell-${theme}`);
  });
}

test("files with a hash in their name are kept for good, and come compressed", async (t) => {
  const server = await startServer(t);
  const page = await (await fetch(`${server.url}/`)).text();
  const wasm = page.match(/\/assets\/guanxi\.[0-9a-f]+\.wasm/)[0];
  const answer = await fetch(server.url + wasm, { headers: { "accept-encoding": "br" } });
  assert.equal(answer.headers.get("content-type"), "application/wasm");
  assert.equal(answer.headers.get("content-encoding"), "br");
  assert.match(answer.headers.get("cache-control"), /immutable/);
});
