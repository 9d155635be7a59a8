// Many records at once: foreseen, done, refused in parts, taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, dialog, option, rows, shows, toast } from "./harness/roles.mjs";
import { axe, screenshot } from "./harness.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const FIRMS = 260;
const firms = await w.many("accounts", Array.from({ length: FIRMS }, (_, n) => ({ name: `Firm ${n}`, industry: n < 50 ? "Tea" : "Coffee" })));
const rep = await w.person("sales", { family: "Ito", given: "Ren" });
const { data: [ren] } = await w.get(`/users?filter[login]=${rep}`);
const count = async (filter) => (await w.get(`/accounts?${filter}&include=total&limit=1`)).total.total;
const tea = `/accounts?filter=${encodeURIComponent(JSON.stringify({ field: "industry", op: "eq", value: "Tea" }))}`;
const bar = (page) => page.locator(".bulk-bar");

async function picked(t, at, total, options = {}) {
  const page = await w.page(t, { at, width: 1440, ...options });
  await rows(page).first().waitFor();
  await page.getByRole("checkbox", { name: "Select all in view" }).click();
  await shows(page, `${total} selected`);
  return page;
}

test("fifty filtered records are given to somebody else and taken back", async (t) => {
  const page = await picked(t, tea, 50);
  await button(bar(page), "Change owner").click();
  const ask = dialog(page, "Change owner");
  await ask.getByRole("combobox").fill("Ren");
  await option(page, "Ren Ito").click();
  await ask.getByText("50 will change, 0 will stay as they are").waitFor();
  await axe(page);
  await screenshot(page, "bulk-owner");
  await button(ask, "Apply").click();
  await toast(page, "50 records changed").waitFor();
  assert.equal(await count(`filter[owner_id]=${ren.id}`), 50);
  // Somebody changes the owner of one of them again before the rest is taken back.
  await w.patch(`/accounts/${firms[0]}`, { owner_id: w.me.id });
  await button(toast(page, "50 records changed"), "Undo").click();
  await toast(page, "1 record changed since").waitFor();
  assert.equal(await count(`filter[owner_id]=${ren.id}`), 0);
});

test("all that match are picked beyond what is loaded, tagged, and lose the tag again", async (t) => {
  await w.many("tags", [{ name: "Fair 2027" }]);
  const page = await picked(t, "/accounts", 100);
  await button(bar(page), `Select all ${FIRMS}`).click();
  await shows(page, `${FIRMS} selected`);
  await button(bar(page), "Tag").click();
  const ask = dialog(page, "Tag");
  await ask.getByRole("combobox").fill("Fair");
  await option(page, "Fair 2027").click();
  await ask.getByText(`${FIRMS} will change`).waitFor();
  await button(ask, "Apply").click();
  await toast(page, `${FIRMS} records tagged`).waitFor();
  const tagged = async () => (await w.get("/taggings?include=total&limit=1")).total.total;
  assert.equal(await tagged(), FIRMS);
  await button(toast(page, "records tagged"), "Undo").click();
  for (let tries = 0; (await tagged()) > 0; tries += 1) {
    assert.ok(tries < 100, "the tags stay");
    await page.waitForTimeout(50);
  }
});

test("a verb for many: what is refused is foreseen, reported with its reason, and can be downloaded", async (t) => {
  const activities = await w.many("activities", ["One", "Two", "Three"].map((subject) => ({ kind: "task", subject })));
  await w.post(`/activities/${activities[0]}/complete`, {});
  const page = await picked(t, "/activities", 3);
  await button(bar(page), "Change state").click();
  const ask = dialog(page, "Change state");
  await ask.getByRole("combobox", { name: "What to do" }).selectOption({ index: 1 });
  await ask.getByText("2 will change, 1 will stay as they are").waitFor();
  await screenshot(page, "bulk-verb");
  await axe(page);
  await button(ask, "Apply").click();
  await ask.getByText("2 changed, 1 left as they are").waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), ask.getByRole("link", { name: "Download the list" }).click()]);
  assert.equal(file.suggestedFilename(), "activities-refused.csv");
  await button(ask, "Close").last().click();
});
