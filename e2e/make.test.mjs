// Making records: what must be filled, what the server says, what an input method does, lines and their totals.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, dialog, option, shows, toast } from "./harness/roles.mjs";
import { allowProblem } from "./harness.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const [customer] = await w.many("accounts", [{ name: "Alfreds Futterkiste" }]);
await w.many("products", [
  { name: "Chai", sku: "CH-01", list_price: { amount_minor: 1800, currency: "EUR" } },
  { name: "Aniseed syrup", sku: "SY-02", list_price: { amount_minor: 1005, currency: "EUR" } },
]);

/** The dialog that makes a record of an entity, open. */
async function making(t, entity, plural, options = {}) {
  const page = await w.page(t, { at: `/${plural}?new=${entity}`, ...options });
  const form = page.getByRole("dialog");
  await form.getByRole("textbox").first().waitFor();
  return { page, form };
}

test("an empty form says what is missing, at the field and on top, and keeps the focus there", async (t) => {
  const { page, form } = await making(t, "account", "accounts");
  await button(form, "Create").click();
  await shows(form, "Please look at these again:");
  const name = form.getByRole("textbox", { name: "Name" });
  assert.equal(await name.getAttribute("aria-invalid"), "true");
  assert.match(await described(name), /Fill this in\./);
  await form.getByRole("link", { name: /Name: Fill this in/ }).click();
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true");
  await page.keyboard.type("Berglunds snabbköp");
  await button(form, "Create").click();
  await page.getByRole("heading", { level: 1, name: "Berglunds snabbköp" }).waitFor();
  await toast(page, "Berglunds snabbköp created").waitFor();
});

const described = (input) =>
  input.evaluate((node) => node.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id)?.textContent).join(" "));

test("what only the server knows stands at its field too", async (t) => {
  const { page, form } = await making(t, "product", "products");
  allowProblem(page, /422|409/);
  await form.getByRole("textbox", { name: "Name" }).fill("Another chai");
  await form.getByRole("textbox", { name: "Item number" }).fill("CH-01");
  await button(form, "Create").click();
  const sku = form.getByRole("textbox", { name: "Item number" });
  await page.waitForFunction(() => document.querySelector("dialog [aria-invalid='true']"));
  assert.equal(await sku.getAttribute("aria-invalid"), "true");
  assert.match(await described(sku), /There is one like this already/);
  assert.equal(await form.getByRole("textbox", { name: "Name" }).inputValue(), "Another chai");
});

