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
  // By dragging.
  await entry.dragTo(day(page, "Tue, Mar 30"));
  await day(page, "Tue, Mar 30").locator(entry).waitFor();
  const moved = await w.get(`/activities/${id}`);
  assert.deepEqual([moved.starts_at, moved.ends_at], ["2027-03-30T08:00:00Z", "2027-03-30T09:00:00Z"]);
});

test("what comes back stands on each of its days, in the month and on the phone", async (t) => {
  await w.post("/activities", { subject: "Stand-up", ...on, ...at, recurrence: "FREQ=WEEKLY;COUNT=3" });
  const page = await w.page(t, { at: "/calendar?on=2027-03-25", width: 1440 });
  await page.getByRole("radio", { name: "Month" }).check();
  await page.waitForURL(/view=month/);
  for (const name of ["Thu, Mar 25", "Thu, Apr 1", "Thu, Apr 8"]) await day(page, name).getByRole("link", { name: "Stand-up" }).waitFor();
  await axe(page);
  const phone = await w.page(t, { at: "/calendar?on=2027-03-25", width: 360 });
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
