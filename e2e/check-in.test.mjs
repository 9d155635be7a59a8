// Saying that one is there: the time always, the place only for those who tick it and whose browser allows it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe } from "./harness/axe.mjs";
import { button, dialog, toast } from "./harness/roles.mjs";
import { awkward } from "./harness/touch.mjs";
import { day } from "./harness/days.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const today = day();
const visit = (subject) => w.post("/activities", { kind: "visit", subject, due_on: today });
const known = ({ checked_in_at, check_in_latitude, check_in_longitude }) => [typeof checked_in_at, check_in_latitude, check_in_longitude];

test("a visit is checked in with the place that was wanted, from its page", async (t) => {
  const { id } = await visit("Visit the mill");
  const page = await w.page(t, { at: `/activities/${id}`, width: 1440 });
  await page.context().grantPermissions(["geolocation"]);
  await page.context().setGeolocation({ latitude: 45.46421, longitude: 9.19 });
  await button(page, "Check in").click();
  const asked = dialog(page, "Check in");
  await asked.getByText(/latitude and longitude of this moment are stored/).waitFor();
  assert.equal(await asked.getByRole("checkbox").isChecked(), false, "nobody is asked for a place unless they want");
  await axe(page);
  await asked.getByRole("checkbox", { name: "Note where I am, too" }).check();
  await button(asked, "I am here").click();
  await toast(page, "Check in: Visit the mill").waitFor();
  assert.deepEqual(known(await w.get(`/activities/${id}`)), ["string", "45.46421", "9.19"]);
  await button(page, "Check in").waitFor({ state: "detached" });
  // Next time the tick is where it was.
  const other = await visit("Visit the shop");
  await page.goto(`/activities/${other.id}`);
  await button(page, "Check in").click();
  assert.equal(await dialog(page, "Check in").getByRole("checkbox").isChecked(), true);
});

test("without the tick the browser is not asked, and today has the button, too", async (t) => {
  const { id } = await visit("Visit the vineyard");
  const page = await w.page(t, { width: 360 });
  await page.addInitScript(() => {
    navigator.geolocation.getCurrentPosition = () => (window.asked = true);
  });
  await page.reload();
  const row = page.locator(".home-item").filter({ hasText: "Visit the vineyard" });
  await button(row, "Check in").click();
  const asked = dialog(page, "Check in");
  assert.deepEqual(await awkward(page), []);
  await button(asked, "I am here").click();
  await toast(page, "Check in: Visit the vineyard").waitFor();
  assert.deepEqual(known(await w.get(`/activities/${id}`)), ["string", null, null]);
  assert.equal(await page.evaluate(() => window.asked), undefined);
});

test("who refuses is checked in without a place, and told so", async (t) => {
  const { id } = await visit("Visit the bakery");
  const page = await w.page(t, { at: `/activities/${id}`, width: 1440 });
  // What is not among the permissions granted is refused.
  await page.context().grantPermissions([]);
  await button(page, "Check in").click();
  const asked = dialog(page, "Check in");
  await asked.getByRole("checkbox").check();
  await button(asked, "I am here").click();
  await toast(page, "Checked in without a place: your browser does not allow it").waitFor();
  assert.deepEqual(known(await w.get(`/activities/${id}`)), ["string", null, null]);
});

test("only pages of our own may ask where somebody is", async () => {
  const answer = await fetch(`${w.server.url}/`);
  assert.match(answer.headers.get("permissions-policy"), /geolocation=\(self\)/);
});
