// The main tasks on 360 px, done with a thumb.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, dialog, option, shows } from "./harness/roles.mjs";
import { fill } from "./harness/sample.mjs";
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

test("a list is searched, filtered and opened; Back closes sheets first", async (t) => {
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

test("a card moves by its menu, without dragging", async (t) => {
  const page = await phone(t, "/opportunities?layout=board");
  const card = page.locator(".board-card").filter({ hasText: "Trial order" });
  await card.getByRole("button", { name: "Move to…" }).tap();
  await page.getByRole("menuitem", { name: "Needs" }).tap();
  await page.locator(`[data-column='${sample.stages[1].id}'] .board-card`).filter({ hasText: "Trial order" }).waitFor();
  await shows(page, "Trial order");
});
