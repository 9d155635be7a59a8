// The fewest steps: what people do all day, within the clicks or taps it may take. The page itself counts them; typing is
// free, and what was done is asked of the server afterwards.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, dialog, option, rows, shows, toast } from "./harness/roles.mjs";
import { day } from "./harness/days.mjs";
import { countSteps } from "./harness/steps.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const [firm] = await w.many("accounts", [
  { name: "Ernst Handel", contact_points: [{ kind: "phone", value: "+43 316 7675 300" }] },
]);
const FIFTY = 50;
await w.many("accounts", Array.from({ length: FIFTY }, (_, n) => ({ name: `Shop ${n}`, industry: "Tea" })));
const rep = await w.person("sales", { family: "Ito", given: "Ren" });
const ren = (await first(`/users?filter[login]=${encodeURIComponent(rep)}`)).id;
const stages = (await w.get("/stages?sort=position")).data;
const person = (await w.post("/contacts", { family_name: "Mendel", given_name: "Roland", account_id: firm })).id;
const on = { anchor_entity: "account", anchor_id: firm };
const newest = async (count) => (await w.get(`/activities?sort=-created_at&limit=${count}`)).data;

async function first(path) {
  return (await w.get(path)).data[0];
}

/** The record of this name, once the server knows it. */
async function named(plural, name, field = "name") {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = await first(`/${plural}?filter[${field}]=${encodeURIComponent(name)}`);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return assert.fail(`no ${name} among the ${plural}`);
}

/** A sale that nothing is missing from. */
const deal = (name, more = {}) =>
  w.post("/opportunities", {
    name,
    account_id: firm,
    primary_contact_id: person,
    stage_id: stages[0].id,
    amount: { amount_minor: 500_000, currency: "EUR" },
    close_on: day(20),
    next_step: "Call them",
    next_step_on: day(2),
    ...more,
  });

const tasks = [];
/** A task with the steps it may take at the desk and on the phone; where none are said, it is none for there. */
function task(name, budgets, act) {
  tasks.push({ name, budgets, act });
}

task("find a customer by name or number", { desk: 1, phone: 2 }, async ({ page, press, touch }) => {
  const [words, opener] = touch ? ["Ernst", page.locator(".bottom-bar")] : ["7675 300", page.locator(".top-bar")];
  await page.goto("/");
  await press(opener.getByRole("button", { name: /^Search/ }));
  await page.getByRole("combobox", { name: "Search and commands" }).fill(words);
  const found = option(page, /Ernst Handel/).first();
  await found.waitFor();
  await (touch ? press(found) : page.keyboard.press("Enter"));
  await page.getByRole("heading", { level: 1, name: "Ernst Handel" }).waitFor();
});

task("log a finished call with its next step", { desk: 3, phone: 3 }, async ({ page, press, touch, place }) => {
  const said = `They will order in spring, ${place}`;
  await page.goto(`/accounts/${firm}`);
  if (touch) {
    // A browser without a telephone: the tap counts, nothing is dialled. Coming back to the page asks how it went.
    await page.evaluate(() => addEventListener("click", (event) => event.target.closest("a[href^='tel:']") && event.preventDefault(), true));
    await press(page.locator("a[href^='tel:']").first());
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  }
  const form = touch ? dialog(page, "How did it go?") : page.locator(".composer");
  if (!touch) await press(form.getByRole("button", { name: "Call" }));
  await form.getByRole("textbox").fill(said);
  await press(button(form, "In 3 days"));
  await press(button(form, "Save"));
  await toast(page, "Saved to the timeline").waitFor();
  const made = await newest(2);
  assert.deepEqual(
    made.map(({ kind, status, due_on, anchor_id }) => [kind, status, due_on, anchor_id]).sort(),
    [["call", "done", null, firm], ["task", "open", day(3), firm]],
  );
  assert.ok(made.every(({ subject, body }) => `${subject} ${body}`.includes(said)));
});