test("a server that cannot be reached loses nothing, and one record is made however often it is sent", async (t) => {
  const { page, form } = await making(t, "account", "accounts");
  allowProblem(page, /ERR_FAILED/);
  await form.getByRole("textbox", { name: "Name" }).fill("Sent twice");
  let sent = 0;
  // The first answer is lost on its way back: the record exists, and the page does not know.
  await page.route("**/api/v1/accounts", async (route) => {
    if (route.request().method() !== "POST" || ++sent > 1) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await button(form, "Create").click();
  await shows(form, "The server could not be reached");
  assert.equal(await form.getByRole("textbox", { name: "Name" }).inputValue(), "Sent twice");
  await button(form, "Create").click();
  await page.getByRole("heading", { level: 1, name: "Sent twice" }).waitFor();
  const { data } = await w.get("/accounts?filter[name]=Sent%20twice");
  assert.equal(data.length, 1);
});

test("what was typed is kept until it is saved or thrown away", async (t) => {
  const { page, form } = await making(t, "account", "accounts");
  await form.getByRole("textbox", { name: "Name" }).fill("Half typed");
  await page.reload();
  await shows(form, "What you typed last time is still here.");
  assert.equal(await form.getByRole("textbox", { name: "Name" }).inputValue(), "Half typed");
  await button(form, "Discard").click();
  await form.waitFor({ state: "hidden" });
  await page.goto("/accounts?new=account");
  await form.getByRole("textbox", { name: "Name" }).waitFor();
  assert.equal(await form.getByRole("textbox", { name: "Name" }).inputValue(), "");
});

test("Back closes the dialog, and Escape does", async (t) => {
  const page = await w.page(t, { at: "/accounts" });
  await button(page, "New account").click();
  const form = dialog(page, "New account");
  await form.waitFor();
  await page.goBack();
  await form.waitFor({ state: "hidden" });
  await page.goForward();
  await form.waitFor();
  await page.keyboard.press("Escape");
  await form.waitFor({ state: "hidden" });
  await page.waitForFunction(() => location.search === "");
});

test("Back and Forward in one breath leave the dialog open", async (t) => {
  const page = await w.page(t, { at: "/accounts" });
  await button(page, "New account").click();
  const form = dialog(page, "New account");
  await form.getByRole("textbox").first().waitFor();
  for (let round = 0; round < 5; round++) {
    await page.evaluate(() => {
      addEventListener("popstate", () => history.forward(), { once: true });
      history.back();
    });
    await page.waitForTimeout(200);
    await form.waitFor();
    assert.equal(new URL(page.url()).search, "?new=account");
  }
});

test("Enter that ends a composition neither sends nor picks", async (t) => {
  const { page, form } = await making(t, "account", "accounts", { language: "en" });
  const input = await page.context().newCDPSession(page);
  const compose = async (text) => {
    await input.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    // What browsers send for the Enter that an input method takes for itself.
    const enter = { key: "Process", code: "Enter", windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 };
    await input.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...enter });
    await page.evaluate(() => {
      const key = { key: "Enter", code: "Enter", isComposing: true, bubbles: true, cancelable: true };
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key));
    });
    await input.send("Input.insertText", { text });
    await input.send("Input.dispatchKeyEvent", { type: "keyUp", ...enter });
  };
  const name = form.getByRole("textbox", { name: "Name" });
  await name.focus();
  await compose("王小明");
  assert.equal(await name.inputValue(), "王小明");
  await form.waitFor();
  assert.equal(await form.getByText("Fill this in.").count(), 0);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "王小明" }).waitFor();

  // In the palette the same Enter must not go anywhere.
  await page.keyboard.press("ControlOrMeta+K");
  const search = page.getByRole("combobox", { name: "Search and commands" });
  await search.waitFor();
  const before = page.url();
  await compose("客戶");
  assert.equal(page.url(), before);
  assert.equal(await search.inputValue(), "客戶");
});

test("an opportunity with lines: totals while typing, and the server's when saved", async (t) => {
  const { page, form } = await making(t, "opportunity", "opportunities");
  await form.getByRole("textbox", { name: "Name" }).fill("Spring assortment");
  await pick(page, form.getByRole("combobox", { name: "Account" }), "Alfreds");
  await form.getByText("More fields").click();
  const lines = form.locator("[data-pointer='/lines']");
  await button(lines, "Row").click();
  await line(page, lines, 0, "Chai", "12");
  await button(lines, "Row").click();
  await line(page, lines, 1, "Aniseed", "3");
  // 12 × 18.00 + 3 × 10.05
  await shows(lines, "246.15");
  await button(form, "Create").click();
  await page.getByRole("heading", { level: 1, name: "Spring assortment" }).waitFor();
  const { data } = await w.get("/opportunities?filter[name]=Spring%20assortment");
  assert.deepEqual(data[0].amount, { amount_minor: 24615, currency: "EUR" });
  assert.equal(data[0].account_id, customer);
  await shows(page, "246.15");
  // Lines are changed on the record's page; the amount follows.
  await page.getByRole("tab", { name: /Lines/ }).click();
  await page.getByRole("button", { name: "Edit Lines" }).click();
  await page.getByRole("textbox", { name: "Quantity" }).first().fill("10");
  await page.getByRole("tabpanel", { name: /Lines/ }).getByRole("button", { name: "Save" }).click();
  await page.locator(".fact").filter({ hasText: "Amount" }).filter({ hasText: "210.15" }).waitFor();
});

