// A day's work: what is due, done and put off, and who is told. How few steps that takes is in `steps.test.mjs`.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe } from "./harness/axe.mjs";
import { button, shows } from "./harness/roles.mjs";
import { day } from "./harness/days.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const [account] = await w.many("accounts", [{ name: "Ernst Handel" }]);
const make = async (plural, body) => (await w.post(`/${plural}`, body)).id;

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
