// A day's work: what is due, done, put off and planned next, within the steps it may take, at the desk and on the phone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe } from "./harness/axe.mjs";
import { button, shows, toast } from "./harness/roles.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const [account] = await w.many("accounts", [{ name: "Ernst Handel" }]);
const on = { anchor_entity: "account", anchor_id: account };
const make = async (plural, body) => (await w.post(`/${plural}`, body)).id;
const newest = async (count) => (await w.get(`/activities?sort=-created_at&limit=${count}`)).data;

/** Clicks or taps, and counts them; typing is free. */
function hand(page, touch) {
  let steps = 0;
  return {
    press: async (locator) => {
      steps += 1;
      await (touch ? locator.tap() : locator.click());
    },
    steps: () => steps,
  };
}

for (const [place, options, touch] of [
  ["desk", { width: 1440 }, false],
  ["phone", { width: 360, height: 640, touch: true }, true],
]) {
  test(`finish an activity and set what is next in two steps: ${place}`, async (t) => {
    const id = await make("activities", { kind: "call", subject: `Ask for the order at the ${place}`, due_on: day(0), ...on });
    const page = await w.page(t, { at: "/", ...options });
    const { press, steps } = hand(page, touch);
    const row = page.locator(".home-item").filter({ hasText: `Ask for the order at the ${place}` });
    await press(row.getByRole("checkbox"));
    await press(page.locator(".toast").getByRole("button", { name: "In 3 days" }));
    await page.locator(".home-item").filter({ hasText: `Ask for the order at the ${place}` }).getByText("Ernst Handel").waitFor();
    assert.equal(steps(), 2);
    const next = (await newest(1))[0];
    assert.deepEqual([next.follows_id, next.due_on, next.anchor_id, next.status], [id, day(3), account, "open"]);
    assert.equal((await w.get(`/activities/${id}`)).status, "done");
  });

  test(`plan the next activity in ${touch ? "three" : "two"} steps: ${place}`, async (t) => {
    const page = await w.page(t, { at: `/accounts/${account}`, ...options });
    await page.getByRole("heading", { level: 1, name: "Ernst Handel" }).waitFor();
    const { press, steps } = hand(page, touch);
    if (touch) await press(page.getByRole("tab", { name: "Timeline" }));
    const composer = page.locator(".composer");
    await press(composer.getByRole("button", { name: "Task" }));
    await composer.locator("textarea").fill(`Planned at the ${place}`);
    await press(button(composer, "Save"));
    await page.locator(".moment").filter({ hasText: `Planned at the ${place}` }).first().waitFor();
    assert.equal(steps(), touch ? 3 : 2);
    assert.deepEqual((await newest(1)).map(({ kind, due_on }) => [kind, due_on]), [["task", day(1)]]);
  });
}

// On the phone the call begins with a tap on the number: `phone.test.mjs`.
test("log a finished call with its next step in three steps", async (t) => {
  const page = await w.page(t, { at: `/accounts/${account}`, width: 1440 });
  const composer = page.locator(".composer");
  const { press, steps } = hand(page, false);
  await press(composer.getByRole("button", { name: "Call" }));
  await composer.getByRole("textbox").fill("They will order in spring");
  await press(button(composer, "In 3 days"));
  await press(button(composer, "Save"));
  await toast(page, "Saved to the timeline").waitFor();
  assert.equal(steps(), 3);
  const made = await newest(2);
  assert.deepEqual(made.map(({ kind, status, due_on }) => [kind, status, due_on]).sort(), [["call", "done", null], ["task", "open", day(3)]]);
});

test("what is put off is out of the way, by the menu and by keys", async (t) => {
  await make("activities", { kind: "task", subject: "Write the offer", due_on: day(0), priority: "high" });
  await make("activities", { kind: "task", subject: "Book the train", due_on: day(-1) });
  const page = await w.page(t, { at: "/", width: 1440 });
  const row = (name) => page.locator(".home-item").filter({ hasText: name });
  await row("Write the offer").waitFor();
  await axe(page);
  await button(page, "Snooze Write the offer").click();
  await page.getByRole("menuitem", { name: "Tomorrow" }).click();
  await row("Write the offer").waitFor({ state: "detached" });
  const [found] = (await w.get("/activities?filter[subject]=Write the offer")).data;
  assert.match(found.snoozed_until, new RegExp(`^${day(1)}T0[78]:00:00Z$`), "tomorrow morning in Berlin");
  // The first row is the overdue one.
  await page.keyboard.press("j");
  await page.waitForFunction(() => document.activeElement?.textContent === "Book the train");
  await page.keyboard.press("d");
  await row("Book the train").waitFor({ state: "detached" });
  assert.equal((await w.get("/activities?filter[subject]=Book the train")).data[0].status, "done");
});

test("a colleague mentioned with @ sees it; hostile text stays text", async (t) => {
  const login = await w.person("sales", { family: "Berg", given: "Anna" });
  const page = await w.page(t, { at: `/accounts/${account}`, width: 1440 });
  const box = page.locator(".composer").getByRole("textbox");
  await box.fill("");
  await box.pressSequentially("Please ask @Ann");
  await page.getByRole("option", { name: "Anna Berg" }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.value === "Please ask @Anna Berg ");
  await box.pressSequentially("about #Ernst");
  await page.getByRole("option", { name: "Ernst Handel" }).waitFor();
  await axe(page);
  await page.keyboard.press("Tab");
  await box.pressSequentially("\n\n**today** <img src=x onerror=alert(1)> [no](javascript:alert(1))");
  await page.keyboard.press("Control+Enter");
  const note = page.locator(".moment").filter({ hasText: "Please ask @Anna Berg" });
  await note.locator("strong").getByText("today").waitFor();
  assert.equal(await note.locator("img").count(), 0);
  assert.equal(await note.getByRole("link", { name: "no" }).count(), 0);
  await shows(note, "<img src=x onerror=alert(1)>");
  const { data } = await w.get("/mentions?sort=-created_at");
  assert.equal(data.length, 2);
  assert.equal(data.filter(({ record_id }) => record_id === account).length, 1);
  // Who may not see the account does not hear of it; who may finds it on the first page.
  const hers = await w.page(t, { login, at: "/", width: 1440 });
  await hers.getByRole("heading", { level: 2, name: "Today" }).waitFor();
  assert.equal(await hers.getByText("You were mentioned").isVisible(), false);
  const { id } = (await w.get("/users?filter[family_name]=Berg")).data[0];
  await w.patch(`/accounts/${account}`, { owner_id: id });
  await hers.reload();
  await hers.getByRole("heading", { name: "You were mentioned" }).waitFor();
});
