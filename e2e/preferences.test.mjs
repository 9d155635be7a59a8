// A customer's own page: the link is copied where the contact is, opened without signing in, and what is decided there is
// seen by the salesperson at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, dialog, fact, shows } from "./harness/roles.mjs";
import { allowProblem, newPage, screenshot } from "./harness.mjs";
import { axe } from "./harness/axe.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();

async function contact(family, more = {}) {
  return w.post("/contacts", { family_name: family, given_name: "Anna", ...more });
}

/** The address that the contact's page tells. */
async function address(page) {
  await button(page.locator(".page-head"), "More").click();
  await page.getByRole("menuitem", { name: "Copy preference link…" }).click();
  const ask = dialog(page, "Preference page");
  await page.waitForFunction(() => document.querySelector("dialog[open] input[readonly]")?.value.includes("/preferences/"));
  return ask.getByLabel("Address").inputValue();
}

const status = (page, words) => page.getByRole("status").filter({ hasText: words });
const boxes = (page, purpose) => page.getByRole("group", { name: purpose, exact: true });

for (const [width, theme] of [[1440, "light"], [360, "dark"]]) {
  test(`from the link to the consent: ${width} px, ${theme}`, async (t) => {
    const { id, name } = await contact(`Berg ${width}`);
    const sales = await w.page(t, { at: `/contacts/${id}`, width, theme });
    const link = await address(sales);
    await axe(sales);
    await sales.keyboard.press("Escape");

    const page = await newPage(t, w.server, { width, theme });
    await page.goto(link);
    await page.getByText(`${name}, this is what Northwind goes by`).waitFor();
    await axe(page);
    await screenshot(page, `preferences-${theme}-${width}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    assert.equal(wide, false, "nothing sticks out");

    await boxes(page, "Newsletter").getByLabel("E-mail").check();
    await status(page, "Saved").waitFor();
    await boxes(page, "Service").getByLabel("Phone").uncheck();
    await status(page, "Saved").waitFor();
    await page.getByLabel("I prefer").selectOption("email");
    await status(page, "Saved").waitFor();
    await page.getByLabel("From").fill("20:00");
    await page.getByText("Give both times, or neither.").waitFor();
    await page.getByLabel("Until").fill("08:00");
    await page.getByText("Nobody calls or visits between these times.").waitFor();
    await status(page, "Saved").waitFor();

    // Where the contact is, without loading anything anew.
    await fact(sales, "Prefers").filter({ hasText: "E-mail" }).waitFor();
    if (width < 600) await sales.getByRole("tab", { name: "Related" }).click();
    await shows(sales, "Refused");
    const { quiet_from: from, quiet_until: until } = await w.get(`/contacts/${id}`);
    assert.deepEqual([from, until], ["20:00", "08:00"]);
    const told = await w.get(`/consents?filter[contact_id]=${id}&sort=created_at`);
    assert.deepEqual(told.data.map(({ channel, purpose, status, origin }) => [channel, purpose, status, origin]), [
      ["email", "newsletter", "given", "preferences"],
      ["phone", "service", "refused", "preferences"],
    ]);

    await page.reload();
    await boxes(page, "Newsletter").getByLabel("E-mail").waitFor();
    assert.ok(await boxes(page, "Newsletter").getByLabel("E-mail").isChecked(), "it was kept");
    await button(page, "Refuse everything").click();
    await page.waitForFunction(() => document.querySelectorAll(".preferences input:checked").length === 0);
    await status(page, "Saved").waitFor();
    await axe(page);
  });
}

test("in the contact's language, with another one at hand", async (t) => {
  const { id } = await contact("林", { language: "zh-Hant", name_order: "family_first" });
  const { path } = await w.post(`/contacts/${id}/preference_link`);
  const page = await newPage(t, w.server, { width: 360 });
  await page.goto(path);
  await page.getByRole("heading", { name: "您希望我們如何聯絡您" }).waitFor();
  await button(page, "简体中文").click();
  await page.getByRole("heading", { name: "您希望我们如何联系您" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "您希望我们如何联系您" }).waitFor();
  await axe(page);
});

test("a link that was ended opens nothing, and a lost change is put back", async (t) => {
  const { id } = await contact("Gone");
  const sales = await w.page(t, { at: `/contacts/${id}`, width: 1440 });
  const link = await address(sales);
  const page = await newPage(t, w.server, { width: 1440 });
  allowProblem(page, /404/);
  await page.goto(link);
  await boxes(page, "Newsletter").getByLabel("E-mail").waitFor();
  await button(dialog(sales, "Preference page"), "End link").click();
  await sales.getByText("The link opens nothing any more").waitFor();
  await boxes(page, "Newsletter").getByLabel("E-mail").click();
  await status(page, "There is nothing here").waitFor();
  await page.goto(link);
  await page.getByText("This link does not open anything any more.").waitFor();
  await axe(page);
});
