// The board: cards move by drag, by keys and by menu, and every figure is the one the API gives.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, dialog, option, shows, toast } from "./harness/roles.mjs";
import { allowProblem } from "./harness.mjs";
import { workspace } from "./harness/workspace.mjs";
import { fill } from "./harness/sample.mjs";

const w = await workspace();
const { stages, accounts } = await fill(w);
const stage = Object.fromEntries(stages.map(({ name, id }) => [name, id]));

async function board(t, options = {}) {
  const page = await w.page(t, { at: "/opportunities?layout=board", width: 1440, ...options });
  await page.locator(".board-card").first().waitFor();
  return page;
}

const column = (page, name) => page.locator(`[data-column='${stage[name]}']`);
const card = (scope, name) => scope.locator(".board-card").filter({ hasText: name });
const deal = async (name) => (await w.get(`/opportunities?filter[name]=${encodeURIComponent(name)}`)).data[0];
const fresh = (name, body = {}) =>
  w.post("/opportunities", { name, account_id: accounts[0], amount: { amount_minor: 1000, currency: "EUR" }, ...body });

/** Waits until the deal stands in a stage on the server. */
async function arrives(name, to) {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await deal(name)).stage_id === stage[to]) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`${name} did not arrive in ${to}`);
}

test("counts and sums are those of the API", async (t) => {
  const page = await board(t);
  const { groups } = await w.post("/opportunities/aggregate", {
    group: [{ field: "stage_id" }],
    measures: [{ function: "count" }, { function: "sum", field: "amount" }, { function: "sum", field: "weighted" }],
  });
  assert.equal(groups.length, 5);
  for (const { keys, values } of groups) {
    const head = page.locator(`[data-column='${keys.stage_id}'] .board-head`);
    await head.locator(".board-count").filter({ hasText: String(values.count) }).waitFor();
    const shown = await head.innerText();
    for (const money of [...values.sum_amount, ...values.sum_weighted]) {
      const words = (money.amount_minor / 100).toLocaleString("en-US", { minimumFractionDigits: 2 });
      assert.ok(shown.includes(words) && shown.includes(money.currency), `${JSON.stringify(money)} in ${shown}`);
    }
  }
});

test("a card is dragged to another column, and the figures follow", async (t) => {
  await fresh("Dragged along");
  const page = await board(t);
  const counts = async () => [
    await column(page, "Qualification").locator(".board-count").innerText(),
    await column(page, "Needs").locator(".board-count").innerText(),
  ].map(Number);
  await column(page, "Needs").locator(".board-count").filter({ hasText: /[1-9]/ }).waitFor();
  const [from, to] = await counts();
  await drag(page, card(page, "Dragged along"), column(page, "Needs"));
  await card(column(page, "Needs"), "Dragged along").waitFor();
  await arrives("Dragged along", "Needs");
  await column(page, "Needs").locator(".board-count").filter({ hasText: String(to + 1) }).waitFor();
  assert.deepEqual(await counts(), [from - 1, to + 1]);
  await toast(page, "Dragged along").getByRole("button", { name: "Undo" }).click();
  await card(column(page, "Qualification"), "Dragged along").waitFor();
  await arrives("Dragged along", "Qualification");
});

async function drag(page, what, where) {
  await what.scrollIntoViewIfNeeded();
  const [from, to] = [await what.boundingBox(), await where.boundingBox()];
  await page.mouse.move(from.x + 60, from.y + from.height - 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 80, from.y + 40, { steps: 3 });
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 });
  await page.mouse.up();
}

test("Escape ends a drag, and the card stays", async (t) => {
  const page = await board(t);
  const box = await card(page, "Yearly contract 2027").boundingBox();
  await page.mouse.move(box.x + 60, box.y + box.height - 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 500, box.y, { steps: 5 });
  await page.locator(".board-ghost").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".board-ghost").waitFor({ state: "detached" });
  await page.mouse.up();
  await card(column(page, "Needs"), "Yearly contract 2027").waitFor();
});

