// Those who are asked to a meeting answer for themselves: from today, its page and the calendar.
import assert from "node:assert/strict";
import { test } from "node:test";
import { axe } from "./harness/axe.mjs";
import { button, toast } from "./harness/roles.mjs";
import { awkward } from "./harness/touch.mjs";
import { day } from "./harness/days.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const login = await w.person("sales", { given: "Ada", family: "Byron" });
const { data: [ada] } = await w.get(`/users?filter[login]=${encodeURIComponent(login)}`);
const soon = day(3);
const asked = (subject, hour) => w.post("/activities", {
  kind: "meeting", subject, time_zone: "Europe/Berlin", starts_at: `${soon}T${hour}:00:00Z`, ends_at: `${soon}T${hour}:45:00Z`,
  attendees: [{ user_id: ada.id }, { name: "Guest", email: "guest@example.com" }],
});
const answer = async (id) => (await w.get(`/activities/${id}`)).attendees[0].answer;
const until = async (id, wanted) => {
  for (let tries = 0; tries < 100 && (await answer(id)) !== wanted; tries += 1) await new Promise((done) => setTimeout(done, 50));
  assert.equal(await answer(id), wanted);
};

test("an invitation stands in today until it is answered, and the organiser sees the answer", async (t) => {
  const { id } = await asked("Budget round", "08");
  const page = await w.page(t, { login, width: 1440 });
  const part = page.locator(".home-part").filter({ has: page.getByRole("heading", { name: "Invitations" }) });
  await part.getByRole("link", { name: "Budget round" }).waitFor();
  await axe(page);
  await part.getByRole("group", { name: "Your answer to Budget round" }).getByRole("button", { name: "Accept" }).click();
  await toast(page, "Accept: Budget round").waitFor();
  await part.waitFor({ state: "hidden" });
  await until(id, "accepted");
  const organiser = await w.page(t, { at: `/activities/${id}`, width: 1440 });
  await organiser.locator(".line").filter({ hasText: "Byron" }).getByText("Accepted").waitFor();
  assert.equal(await organiser.getByRole("region", { name: "Your answer" }).count(), 0, "who was not asked answers nothing");
  // On the page of the meeting, though the meeting is somebody else's.
  await page.goto(`/activities/${id}`);
  const bar = page.getByRole("region", { name: "Your answer" });
  const pressed = (name) => bar.getByRole("button", { name, pressed: true });
  await pressed("Accept").waitFor();
  await axe(page);
  await bar.getByRole("button", { name: "Tentative" }).click();
  await pressed("Tentative").waitFor();
  await until(id, "tentative");
  await organiser.locator(".line").filter({ hasText: "Byron" }).getByText("Tentative").waitFor();
  // It is an event like all others.
  await organiser.getByText("Tentative").first().waitFor();
});

test("a meeting that is moved asks again, and all that waits is there", async (t) => {
  const moved = await asked("Moved meeting", "11");
  const page = await w.page(t, { login, width: 1440 });
  const part = page.locator(".home-part").filter({ has: page.getByRole("heading", { name: "Invitations" }) });
  await part.getByRole("group", { name: "Your answer to Moved meeting" }).getByRole("button", { name: "Accept" }).click();
  await part.waitFor({ state: "hidden" });
  await w.patch(`/activities/${moved.id}`, { starts_at: `${soon}T11:30:00Z` });
  await part.getByRole("link", { name: "Moved meeting" }).waitFor();
  await until(moved.id, "needs_action");
  // Far ahead, and more than fit: the rest is one press away.
  await w.many("activities", [...Array(9).keys()].map((n) => ({
    kind: "meeting", subject: `Years ahead ${n}`, starts_at: `203${n}-05-02T09:00:00Z`, ends_at: `203${n}-05-02T10:00:00Z`,
    attendees: [{ user_id: ada.id }],
  })));
  const items = part.getByRole("listitem");
  await part.getByText("10", { exact: true }).waitFor();
  assert.equal(await items.count(), 8);
  await part.getByRole("button", { name: "Show all" }).click();
  await part.getByRole("link", { name: "Years ahead 8" }).waitFor();
  assert.equal(await items.count(), 10);
  await axe(page);
});

test("the calendar says what is not answered, and takes the answer", async (t) => {
  const { id } = await asked("Line of products", "10");
  for (const [width, theme] of [[1440, "light"], [360, "dark"]]) {
    const page = await w.page(t, { login, at: `/calendar?view=day&on=${soon}`, width, theme });
    const entry = page.locator(".cal-entry").filter({ hasText: "Line of products" });
    await entry.getByText(width > 1000 ? "No answer yet" : "Tentative").waitFor();
    await button(page, "Move Line of products").click();
    await page.getByRole("menuitem", { name: width > 1000 ? "Tentative" : "Decline" }).click();
    await (width > 1000 ? entry.getByText("Tentative").waitFor() : entry.waitFor({ state: "detached" }));
    if (width < 1000) assert.deepEqual(await awkward(page), []);
    await axe(page);
  }
  await until(id, "declined");
});
