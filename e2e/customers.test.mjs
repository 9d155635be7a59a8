// Customers are known once: what is likely there already shows while somebody types, and a lead becomes those that are
// there instead of making them again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, dialog, shows } from "./harness/roles.mjs";
import { allowProblem, axe } from "./harness.mjs";
import { day } from "./harness/days.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const make = async (plural, body) => (await w.post(`/${plural}`, body)).id;
const harbour = await make("accounts", {
  name: "Harbour & Sons Ltd.",
  website: "https://harbour.example",
  contact_points: [{ kind: "phone", value: "+49 30 007 43-210" }],
  addresses: [{ city: "Bremen" }],
});
const anna = await make("contacts", {
  family_name: "Nagy",
  given_name: "Anna",
  account_id: harbour,
  contact_points: [{ kind: "email", value: "anna@harbour.example" }],
});

/** A lead that is ready to become a customer. */
async function qualified(body) {
  const id = await make("leads", body);
  for (const verb of ["accept", "qualify"]) await w.call("POST", `/leads/${id}/${verb}`, {}, { headers: { "if-match": "*" } });
  return id;
}

test("what is likely there already shows while somebody types, and disturbs nothing", async (t) => {
  const page = await w.page(t, { at: "/accounts?new=account" });
  const form = page.getByRole("dialog");
  const name = form.getByRole("textbox", { name: "Name", exact: true });
  await name.pressSequentially("harbour sons gmbh", { delay: 20 });
  await shows(form, "Perhaps already there");
  await shows(form, "same name");
  assert.equal(await name.inputValue(), "harbour sons gmbh");
  assert.ok(await name.evaluate((input) => input === document.activeElement), "the focus stays");
  await name.fill("Somebody else");
  await form.getByText("Perhaps already there").waitFor({ state: "hidden" });
  await form.getByRole("textbox", { name: "Number or address" }).nth(1).fill("030 00743210");
  await shows(form, "same phone number");
  await axe(page);
  await form.getByRole("link", { name: "Harbour & Sons Ltd." }).click();
  await page.getByRole("heading", { level: 1, name: "Harbour & Sons Ltd." }).waitFor();
});

test("a lead becomes the account and contact that are there, and a sale begins", async (t) => {
  const lead = await qualified({
    family_name: "Nagy",
    given_name: "Anna",
    company: "Harbour Sons",
    estimated_value: { amount_minor: 500_000, currency: "EUR" },
    contact_points: [{ kind: "email", value: "anna@harbour.example" }],
  });
  const page = await w.page(t, { at: `/leads/${lead}` });
  await page.getByRole("button", { name: "Convert" }).first().click();
  const form = dialog(page, "Convert");
  await form.getByRole("radio", { name: /Harbour & Sons Ltd\./ }).check();
  assert.ok(await form.getByRole("radio", { name: /Anna Nagy.*same e-mail/ }).isChecked(), "this can only be her");
  await form.getByRole("checkbox", { name: "Begin an opportunity" }).check();
  await form.getByRole("textbox", { name: "Opportunity" }).fill("Two cranes");
  await axe(page);
  await button(form, "Convert").click();
  await shows(form, "Converted. This became of it:");
  await form.getByRole("link", { name: "Anna Nagy" }).waitFor();
  const shown = await w.get(`/leads/${lead}`);
  assert.equal(shown.converted_account_id, harbour);
  assert.equal(shown.converted_contact_id, anna);
  // What became of it is there to be read; nothing is offered that was done.
  const after = await w.page(t, { at: `/leads/${lead}`, width: 1440 });
  await after.getByRole("link", { name: "Two cranes" }).first().waitFor();
  assert.equal(await after.getByRole("button", { name: "Convert" }).count(), 0);
  await form.getByRole("link", { name: "Two cranes" }).click();
  await page.getByRole("heading", { level: 1, name: "Two cranes" }).waitFor();
  const sale = await w.get(`/opportunities/${shown.converted_opportunity_id}`);
  assert.deepEqual(sale.amount, { amount_minor: 500_000, currency: "EUR" });
});

test("on the phone, in Chinese, by keyboard: somebody new becomes a new customer", async (t) => {
  const lead = await qualified({ family_name: "王", given_name: "小明", name_order: "family_first", company: "怡海軟件" });
  const login = await w.person("sales", { language: "zh-Hant" });
  await w.patch(`/leads/${lead}`, { owner_id: (await w.get(`/users?filter[login]=${encodeURIComponent(login)}`)).data[0].id });
  const page = await w.page(t, { at: `/leads/${lead}`, login, width: 360, height: 640, language: "zh-Hant", theme: "dark" });
  await page.getByRole("button", { name: "轉換" }).first().click();
  const form = dialog(page, "轉換");
  assert.ok(await form.getByRole("radio", { name: "新增：怡海軟件" }).isChecked());
  await axe(page);
  await page.keyboard.press("ControlOrMeta+Enter");
  await shows(form, "已轉換");
  await form.getByRole("link", { name: "王小明" }).waitFor();
});

