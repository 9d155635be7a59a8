// The main tasks on 360 px, done with a thumb.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, dialog, option, shows } from "./harness/roles.mjs";
import { day } from "./harness/days.mjs";
import { fill } from "./harness/sample.mjs";
import { awkward } from "./harness/touch.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const sample = await fill(w);
const phone = (t, at = null) => w.page(t, { at, width: 360 });

test("an account is made from the bar at the bottom, found again and changed", async (t) => {
  const page = await phone(t, "/");
  const bar = page.getByRole("navigation").last();
  await page.getByRole("button", { name: "Create" }).last().tap();
  await page.getByRole("menuitem", { name: "Account" }).tap();
  const form = dialog(page, "New account");
  await form.getByRole("textbox", { name: "Name" }).fill("Made on the way");
  await button(form, "Create").tap();
  await page.getByRole("heading", { level: 1, name: "Made on the way" }).waitFor();
  await button(page, "Edit Industry").tap();
  await page.getByRole("textbox", { name: "Industry" }).fill("Tea");
  await page.getByRole("textbox", { name: "Industry" }).press("Enter");
  await page.waitForFunction(() => !document.querySelector(".mark-saving, .editor"));
  await page.getByRole("tab", { name: "Timeline" }).tap();
  await page.getByRole("textbox", { name: "Note…" }).fill("Met at the station");
  await button(page, "Save").tap();
  await page.getByRole("listitem").filter({ hasText: "Met at the station" }).waitFor();
  await bar.getByRole("button", { name: "Search" }).or(bar.getByRole("link", { name: "Search" })).tap();
  await page.getByRole("combobox", { name: "Search and commands" }).fill("Made on");
  await option(page, /Made on the way/).tap();
  await page.getByRole("heading", { level: 1, name: "Made on the way" }).waitFor();
  const { data } = await w.get("/accounts?filter[name]=Made%20on%20the%20way");
  assert.equal(data[0].industry, "Tea");
});

test("a list is searched and opened, and Back comes back to it", async (t) => {
  const page = await phone(t, "/opportunities");
  await page.locator(".card-row").first().waitFor();
  await page.getByRole("searchbox", { name: "Search this list" }).fill("Tea");
  await page.locator(".card-row").filter({ hasText: "Tea and spices" }).waitFor();
  await page.locator(".card-row").filter({ hasText: "Trial order" }).waitFor({ state: "detached" });
  await page.locator(".card-row").first().tap();
  await page.getByRole("heading", { level: 1, name: "Tea and spices" }).waitFor();
  await page.goBack();
  await page.locator(".card-row").filter({ hasText: "Tea and spices" }).waitFor();
});

test("every place is reached from More, and Back leads to where one was", async (t) => {
  const page = await phone(t, "/accounts");
  await page.locator(".card-row").first().waitFor();
  for (const place of ["Battle map", "Targets and forecast"]) {
    await button(page, "More").last().tap();
    await dialog(page, "More").getByRole("link", { name: place }).tap();
    await page.getByRole("heading", { level: 1, name: place }).waitFor();
    await dialog(page, "More").waitFor({ state: "hidden" });
  }
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Battle map" }).waitFor();
  assert.equal(new URL(page.url()).search, "");
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Accounts" }).waitFor();
  assert.equal(new URL(page.url()).search, "");
});

test("Back closes sheets first, then leaves the page", async (t) => {
  const page = await phone(t, "/accounts");
  await page.locator(".card-row").first().waitFor();
  await page.getByRole("link", { name: "Opportunities" }).tap();
  await page.getByRole("heading", { level: 1, name: "Opportunities" }).waitFor();
  for (const [opener, title] of [["Filter", "Filter"], ["More", "More"]]) {
    await page.getByRole("button", { name: opener, exact: true }).last().tap();
    const sheet = dialog(page, title);
    await sheet.waitFor();
    await page.goBack();
    await sheet.waitFor({ state: "hidden" });
    assert.equal(new URL(page.url()).pathname, "/opportunities");
    await page.locator(".card-row").first().waitFor();
  }
  // Closed by its cross it leaves no step behind either.
  await page.getByRole("button", { name: "Filter", exact: true }).tap();
  await button(dialog(page, "Filter"), "Close").tap();
  await dialog(page, "Filter").waitFor({ state: "hidden" });
  await page.waitForURL((url) => url.search === "");
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Accounts" }).waitFor();
});

test("a filter set in the sheet is one step: Back shows what was there before", async (t) => {
  const page = await phone(t, "/opportunities");
  await page.locator(".card-row").first().waitFor();
  await page.getByRole("button", { name: "Filter", exact: true }).tap();
  const sheet = dialog(page, "Filter");
  await sheet.getByRole("combobox", { name: "Field" }).fill("Amount");
  await option(page, "Amount").first().tap();
  await sheet.getByRole("textbox", { name: "Value" }).first().fill("100000");
  await button(sheet, "Apply").tap();
  await sheet.waitFor({ state: "hidden" });
  await page.waitForURL(/filter=/);
  await page.goBack();
  await page.waitForURL((url) => url.search === "");
  assert.equal(await sheet.isVisible(), false);
});

