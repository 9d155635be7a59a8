// Somebody new: the first steps by what one may do, done when the records say so, put away for good.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button } from "./harness/roles.mjs";
import { axe, screenshot } from "./harness.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const card = (page) => page.getByRole("region", { name: "First steps" });
const taken = (page) => card(page).locator(".first-taken").allInnerTexts();

test("an administrator is led from the first account to the first target", async (t) => {
  const page = await w.page(t, { at: "/" });
  await card(page).getByText("0 of 7").waitFor();
  await card(page).getByRole("link", { name: /made-up firm/ }).waitFor();
  await axe(page);
  await screenshot(page, "first-steps");
  const [account] = await w.many("accounts", [{ name: "Alfreds Futterkiste" }]);
  await card(page).getByText("1 of 7").waitFor();
  assert.equal(await card(page).getByRole("link", { name: /made-up firm/ }).count(), 0);
  await w.many("opportunities", [{ name: "Tea", account_id: account, next_step: "Call", next_step_on: "2027-01-05" }]);
  await card(page).getByText("3 of 7").waitFor();
  assert.deepEqual((await taken(page)).map((words) => words.split("\n")[0]), [
    "Enter your first account", "Begin an opportunity", "Plan the next step of an opportunity",
  ]);
  await card(page).getByRole("link", { name: "Enter a contact" }).click();
  await page.getByRole("dialog", { name: "New contact" }).waitFor();
});

test("whoever put them away never sees them again, on no device", async (t) => {
  const login = await w.person("sales");
  const page = await w.page(t, { login, at: "/" });
  await card(page).getByText("0 of 5").waitFor();
  await button(page, "Put the first steps away").click();
  await card(page).waitFor({ state: "detached" });
  const again = await w.page(t, { login, at: "/" });
  await again.locator(".home-part:visible").first().waitFor();
  assert.equal(await card(again).count(), 0);
});

test("whoever only reads has nothing to begin with", async (t) => {
  const page = await w.page(t, { login: await w.person("read-only"), at: "/" });
  await page.locator(".home-part:visible").first().waitFor();
  await page.waitForTimeout(500);
  assert.equal(await card(page).count(), 0);
});
