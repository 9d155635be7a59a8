// The page of one record: facts changed in place, the timeline, related records, and what happens when two people
// change the same or something is gone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, dialog, fact, shows, toast } from "./harness/roles.mjs";
import { allowProblem } from "./harness.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const make = async (plural, body) => (await w.post(`/${plural}`, body)).id;

async function account(t, body = {}, options = {}) {
  const id = await make("accounts", { name: "Alfreds Futterkiste", industry: "Food", ...body });
  const page = await w.page(t, { at: null, ...options });
  if (options.deaf) await hearNothing(page);
  await page.goto(`/accounts/${id}`);
  await page.getByRole("heading", { level: 1, name: body.name ?? "Alfreds Futterkiste" }).waitFor();
  return { id, page };
}

/** Keeps what others do from the page until it asks or saves. */
async function hearNothing(page) {
  allowProblem(page, /live|ERR_FAILED/);
  await page.route(/\/api\/v1\/live/, (route) => route.abort());
}

/** Changes a fact in place. */
async function retype(page, label, text) {
  await button(page, `Edit ${label}`).click();
  await page.getByRole("textbox", { name: label, exact: true }).fill(text);
  await page.keyboard.press("Enter");
}

const saved = (page) => page.waitForFunction(() => !document.querySelector(".mark-saving"));

test("a fact becomes an input where it stands and is saved when left", async (t) => {
  const { id, page } = await account(t);
  await retype(page, "Industry", "Bakery");
  await fact(page, "Industry").filter({ hasText: "Bakery" }).waitFor();
  await saved(page);
  assert.equal((await w.get(`/accounts/${id}`)).industry, "Bakery");
  // The change stands in the timeline, with what was there before, and can be taken back there.
  await page.getByRole("listitem").filter({ hasText: "Maria Anders changed this" }).getByText("Food").waitFor();
  await page.getByRole("listitem").filter({ hasText: "Maria Anders changed this" }).hover();
  await page.getByRole("main").getByRole("button", { name: "Undo" }).first().click();
  await fact(page, "Industry").filter({ hasText: "Food" }).waitFor();
  // Tab goes on to the next fact.
  await button(page, "Edit Industry").click();
  await page.getByRole("textbox", { name: "Industry" }).waitFor();
  await page.keyboard.press("Tab");
  await page.getByRole("textbox", { name: "Website" }).waitFor();
  await page.keyboard.press("Escape");
});

test("what cannot be saved stays, with the reason at the field", async (t) => {
  const { id, page } = await account(t);
  await button(page, "Edit Name").click();
  const input = page.getByRole("textbox", { name: "Name", exact: true });
  await input.fill("");
  await page.keyboard.press("Enter");
  await shows(page, "Fill this in.");
  await input.fill("Bernd Futterkiste");
  await page.route("**/api/v1/accounts/*", (route) => (route.request().method() === "PATCH" ? route.abort() : route.continue()));
  allowProblem(page, /ERR_FAILED/);
  await page.keyboard.press("Enter");
  await shows(page, "The server could not be reached");
  await shows(page, "Bernd Futterkiste");
  await page.unroute("**/api/v1/accounts/*");
  await button(page, "Try again").click();
  await page.getByRole("heading", { level: 1, name: "Bernd Futterkiste" }).waitFor();
  await saved(page);
  assert.equal((await w.get(`/accounts/${id}`)).name, "Bernd Futterkiste");
});

test("notes, calls and tasks are logged on the timeline, with what comes next", async (t) => {
  const { id, page } = await account(t);
  await page.keyboard.press("n");
  await writing(page);
  await page.keyboard.type("They want delivery before Easter");
  await page.keyboard.press("ControlOrMeta+Enter");
  await moment(page, "They want delivery before Easter");

  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("l");
  await writing(page);
  await page.keyboard.type("Asked about prices\nand about spices");
  await page.getByRole("combobox", { name: "Outcome" }).selectOption({ label: "Reached" });
  await button(page, "Tomorrow").click();
  await button(page, "Save").click();
  await moment(page, "and about spices");

  await button(page, "Task").click();
  await page.getByRole("textbox", { name: "What is to be done?" }).fill("Send the price list");
  await button(page, "Save").click();
  await moment(page, "Send the price list");
  const { data } = await w.get(`/activities?filter[anchor_id]=${id}&sort=kind,subject`);
  assert.deepEqual(
    data.map(({ kind, status, subject }) => [kind, status, subject]).sort(),
    [
      ["call", "done", "Asked about prices"],
      ["note", "done", "They want delivery before Easter"],
      ["task", "open", "Asked about prices"],
      ["task", "open", "Send the price list"],
    ],
  );
  // Finishing a task where it stands.
  await page.getByRole("checkbox", { name: "Done: Send the price list" }).click();
  await page.waitForFunction(() => !document.querySelector("[aria-label='Done: Send the price list']:not(:checked)"));
  await page.reload();
  await moment(page, "They want delivery before Easter");
});

/** The composer has the focus: what a robot types before that is lost. */
const writing = (page) => page.locator(".composer textarea:focus").waitFor();

const moment = (page, words) => page.getByRole("main").getByRole("listitem").filter({ hasText: words }).first().waitFor();

test("what is typed into the composer survives a reload", async (t) => {
  const { page } = await account(t);
  const composer = page.getByRole("textbox", { name: "Note…" });
  await composer.fill("Half a thought");
  await page.reload();
  await page.waitForFunction(() => document.querySelector(".composer textarea")?.value === "Half a thought");
});

