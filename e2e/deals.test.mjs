// Deals: stages that hold, pipelines edited by administrators, running deals explained, wins and losses counted.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, dialog } from "./harness/roles.mjs";
import { allowProblem } from "./harness.mjs";
import { axe } from "./harness/axe.mjs";
import { fill } from "./harness/sample.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const { stages } = await fill(w);
const stage = Object.fromEntries(stages.map(({ name, id }) => [name, id]));
const ordered = async () => (await w.get("/stages?sort=position&limit=50")).data.map(({ name }) => name);

async function editor(t, options = {}) {
  const page = await w.page(t, { at: "/settings/pipelines", ...options });
  await page.locator(".stage-row").first().waitFor();
  return page;
}

/** Waits until the server agrees. */
async function comes(true_) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await true_()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`never came: ${true_}`);
}

for (const [width, theme] of [[1440, "light"], [360, "dark"]]) {
  test(`stages are ordered, held and replaced: ${width} px, ${theme}`, async (t) => {
    const name = `Trial ${width}`;
    const page = await editor(t, { width, theme });
    allowProblem(page, /422/);
    await axe(page);
    await button(page, "New stage").first().click();
    const ask = dialog(page, "New stage");
    await ask.getByLabel("Name").fill(name);
    await ask.getByRole("button", { name: "Choose" }).first().click();
    await page.getByRole("checkbox", { name: "Close date" }).check();
    await page.keyboard.press("Escape");
    await axe(page);
    await ask.getByRole("button", { name: "Save" }).click();
    const row = page.locator(".stage-row").filter({ hasText: name });
    await row.filter({ hasText: "Needs Close date" }).waitFor();

    const before = await ordered();
    await row.getByRole("button", { name: `Move ${name} up` }).focus();
    await page.keyboard.press("Enter");
    await comes(async () => (await ordered()).indexOf(name) === before.indexOf(name) - 1);
    // The rows are drawn anew, and the stage keeps the focus.
    await page.waitForFunction((words) => document.activeElement?.matches(".stage-name") && document.activeElement.textContent === words, name);

    const made = (await w.get(`/stages?filter[name]=${encodeURIComponent(name)}`)).data[0];
    const deal = await w.post("/opportunities", { name: `Deal ${width}`, stage_id: made.id });
    await row.getByRole("button", { name: `Delete ${name}` }).click();
    const gone = dialog(page, "Delete stage");
    await gone.getByText("1 opportunity stands in it").waitFor();
    await axe(page);
    await gone.getByLabel("They go to").selectOption(stage.Needs);
    await gone.getByRole("button", { name: "Delete" }).click();
    await row.waitFor({ state: "detached" });
    assert.equal((await w.get(`/opportunities/${deal.id}`)).stage_id, stage.Needs);
  });
}

test("a deal says what is missing before anybody tries, and the form asks for it", async (t) => {
  const filter = { field: "amount", op: "gte", value: { amount_minor: 100_000, currency: "EUR" } };
  await w.patch(`/stages/${stage.Needs}`, { exit_fields: ["close_on"], exit_filter: filter });
  const deal = await w.post("/opportunities", {
    name: "Held back",
    stage_id: stage.Needs,
    amount: { amount_minor: 500, currency: "EUR" },
  });
  const page = await w.page(t, { at: `/opportunities/${deal.id}`, width: 1440 });
  allowProblem(page, /422/);
  const standing = page.getByRole("region", { name: "How it stands" });
  await standing.getByText("Stalled").waitFor();
  await standing.getByText("2 things missing before the next stage").click();
  await standing.getByText("Amount must be at least 1000.00 EUR").waitFor();
  await axe(page);
  await button(page, "Move to Proposal").click();
  const ask = page.getByRole("dialog");
  await ask.getByLabel("Close date").fill("2027-03-31");
  await ask.getByLabel("Amount").first().fill("2000");
  await ask.getByLabel("Next step", { exact: true }).fill("Send the offer");
  await ask.getByRole("button").last().click();
  await comes(async () => (await w.get(`/opportunities/${deal.id}`)).stage_id === stage.Proposal);
  assert.equal((await w.get(`/opportunities/${deal.id}`)).next_step, "Send the offer");
  await w.patch(`/stages/${stage.Needs}`, { exit_fields: [], exit_filter: {} });
});