task("new contact", { desk: 2, phone: 3 }, async ({ page, press, touch, place }) => {
  const name = `Berglund ${place}`;
  await page.goto("/contacts");
  if (touch) {
    await press(page.locator(".bottom-bar").getByRole("button", { name: "Create" }));
    await press(page.getByRole("menuitem", { name: "Contact" }));
  } else {
    await press(button(page, "New contact"));
  }
  const form = dialog(page, "New contact");
  await form.getByRole("textbox", { name: "Family name" }).fill(name);
  await press(button(form, "Create"));
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await named("contacts", name, "family_name");
});

task("new deal on an account", { desk: 2, phone: 3 }, async ({ page, press, touch, place }) => {
  const name = `Spring order, ${place}`;
  await page.goto(`/accounts/${firm}`);
  if (touch) await press(page.getByRole("tab", { name: "Related" }));
  await press(button(page, "Add to Opportunities"));
  const form = dialog(page, "New opportunity");
  await form.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await press(button(form, "Create"));
  await page.getByRole("heading", { level: 1, name }).or(page.locator(".related").getByText(name)).first().waitFor();
  assert.equal((await named("opportunities", name)).account_id, firm);
});

task("move a deal one stage", { desk: 1, phone: 2 }, async ({ page, press, touch, place }) => {
  const { id } = await deal(`Moves on, ${place}`);
  const [, next] = stages;
  if (touch) {
    await page.goto("/opportunities?layout=board");
    const card = page.locator(`[data-card='${id}']`);
    await press(button(card, "Move to…"));
    await press(page.getByRole("menuitem", { name: next.name }));
    await page.locator(`[data-column='${next.id}'] [data-card='${id}']`).waitFor({ state: "attached" });
  } else {
    await page.goto(`/opportunities/${id}`);
    await press(button(page, `Move to ${next.name}`));
    await page.locator(".stage-here").filter({ hasText: next.name }).waitFor();
  }
  for (let tries = 0; (await w.get(`/opportunities/${id}`)).stage_id !== next.id; tries += 1) {
    assert.ok(tries < 100, "the server never heard of it");
    await page.waitForTimeout(50);
  }
});

// What winning asks for is told already, so nothing is asked again.
task("win a deal", { desk: 2, phone: 3 }, async ({ page, press, place }) => {
  const { id } = await deal(`Won, ${place}`);
  await page.goto(`/opportunities/${id}`);
  await press(button(page, "Win").first());
  await page.locator(".stage-here[data-tone=success]").waitFor();
  assert.equal((await w.get(`/opportunities/${id}`)).status, "won");
});

task("lose a deal and say why", { desk: 2, phone: 3 }, async ({ page, press, touch, place }) => {
  const { id } = await deal(`Lost, ${place}`);
  await page.goto(`/opportunities/${id}`);
  await press(button(page, "Lose").first());
  const ask = dialog(page, "Lose");
  if (touch) {
    await press(ask.getByRole("button", { name: "Price" }));
  } else {
    // The list of reasons has the focus, so the first letters of one are enough.
    await page.waitForFunction(() => document.activeElement?.tagName === "SELECT");
    await page.keyboard.type("Pri");
  }
  await press(button(ask, "Lose"));
  await ask.waitFor({ state: "hidden" });
  const { status, lost_reason } = await w.get(`/opportunities/${id}`);
  assert.deepEqual([status, lost_reason], ["lost", "price"]);
});

task("plan the next activity", { desk: 2, phone: 3 }, async ({ page, press, touch, place }) => {
  const subject = `Planned at the ${place}`;
  await page.goto(`/accounts/${firm}`);
  await page.getByRole("heading", { level: 1, name: "Ernst Handel" }).waitFor();
  if (touch) await press(page.getByRole("tab", { name: "Timeline" }));
  const composer = page.locator(".composer");
  await press(composer.getByRole("button", { name: "Task" }));
  await composer.locator("textarea").fill(subject);
  await press(button(composer, "Save"));
  await page.locator(".moment").filter({ hasText: subject }).first().waitFor();
  const planned = await named("activities", subject, "subject");
  assert.deepEqual([planned.kind, planned.due_on, planned.anchor_id], ["task", day(1), firm]);
});