test("related records are listed, and new ones begin with the link", async (t) => {
  const { id, page } = await account(t);
  await button(page, "Add to Contacts").click();
  const form = dialog(page, "New contact");
  await form.getByLabel("Family name").fill("Trujillo");
  await button(form, "Create").click();
  await page.getByRole("heading", { level: 1, name: "Trujillo" }).waitFor();
  await fact(page, "Account").filter({ hasText: "Alfreds Futterkiste" }).waitFor();
  const { data } = await w.get(`/contacts?filter[account_id]=${id}`);
  assert.equal(data.length, 1);
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Alfreds Futterkiste" }).waitFor();
  await page.getByRole("complementary", { name: "Related" }).getByRole("link", { name: "Trujillo" }).first().waitFor();
});

test("lists of related records are called what they hold, and say what matters", async (t) => {
  const { id, page } = await account(t, { name: "Great Lakes Food Market" });
  const [person] = await w.many("contacts", [{ family_name: "Snyder", given_name: "Howard", job_title: "Marketing manager", account_id: id }]);
  const amount = { amount_minor: 1_250_000, currency: "EUR" };
  const [sale] = await w.many("opportunities", [{ name: "Spring assortment", account_id: id, amount, close_on: "2027-03-01" }]);
  const [rival] = await w.many("competitors", [{ name: "Speedy Provisions" }]);
  await w.many("opportunity_contacts", [{ opportunity_id: sale, contact_id: person, role: "champion" }]);
  await w.many("opportunity_competitors", [{ opportunity_id: sale, competitor_id: rival, status: "confirmed" }]);
  const lists = page.getByRole("complementary", { name: "Related" });
  const titles = () => lists.getByRole("heading", { level: 2 }).allTextContents();
  const item = (name) => lists.getByRole("listitem").filter({ hasText: name });
  const told = async (path, expected, name, words) => {
    await page.goto(path);
    await item(name).waitFor();
    for (const text of words) await item(name).getByText(text).first().waitFor();
    assert.deepEqual((await titles()).filter((title) => expected.includes(title)), expected);
    for (const title of await titles()) assert.doesNotMatch(title, / on | at an? /);
    return (await item(name).innerText()).replace(/\s+/g, " ");
  };
  const onAccount = await told(`/accounts/${id}`, ["Contacts", "Opportunities", "Subsidiaries"], "Spring assortment", ["Qualification", "12,500.00"]);
  assert.doesNotMatch(onAccount, /Sales|Anders/);
  await item("Howard Snyder").getByText("Marketing manager").waitFor();
  await told(`/opportunities/${sale}`, ["Contacts", "Competitors"], "Howard Snyder", ["Champion", "Marketing manager"]);
  await told(`/competitors/${rival}`, ["Opportunities"], "Spring assortment", ["Confirmed", "Qualification", "12,500.00"]);
  await told(`/contacts/${person}`, ["Accounts", "Opportunities", "Opportunities as main contact"], "Spring assortment", ["Champion", "12,500.00"]);
});

test("another person changed another field: both changes stay", async (t) => {
  const { id, page } = await account(t, {}, { deaf: true });
  allowProblem(page, /412/);
  await w.patch(`/accounts/${id}`, { website: "https://other.example.com" });
  await retype(page, "Industry", "Bakery");
  await saved(page);
  await fact(page, "Website").filter({ hasText: "other.example.com" }).waitFor();
  const now = await w.get(`/accounts/${id}`);
  assert.deepEqual([now.industry, now.website], ["Bakery", "https://other.example.com"]);
});

for (const [choice, stays] of [["Keep yours", "Paper"], ["Keep theirs", "Glass"]]) {
  test(`another person changed the same field: ${choice.toLowerCase()}`, async (t) => {
    const { id, page } = await account(t, {}, { deaf: true });
    allowProblem(page, /412/);
    await w.patch(`/accounts/${id}`, { industry: "Glass" });
    await retype(page, "Industry", "Paper");
    const ask = dialog(page, "Somebody changed this too");
    for (const words of ["Paper", "Glass", "Food"]) await ask.getByText(words, { exact: true }).waitFor();
    await button(ask, choice).click();
    await fact(page, "Industry").filter({ hasText: stays }).waitFor();
    await saved(page);
    assert.equal((await w.get(`/accounts/${id}`)).industry, stays);
  });
}

test("a deleted record goes to its list and comes back by undo", async (t) => {
  const { id, page } = await account(t, { name: "Gone soon" });
  await button(page, "More").click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("heading", { level: 1, name: "Accounts" }).waitFor();
  await toast(page, "Gone soon deleted").getByRole("button", { name: "Undo" }).click();
  await page.getByRole("gridcell").filter({ hasText: "Gone soon" }).first().waitFor();
  assert.equal((await w.get(`/accounts/${id}`)).deleted_at, null);
});

test("what is not there says so and leads back", async (t) => {
  const page = await w.page(t, { at: null });
  allowProblem(page, /404/);
  for (const path of ["/accounts/01900000-0000-7000-8000-00000000ffff", "/accounts/nonsense", "/nowhere", "/a/b/c"]) {
    await page.goto(path);
    await shows(page, "There is nothing here");
  }
  const gone = await make("accounts", { name: "Binned" });
  await w.remove(`/accounts/${gone}`);
  await page.goto(`/accounts/${gone}`);
  await shows(page, "There is nothing here");
  await page.getByRole("link", { name: "Go to the first page" }).click();
  await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
});

test("who may not change sees values, not inputs", async (t) => {
  const login = await w.person("read-only");
  const { page } = await account(t, {}, { login });
  await fact(page, "Industry").filter({ hasText: "Food" }).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Edit / }).count(), 0);
  await button(page, "More").click();
  assert.equal(await page.getByRole("menuitem", { name: "Delete" }).count(), 0);
});
