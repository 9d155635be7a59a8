// The list: what is asked of it (order, filters, words, columns) stands in its address, and only rows in sight exist.
import assert from "node:assert/strict";
import { test } from "node:test";
import { allowProblem } from "./harness.mjs";
import { button, cell, dialog, grid, option, rows, shows } from "./harness/roles.mjs";
import { workspace } from "./harness/workspace.mjs";

const MANY = 350;
const w = await workspace();
const number = (at) => String(at).padStart(3, "0");
await w.many("accounts", Array.from({ length: MANY }, (_, at) => firm(at + 1)));

function firm(at) {
  return { name: `Firm ${number(at)}`, industry: at % 2 ? "Steel" : "Food", types: [at % 3 ? "customer" : "partner"] };
}

/** The list of accounts, loaded. */
async function accounts(t, at = "/accounts", options = {}) {
  const page = await w.page(t, { at, ...options });
  await grid(page).waitFor();
  return page;
}

const firstName = (page) => rows(page).first().getByRole("gridcell").nth(1);
const status = (page, words) => page.getByRole("status").filter({ hasText: words }).waitFor();

test("only rows in sight exist, and scrolling brings the rest", async (t) => {
  const page = await accounts(t);
  await status(page, `${MANY} records`);
  assert.ok((await rows(page).count()) < 80, "rows out of sight stand in the page");
  const scroller = page.locator(".grid");
  await shows(page, "Firm 001");
  for (const last of [100, 200, 300, MANY]) {
    await scroller.evaluate((node) => node.scrollTo(0, node.scrollHeight));
    await cell(page, `Firm ${number(last)}`).first().waitFor();
  }
  assert.ok((await rows(page).count()) < 80);
  const last = page.getByRole("row").filter({ hasText: `Firm ${MANY}` });
  assert.equal(await last.getAttribute("aria-rowindex"), String(MANY + 1));
});

