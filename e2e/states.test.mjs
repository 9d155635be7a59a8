// What stands in place of records: still coming, gone wrong, gone for good, and back again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, cell, dialog, grid, shows } from "./harness/roles.mjs";
import { allowProblem, axe } from "./harness.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const [id] = await w.many("accounts", [{ name: "Alfreds Futterkiste", industry: "Food" }]);

const PLACES = [
  ["list", "/accounts", "**/api/v1/accounts/query", (page) => cell(page, "Alfreds Futterkiste").first()],
  ["record", `/accounts/${id}`, `**/api/v1/accounts/${id}?*`, (page) => page.locator(".fact").first()],
  ["board", "/opportunities?layout=board", "**/api/v1/stages/query", (page) => page.locator(".board-head").first()],
];

for (const [name, path, asked, there] of PLACES) {
  test(`${name}: what comes has its shape already`, async (t) => {
    const page = await w.page(t, { at: null });
    let go;
    const held = new Promise((resolve) => (go = resolve));
    await page.route(asked, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(path);
    await page.locator("main .skeleton-part").first().waitFor();
    await page.getByRole("heading", { level: 1 }).waitFor();
    await axe(page);
    go();
    await there(page).waitFor();
    await page.waitForFunction(() => !document.querySelector("main .skeleton-part"));
  });

  test(`${name}: a failure says what to do, with its trace id, and trying again works`, async (t) => {
    const page = await w.page(t, { at: null });
    allowProblem(page, /503/);
    await page.route(asked, (route) => route.fulfill(problem(503, "unavailable", "The database cannot be reached.")));
    await page.goto(path);
    await shows(page, "This could not be loaded");
    await shows(page, "trace-of-this");
    await axe(page);
    await page.unroute(asked);
    await button(page, "Try again").first().click();
    await there(page).waitFor();
  });

  test(`${name}: without a right it says whom to ask`, async (t) => {
    const page = await w.page(t, { at: null });
    allowProblem(page, /403/);
    await page.route(asked, (route) => route.fulfill(problem(403, "forbidden", "Your roles do not allow this.")));
    await page.goto(path);
    await shows(page, "This is not open to you");
    await shows(page, "Ask an administrator");
  });
}

function problem(status, code, title) {
  const body = { type: `/problems/${code}`, title, status, code, trace_id: "trace-of-this", errors: [] };
  return { status, contentType: "application/problem+json", body: JSON.stringify(body) };
}

test("a server that does not answer at the start is told from being signed out", async (t) => {
  const page = await w.page(t, { at: null });
  allowProblem(page, /ERR_FAILED/);
  await page.route("**/api/**", (route) => route.abort());
  await page.goto("/accounts");
  await shows(page, "The server does not answer");
  await button(page, "Try again").click();
  await shows(page, "The server does not answer");
  await page.unroute("**/api/**");
  // Nobody has to press anything once the server is back.
  await grid(page).waitFor();
});

test("a session that ends keeps the page; after the password the work goes on", async (t) => {
  const page = await w.page(t, { at: `/accounts/${id}` });
  allowProblem(page, /401/);
  await page.locator(".fact").first().waitFor();
  await page.getByRole("textbox", { name: "Note…" }).fill("Typed before the session ended");
  const refuse = (route) => route.fulfill(problem(401, "unauthorized", "Please sign in."));
  await page.route("**/api/v1/activities", refuse);
  await page.route("**/api/v1/auth/refresh", refuse);
  await button(page, "Save").click();
  const ask = dialog(page, "Please sign in again");
  await ask.getByLabel("Password", { exact: true }).fill("correct horse battery staple");
  await page.unroute("**/api/v1/activities");
  await page.unroute("**/api/v1/auth/refresh");
  await page.keyboard.press("Enter");
  await ask.waitFor({ state: "hidden" });
  await page.getByRole("listitem").filter({ hasText: "Typed before the session ended" }).waitFor();
});

test("very long text and 200 % zoom break nothing", async (t) => {
  const name = "Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüssel".repeat(4);
  const long = await w.post("/accounts", { name, industry: "很長的產業名稱".repeat(14), description: "x".repeat(5000) });
  const page = await w.page(t, { at: null, width: 720, height: 450 });
  for (const path of ["/accounts", `/accounts/${long.id}`, `/accounts?new=account`]) {
    await page.goto(path);
    await page.locator(".grid, .cards, .fact").first().waitFor();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${path} is ${over} px too wide`);
  }
});