test("an account tells at a glance what is open, overdue and next, and what it belongs to", async (t) => {
  const id = await make("accounts", { name: "Pier Works", parent_id: harbour });
  await make("accounts", { name: "Pier Works East", parent_id: id });
  for (const [name, amount_minor, currency] of [["Dock", 250_000, "EUR"], ["Quay", 90_000, "USD"]]) {
    await make("opportunities", { name, account_id: id, currency, amount: { amount_minor, currency }, close_on: day(30) });
  }
  const on = { anchor_entity: "account", anchor_id: id };
  const { version } = await w.get(`/accounts/${id}`);
  await make("activities", { kind: "task", subject: "Send the offer", due_on: day(-4), ...on });
  await make("activities", { kind: "meeting", subject: "Visit the yard", due_on: day(5), ...on });
  const page = await w.page(t, { at: `/accounts/${id}`, width: 1440 });
  const glance = page.getByRole("region", { name: "At a glance" });
  const line = (label) => glance.locator(".overview-line").filter({ has: page.locator("dt").getByText(label, { exact: true }) });
  await line("Open").getByText("2,500.00").waitFor();
  await line("Open").getByText("900.00").waitFor();
  await line("Overdue").getByRole("link", { name: "Send the offer" }).waitFor();
  await line("Next").getByRole("link", { name: "Visit the yard" }).waitFor();
  await line("Group").getByRole("link", { name: "Harbour & Sons Ltd." }).waitFor();
  await line("Group").getByRole("link", { name: "1 subsidiary" }).waitFor();
  assert.equal((await w.get(`/accounts/${id}`)).version, version);
  await axe(page);
  // A group is no circle, and the page says so where it is tried.
  await page.goto(`/accounts/${harbour}`);
  allowProblem(page, /422/);
  await button(page, "Edit Parent account").click();
  await page.getByRole("combobox", { name: "Parent account" }).fill("Pier Works");
  await page.getByRole("option", { name: "Pier Works", exact: true }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await shows(page, "A record cannot stand above itself.");
  // On the phone it stands above the facts.
  const phone = await w.page(t, { at: `/accounts/${id}`, width: 360, theme: "dark", language: "zh-Hans" });
  await phone.getByRole("region", { name: "概览" }).getByText("进行中商机").waitFor();
  await axe(phone);
});

test("administrators find their lists in the settings", async (t) => {
  const page = await w.page(t, { at: "/settings" });
  await page.getByRole("link", { name: "Assignment rules" }).click();
  await page.getByRole("heading", { level: 1, name: "Assignment rules" }).waitFor();
  const seller = await w.page(t, { at: "/settings", login: await w.person("sales") });
  await seller.getByRole("heading", { name: "Keyboard" }).waitFor();
  assert.equal(await seller.getByRole("link", { name: "Web forms" }).count(), 0);
});

test("whoever contacts somebody who said no gives a reason, and it is kept", async (t) => {
  await make("consents", { contact_id: anna, channel: "email", status: "refused" });
  const page = await w.page(t, { at: `/contacts/${anna}` });
  await page.getByRole("heading", { level: 1, name: "Anna Nagy" }).waitFor();
  const mail = page.getByRole("link", { name: "anna@harbour.example" }).first();
  await mail.waitFor();
  await shows(page, "Refused");
  await mail.click();
  const ask = dialog(page, "Contact anyway?");
  await shows(ask, "does not want to be contacted this way");
  await axe(page);
  await button(ask, "Go on").click();
  await shows(ask, "Fill this in.");
  await ask.getByRole("textbox").fill("She asked for the drawing by phone");
  await page.evaluate(() => addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true));
  await button(ask, "Go on").click();
  await ask.waitFor({ state: "hidden" });
  const { data } = await w.get(`/activities?filter[anchor_id]=${anna}&filter[kind]=mail`);
  assert.equal(data[0].despite, "She asked for the drawing by phone");
});

test("administrators load the demo firm, and take out exactly that", async (t) => {
  const firm = await workspace(t);
  const own = (await firm.post("/accounts", { name: "Our own" })).id;
  const page = await firm.page(t, { at: "/settings" });
  await button(page, "Load the demo firm").click();
  await shows(page, /55 records are here/);
  await axe(page);
  const { data } = await firm.get("/accounts?sort=name");
  const lantau = data.find((account) => account.name === "Lantau Water Works");
  await firm.patch(`/accounts/${lantau.id}`, { tier: "A" });
  const sales = await firm.get("/opportunities?include=total&limit=1");
  assert.equal(sales.total.total, 12);
  const changes = await firm.get("/stage_changes?include=total&limit=1");
  assert.ok(changes.total.total > 20, "sales moved through their stages");
  await page.reload();
  await button(page, "Remove the demo firm").click();
  const ask = dialog(page, "Remove the demo firm");
  await shows(ask, /55 records go into the bin, 1 of them changed/);
  await button(ask, "Remove the demo firm").click();
  await button(page, "Load the demo firm").waitFor();
  const left = await firm.get("/accounts");
  assert.deepEqual(left.data.map((account) => account.id), [own]);
});
