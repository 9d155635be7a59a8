// The main job in the words of Traditional and Simplified Chinese.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, option } from "./harness/roles.mjs";
import { fill } from "./harness/sample.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
await fill(w);

const WORDS = {
  "zh-Hant": {
    account: "新增客戶", contact: "新增聯絡人", deal: "新增商機", create: "建立", name: "名稱", family: "姓", given: "名",
    customer: "客戶", more: "更多欄位", row: "新增一列", product: "產品", quantity: "數量", win: "成交", save: "儲存",
  },
  "zh-Hans": {
    account: "新建客户", contact: "新建联系人", deal: "新建商机", create: "新建", name: "名称", family: "姓", given: "名",
    customer: "客户", more: "更多字段", row: "添加一行", product: "产品", quantity: "数量", win: "赢单", save: "保存",
  },
};

for (const language of ["zh-Hant", "zh-Hans"]) {
  test(`${language}: account, contact and opportunity`, async (t) => {
    const words = WORDS[language];
    const page = await w.page(t, { at: "/accounts", language, width: 1440 });
    await button(page, words.account).click();
    const form = page.getByRole("dialog");
    await form.getByRole("textbox", { name: words.name }).fill(`王記茶行 ${language}`);
    await button(form, words.create).click();
    await page.getByRole("heading", { level: 1, name: `王記茶行 ${language}` }).waitFor();

    await page.goto("/contacts?new=contact");
    const [family, given] = [form.getByRole("textbox", { name: words.family }).first(), form.getByRole("textbox", { name: words.given })];
    await family.fill("王");
    await given.last().fill("小明");
    await form.getByRole("combobox", { name: words.customer, exact: true }).fill(language);
    await option(page, `王記茶行 ${language}`).click();
    await button(form, words.create).click();
    // The family name first, without a space.
    await page.getByRole("heading", { level: 1, name: "王小明" }).waitFor();

    await page.goto("/opportunities?new=opportunity");
    await form.getByRole("textbox", { name: words.name, exact: true }).fill(`春茶 ${language}`);
    await form.getByText(words.more).click();
    await button(form, words.row).first().click();
    await form.getByRole("combobox", { name: words.product }).fill("Chai");
    await option(page, "Chai").first().click();
    await form.getByRole("textbox", { name: words.quantity }).fill("2");
    await form.getByText("36.00").first().waitFor();
    await button(form, words.create).click();
    await page.getByRole("heading", { level: 1, name: `春茶 ${language}` }).waitFor();
    await button(page, words.win).click();
    await form.locator("input[type=date]").fill("2026-12-31");
    await form.getByRole("combobox").first().fill("王小明");
    await option(page, "王小明").first().click();
    await button(form, words.win).click();
    await page.locator(".stage-here[data-tone=success]").waitFor();
  });
}

const TAIWAN = "台灣積體電路製造股份有限公司";
const BEIJING = "北京国际贸易有限公司";
const langOf = (locator) => locator.first().evaluate((node) => node.closest("[lang]").lang);

test("names in another writing than the page's carry their language", async (t) => {
  const kanji = await w.post("/accounts", { name: "トヨタ自動車", description: "大同" });
  for (const [language, taiwan, beijing] of [["en", "zh-Hant", "zh-Hans"], ["zh-Hant", "zh-Hant", "zh-Hans"], ["zh-Hans", "zh-Hant", "zh-Hans"]]) {
    const page = await w.page(t, { at: "/accounts", language, width: 1440 });
    const cell = (name) => page.getByRole("gridcell").getByText(name, { exact: true });
    await cell(TAIWAN).first().waitFor();
    assert.equal(await langOf(cell(TAIWAN)), taiwan, language);
    assert.equal(await langOf(cell(BEIJING)), beijing, language);
    assert.equal(await langOf(cell("トヨタ自動車")), "ja", language);
    assert.equal(await langOf(cell("Ernst Handel")), language);
    await cell(BEIJING).first().click();
    const heading = page.getByRole("heading", { level: 1, name: BEIJING });
    await heading.waitFor();
    assert.equal(await langOf(heading), beijing, language);
    // Of the page's own writing nothing is said twice.
    const own = await page.locator(`main [lang="${language}"]`).count();
    assert.equal(own, 0);
  }
  // What all have in common is read the way the person's region reads it.
  await w.patch("/me", { region: "TW" });
  const page = await w.page(t, { at: `/accounts/${kanji.id}`, language: "en", width: 1440 });
  await page.getByText("More fields").first().click();
  assert.equal(await langOf(page.getByText("大同", { exact: true })), "zh-Hant");
});
