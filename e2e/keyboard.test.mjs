// The main job by keyboard alone: from signing in to a deal that is won, without touching the mouse.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newPage } from "./harness.mjs";
import { ADMIN, workspace } from "./harness/workspace.mjs";

const w = await workspace();
await w.many("accounts", [{ name: "Berglunds snabbköp" }]);

/** A page on which only keys are pressed. */
function keyboard(page) {
  const at = (name) => page.waitForFunction((name) => nameOf(document.activeElement).startsWith(name), name);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  return {
    press,
    type: (text) => page.keyboard.type(text),
    /** Waits until the focus is on what has this name. */
    at,
    /** Presses Tab until the focus is there. */
    async tabTo(name, most = 40) {
      for (let tries = 0; tries < most; tries += 1) {
        if (await page.evaluate((name) => nameOf(document.activeElement).startsWith(name), name)) return;
        await page.keyboard.press("Tab");
      }
      assert.fail(`no way to ${name} by Tab; the focus is on ${await page.evaluate(() => nameOf(document.activeElement))}`);
    },
    /** Types into a box that finds records and takes the first one. */
    async find(text) {
      await page.keyboard.type(text);
      await page.getByRole("option").filter({ hasText: text }).first().waitFor();
      await page.keyboard.press("Enter");
    },
    heading: (name) => page.getByRole("heading", { level: 1, name }).waitFor(),
  };
}

/** Runs in the page: what a screen reader would call an element, near enough. */
function nameElements() {
  window.nameOf = (element) => {
    const labels = [...(element?.labels ?? [])].map((label) => label.textContent);
    const name = element?.getAttribute("aria-label") ?? labels[0] ?? element?.textContent ?? "";
    return name.trim();
  };
}

for (const database of ["sqlite", "postgres"]) {
  test(`sign in, account, contact, opportunity with a line, another stage, won: ${database}`, async (t) => {
    await mainJob(t, await workspace(t, { database }));
  });
}

async function mainJob(t, w) {
  await w.many("products", [{ name: "Chai", sku: "CH-01", list_price: { amount_minor: 1800, currency: "EUR" } }]);
  const page = await newPage(t, w.server, { width: 1440 });
  await page.addInitScript(nameElements);
  const k = keyboard(page);
  await page.goto("/");
  await k.at("E-mail address");
  await k.type(ADMIN);
  await k.press("Tab");
  await k.type("correct horse battery staple");
  await k.press("Enter");
  await k.heading("Today");

  await k.press("c", "a");
  await k.at("Name");
  await k.type("Alfreds Futterkiste");
  await k.press("Enter");
  await k.heading("Alfreds Futterkiste");

  await k.press("c", "c");
  await k.at("Given name");
  await k.type("Maria");
  await k.press("Tab");
  await k.type("Anders");
  await k.tabTo("Account");
  await k.find("Alfreds");
  await k.press("ControlOrMeta+Enter");
  await k.heading("Maria Anders");

  await k.press("c", "d");
  await k.at("Name");
  await k.type("Spring assortment");
  await k.tabTo("Account");
  await k.find("Alfreds");
  await k.tabTo("More fields");
  await k.press("Enter");
  await k.tabTo("Row");
  await k.press("Enter");
  await k.tabTo("Product");
  await k.find("Chai");
  await k.tabTo("Quantity");
  await k.press("ControlOrMeta+A");
  await k.type("10");
  await page.getByText("180.00").first().waitFor();
  await k.press("ControlOrMeta+Enter");
  await k.heading("Spring assortment");

  // To another stage by the stage bar, then won by its button.
  await k.tabTo("Move to Needs", 80);
  await k.press("Enter");
  await page.locator(".stage-here").filter({ hasText: "Needs" }).waitFor();
  await page.evaluate(() => document.querySelector("h1").focus());
  await k.tabTo("Win");
  await k.press("Enter");
  // A deal is won on a day and with somebody; both are asked for because they are missing.
  await k.at("Close date");
  await k.type("12312026");
  await k.tabTo("Main contact");
  await k.find("Anders");
  await k.press("ControlOrMeta+Enter");
  await page.locator(".stage-here").filter({ hasText: "Won" }).waitFor();
  const { data } = await w.get("/opportunities?filter[name]=Spring%20assortment");
  assert.deepEqual([data[0].status, data[0].amount.amount_minor], ["won", 18000]);

  // The list, the row, the record, and back.
  await k.press("g", "d");
  await k.heading("Opportunities");
  await page.getByRole("grid").waitFor();
  await k.press("j");
  await k.at("Spring assortment");
  await k.press("Enter");
  await k.heading("Spring assortment");
}

test("focus: a skip link first, the heading after a change of page, back to the button after a dialog", async (t) => {
  const page = await w.page(t, { at: "/accounts" });
  await page.addInitScript(nameElements);
  await page.reload();
  const k = keyboard(page);
  await page.getByRole("grid").waitFor();
  await k.press("Tab");
  await k.at("Skip to the page");
  await k.press("Enter");
  await page.waitForFunction(() => document.activeElement.tagName === "MAIN" || document.activeElement.tagName === "H1");
  await k.press("g", "c");
  await k.heading("Contacts");
  await page.waitForFunction(() => document.activeElement.tagName === "H1");
  await k.tabTo("New contact");
  await k.press("Enter");
  await page.getByRole("dialog").waitFor();
  await k.at("Given name");
  // Tab stays inside the dialog.
  for (let presses = 0; presses < 30; presses += 1) {
    await k.press("Tab");
    const inside = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement === document.body || activeElement.closest("dialog") !== null;
    });
    assert.ok(inside, "the focus left the dialog");
  }
  await k.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await k.at("New contact");
});

test("help lists the keys of the page, the palette finds pages, records and actions", async (t) => {
  const page = await w.page(t, { at: "/accounts" });
  await page.getByRole("grid").waitFor();
  await page.keyboard.press("?");
  const help = page.getByRole("dialog");
  for (const words of ["In this list", "Next row", "Go to", "Create"]) await help.getByText(words).first().waitFor();
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "hidden" });
  await page.keyboard.press("ControlOrMeta+K");
  await page.getByRole("combobox", { name: "Search and commands" }).fill("Berglunds");
  await page.getByRole("option", { name: /Berglunds snabbköp/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Berglunds snabbköp" }).waitFor();
  await page.keyboard.press("ControlOrMeta+K");
  await page.keyboard.type("> opportunity");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "New opportunity" }).waitFor();
});

test("a key pressed the moment a dialog is gone is heard, though the browser has not moved the focus yet", async (t) => {
  const page = await w.page(t, { at: "/accounts" });
  await page.getByRole("grid").waitFor();
  for (const strokes of ["?", "ControlOrMeta+K"]) {
    await page.keyboard.press(strokes);
    await page.locator("dialog[open] :focus").waitFor();
    await page.evaluate(() => {
      const dialog = document.querySelector("dialog[open]");
      const inside = dialog.querySelector(":focus");
      dialog.close();
      inside.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true, cancelable: true }));
    });
    await page.getByRole("combobox", { name: "Search and commands" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
  }
});