test("after a call from a number one sheet asks how it went", async (t) => {
  const page = await phone(t, `/accounts/${sample.accounts[0]}`);
  // A browser without a telephone: the tap counts, nothing is dialled.
  await page.evaluate(() => {
    addEventListener("click", (event) => event.target.closest("a[href^='tel:']") && event.preventDefault(), true);
  });
  const number = page.getByRole("link", { name: "+49 30 9018 200" }).first();
  assert.equal(await number.getAttribute("href"), "tel:+49309018200");
  await number.tap();
  assert.equal(await page.getByRole("dialog", { name: "How did it go?" }).isVisible(), false);
  // The phone was in front; now the page is again.
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  const sheet = dialog(page, "How did it go?");
  await sheet.getByText("Call with Alfreds Futterkiste").waitFor();
  assert.deepEqual(await awkward(page), []);
  await button(sheet, "Reached").tap();
  await button(sheet, "In 3 days").tap();
  await button(sheet, "Save").tap();
  await sheet.waitFor({ state: "hidden" });
  const { data } = await w.get(`/activities?filter[anchor_id]=${sample.accounts[0]}&sort=-created_at&limit=2`);
  const call = data.find(({ kind }) => kind === "call");
  const next = data.find(({ kind }) => kind === "task");
  assert.deepEqual([call.subject, call.outcome, call.status], ["Call with Alfreds Futterkiste", "reached", "done"]);
  assert.deepEqual([next.due_on, next.status], [day(3), "open"]);
  // Nobody is asked about the same call twice.
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await page.reload();
  await page.locator(".fact").first().waitFor();
  assert.equal(await sheet.isVisible(), false);
});

test("a phone that threw the page away during the call still asks", async (t) => {
  const page = await phone(t, `/accounts/${sample.accounts[1]}`);
  await page.evaluate(() => {
    addEventListener("click", (event) => event.target.closest("a[href^='tel:']") && event.preventDefault(), true);
  });
  await page.locator("a[href^='tel:']").first().tap();
  await page.reload();
  const sheet = dialog(page, "How did it go?");
  await sheet.getByRole("textbox", { name: "What was said?" }).fill("They want to see the hall first");
  await page.goBack();
  await sheet.waitFor({ state: "hidden" });
  await page.locator(".fact").first().waitFor();
});

test("mobile numbers take messages, addresses lead to the map", async (t) => {
  const [id] = await w.many("contacts", [
    {
      family_name: "Trujillo",
      contact_points: [{ kind: "mobile", value: "+34 600 (0)1 234" }, { kind: "phone", value: "(5) 555-4729 ext. 12" }],
      addresses: [{ kind: "main", lines: "Avda. de la Constitución 2222", city: "México D.F.", country: "MX" }],
    },
  ]);
  const page = await phone(t, `/contacts/${id}`);
  const links = async (start) => page.locator(`.lines a[href^="${start}"]`).evaluateAll((found) => found.map((link) => link.getAttribute("href")));
  await page.locator(".lines a").first().waitFor();
  assert.deepEqual(await links("tel:"), ["tel:+346001234", "tel:55554729,12"]);
  assert.deepEqual(await links("sms:"), ["sms:+346001234"]);
  const map = page.getByRole("link", { name: "Show on the map" });
  assert.match(decodeURIComponent(await map.getAttribute("href")), /Avda\. de la Constitución 2222, México D\.F\., Mexico$/);
  assert.deepEqual(await awkward(page), []);
});

test("over the columns of a board there is one line of buttons, and the rest is in a menu", async (t) => {
  const page = await phone(t, "/opportunities?layout=board");
  await page.locator(".board-card").first().waitFor();
  const title = await page.getByRole("heading", { level: 1 }).boundingBox();
  const tops = await page.locator(".page-actions :is(button, a), .page-actions .segments").filter({ visible: true }).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  assert.ok(tops.every((top) => top < title.y + title.height), "what can be done stands beside the title");
  const [bar, board] = [await page.locator(".list-bar").boundingBox(), await page.locator(".board").boundingBox()];
  assert.ok(bar.height < 60 && board.y - (bar.y + bar.height) < 24, `${JSON.stringify([bar, board])}`);
  assert.deepEqual(await awkward(page), []);
  const more = page.locator(".page-actions").getByRole("button", { name: "More" });
  await more.tap();
  await page.getByRole("menuitemradio", { name: "Table" }).tap();
  await page.locator(".board").waitFor({ state: "detached" });
  await more.tap();
  await page.getByRole("menuitem", { name: "Win and loss" }).tap();
  await page.waitForURL(/win-loss/);
});

test("a card moves by its menu, without dragging", async (t) => {
  const page = await phone(t, "/opportunities?layout=board");
  const card = page.locator(".board-card").filter({ hasText: "Trial order" });
  await card.getByRole("button", { name: "Move to…" }).tap();
  await page.getByRole("menuitem", { name: "Needs" }).tap();
  await page.locator(`[data-column='${sample.stages[1].id}'] .board-card`).filter({ hasText: "Trial order" }).waitFor();
  await shows(page, "Trial order");
});

test("a title keeps room for whole words beside what can be done", async (t) => {
  const page = await phone(t, `/opportunities/${sample.opportunities[1]}`);
  const title = page.getByRole("heading", { level: 1, name: "Cold chain for three shops" });
  await title.waitFor();
  await button(page, "Win").waitFor();
  assert.ok((await title.boundingBox()).width >= 128);
  assert.deepEqual(await awkward(page), []);
});