async function pick(page, box, words) {
  await box.fill(words);
  await option(page, words).first().click();
}

async function line(page, lines, at, product, quantity) {
  await pick(page, lines.getByRole("combobox", { name: "Product" }).nth(at), product);
  const price = lines.getByRole("textbox", { name: "Unit price" }).nth(at);
  await page.waitForFunction((input) => input.value !== "" && input.value !== "0", await price.elementHandle());
  await lines.getByRole("textbox", { name: "Quantity" }).nth(at).fill(quantity);
}

test("a contact brings a new account along, and likely doubles are shown", async (t) => {
  const { page, form } = await making(t, "contact", "contacts");
  await form.getByRole("textbox", { name: "Family name" }).fill("Trujillo");
  await form.getByRole("combobox", { name: "Account" }).fill("Antonio Moreno Taquería");
  await option(page, "Create “Antonio Moreno Taquería”").click();
  const inner = dialog(page, "New account");
  await button(inner, "Create").click();
  await inner.waitFor({ state: "hidden" });
  await button(form, "Create").click();
  await page.getByRole("heading", { level: 1, name: "Trujillo" }).waitFor();
  await page.goto("/accounts?new=account");
  await form.getByRole("textbox", { name: "Name" }).fill("Antonio Moreno");
  await shows(form, "Perhaps already there");
  await form.getByRole("link", { name: /Antonio Moreno Taquería/ }).waitFor();
});

test("a new opportunity shows the pipeline and stage it will begin in, and follows another choice", async (t) => {
  const other = await w.post("/pipelines", { name: "Renewals", position: 9 });
  await w.many("stages", [
    { name: "Reminded", pipeline_id: other.id, position: 1, category: "open" },
    { name: "Renewed", pipeline_id: other.id, position: 2, category: "won" },
  ]);
  const { page, form } = await making(t, "opportunity", "opportunities");
  const [pipeline, stage] = ["Pipeline", "Stage"].map((name) => form.getByRole("combobox", { name, exact: true }));
  const holds = (input, words) => page.waitForFunction(([node, text]) => node.value === text, [input, words]);
  await holds(await pipeline.elementHandle(), "Sales");
  await holds(await stage.elementHandle(), "Qualification");
  // What is only shown is nothing that somebody typed.
  await page.reload();
  await holds(await pipeline.elementHandle(), "Sales");
  assert.equal(await form.getByText("What you typed last time").count(), 0);
  await pipeline.fill("Renew");
  await option(page, "Renewals").click();
  await holds(await stage.elementHandle(), "Reminded");
  await form.getByRole("textbox", { name: "Name" }).fill("Renewal of the year");
  await button(form, "Create").click();
  await page.getByRole("heading", { level: 1, name: "Renewal of the year" }).waitFor();
  const { data } = await w.get("/opportunities?filter[name]=Renewal%20of%20the%20year&expand=stage_id,pipeline_id");
  assert.deepEqual([data[0].pipeline.name, data[0].stage.name], ["Renewals", "Reminded"]);
});

test("winning asks for what it cannot do without, and says so before it is tried", async (t) => {
  const [id] = await w.many("opportunities", [{ name: "Almost won", account_id: customer }]);
  const page = await w.page(t, { at: `/opportunities/${id}` });
  await button(page, "Win").click();
  const ask = dialog(page, "Win");
  for (const name of [/^Amount/, /^Close date/, /^Main contact/]) await ask.getByText(name).first().waitFor();
  let sent = 0;
  page.on("request", (request) => (sent += request.url().endsWith("/win") ? 1 : 0));
  assert.ok((await ask.locator("[aria-required=true]").count()) >= 3);
  await button(ask, "Win").click();
  await page.waitForFunction(() => document.querySelectorAll("dialog[open] [aria-invalid=true]").length >= 3);
  assert.equal(sent, 0);
});