test("the board marks what is stalled, and sums come in the company's currency", async (t) => {
  await w.post("/currency_rates", { currency: "CHF", valid_on: "2020-01-01", rate: "2" });
  await w.post("/opportunities", {
    name: "Swiss",
    currency: "CHF",
    stage_id: stage.Negotiation,
    amount: { amount_minor: 100_000, currency: "CHF" },
  });
  const page = await w.page(t, { at: "/opportunities?layout=board", width: 1440 });
  const card = page.locator(".board-card").filter({ hasText: "Swiss" });
  await card.getByText("Stalled").waitFor();
  const head = page.locator(`[data-column='${stage.Negotiation}'] .board-head`);
  await head.getByText("CHF").first().waitFor();
  await button(page, "In EUR at today’s rates").click();
  await head.getByText("CHF").first().waitFor({ state: "detached" });
  await axe(page);
  await head.getByRole("button", { name: /stalled/ }).click();
  await card.waitFor();
});

for (const [width, theme] of [[1440, "light"], [360, "dark"]]) {
  test(`administrators keep the reasons for lost sales: ${width} px, ${theme}`, async (t) => {
    const own = await workspace(t);
    const [deal, other] = await own.many("opportunities", [{ name: "Tender" }, { name: "Another" }]);
    const page = await own.page(t, { at: "/settings/pipelines", width, theme });
    const reason = (code) => page.locator(`[data-reason='${code}']`);
    await reason("price").waitFor();
    await page.getByLabel("Another reason").fill("Lost the tender");
    await button(page, "Add reason").click();
    await reason("Lost the tender").waitFor();
    // Called otherwise, moved to the top, and one that is no longer offered.
    await reason("price").getByRole("button", { name: "Price", exact: true }).click();
    await reason("price").getByRole("textbox").fill("Too dear");
    await page.keyboard.press("Enter");
    await reason("price").getByText("Too dear").waitFor();
    await button(page, "Move Competitor up").click();
    await page.locator("[data-reason]").first().and(reason("competitor")).waitFor();
    await button(page, "No longer offer Budget").click();
    await reason("budget").getByText("no longer offered").waitFor();
    await axe(page);
    // Losing a sale offers just that.
    await page.goto(`/opportunities/${deal}`);
    await button(page, "Lose").click();
    const ask = dialog(page, "Lose");
    if (width < 600) {
      await ask.getByRole("button", { name: "Too dear" }).waitFor();
      assert.equal(await ask.getByRole("button", { name: "Budget" }).count(), 0);
      await ask.getByRole("button", { name: "Lost the tender" }).click();
    } else {
      const list = ask.getByLabel("Why it was lost");
      await list.selectOption({ label: "Lost the tender" });
      const offered = await list.getByRole("option").allTextContents();
      assert.ok(offered.includes("Too dear") && !offered.includes("Budget"), offered.join());
    }
    await ask.getByRole("button", { name: "Lose", exact: true }).click();
    await comes(async () => (await own.get(`/opportunities/${deal}`)).lost_reason === "Lost the tender");
    // What comes with the product is stored as ever, and reports say it in the workspace's words.
    await own.post(`/opportunities/${other}/lose`, { lost_reason: "price" });
    await page.goto("/reports/win-loss?by=reason");
    for (const row of [/^Too dear/, /^Lost the tender/]) await page.getByRole("row", { name: row }).waitFor();
    await axe(page);
  });
}

test("where no competitor was noted, wins and losses begin with the reasons, and the address keeps what is asked", async (t) => {
  const own = await workspace(t);
  const [deal] = await own.many("opportunities", [{ name: "Too dear" }]);
  await own.post(`/opportunities/${deal}/lose`, { lost_reason: "price" });
  const page = await own.page(t, { at: "/reports/win-loss", width: 1440 });
  await page.getByRole("row", { name: /^Price/ }).waitFor();
  assert.equal(await page.getByRole("radio", { name: "Reasons" }).isChecked(), true);
  await page.waitForURL(/by=reason/);
  // Whoever asks for competitors gets them, though there are none.
  await page.getByRole("radio", { name: "Competitors" }).check();
  await page.waitForURL(/by=competitor/);
  await page.getByText("Price").waitFor({ state: "detached" });
  await page.reload();
  await page.getByRole("radio", { name: "Competitors", checked: true }).waitFor();
});

test("wins and losses are counted against each competitor", async (t) => {
  const [rival] = await w.many("competitors", [{ name: "Rival & Sons" }]);
  const [deal] = await w.many("opportunities", [{ name: "Fought for" }]);
  await w.post(`/opportunities/${deal}/lose`, { lost_reason: "competitor", lost_to_id: rival });
  for (const [width, theme] of [[1440, "light"], [360, "dark"]]) {
    const page = await w.page(t, { at: "/reports/win-loss", width, theme });
    await page.getByRole("row", { name: /Rival & Sons 0 1 0/ }).waitFor();
    await axe(page);
    await page.getByRole("radio", { name: "Reasons" }).check();
    await page.getByRole("row", { name: /Competitor · / }).waitFor();
  }
});
