// Settings for me: each holds at once, without a reload, and is still there afterwards.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, shows } from "./harness/roles.mjs";
import { allowProblem } from "./harness.mjs";
import { ADMIN, workspace } from "./harness/workspace.mjs";
import { axe } from "./harness/axe.mjs";
import { day } from "./harness/days.mjs";

const w = await workspace();
await w.many("accounts", [{ name: "Alfreds Futterkiste" }]);

async function settings(t, options = {}) {
  const page = await w.page(t, { at: "/settings", ...options });
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

const LANGUAGES = [
  ["zh-Hant", "設定", "客戶", "新增客戶"],
  ["zh-Hans", "设置", "客户", "新建客户"],
  ["en", "Settings", "Accounts", "New account"],
];

test("the language changes without a reload, in all three, and stays", async (t) => {
  const page = await settings(t);
  await page.evaluate(() => (window.loadedOnce = true));
  for (const [tag, heading, accounts] of LANGUAGES) {
    await page.locator("select").first().selectOption(tag);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await page.getByRole("navigation").getByRole("link", { name: accounts }).first().waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), tag);
    assert.match(await page.title(), new RegExp(heading));
  }
  assert.equal(await page.evaluate(() => window.loadedOnce), true);
  for (const [tag, , accounts, create] of LANGUAGES) {
    await page.goto("/settings");
    const kept = page.waitForResponse((answer) => answer.url().endsWith("/me") && answer.request().method() === "PATCH");
    await page.locator("select").first().selectOption(tag);
    await kept;
    await page.goto("/accounts");
    await page.getByRole("heading", { level: 1, name: accounts }).waitFor();
    await page.getByRole("button", { name: create }).waitFor();
  }
  assert.equal((await w.get("/me")).language, "en");
});

test("the theme holds at once, on the next load from the first frame, and on other devices", async (t) => {
  const page = await settings(t, { theme: "light" });
  const canvas = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  assert.equal(await canvas(), "rgb(247, 245, 240)");
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  assert.equal(await canvas(), "rgb(22, 21, 19)");
  // The app itself is held back: what is drawn before it comes is dark already.
  let go;
  const held = new Promise((resolve) => (go = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.fallback();
  });
  await page.reload({ waitUntil: "commit" });
  await page.waitForFunction(() => performance.getEntriesByType("paint").length > 0);
  assert.equal(await canvas(), "rgb(22, 21, 19)");
  go();
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  const other = await settings(t, { theme: "light" });
  await other.waitForFunction(() => document.documentElement.dataset.theme === "dark");
  await other.getByRole("radio", { name: "As the device" }).check();
  await other.waitForFunction(() => !document.documentElement.dataset.theme);
});

test("density and single-letter keys are remembered", async (t) => {
  const page = await settings(t);
  await page.getByRole("radio", { name: "Comfortable" }).check();
  await page.getByRole("switch", { name: "Single-letter keys" }).click();
  await page.waitForFunction(() => localStorage.getItem("guanxi.letter-keys") === "off");
  await page.goto("/accounts");
  const row = page.getByRole("row").nth(1);
  await row.waitFor();
  assert.equal((await row.boundingBox()).height, 40);
  await page.keyboard.press("/");
  await page.keyboard.press("?");
  await page.keyboard.press("c");
  await page.keyboard.press("a");
  assert.equal(await page.getByRole("dialog").count(), 0);
  await page.keyboard.press("ControlOrMeta+K");
  await page.getByRole("combobox", { name: "Search and commands" }).waitFor();
  await page.keyboard.press("Escape");
  await page.goto("/settings");
  await page.getByRole("switch", { name: "Single-letter keys" }).click();
  await page.getByRole("radio", { name: "Normal" }).check();
  await page.waitForFunction(() => localStorage.getItem("guanxi.letter-keys") === "on");
});

test("region and time zone change how days and amounts are written", async (t) => {
  const page = await settings(t);
  const sample = page.getByText("1,234,567.89");
  await sample.waitFor();
  await choose(page, "Region", "Germany");
  await page.getByText("1.234.567,89").waitFor();
  const kept = page.waitForResponse((answer) => answer.url().endsWith("/me") && answer.request().postData()?.includes("Taipei"));
  await choose(page, "Time zone", "Asia/Taipei");
  await kept;
  await page.reload();
  await page.getByText("1.234.567,89").waitFor();
  const me = await w.get("/me");
  assert.deepEqual([me.region, me.time_zone], ["DE", "Asia/Taipei"]);
  // A meeting at 20:00 UTC is at 4 in the morning there, the day after.
  const [id] = await w.many("activities", [{ kind: "meeting", subject: "Late call", starts_at: `${day(3)}T20:00:00Z` }]);
  await page.goto(`/activities/${id}`);
  await page.locator(".fact").filter({ hasText: "Begins" }).filter({ hasText: /04:00/ }).waitFor();
  await w.patch("/me", { region: null, time_zone: "Europe/Berlin" });
});

