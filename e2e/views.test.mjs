// What a person has at hand: favourites in their own order, what was looked at last, and lists kept under a name.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, cell, dialog, option, rows, shows, toast } from "./harness/roles.mjs";
import { axe, screenshot } from "./harness.mjs";
import { workspace } from "./harness/workspace.mjs";
import { fill } from "./harness/sample.mjs";

const w = await workspace();
const { accounts, contacts } = await fill(w);
const rail = (page) => page.locator(".rail-favourites");
const favourites = (page) => rail(page).locator(".rail-link").allInnerTexts();
const views = (page, name) => page.locator(".list-bar").getByRole("button", { name, exact: true });

test("favourites stand in the rail, in the palette and on the first page, in the order one likes", async (t) => {
  const page = await w.page(t, { at: `/accounts/${accounts[0]}` });
  for (const [path, name] of [[`/accounts/${accounts[0]}`, "Alfreds Futterkiste"], [`/contacts/${contacts[2]}`, "王小明"], [`/accounts/${accounts[3]}`, "Die Wandernde Kuh"]]) {
    await page.goto(path);
    await button(page, "Add to favourites").click();
    await rail(page).getByText(name).waitFor();
  }
  await rail(page).getByRole("link", { name: "Die Wandernde Kuh" }).focus();
  const moved = page.waitForResponse(/favourites\/batch/);
  await page.keyboard.press("Alt+ArrowUp");
  await moved;
  await rail(page).locator(".rail-link").nth(1).filter({ hasText: "Die Wandernde Kuh" }).waitFor();
  assert.deepEqual(await favourites(page), ["Alfreds Futterkiste", "Die Wandernde Kuh", "王小明"]);
  await page.goto("/");
  await page.locator(".favourite-link").filter({ hasText: "王小明" }).waitFor();
  assert.deepEqual(await favourites(page), ["Alfreds Futterkiste", "Die Wandernde Kuh", "王小明"]);
  await axe(page);
  await screenshot(page, "favourites-home");
  await page.keyboard.press("Control+k");
  await option(page, "Die Wandernde Kuh").first().waitFor();
  await page.keyboard.press("Escape");
  await rail(page).locator("li").filter({ hasText: "王小明" }).hover();
  await button(page, "What to do with 王小明").click();
  await page.getByRole("menuitem", { name: "Remove from favourites" }).click();
  await button(toast(page, "王小明"), "Undo").click();
  await rail(page).getByText("王小明").waitFor();
});

test("what was looked at last is what the palette offers first", async (t) => {
  const login = await w.person("administrator");
  const page = await w.page(t, { login, at: `/accounts/${accounts[5]}` });
  await page.getByRole("heading", { level: 1, name: "Folk och fä HB" }).waitFor();
  await page.goto(`/accounts/${accounts[6]}`);
  await page.getByRole("heading", { level: 1, name: "Great Lakes Food Market" }).waitFor();
  await page.keyboard.press("Control+k");
  await option(page, "Great Lakes Food Market").waitFor();
  const offered = await page.getByRole("option").allInnerTexts();
  assert.match(offered[0], /Great Lakes/);
  assert.match(offered[1], /Folk och fä/);
});

test("a view is saved, shared, changed, put back, and opened by its address", async (t) => {
  const page = await w.page(t, { at: "/accounts", width: 1440 });
  await rows(page).first().waitFor();
  await page.getByRole("searchbox", { name: "Search this list" }).fill("Market");
  await page.getByText("2 records").waitFor();
  await views(page, "Save view").click();
  const form = dialog(page, "Save as new view");
  await form.getByRole("textbox", { name: "Name" }).fill("Markets");
  await form.getByRole("combobox", { name: "Who sees it" }).selectOption("everyone");
  await axe(page);
  await screenshot(page, "view-save");
  await button(form, "Save").click();
  await views(page, "Markets").waitFor();
  const address = new URL(page.url());
  assert.match(address.search, /^\?view=[0-9a-f-]{36}$/);
  await page.getByText("2 records").waitFor();
  await views(page, "Mine").click();
  await views(page, "Reset").waitFor();
  await screenshot(page, "view-changed");
  await axe(page);
  await views(page, "Reset").click();
  await views(page, "Reset").waitFor({ state: "detached" });
  assert.equal(new URL(page.url()).search, address.search);

  const colleague = await w.page(t, { login: await w.person("administrator"), at: address.pathname + address.search });
  await views(colleague, "Markets").waitFor();
  await colleague.getByText("2 records").waitFor();
  // Not theirs to change.
  await views(colleague, "Mine").click();
  await views(colleague, "Save as new view").waitFor();
  assert.equal(await views(colleague, "Save view").count(), 0);

  // The list begins with it, and "All" is one step away.
  await views(page, "Markets").click();
  await page.getByRole("menuitem", { name: "Begin with this view" }).click();
  await page.getByRole("link", { name: "Contacts" }).first().click();
  await page.getByRole("link", { name: "Accounts" }).first().click();
  await page.getByText("2 records").waitFor();
  await page.keyboard.press("v");
  await page.getByRole("menuitemradio", { name: "All", exact: true }).click();
  await cell(page, "Alfreds Futterkiste").first().waitFor();
  await shows(page, "12 records");
});
