// What one person does, another one sees at once; what somebody types or points at stays where it is.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, cell, dialog, fact, rows } from "./harness/roles.mjs";
import { allowProblem, axe, screenshot, startServer } from "./harness.mjs";
import { workspace } from "./harness/workspace.mjs";
import { fill } from "./harness/sample.mjs";

const w = await workspace();
const { accounts, opportunities, stages } = await fill(w);
const other = await w.person("administrator", { family: "Sato", given: "Mei" });
const eur = (amount_minor) => ({ amount_minor, currency: "EUR" });

/** Fails unless this is seen within two seconds of what was done, or within what is said. */
async function soon(deed, seen, limit = 2_000) {
  const began = Date.now();
  await deed();
  const done = Date.now();
  await seen();
  const late = Date.now() - done;
  assert.ok(late < limit, `seen ${late} ms after it was done, which took ${done - began} ms`);
}

/** Waits until a page hears of what happens. */
async function listening(t, options) {
  const page = await w.page(t, { at: null, ...options });
  const stream = page.waitForResponse((response) => new URL(response.url()).pathname === "/api/v1/live");
  await page.goto(options.at);
  await stream;
  return page;
}

test("a change in one browser shows in another: list, page, timeline, related list, board", async (t) => {
  const [id, deal] = [accounts[0], opportunities[0]];
  const list = await listening(t, { login: other, at: "/accounts?columns=name,industry" });
  await cell(list, "Alfreds Futterkiste").first().waitFor();
  const page = await listening(t, { login: other, at: `/accounts/${id}` });
  await fact(page, "Industry").filter({ hasText: "Food" }).waitFor();
  const board = await listening(t, { login: other, at: "/opportunities?layout=board", width: 1440 });
  const column = (at) => board.locator(`[data-column='${stages[at].id}']`);
  await column(0).locator(".board-card").filter({ hasText: "Spring assortment" }).waitFor();
  const writer = await w.page(t, { at: `/accounts/${id}` });
  await button(writer, "Edit Industry").click();
  await writer.getByRole("textbox", { name: "Industry" }).fill("Tea house");
  await soon(
    () => writer.keyboard.press("Enter"),
    () => Promise.all([cell(list, "Tea house").first().waitFor(), fact(page, "Industry").filter({ hasText: "Tea house" }).waitFor()]),
  );
  await writer.getByRole("textbox", { name: "Note…" }).fill("They open a second shop");
  await soon(
    () => button(writer, "Save").click(),
    () => page.locator(".moment").filter({ hasText: "They open a second shop" }).waitFor(),
  );
  await soon(
    () => w.post("/opportunities", { name: "Second shop", account_id: id, amount: eur(900_000) }),
    () => page.locator(".related").filter({ hasText: "Second shop" }).waitFor(),
  );
  await soon(
    () => w.post(`/opportunities/${deal}/move`, { stage_id: stages[1].id }),
    () => column(1).locator(".board-card").filter({ hasText: "Spring assortment" }).waitFor(),
  );
  assert.equal(await column(0).locator(".board-card").filter({ hasText: "Spring assortment" }).count(), 0);
});

test("what is typed stays, with a mark, and both decide", async (t) => {
  const id = accounts[1];
  const page = await listening(t, { at: `/accounts/${id}` });
  await button(page, "Edit Industry").click();
  const input = page.getByRole("textbox", { name: "Industry" });
  await input.fill("What I am typing");
  await soon(
    () => w.patch(`/accounts/${id}`, { industry: "Groceries", name: "Berglunds" }),
    () => page.locator(".editor-note").filter({ hasText: "Groceries" }).waitFor(),
  );
  await page.getByRole("heading", { level: 1, name: "Berglunds" }).waitFor();
  assert.equal(await input.inputValue(), "What I am typing");
  assert.ok(await input.evaluate((element) => element === document.activeElement));
  await axe(page);
  await screenshot(page, "live-typing");
  await page.keyboard.press("Enter");
  const question = dialog(page, "Somebody changed this too");
  await question.getByText("Groceries").waitFor();
  await button(question, "Keep yours").click();
  await fact(page, "Industry").filter({ hasText: "What I am typing" }).waitFor();
  await question.waitFor({ state: "hidden" });
  assert.equal((await w.get(`/accounts/${id}`)).industry, "What I am typing");
});