async function choose(scope, label, words, page = scope) {
  const box = scope.getByRole("combobox", { name: label, exact: true });
  await box.fill(words);
  await page.getByRole("option", { name: words }).first().click();
}

test("my name changes everywhere, and an empty one is refused at the field", async (t) => {
  const page = await settings(t);
  allowProblem(page, /422/);
  await page.getByRole("textbox", { name: "Family name" }).fill("");
  await button(page, "Save").click();
  await shows(page, "Fill this in.");
  await page.getByRole("textbox", { name: "Family name" }).fill("Andersson");
  await button(page, "Save").click();
  await shows(page, "Saved");
  assert.equal((await w.get("/me")).name, "Maria Andersson");
});

test("administrators set the workspace up, and lists follow another order of names", async (t) => {
  const own = await workspace(t);
  const page = await own.page(t, { at: "/settings" });
  const shared = page.locator(".settings-part").filter({ has: page.getByRole("heading", { name: "Workspace" }) });
  const save = () => button(shared, "Save for everybody").click();
  allowProblem(page, /422/);

  await shared.getByRole("textbox", { name: "Name of your company" }).fill("");
  await save();
  await shows(shared, "Fill this in.");
  await shared.getByRole("textbox", { name: "Name of your company" }).fill("怡海軟件");
  await choose(shared, "Company currency", "TWD", page);
  await choose(shared, "Company zone", "Asia/Taipei", page);
  await shared.getByRole("combobox", { name: "Company language" }).selectOption("zh-Hant");
  await save();
  await shows(page, "Saved");
  const changed = await own.get("/workspace");
  assert.deepEqual(
    [changed.name, changed.company_currency, changed.time_zone, changed.language],
    ["怡海軟件", "TWD", "Asia/Taipei", "zh-Hant"],
  );

  await own.many("accounts", [{ name: "乘風" }, { name: "人和" }, { name: "阿里", credit_limit: { amount_minor: 100, currency: "TWD" } }]);
  await choose(shared, "Company currency", "EUR", page);
  await save();
  await shows(shared, "There are amounts or rates already, so the company currency stays as it is.");
  await choose(shared, "Company currency", "TWD", page);
  await shared.getByRole("combobox", { name: "Sorting of names" }).selectOption("pinyin");
  await save();
  await shows(shared, "A new order is being prepared: Chinese by pinyin.");
  await axe(page);
  await shared.getByText("A new order is being prepared").waitFor({ state: "detached" });
  assert.equal((await own.get("/workspace")).collation, "pinyin");
  await page.goto("/accounts?sort=name");
  await page.getByRole("row").nth(3).waitFor();
  const names = await page.getByRole("row").filter({ hasText: /乘風|人和|阿里/ }).allTextContents();
  assert.deepEqual(names.map((text) => text.match(/乘風|人和|阿里/)[0]), ["阿里", "乘風", "人和"]);

  // Others neither see nor need it.
  const login = await own.person("sales");
  const other = await own.page(t, { login, at: "/settings" });
  await other.getByRole("heading", { name: "Where you are signed in" }).waitFor();
  assert.equal(await other.getByRole("heading", { name: "Workspace" }).count(), 0);
});

test("sessions are listed, another one can be ended, and changing the password ends the rest", async (t) => {
  const login = await w.person("sales");
  const other = await w.page(t, { login, at: "/" });
  await other.getByRole("heading", { level: 1 }).waitFor();
  allowProblem(other, /401/);
  const page = await settings(t, { login });
  allowProblem(page, /401|422|403/);
  await shows(page, "This browser");
  const list = page.locator(".sessions > li");
  const before = await list.count();
  await list.getByRole("button").first().click();
  await page.waitForFunction((count) => document.querySelectorAll(".sessions > li").length < count, before);
  await page.getByLabel("Current password").fill("not this one");
  await page.getByLabel("New password").fill("a whole new set of words");
  await button(page, "Change password").click();
  await shows(page, "The current password is wrong.");
  await page.getByLabel("Current password").fill("correct horse battery staple");
  await button(page, "Change password").click();
  await shows(page, "Password changed");
});

test("signing out leads to the sign-in page, and a wrong password says so", async (t) => {
  const page = await w.page(t, { at: "/accounts" });
  allowProblem(page, /401/);
  await page.getByRole("button", { name: "You" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { level: 1, name: "Sign in to Guanxi" }).waitFor();
  await page.getByLabel("E-mail address").fill(ADMIN);
  await page.getByLabel("Password", { exact: true }).fill("wrong");
  await button(page, "Sign in").click();
  await shows(page, "E-mail address or password is wrong.");
  await page.getByLabel("Password", { exact: true }).fill("correct horse battery staple");
  await page.keyboard.press("Enter");
  // Where one wanted to be.
  await page.getByRole("heading", { level: 1, name: "Accounts" }).waitFor();
});
