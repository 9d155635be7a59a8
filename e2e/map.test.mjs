// The battle map: its figures are the API's, a block opens exactly its sales, and a manager acts on them from there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, shows, toast } from "./harness/roles.mjs";
import { fill } from "./harness/sample.mjs";
import { day } from "./harness/days.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const { stages } = await fill(w);

async function map(t, options = {}) {
  const page = await w.page(t, { at: "/map", width: 1440, ...options });
  await page.locator(".map-block").first().waitFor();
  return page;
}

async function figures() {
  const { data } = await w.get("/pipelines?sort=position");
  return w.post(`/pipelines/${data[0].id}/funnel`, { during: { from: "2000-01-01", to: day() } });
}

test("bands and blocks show what the API counts, in the picture and in the table", async (t) => {
  const page = await map(t);
  const told = (await figures()).stages.filter((stage) => stage.open);
  const bands = page.locator(".map-band");
  assert.equal(await bands.count(), told.length);
  for (const [at, stage] of told.entries()) {
    const band = bands.nth(at);
    assert.ok((await band.locator(".map-name").innerText()).includes(stage.name));
    assert.equal(Number(await band.locator(".map-sum > .figure").innerText()), stage.open.count);
    const filled = stage.open.health.filter(({ count }) => count > 0);
    const counts = await band.locator(".map-block .map-worth > .figure").allInnerTexts();
    assert.deepEqual(counts.map(Number), filled.map(({ count }) => count));
    const row = page.locator(".map-table tbody tr").nth(at);
    assert.equal(Number(await row.locator("td").first().innerText()), stage.open.count);
  }
});

test("a block opens exactly its sales, and their owners can be asked", async (t) => {
  const page = await map(t);
  const told = (await figures()).stages.flatMap((stage) => stage.open?.health ?? []);
  const unplanned = told.find(({ health, count }) => health === "no_next_step" && count > 0);
  await page.locator(".map-block[data-tone='neutral']").first().click();
  const rows = page.locator(".map-row");
  await rows.first().waitFor();
  assert.equal(await rows.count(), unplanned.count);
  const name = await rows.first().locator("a").innerText();
  await button(rows.first(), "Ask").click();
  await rows.first().getByLabel("Subject").fill("What is the plan here?");
  await page.keyboard.press("Enter");
  await toast(page, "The owner has a new task").waitFor();
  const deal = (await w.get(`/opportunities?filter[name]=${encodeURIComponent(name)}`)).data[0];
  const { data } = await w.get(`/activities?filter[anchor_id]=${deal.id}&filter[subject]=${encodeURIComponent("What is the plan here?")}`);
  assert.equal(data.length, 1);
  assert.equal(data[0].owner_id, deal.owner_id);
});

/** How many sales stand in the blocks of a kind. */
async function standing(kind) {
  const blocks = (await figures()).stages.flatMap((stage) => stage.open?.health ?? []);
  return blocks.filter(({ health }) => health === kind).reduce((sum, { count }) => sum + count, 0);
}

/** Sets the next step of a row of the panel. */
async function plan(page, row, words, day) {
  await button(row, "Next step").click();
  await row.getByRole("textbox", { name: "Next step", exact: true }).fill(words);
  await row.getByLabel("Next step on").fill(day);
  await button(row, "Apply").click();
}

test("a next step moves the sale to another block, and may be set again at once", async (t) => {
  const page = await map(t);
  const without = await standing("no_next_step");
  await page.locator(".map-block[data-tone='neutral']").first().click();
  const row = page.locator(".map-row").first();
  const name = await row.locator("a").innerText();
  // What to do without a day is no plan.
  await plan(page, row, "Visit them", "");
  await row.locator(".field-error").waitFor();
  assert.equal(await standing("no_next_step"), without);
  await row.getByLabel("Next step on").fill("2199-01-02");
  await button(row, "Apply").click();
  await toast(page, "Next step set").waitFor();
  assert.equal(await standing("no_next_step"), without - 1);
  await row.getByText("Visit them").waitFor();
  // The row knows how the sale is now: a second act meets no conflict.
  await plan(page, row, "Call them", "2199-01-03");
  await row.getByText("Call them").waitFor();
  const deal = (await w.get(`/opportunities?filter[name]=${encodeURIComponent(name)}`)).data[0];
  assert.deepEqual([deal.next_step, deal.next_step_on], ["Call them", "2199-01-03"]);
});

test("period and comparison stand in the address", async (t) => {
  const page = await map(t);
  await page.getByLabel("Period").selectOption("this_year");
  await page.waitForURL(/period=this_year/);
  await page.getByLabel("Compared with").selectOption("none");
  await page.waitForURL(/compare=none/);
  await page.locator(".map-then").first().waitFor({ state: "detached" });
  await page.goBack();
  await page.locator(".map-then").first().waitFor();
});

test("on a phone the stages stand one below the other", async (t) => {
  const page = await map(t, { width: 360, height: 640 });
  const boxes = await Promise.all((await page.locator(".map-band").all()).map((band) => band.boundingBox()));
  assert.ok(boxes.length > 1 && boxes.every((box) => box.width <= 360));
  for (const [at, box] of boxes.entries()) if (at > 0) assert.ok(box.y > boxes[at - 1].y);
  await shows(page, "Battle map");
});