test("a card moves by Alt and arrows, and by the menu that s opens", async (t) => {
  await fresh("Moved by keys");
  const page = await board(t);
  await card(page, "Moved by keys").getByRole("link").focus();
  await page.keyboard.press("Alt+ArrowRight");
  await card(column(page, "Needs"), "Moved by keys").waitFor();
  await arrives("Moved by keys", "Needs");
  await page.waitForFunction(() => document.activeElement?.textContent === "Moved by keys");
  await page.keyboard.press("s");
  await page.getByRole("menuitem", { name: "Negotiation" }).waitFor();
  await page.getByRole("menuitem", { name: "Negotiation" }).press("Enter");
  await card(column(page, "Negotiation"), "Moved by keys").waitFor();
  await arrives("Moved by keys", "Negotiation");
});

test("lost asks why; giving up puts the card back", async (t) => {
  await fresh("Nearly lost");
  const page = await board(t);
  const move = async () => {
    await card(page, "Nearly lost").hover();
    await card(page, "Nearly lost").getByRole("button", { name: "Move to…" }).click();
    await page.getByRole("menuitem", { name: "Lost" }).click();
    return dialog(page, "Lose");
  };
  const ask = await move();
  await button(ask, "Cancel").click();
  await card(column(page, "Qualification"), "Nearly lost").waitFor();
  await move();
  await button(ask, "Lose").click();
  await shows(ask, "Fill this in.");
  await ask.getByLabel("Why it was lost").selectOption({ label: "Price" });
  await button(ask, "Lose").click();
  await ask.waitFor({ state: "hidden" });
  const lost = await deal("Nearly lost");
  assert.deepEqual([lost.status, lost.lost_reason, lost.stage_id], ["lost", "price", stage.Lost]);
});

test("a move the server refuses is taken back and says why", async (t) => {
  await fresh("Refused");
  const page = await board(t);
  allowProblem(page, /409/);
  await page.route("**/api/v1/opportunities/*/move", (route) =>
    route.fulfill({
      status: 409,
      contentType: "application/problem+json",
      body: JSON.stringify({ type: "/problems/wrong-state", title: "Not now.", status: 409, code: "wrong_state", trace_id: "t" }),
    }),
  );
  await drag(page, card(page, "Refused"), column(page, "Needs"));
  await toast(page, "Not now.").waitFor();
  await card(column(page, "Qualification"), "Refused").waitFor();
});

test("the bar of next steps and the quick filters narrow the board", async (t) => {
  const page = await board(t);
  await button(page, "No next step").click();
  await card(page, "Spring assortment").waitFor({ state: "detached" });
  await card(column(page, "Proposal"), "Christmas bakery").waitFor();
  await button(page, "No next step").click();
  await card(page, "Spring assortment").waitFor();
  await column(page, "Proposal").getByRole("button", { name: "1 with an overdue next step" }).click();
  await card(page, "Christmas bakery").waitFor({ state: "detached" });
  await card(column(page, "Proposal"), "进口红酒年度采购").waitFor();
});

test("exit rules ask for what is missing before a stage is left", async (t) => {
  await w.patch(`/stages/${stage.Needs}`, { exit_fields: ["close_on"] });
  await fresh("Without a date", { stage_id: stage.Needs });
  const page = await board(t);
  allowProblem(page, /422|409/);
  await card(page, "Without a date").getByRole("link").focus();
  await page.keyboard.press("Alt+ArrowRight");
  const ask = page.getByRole("dialog");
  await ask.getByLabel("Close date").fill("2027-03-31");
  await ask.getByRole("button").last().click();
  await arrives("Without a date", "Proposal");
  await w.patch(`/stages/${stage.Needs}`, { exit_fields: [] });
});

test("however much a card says, its age and its owner do not touch", async (t) => {
  // The demo firm has sales that are overdue and old.
  const own = await workspace(t);
  await own.server.run(["demo"]);
  const page = await own.page(t, { at: "/opportunities?layout=board", width: 1440 });
  await page.locator(".board-card .avatar").nth(4).waitFor();
  const gaps = await page.locator(".board-card-foot").evaluateAll((feet) => {
    const edge = (foot, part) => foot.querySelector(part).getBoundingClientRect();
    return feet.map((foot) => edge(foot, ".avatar").left - edge(foot, ".age").right);
  });
  assert.ok(gaps.every((gap) => gap >= 4), `gaps of ${gaps}`);
});