test("a column's head sorts, and the address keeps it", async (t) => {
  const page = await accounts(t);
  await page.getByRole("columnheader", { name: "Name" }).getByRole("button").click();
  await page.getByRole("menuitem", { name: "Sort descending" }).click();
  await firstName(page).filter({ hasText: `Firm ${MANY}` }).waitFor();
  assert.equal(await page.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort"), "descending");
  await page.reload();
  await firstName(page).filter({ hasText: `Firm ${MANY}` }).waitFor();
  await page.goBack();
  await firstName(page).filter({ hasText: "Firm 001" }).waitFor();
});

test("filters are built from fields, comparisons and values, joined by and/or", async (t) => {
  const page = await accounts(t);
  await button(page, "Filter").click();
  const sheet = dialog(page, "Filter");
  await condition(page, sheet, 0, "Industry", "contains", "Steel");
  await button(sheet, "Condition").click();
  await condition(page, sheet, 1, "Name", "begins with", "Firm 10");
  await button(sheet, "Apply").click();
  await status(page, "5 records");
  await shows(page, "Industry contains Steel");

  await button(page, "Filter").click();
  await sheet.getByRole("radio", { name: "Any of these" }).check();
  await button(sheet, "Apply").click();
  // Half of all, and the even ones among 100 to 109.
  await status(page, `${MANY / 2 + 5} records`);
  await page.reload();
  await status(page, `${MANY / 2 + 5} records`);
  await button(page, "Clear filters").click();
  await status(page, `${MANY} records`);
});

async function condition(page, sheet, at, field, comparison, value) {
  const box = sheet.getByRole("combobox", { name: "Field" }).nth(at);
  await box.fill(field);
  await option(page, field).first().click();
  await sheet.getByLabel("Comparison").nth(at).selectOption({ label: comparison });
  await sheet.getByLabel("Value").nth(at).fill(value);
}

test("words narrow the list while typing, and nothing that fits says so", async (t) => {
  const page = await accounts(t);
  await page.keyboard.press("/");
  await page.keyboard.type("Firm 234");
  await status(page, "1 record");
  await page.keyboard.type(" and more");
  await shows(page, "Nothing fits");
  await button(page, "Clear filters").last().click();
  await status(page, `${MANY} records`);
  assert.equal(await page.getByRole("searchbox", { name: "Search this list" }).inputValue(), "");
});

test("columns are chosen, moved and remembered", async (t) => {
  const page = await accounts(t);
  await button(page, "Columns").click();
  await page.getByRole("checkbox", { name: "Website" }).click();
  await page.getByRole("columnheader", { name: "Website" }).waitFor({ state: "detached" });
  await button(page, "Move Industry up").click();
  await page.getByRole("checkbox", { name: "Tax number" }).click();
  await page.getByRole("columnheader", { name: "Tax number" }).waitFor();
  const heads = () => page.getByRole("columnheader").allInnerTexts();
  const chosen = await heads();
  assert.ok(chosen.indexOf("Industry") < chosen.indexOf("Parent account"), chosen.join(" · "));
  await page.goto("/accounts");
  await page.getByRole("columnheader", { name: "Tax number" }).waitFor();
  assert.deepEqual(await heads(), chosen);
});

test("cells are edited in place", async (t) => {
  const page = await accounts(t, "/accounts?sort=name");
  const [id] = await w.many("accounts", [{ name: "AA edited", industry: "Paper" }]);
  await page.reload();
  const industry = page.getByRole("row").filter({ hasText: "AA edited" }).getByRole("gridcell", { name: "Paper" });
  await industry.dblclick();
  await page.locator(".editor input").waitFor();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("Glass");
  await page.keyboard.press("Enter");
  await cell(page, "Glass").waitFor();
  await page.waitForFunction(() => !document.querySelector(".mark-saving"));
  assert.equal((await w.get(`/accounts/${id}`)).industry, "Glass");
  // Escape leaves it as it was, Ctrl Z takes back what was saved.
  await cell(page, "Glass").dblclick();
  await page.keyboard.type("Never");
  await page.keyboard.press("Escape");
  await cell(page, "Glass").waitFor();
  await page.keyboard.press("ControlOrMeta+Z");
  await cell(page, "Paper").waitFor();
  await w.remove(`/accounts/${id}`);
});

test("what the server refuses is said in the cell, also to who looks into it meanwhile", async (t) => {
  const [top] = await w.many("accounts", [{ name: "AB top" }]);
  const [below] = await w.many("accounts", [{ name: "AA below", parent_id: top }]);
  const page = await accounts(t, "/accounts?sort=name");
  allowProblem(page, /422/);
  const heads = await page.getByRole("columnheader").allInnerTexts();
  const parent = rows(page).nth(1).getByRole("gridcell").nth(heads.indexOf("Parent account"));
  const refused = parent.getByRole("alert").filter({ hasText: "A record cannot stand above itself." });
  const pick = async () => {
    await parent.dblclick();
    await parent.getByRole("combobox").fill("AA below");
    await option(page, "AA below").first().click();
  };
  await pick();
  await refused.waitFor({ state: "attached" });
  assert.ok((await parent.innerText()).includes("AA below"), "what was picked stays in sight");

  // The answer takes a while, and somebody opens the cell again before it comes.
  await page.reload();
  let answer;
  const asked = new Promise((resolve) => (answer = resolve));
  await page.route(`**/api/v1/accounts/${top}`, async (route) => {
    if (route.request().method() === "PATCH") await asked;
    return route.fallback();
  });
  await pick();
  await parent.getByText("Saving…").waitFor({ state: "attached" });
  await parent.dblclick();
  await parent.getByRole("combobox").waitFor();
  answer();
  await refused.waitFor();
  assert.equal(await page.getByText(/^Somebody/).count(), 0, "nobody else changed anything");
  assert.equal((await w.get(`/accounts/${top}`)).parent_id, null);
  for (const id of [below, top]) await w.remove(`/accounts/${id}`);
});

test("rows are selected, in stretches and all, and changed together", async (t) => {
  const page = await accounts(t, "/accounts?q=Firm%2029");
  await status(page, "10 records");
  await page.getByRole("checkbox", { name: "Select Firm 290" }).click();
  await page.getByRole("checkbox", { name: "Select Firm 293" }).click({ modifiers: ["Shift"] });
  await shows(page, "4 selected");
  await page.getByRole("checkbox", { name: "Select all in view" }).click();
  await shows(page, "10 selected");
  await button(page, "Edit a field").click();
  const ask = page.getByRole("dialog");
  await ask.getByLabel("Field").selectOption({ label: "Industry" });
  await ask.getByLabel("Industry").fill("Timber");
  await ask.getByRole("button").last().click();
  await shows(page, "10 records changed");
  await cell(page, "Timber").first().waitFor();
  const { total } = await w.get("/accounts?filter[industry]=Timber&include=total&limit=1");
  assert.equal(total.total, 10);
});

/** A list whose inputs are on their way: from what they need, nothing small arrives until it is let through. */
async function slowInputs(t) {
  const page = await w.page(t, { at: "" });
  let arrive;
  const arrived = new Promise((resolve) => (arrive = resolve));
  await page.route(/\/assets\/small\.[^/]*\.bin$/, (route) => arrived.then(() => route.fallback()));
  await page.goto("/accounts");
  const begun = page.getByRole("row").filter({ hasText: "Firm 020" }).getByRole("gridcell", { name: "Food" });
  await begun.dblclick();
  return { page, begun, arrive };
}

test("a cell whose input is on its way keeps its value, and takes no keys for others", async (t) => {
  const { page, begun, arrive } = await slowInputs(t);
  const value = await begun.innerText();
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  assert.equal(await begun.innerText(), value);
  assert.equal(await page.getByRole("row", { selected: true }).count(), 0);
  arrive();
  await begun.getByRole("textbox").waitFor();
  await page.waitForFunction(() => document.activeElement.matches(".cell input"));
  assert.equal(await begun.getByRole("textbox").inputValue(), value);
});

test("whoever goes on before an input is there stays where they went", async (t) => {
  const { page, begun, arrive } = await slowInputs(t);
  await page.keyboard.press("ArrowDown");
  const next = page.getByRole("row").filter({ hasText: "Firm 021" }).getByRole("gridcell", { name: "Steel" });
  arrive();
  await next.dblclick();
  await next.getByRole("textbox").waitFor();
  assert.equal(await begun.getByRole("textbox").count(), 0);
});

test("keys: j and k move, x selects, Enter opens, Back comes back to the row", async (t) => {
  const page = await accounts(t, "/accounts?sort=name");
  await shows(page, "Firm 001");
  for (const key of ["j", "j", "ArrowDown", "k"]) await page.keyboard.press(key);
  await page.waitForFunction(() => document.activeElement?.textContent?.includes("Firm 002"));
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await shows(page, "2 selected");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Space");
  await page.getByRole("complementary", { name: "Record beside the list" }).getByRole("heading").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Firm 003" }).waitFor();
  await page.goBack();
  await cell(page, "Firm 003").first().waitFor();
});

test("an empty list says what belongs here and offers to begin", async (t) => {
  const page = await w.page(t, { at: "/contacts" });
  await shows(page, "No contacts yet");
  await page.getByRole("main").getByRole("link", { name: "New contact" }).click();
  await dialog(page, "New contact").waitFor();
});

test("who may not create is not offered to; other people's records are out of sight", async (t) => {
  const login = await w.person("read-only");
  const page = await w.page(t, { login, at: "/accounts" });
  await page.getByRole("heading", { level: 1, name: "Accounts" }).waitFor();
  await grid(page).waitFor();
  assert.equal(await page.getByRole("button", { name: "New account" }).count(), 0);
  await page.goto("/accounts?new=account");
  await shows(page, "This is not open to you");
});