task("finish an activity and set what is next", { desk: 2, phone: 2 }, async ({ page, press, place }) => {
  const subject = `Ask for the order at the ${place}`;
  const { id } = await w.post("/activities", { kind: "call", subject, due_on: day(0), ...on });
  await page.goto("/");
  await press(page.locator(".home-item").filter({ hasText: subject }).getByRole("checkbox"));
  await press(page.locator(".toast").getByRole("button", { name: "In 3 days" }));
  await page.locator(".home-item").filter({ hasText: subject }).getByText("Ernst Handel").waitFor();
  const [next] = await newest(1);
  assert.deepEqual([next.follows_id, next.due_on, next.anchor_id, next.status], [id, day(3), firm, "open"]);
  assert.equal((await w.get(`/activities/${id}`)).status, "done");
});

task("reassign fifty filtered records", { desk: 4 }, async ({ page, press }) => {
  const tea = JSON.stringify({ field: "industry", op: "eq", value: "Tea" });
  await page.goto(`/accounts?filter=${encodeURIComponent(tea)}`);
  await rows(page).first().waitFor();
  await press(page.getByRole("checkbox", { name: "Select all in view" }));
  await shows(page, `${FIFTY} selected`);
  await press(button(page.locator(".bulk-bar"), "Change owner"));
  const ask = dialog(page, "Change owner");
  await ask.getByRole("combobox").fill("Ren");
  await press(option(page, "Ren Ito"));
  await ask.getByText(`${FIFTY} will change`).waitFor();
  await press(button(ask, "Apply"));
  await toast(page, `${FIFTY} records changed`).waitFor();
  assert.equal((await w.get(`/accounts?filter[owner_id]=${ren}&include=total&limit=1`)).total.total, FIFTY);
});

task("save a view", { desk: 2, phone: 3 }, async ({ page, press, place }) => {
  const name = `Handel, ${place}`;
  await page.goto("/accounts?q=Handel");
  await page.getByText("Ernst Handel").filter({ visible: true }).first().waitFor();
  await press(page.locator(".list-bar").getByRole("button", { name: "Save view", exact: true }));
  const form = dialog(page, "Save as new view");
  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await press(button(form, "Save"));
  await page.waitForURL(/view=/);
  assert.equal((await named("saved_views", name)).words, "Handel");
});

task("as a manager see a stuck deal and act on it", { desk: 3, phone: 4 }, async ({ page, press, touch, place }) => {
  const unplanned = await deal(`Without a plan, ${place}`, { owner_id: ren, next_step: null, next_step_on: null });
  const question = `What is the plan here? (${place})`;
  await page.goto("/");
  if (touch) await press(page.locator(".bottom-bar").getByRole("button", { name: "More" }));
  const places = touch ? dialog(page, "More") : page.getByRole("navigation");
  await press(places.getByRole("link", { name: "Battle map" }));
  await press(page.locator(".map-block[data-tone='neutral']").first());
  const row = page.locator(".map-row").filter({ hasText: unplanned.name });
  await press(button(row, "Ask"));
  await row.getByLabel("Subject").fill(question);
  await page.keyboard.press("Enter");
  await toast(page, "The owner has a new task").waitFor();
  const asked = await named("activities", question, "subject");
  assert.deepEqual([asked.kind, asked.owner_id, asked.anchor_id], ["task", ren, unplanned.id]);
});

// One page for all tasks of a place: the app takes longer to start than a task takes.
for (const [place, touch, size] of [["desk", false, { width: 1440, height: 900 }], ["phone", true, { width: 360, height: 640 }]]) {
  test(place, async (t) => {
    const page = await w.page(t, { at: null, ...size });
    const taken = await countSteps(page);
    const press = (locator) => (touch ? locator.tap() : locator.click());
    for (const { name, budgets, act } of tasks.filter(({ budgets }) => place in budgets)) {
      const budget = budgets[place];
      await t.test(`${name}: ${budget}`, async () => {
        await taken();
        await act({ page, press, touch, place });
        const steps = await taken();
        assert.ok(steps > 0 && steps <= budget, `${steps} steps instead of ${budget}`);
      });
    }
  });
}
