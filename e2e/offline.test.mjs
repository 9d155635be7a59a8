// Without a connection: what is shown stays and says how old it is, nothing typed is lost, and it recovers by itself. And
// after an upgrade of the server: parts of the app that are gone are no dead end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, cell, dialog, grid, rows, shows } from "./harness/roles.mjs";
import { allowProblem, axe, screenshot } from "./harness.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const [id] = await w.many("accounts", [{ name: "Alfreds Futterkiste", industry: "Food" }]);
// Clocks of 24 hours, so that the time can be read back.
await w.patch("/me", { region: "DE" });
const bar = (page) => page.locator(".offline-bar");

/** Cuts the page off from the server; answers how to connect it again. */
async function cut(page) {
  // The browser complains of what it cannot fetch, parts of the app that would come ahead of need among it.
  allowProblem(page, /ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch/);
  await page.context().setOffline(true);
  await bar(page).waitFor();
  return () => page.context().setOffline(false);
}

test("a list stays, says how old it is in the person's zone, and catches up by itself", async (t) => {
  const page = await w.page(t, { at: "/accounts", zone: "America/New_York" });
  await cell(page, "Alfreds Futterkiste").first().waitFor();
  const shown = await page.evaluate(() => new Date().toLocaleTimeString("de-DE", { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit" }));
  const connect = await cut(page);
  // The person lives in Berlin, wherever the browser thinks it is.
  const minutes = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const [, said] = (await bar(page).innerText()).match(/as of (\d\d:\d\d)/);
  assert.ok(Math.abs(minutes(said) - minutes(shown)) <= 1, `${said} is not ${shown}`);
  await axe(page);
  await screenshot(page, "offline-list");
  assert.equal(await cell(page, "Alfreds Futterkiste").count() > 0, true);
  const [other] = await w.many("accounts", [{ name: "Made meanwhile" }]);
  await w.patch(`/accounts/${id}`, { industry: "Tea" });
  await connect();
  await bar(page).waitFor({ state: "detached" });
  await cell(page, "Made meanwhile").first().waitFor();
  await cell(page, "Tea").first().waitFor();
  await w.remove(`/accounts/${other}`);
});

test("changes are refused with what was typed kept; saved again, they arrive", async (t) => {
  const page = await w.page(t, { at: `/accounts/${id}` });
  await page.locator(".fact").first().waitFor();
  const connect = await cut(page);
  await button(page, "Edit Industry").click();
  await page.getByRole("textbox", { name: "Industry" }).fill("Spices");
  await page.keyboard.press("Enter");
  await shows(page, "You are offline, so this was not saved");
  await page.getByRole("textbox", { name: "Note…" }).fill("Typed in the lift");
  await button(page, "Save").click();
  await page.locator(".composer .form-error").filter({ hasText: "You are offline" }).waitFor();
  await connect();
  await bar(page).waitFor({ state: "detached" });
  // Coming back takes nothing away that was typed.
  await page.locator(".not-saved").filter({ hasText: "Spices" }).waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Note…" }).inputValue(), "Typed in the lift");
  await page.locator(".fact").filter({ hasText: "Spices" }).getByRole("button", { name: "Try again" }).click();
  await page.locator(".not-saved").waitFor({ state: "detached" });
  await button(page, "Save").click();
  await page.getByRole("listitem").filter({ hasText: "Typed in the lift" }).waitFor();
  assert.equal((await w.get(`/accounts/${id}`)).industry, "Spices");
});

test("a form keeps what is typed without a connection, and sends it once", async (t) => {
  const page = await w.page(t, { at: "/accounts?new=account" });
  const form = dialog(page, "New account");
  await form.getByRole("textbox", { name: "Name" }).fill("Kept in the tunnel");
  const connect = await cut(page);
  await button(form, "Create").click();
  await form.getByText("You are offline").waitFor();
  await connect();
  await bar(page).waitFor({ state: "detached" });
  await button(form, "Create").click();
  await page.getByRole("heading", { level: 1, name: "Kept in the tunnel" }).waitFor();
  const { data } = await w.get("/accounts?filter[name]=Kept%20in%20the%20tunnel");
  assert.equal(data.length, 1);
});

test("a page that was opened without a connection comes by itself once there is one", async (t) => {
  const page = await w.page(t, { at: "/accounts" });
  await rows(page).first().waitFor();
  const connect = await cut(page);
  await page.getByRole("link", { name: "Contacts" }).first().click();
  await shows(page, "This could not be loaded");
  // Nothing of this page came from the server yet, so nothing has an age.
  assert.doesNotMatch(await bar(page).innerText(), /as of/);
  await connect();
  await page.getByText("No contacts yet").waitFor();
});

test("one question without an answer is no lost connection", async (t) => {
  const page = await w.page(t, { at: "/accounts" });
  await grid(page).waitFor();
  allowProblem(page, /ERR_FAILED/);
  await page.route("**/api/v1/contacts/query", (route) => route.abort());
  await page.getByRole("link", { name: "Contacts" }).first().click();
  await shows(page, "This could not be loaded");
  assert.equal(await bar(page).count(), 0);
});

/** Answers like a server that was upgraded: the parts of this page's app are gone, the front page names others. */
async function upgrade(page) {
  allowProblem(page, /404|Failed to execute 'compile'/);
  const newer = { seen: 0 };
  const part = /\/assets\/[^/]*\.wasm$/;
  const loaded = new Set(await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name)));
  await page.route(part, (route) => (newer.over || loaded.has(route.request().url()) ? route.fallback() : route.fulfill({ status: 404 })));
  await page.route((url) => url.pathname === "/", async (route) => {
    if (route.request().resourceType() === "document") return route.fallback();
    const answer = await route.fetch();
    newer.seen += 1;
    return route.fulfill({ response: answer, body: (await answer.text()).replace(/(id="guanxi-assets">)\{/, '$1{"newer":1,') });
  });
  return newer;
}

test("a part that an upgrade took away makes the page load itself anew", async (t) => {
  // Before the parts that are likely needed next are fetched ahead.
  const page = await w.page(t, { at: "/accounts" });
  await rows(page).first().waitFor();
  const newer = await upgrade(page);
  const reloaded = page.waitForEvent("framenavigated", (frame) => frame.url().endsWith("/settings"));
  await page.getByRole("button", { name: "You" }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await reloaded;
  await page.waitForEvent("load");
  newer.over = true;
  await page.locator(".settings-part, .state").first().waitFor();
  assert.equal(newer.seen > 0, true);
});

test("whoever is typing is asked before the page loads itself anew", async (t) => {
  const page = await w.page(t, { at: `/accounts/${id}` });
  await page.getByRole("textbox", { name: "Note…" }).fill("Not saved yet");
  await upgrade(page);
  let loads = 0;
  page.on("load", () => (loads += 1));
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Create" }).first().click();
  await page.getByRole("menuitem", { name: "Contact" }).click();
  await page.getByText("There is a newer version of Guanxi").waitFor();
  await axe(page);
  assert.equal(loads, 0);
  await button(page, "Reload").click();
  await page.waitForEvent("load");
  assert.equal(await page.getByRole("textbox", { name: "Note…" }).inputValue(), "Not saved yet");
});