test("rows do not move under the pointer: new ones announce themselves, deleted ones are struck out", async (t) => {
  const [gone] = await w.many("accounts", [{ name: "Aaa soon deleted" }]);
  const page = await listening(t, { at: "/accounts?sort=name" });
  const first = rows(page).first();
  await first.filter({ hasText: "Aaa soon deleted" }).waitFor();
  await rows(page).nth(2).hover();
  const names = () => page.locator(".cell-title").allInnerTexts();
  const before = await names();
  await soon(
    () => w.many("accounts", [{ name: "Aaa brand new" }, { name: "Aab brand new" }]),
    () => button(page, "2 new").waitFor(),
  );
  assert.deepEqual(await names(), before);
  await soon(
    () => w.remove(`/accounts/${gone}`),
    () => page.locator(".grid-row-gone").filter({ hasText: "Aaa soon deleted" }).waitFor(),
  );
  assert.deepEqual(await names(), before);
  await axe(page);
  await screenshot(page, "live-list");
  await button(page, "2 new").click();
  await first.filter({ hasText: "Aaa brand new" }).waitFor();
  await page.locator(".grid-row-gone").waitFor({ state: "detached" });
  // Nobody points at the rows: they simply come.
  await page.mouse.move(5, 5);
  await page.evaluate(() => document.activeElement.blur());
  await soon(() => w.many("accounts", [{ name: "Aaa and another" }]), () => cell(page, "Aaa and another").first().waitFor());
});

test("nobody hears of what they may not see", async (t) => {
  const rep = await w.person("sales", { family: "Ito", given: "Ren" });
  const { data } = await w.get(`/users?filter[login]=${rep}`);
  const page = await listening(t, { login: rep, at: "/accounts" });
  await page.locator(".state").waitFor();
  await w.many("accounts", [{ name: "Not for the rep" }]);
  await soon(
    () => w.many("accounts", [{ name: "For the rep", owner_id: data[0].id }]),
    () => cell(page, "For the rep").first().waitFor(),
  );
  assert.equal(await cell(page, "Not for the rep").count(), 0);
});

test("one tab listens for all, and another goes on when it is closed", async (t) => {
  const id = accounts[2];
  const first = await listening(t, { at: `/accounts/${id}` });
  const second = await first.context().newPage();
  let streams = 0;
  second.on("request", (request) => (streams += new URL(request.url()).pathname === "/api/v1/live" ? 1 : 0));
  await second.goto(`/accounts/${id}`);
  await fact(second, "Industry").waitFor();
  await second.bringToFront();
  await soon(
    () => w.patch(`/accounts/${id}`, { industry: "Heard by both" }),
    () => Promise.all([first, second].map((page) => fact(page, "Industry").filter({ hasText: "Heard by both" }).waitFor())),
  );
  assert.equal(streams, 0);
  await first.close();
  await soon(
    () => w.patch(`/accounts/${id}`, { industry: "Heard by the second" }),
    () => fact(second, "Industry").filter({ hasText: "Heard by the second" }).waitFor(),
  );
  assert.equal(streams, 1);
});

test("after the server was away the page listens on from the place in the log where it was", async (t) => {
  const id = accounts[3];
  const page = await listening(t, { at: `/accounts/${id}` });
  allowProblem(page, /ERR_/);
  await w.patch(`/accounts/${id}`, { industry: "Before the cut" });
  await fact(page, "Industry").filter({ hasText: "Before the cut" }).waitFor();
  const again = page.waitForRequest((request) => /^\d+-\d+$/.test(request.headers()["last-event-id"] ?? ""));
  await w.server.stop();
  await w.server.start();
  await w.patch(`/accounts/${id}`, { industry: "After the cut" });
  await fact(page, "Industry").filter({ hasText: "After the cut" }).waitFor();
  await again;
});

test("without a stream it is asked every now and then", async (t) => {
  const id = accounts[4];
  const page = await w.page(t, { at: null });
  allowProblem(page, /live|ERR_FAILED/);
  await page.route(/\/api\/v1\/live$/, (route) => route.abort());
  const asked = page.waitForResponse(/\/api\/v1\/live\?wait=0/);
  await page.goto(`/accounts/${id}`);
  await asked;
  await soon(
    () => w.patch(`/accounts/${id}`, { industry: "Asked for" }),
    () => fact(page, "Industry").filter({ hasText: "Asked for" }).waitFor(),
    5_000,
  );
});

test("across two server processes on one PostgreSQL", async (t) => {
  const both = await workspace(t, { database: "postgres" });
  const beside = await startServer(t, { beside: both.server });
  const [id] = await both.many("accounts", [{ name: "Far away" }]);
  const page = await both.page(t, { at: null, server: beside });
  const stream = page.waitForResponse(/\/api\/v1\/live$/);
  await page.goto(`/accounts/${id}`);
  await Promise.all([stream, fact(page, "Industry").waitFor()]);
  await soon(
    () => both.patch(`/accounts/${id}`, { industry: "Next door" }),
    () => fact(page, "Industry").filter({ hasText: "Next door" }).waitFor(),
  );
});
