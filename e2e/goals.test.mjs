// Targets and forecast: the page shows what the API computes, and follows what is won.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe } from "./harness/axe.mjs";
import { fill } from "./harness/sample.mjs";
import { day } from "./harness/days.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
await fill(w);
const monthWords = (day) => new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(day));
const today = day();

test("a target shows what was won, and moves when more is won", async (t) => {
  const me = await w.get("/me");
  await w.post("/targets", { starts_on: today, period: "year", owner_id: me.id, goal_amount: { amount_minor: 100_000_00, currency: "EUR" } });
  const page = await w.page(t, { at: "/goals", width: 1440 });
  const goal = page.locator(".goal").first();
  await goal.waitFor();
  const [{ percent }] = (await w.get("/targets/attainment")).data;
  assert.equal(percent, "0");
  await goal.getByText(/^0\s?%$/).first().waitFor();
  const contact = (await w.get("/contacts?limit=1")).data[0];
  const sale = await w.post("/opportunities", {
    name: "Won at once", amount: { amount_minor: 25_000_00, currency: "EUR" }, close_on: today, primary_contact_id: contact.id,
  });
  await w.post(`/opportunities/${sale.id}/win`, {});
  await page.reload();
  await page.locator(".goal").first().getByText(/^25\s?%$/).first().waitFor();
});

test("a sale that two share counts for each by their part", async (t) => {
  const admin = await w.get("/me");
  const login = await w.person("sales", { given: "Ada", family: "Byron" });
  const { data: [ada] } = await w.get(`/users?filter[login]=${encodeURIComponent(login)}`);
  const goal = { starts_on: today, period: "month", goal_amount: { amount_minor: 1_000_00, currency: "EUR" } };
  const [own, shared] = [await w.post("/targets", { ...goal, owner_id: admin.id }), await w.post("/targets", { ...goal, owner_id: ada.id })];
  const reached = async (id) => (await w.get("/targets/attainment")).data.find((target) => target.target_id === id).reached_amount.amount_minor;
  const before = await reached(own.id);
  const contact = (await w.get("/contacts?limit=1")).data[0];
  const sale = await w.post("/opportunities", {
    name: "Won together", amount: { amount_minor: 100_01, currency: "EUR" }, close_on: today, primary_contact_id: contact.id,
    split: [{ user_id: admin.id, percent: "50" }, { user_id: ada.id, percent: "50" }],
  });
  await w.post(`/opportunities/${sale.id}/win`, {});
  // The cent that is left over is the owner's.
  assert.deepEqual([await reached(own.id), await reached(shared.id)], [before + 50_01, 50_00]);
  const page = await w.page(t, { at: "/goals", width: 1440 });
  const hers = page.locator(".goal").filter({ hasText: "Ada" });
  await hers.getByText(/^5\s?%$/).first().waitFor();
  // Another share, and the page follows.
  await w.patch(`/opportunities/${sale.id}`, { split: [{ user_id: ada.id, percent: "100" }] });
  await hers.getByText(/^10\s?%$/).first().waitFor();
});

test("a share in a sale that one cannot open counts, and says so", async (t) => {
  const login = await w.person("sales", { given: "Grace", family: "Hopper" });
  const { data: [grace] } = await w.get(`/users?filter[login]=${encodeURIComponent(login)}`);
  const contact = (await w.get("/contacts?limit=1")).data[0];
  await w.post("/targets", { starts_on: today, period: "month", owner_id: grace.id, goal_amount: { amount_minor: 1_000_00, currency: "EUR" } });
  const sale = await w.post("/opportunities", {
    name: "Behind closed doors", amount: { amount_minor: 500_00, currency: "EUR" }, close_on: today, primary_contact_id: contact.id,
    split: [{ user_id: grace.id, percent: "60" }, { user_id: (await w.get("/me")).id, percent: "40" }],
  });
  await w.post(`/opportunities/${sale.id}/win`, {});
  for (const [width, theme] of [[1440, "light"], [360, "dark"]]) {
    const page = await w.page(t, { login, at: "/goals", width, theme });
    const own = page.locator(".goal");
    await own.getByText(/^30\s?%$/).first().waitFor();
    await own.getByText(/^of which .*300.* from sales you cannot open$/).waitFor();
    assert.equal(await page.getByText("Behind closed doors").count(), 0);
    await axe(page);
  }
});

test("the forecast of this month is what is open in it, by category", async (t) => {
  const account = (await w.get("/accounts?limit=1")).data[0];
  await w.post("/opportunities", {
    name: "Sure thing", account_id: account.id, close_on: today, forecast_category: "commit", amount: { amount_minor: 1234_00, currency: "EUR" },
  });
  const page = await w.page(t, { at: "/goals", width: 1440 });
  const row = page.locator(".figure-table").first().locator("tbody tr").first();
  await row.waitFor();
  assert.equal(await row.locator("th").innerText(), monthWords(today));
  const link = row.locator("td").nth(2).locator("a");
  assert.ok((await link.innerText()).includes("1,234.00"));
  await link.click();
  await page.getByText("Sure thing").first().waitFor();
});

test("who may not see what a target or a stage is called sees the rest", async (t) => {
  const rights = {
    "*": { read: "all" },
    target: { read: "all", hidden: ["name", "metric", "owner_id", "goal_amount"] },
    stage: { read: "all", hidden: ["name", "category"] },
  };
  const role = await w.post("/roles", { name: "Half in the dark", rights });
  const login = await w.person("read-only");
  const { data: [user] } = await w.get(`/users?filter[login]=${encodeURIComponent(login)}`);
  await w.patch(`/users/${user.id}`, { roles: [{ role_id: role.id }] });
  const page = await w.page(t, { login, at: "/goals", width: 1440 });
  const goal = page.locator(".goal").first();
  await goal.waitFor();
  assert.equal(await goal.locator("a").innerText(), "Target");
  assert.equal(await goal.locator("strong").innerText(), "–");
  await goal.getByText(/of the days passed/).waitFor();
  await page.goto("/map");
  const band = page.locator(".map-band").first();
  await band.waitFor();
  assert.equal((await band.locator(".map-name").innerText()).trim(), "–");
  assert.ok(Number(await band.locator(".map-sum > .figure").innerText()) > 0);
});
