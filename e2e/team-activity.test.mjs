// Who did what: a manager sees the team, a salesperson the same page about themselves, and every figure leads to its records.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe, screenshot } from "./harness.mjs";
import { day } from "./harness/days.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const ken = await w.person("sales", { family: "Tanaka", given: "Ken" });
const mei = await w.person("sales", { family: "Sato", given: "Mei" });
const idOf = async (login) => (await w.get(`/users?filter[login]=${login}`)).data[0].id;
const [rep, other] = [await idOf(ken), await idOf(mei)];
const now = new Date();
const today = day();
const own = { owner_id: rep };
const [best, reached, , far] = await w.many("accounts", [
  { name: "Ernst Handel", tier: "A", ...own },
  { name: "Piccolo und mehr", tier: "A", ...own },
  { name: "Great Lakes", tier: "B", ...own },
  { name: "Around the Horn", tier: "A", owner_id: other },
]);
const [sale] = await w.many("opportunities", [
  { name: "Late one", account_id: reached, next_step: "Ask again", next_step_on: "2026-01-05", ...own },
]);
const done = { done_at: now.toISOString() };
await w.many("activities", [
  { kind: "call", subject: "Called about the list", anchor_entity: "opportunity", anchor_id: sale, due_on: today, ...done, ...own },
  { kind: "call", subject: "To call", anchor_entity: "account", anchor_id: best, due_on: today, ...own },
  { kind: "meeting", subject: "Long ago", anchor_entity: "account", anchor_id: best, due_on: "2020-01-01", ...own },
  { kind: "meeting", subject: "Seen", anchor_entity: "account", anchor_id: far, ...done, owner_id: other },
]);
await w.many("contacts", [{ family_name: "Mendel", given_name: "Roland", ...own }]);
const [visit] = await w.many("activities", [
  { kind: "visit", subject: "At their door", anchor_entity: "account", anchor_id: reached, due_on: today, ...own },
]);
await w.post(`/activities/${visit}/check_in`, {});

/** The figures of a person's row as it is shown. */
async function figures(page, name) {
  const row = page.locator(".report tbody tr").filter({ hasText: name });
  await row.waitFor();
  return (await row.locator("td").allInnerTexts()).map((words) => words.replace(/\s+/g, " ").trim());
}
const KENS = ["1 / 2", "0 / 0", "0 / 1 1 check-in", "1", "1 / 2", "1"];

for (const [width, theme] of [[1440, "light"], [360, "dark"]]) {
  test(`a manager sees who did what, and what is behind it: ${width} px`, async (t) => {
    const page = await w.page(t, { at: "/activities", width, theme });
    // On the phone what leads elsewhere is folded into a menu.
    if (width < 1000) await page.locator(".page-actions").getByRole("button", { name: "More" }).click();
    await page.getByRole(width < 1000 ? "menuitem" : "link", { name: "Team activity" }).click();
    assert.deepEqual(await figures(page, "Ken Tanaka"), KENS);
    assert.deepEqual(await figures(page, "Mei Sato"), ["0 / 0", "1 / 0", "0 / 0", "0", "1 / 1", "0"]);
    assert.equal((await figures(page, "Maria Anders")).length, 6);
    await axe(page);
    await screenshot(page, `team-activity-${width}`);
    await page.getByRole("combobox", { name: "During" }).selectOption({ label: "last week" });
    await page.waitForFunction(() => location.search === "?period=last_week");
    const calls = page.locator(".report tbody tr").filter({ hasText: "Ken Tanaka" }).locator("td").first();
    await calls.filter({ hasText: /^0\s*\/\s*0$/ }).waitFor();
    await page.getByRole("combobox", { name: "During" }).selectOption({ label: "this week" });
    await calls.getByRole("link", { name: "1", exact: true }).click();
    await page.getByText("Called about the list").first().waitFor();
    assert.equal(await page.getByText("To call", { exact: true }).count(), 0);
  });
}

test("a salesperson sees the same figures, and nobody else's", async (t) => {
  const page = await w.page(t, { login: ken, at: "/reports/team-activity" });
  assert.deepEqual(await figures(page, "Ken Tanaka"), KENS);
  assert.equal(await page.locator(".report tbody tr").count(), 1);
});
