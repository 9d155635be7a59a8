// The calendar: by day, week, month and as a list; moving what is planned; other calendars.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe } from "./harness/axe.mjs";
import { button, dialog, toast } from "./harness/roles.mjs";
import { awkward } from "./harness/touch.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const [account] = await w.many("accounts", [{ name: "Ernst Handel" }]);
const on = { anchor_entity: "account", anchor_id: account, time_zone: "Europe/Berlin", kind: "meeting" };
// Ten o'clock in Berlin on the Thursday before clocks go forward.
const at = { starts_at: "2027-03-25T09:00:00Z", ends_at: "2027-03-25T10:00:00Z" };
const day = (page, name) => page.locator(".cal-day").filter({ has: page.getByRole("heading", { name }) });

const middle = async (locator) => {
  const box = await locator.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** As a hand does, without scrolling: what is dragged is held where it was taken. */
async function drag(page, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

test("a meeting stays at ten when it moves past the change of clocks", async (t) => {
  const { id } = await w.post("/activities", { subject: "Tasting", ...on, ...at });
  const page = await w.page(t, { at: "/calendar?view=week&on=2027-03-25", width: 1440 });
  const entry = page.locator(".cal-entry").filter({ hasText: "Tasting" });
  await day(page, "Thu, Mar 25").locator(entry).waitFor();
  await axe(page);
  // By the menu, as keys and thumbs do.
  await button(page, "Move Tasting").click();
  await page.getByRole("menuitem", { name: "One week later" }).click();
  await toast(page, "Moved to").waitFor();
  assert.equal((await w.get(`/activities/${id}`)).starts_at, "2027-04-01T08:00:00Z");
  // Keys go on to the next week, and back.
  await page.keyboard.press("]");
  await day(page, "Thu, Apr 1").locator(entry).waitFor();
  // By dragging to a day: it keeps its time.
  await drag(page, await middle(entry), await middle(day(page, "Tue, Mar 30").getByRole("heading")));
  await day(page, "Tue, Mar 30").locator(entry).waitFor();
  const moved = await w.get(`/activities/${id}`);
  assert.deepEqual([moved.starts_at, moved.ends_at], ["2027-03-30T08:00:00Z", "2027-03-30T09:00:00Z"]);
});

/** Where on the page a day's clocks show an hour. */
const at_hour = async (page, name, hour) => {
  const box = await day(page, name).locator(".cal-slots").boundingBox();
  return { x: box.x + box.width / 2, y: box.y + (box.height * hour) / 24 + 2 };
};

test("days are hours: things stand where clocks show them, side by side, and are dragged to another time", async (t) => {
  const zone = (await w.get("/me")).time_zone;
  assert.equal(zone, "Europe/Berlin");
  const make = (subject, starts_at, ends_at) => w.post("/activities", { subject, ...on, starts_at, ends_at });
  const { id } = await make("Breakfast", "2027-06-14T07:00:00Z", "2027-06-14T08:00:00Z");
  await make("Walk", "2027-06-14T07:30:00Z", "2027-06-14T09:30:00Z");
  await make("Night train", "2027-06-15T20:00:00Z", "2027-06-16T03:00:00Z");
  const page = await w.page(t, { at: "/calendar?view=week&on=2027-06-14", width: 1440 });
  const block = (name, on) => day(page, on).locator(".cal-block").filter({ hasText: name });
  const breakfast = block("Breakfast", "Mon, Jun 14");
  await breakfast.waitFor();
  // In view at once, since days begin with work.
  const near = async (locator, hour) => {
    const [box, there] = [await locator.boundingBox(), await at_hour(page, "Mon, Jun 14", hour)];
    assert.ok(Math.abs(box.y - there.y) < 6, `${box.y} is not ${there.y}`);
    return box;
  };
  const one = await near(breakfast, 9);
  const other = await near(block("Walk", "Mon, Jun 14"), 9.5);
  assert.ok(one.x + one.width <= other.x + 1 || other.x + other.width <= one.x + 1, "they overlap");
  assert.ok(other.height > 1.9 * one.height);
  const box = await page.locator(".cal-hours").boundingBox();
  assert.ok(one.y > box.y && one.y < box.y + box.height, "work is not in view");
  // What goes past midnight stands on both days.
  await block("Night train", "Tue, Jun 15").waitFor();
  await block("Night train", "Wed, Jun 16").waitFor();
  await axe(page);
  // By the mouse to eleven on Wednesday.
  const to = await at_hour(page, "Wed, Jun 16", 11);
  const held = one.height - 4;
  await drag(page, { x: one.x + 10, y: one.y + held }, { x: to.x, y: to.y + held });
  const moved = block("Breakfast", "Wed, Jun 16");
  await moved.waitFor();
  const now = await w.get(`/activities/${id}`);
  assert.deepEqual([now.starts_at, now.ends_at], ["2027-06-16T09:00:00Z", "2027-06-16T10:00:00Z"]);
  await button(toast(page, "Moved to"), "Undo").click();
  await breakfast.waitFor();
  assert.equal((await w.get(`/activities/${id}`)).starts_at, "2027-06-14T07:00:00Z");
  // By saying when.
  await button(page, "Move Breakfast").click();
  await page.getByRole("menuitem", { name: "Move to…" }).click();
  const asked = dialog(page, "Move Breakfast");
  await asked.getByLabel("Begins").fill("2027-06-17T15:30");
  await button(asked, "Move").click();
  await block("Breakfast", "Thu, Jun 17").waitFor();
  assert.equal((await w.get(`/activities/${id}`)).ends_at, "2027-06-17T14:30:00Z");
});

test("keys lead from one thing to the next, and an empty place makes one", async (t) => {
  await w.many("activities", [
    { subject: "First", ...on, starts_at: "2027-07-05T08:00:00Z", ends_at: "2027-07-05T09:00:00Z" },
    { subject: "Second", ...on, starts_at: "2027-07-05T12:00:00Z", ends_at: "2027-07-05T13:00:00Z" },
    { subject: "Third", ...on, starts_at: "2027-07-07T11:30:00Z", ends_at: "2027-07-07T12:00:00Z" },
  ]);
  const page = await w.page(t, { at: "/calendar?view=week&on=2027-07-05", width: 1440 });
  const focused = (name) => page.waitForFunction((name) => document.activeElement?.textContent === name, name);
  await page.getByRole("link", { name: "First" }).focus();
  await page.keyboard.press("ArrowDown");
  await focused("Second");
  await page.keyboard.press("ArrowRight");
  await focused("Third");
  await page.keyboard.press("ArrowLeft");
  await focused("Second");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Second" }).waitFor();
  await page.goBack();
  await page.getByRole("link", { name: "First" }).waitFor();
  const empty = await at_hour(page, "Tue, Jul 6", 13.5);
  await page.mouse.click(empty.x, empty.y);
  const form = page.getByRole("dialog");
  await form.getByLabel("Begins").waitFor();
  assert.deepEqual(
    [await form.getByLabel("Begins").inputValue(), await form.getByLabel("Ends").inputValue()],
    ["2027-07-06T13:30", "2027-07-06T14:30"],
  );
});

test("today has a line where it is now", async (t) => {
  const page = await w.page(t, { at: "/calendar?view=week", width: 1440 });
  const line = page.locator(".cal-now");
  await line.waitFor();
  const [hour, minute] = new Intl.DateTimeFormat("de", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" }).format(new Date()).split(":").map(Number);
  const [at, day] = [await line.boundingBox(), await page.locator(".cal-today .cal-slots").boundingBox()];
  const expected = day.y + (day.height * (hour + minute / 60)) / 24;
  assert.ok(Math.abs(at.y - expected) < 4, `${at.y} is not ${expected}`);
});

test("days on which clocks change say which hour is odd", async (t) => {
  const page = await w.page(t, { at: "/calendar?view=day&on=2027-03-28", width: 1440 });
  await page.getByText("Clocks go forward: this hour is left out").waitFor();
  await page.goto("/calendar?view=day&on=2026-10-25");
  await page.getByText("Clocks go back: this hour comes twice").waitFor();
});

test("the phone has the hours of one day, and the week as a strip above them", async (t) => {
  await w.post("/activities", { subject: "Pitch", ...on, starts_at: "2027-08-12T08:00:00Z", ends_at: "2027-08-12T08:30:00Z" });
  const page = await w.page(t, { at: "/calendar?on=2027-08-12", width: 360 });
  await page.locator('.cal-hours[data-view="day"]').waitFor();
  await page.getByRole("link", { name: "Pitch" }).waitFor();
  assert.deepEqual(await awkward(page), []);
  await page.getByRole("radio", { name: "Week" }).check();
  const strip = page.getByRole("group", { name: "Days of the week" });
  assert.equal(await strip.getByRole("button").count(), 7);
  await strip.getByRole("button", { name: /1 planned/ }).and(page.locator("[aria-pressed=true]")).waitFor();
  assert.equal(await page.locator(".cal-hours .cal-day").count(), 1);
  assert.deepEqual(await awkward(page), []);
  await axe(page);
  await strip.getByRole("button", { name: /Aug 9/ }).click();
  await page.waitForURL(/on=2027-08-09/);
  await page.getByRole("link", { name: "Pitch" }).waitFor({ state: "detached" });
});

test("what comes back stands on each of its days, in the month and on the phone", async (t) => {
  await w.post("/activities", { subject: "Stand-up", ...on, ...at, recurrence: "FREQ=WEEKLY;COUNT=3" });
  const page = await w.page(t, { at: "/calendar?on=2027-03-25", width: 1440 });
  await page.getByRole("radio", { name: "Month" }).check();
  await page.waitForURL(/view=month/);
  for (const name of ["Thu, Mar 25", "Thu, Apr 1", "Thu, Apr 8"]) await day(page, name).getByRole("link", { name: "Stand-up" }).waitFor();
  await axe(page);
  const phone = await w.page(t, { at: "/calendar?view=agenda&on=2027-03-25", width: 360 });
  await phone.locator('.cal[data-view="agenda"]').waitFor();
  assert.equal(await phone.getByRole("link", { name: "Stand-up" }).count(), 3);
  assert.deepEqual(await awkward(phone), []);
  await axe(phone);
});

test("other calendars read this one by an address, and files of theirs are taken over", async (t) => {
  const page = await w.page(t, { at: "/calendar?view=month&on=2027-05-10", width: 1440 });
  const more = button(page, "Other calendars");
  await more.click();
  await page.getByRole("menuitem", { name: "Address for other calendars…" }).click();
  const address = await dialog(page, "Your calendar elsewhere").getByRole("textbox", { name: "Address" }).inputValue();
  const answer = await fetch(address);
  assert.match(await answer.text(), /^BEGIN:VCALENDAR\r\n/);
  await button(dialog(page, "Your calendar elsewhere"), "Close").last().click();
  const file = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", "BEGIN:VEVENT", "UID:fair@example.com", "DTSTAMP:20270101T000000Z",
    "DTSTART;VALUE=DATE:20270510", "DTEND;VALUE=DATE:20270512", "SUMMARY:Fair", "END:VEVENT", "END:VCALENDAR", ""].join("\r\n");
  await page.locator('input[type="file"]').setInputFiles({ name: "fair.ics", mimeType: "text/calendar", buffer: Buffer.from(file) });
  await toast(page, "1 taken over").waitFor();
  for (const name of ["Mon, May 10", "Tue, May 11"]) await day(page, name).getByRole("link", { name: "Fair" }).waitFor();
});
