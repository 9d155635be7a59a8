// Cells as in a spreadsheet: marked, copied, pasted, taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, cell, dialog, rows, toast } from "./harness/roles.mjs";
import { axe, screenshot } from "./harness.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const names = ["Alfreds", "Berglunds", "Comércio", "Die Kuh"];
const firms = await w.many("accounts", names.map((name) => ({ name, industry: "Tea", website: "https://example.com", types: ["customer"] })));

async function table(t) {
  const page = await w.page(t, { at: "/accounts?columns=name,industry,types,owner_id&sort=name", width: 1440 });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await rows(page).nth(3).waitFor();
  return page;
}

const at = (page, row, column) => rows(page).nth(row).getByRole("gridcell").nth(column + 1);
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const industries = async () => (await w.get("/accounts?sort=name")).data.map(({ industry }) => industry);

test("marked cells are copied as a table, and a table from a spreadsheet fills them", async (t) => {
  const page = await table(t);
  await at(page, 0, 1).click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowRight");
  assert.equal(await page.locator(".cell-marked").count(), 4);
  await page.keyboard.press("Control+c");
  assert.equal(await clipboard(page), "Tea\tCustomer\nTea\tCustomer");
  await page.evaluate(() => navigator.clipboard.writeText("Coffee\tPartner\r\nMilk\tSpaceship\r\n"));
  await page.keyboard.press("Control+v");
  const ask = dialog(page, "Paste");
  await ask.getByText("3 cells will change in 2 records").waitFor();
  await ask.getByText("This is none of the choices").waitFor();
  await axe(page);
  await screenshot(page, "paste");
  await page.keyboard.press("Enter");
  await toast(page, "2 records changed").waitFor();
  await cell(page, "Milk").first().waitFor();
  assert.deepEqual(await industries(), ["Coffee", "Milk", "Tea", "Tea"]);
  assert.deepEqual((await w.get(`/accounts/${firms[0]}`)).types, ["partner"]);
  await button(toast(page, "2 records changed"), "Undo").click();
  await cell(page, "Milk").waitFor({ state: "detached" });
  assert.deepEqual(await industries(), ["Tea", "Tea", "Tea", "Tea"]);
});

test("one copied cell fills all that are marked; cells that cannot be changed say so", async (t) => {
  await w.patch(`/accounts/${firms[0]}`, { industry: "Spices" });
  const page = await table(t);
  await at(page, 0, 1).click();
  await page.keyboard.press("Control+c");
  await at(page, 1, 1).click();
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Control+v");
  await dialog(page, "Paste").getByText("3 cells will change in 3 records").waitFor();
  await dialog(page, "Paste").locator(":focus").waitFor();
  await page.keyboard.press("Enter");
  await toast(page, "3 records changed").waitFor();
  assert.deepEqual(await industries(), ["Spices", "Spices", "Spices", "Spices"]);
  await at(page, 1, 3).click();
  await page.evaluate(() => navigator.clipboard.writeText("Somebody"));
  await page.keyboard.press("Control+v");
  await dialog(page, "Paste").getByText("Other records are chosen one by one").waitFor();
  await button(dialog(page, "Paste"), "Cancel").click();
});
