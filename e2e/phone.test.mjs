// 360 px wide and by touch: nothing sticks out, everything can be hit, and the main tasks are done with a thumb.
import assert from "node:assert/strict";
import { test } from "node:test";
import { button, dialog, option, shows } from "./harness/roles.mjs";
import { allowProblem } from "./harness.mjs";
import { open, places } from "./harness/places.mjs";
import { fill } from "./harness/sample.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
const sample = await fill(w);
const phone = (t, at = null) => w.page(t, { at, width: 360 });

test("no page is wider than the screen, and what can be touched is big enough", async (t) => {
  const page = await phone(t);
  allowProblem(page, /404/);
  const found = {};
  for (const [name, place] of Object.entries(places(sample))) {
    await open(page, place);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    const wide = over > 0 ? [`${over} px too wide`] : [];
    // Letters below 16 px make phones zoom into inputs.
    const all = [...wide, ...(await page.evaluate(tooSmall)), ...(await page.evaluate(smallText))];
    if (all.length > 0) found[name] = all;
  }
  assert.deepEqual(found, {});
});

/** Runs in the page: what can be touched and is less than 44 px high or wide, words in running text aside. */
function tooSmall() {
  const SIZE = 43.5;
  const found = [];
  const scope = document.querySelector("dialog[open]") ?? document;
  for (const element of scope.querySelectorAll("a[href], button, input, select, textarea, summary, [role=button], [role=tab]")) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || element.disabled) continue;
    if (element.closest(".sr-only, [inert], [aria-hidden=true], p") || element.matches(".skip-link, .sr-only")) continue;
    // A label around or beside makes a small box easy to hit, and so does what the element spreads around itself.
    const areas = [element, ...(element.labels ?? []), element.closest("label")].filter(Boolean).map((node) => node.getBoundingClientRect());
    const spread = getComputedStyle(element, "::after");
    const [top, left] = spread.content !== "none" && spread.position === "absolute" ? [parseFloat(spread.top), parseFloat(spread.left)] : [0, 0];
    const height = Math.max(...areas.map((area) => area.height)) - 2 * Math.min(0, top || 0);
    const width = Math.max(...areas.map((area) => area.width)) - 2 * Math.min(0, left || 0);
    const covering = top === 0 && left === 0 && spread.position === "absolute";
    if (!covering && width > 0 && (height < SIZE || width < 24)) {
      found.push(`${element.tagName} ${element.className} “${(element.ariaLabel ?? element.textContent).trim().slice(0, 30)}” ${Math.round(width)}×${Math.round(height)}`);
    }
  }
  return found;
}

/** Runs in the page: inputs whose letters are smaller than 16 px. */
function smallText() {
  const inputs = [...document.querySelectorAll("input:not([type=checkbox], [type=radio]), select, textarea")];
  return inputs.filter((input) => input.checkVisibility() && parseFloat(getComputedStyle(input).fontSize) < 16).map((input) => input.outerHTML.slice(0, 80));
}

test("an account is made from the bar at the bottom, found again and changed", async (t) => {
  const page = await phone(t, "/");
  const bar = page.getByRole("navigation").last();
  await page.getByRole("button", { name: "Create" }).last().tap();
  await page.getByRole("menuitem", { name: "Account" }).tap();
  const form = dialog(page, "New account");
  await form.getByRole("textbox", { name: "Name" }).fill("Made on the way");
  await button(form, "Create").tap();
  await page.getByRole("heading", { level: 1, name: "Made on the way" }).waitFor();
  await button(page, "Edit Industry").tap();
  await page.getByRole("textbox", { name: "Industry" }).fill("Tea");
  await page.getByRole("textbox", { name: "Industry" }).press("Enter");
  await page.waitForFunction(() => !document.querySelector(".mark-saving, .editor"));
  await page.getByRole("tab", { name: "Timeline" }).tap();
  await page.getByRole("textbox", { name: "Note…" }).fill("Met at the station");
  await button(page, "Save").tap();
  await page.getByRole("listitem").filter({ hasText: "Met at the station" }).waitFor();
  await bar.getByRole("button", { name: "Search" }).or(bar.getByRole("link", { name: "Search" })).tap();
  await page.getByRole("combobox", { name: "Search and commands" }).fill("Made on");
  await option(page, /Made on the way/).tap();
  await page.getByRole("heading", { level: 1, name: "Made on the way" }).waitFor();
  const { data } = await w.get("/accounts?filter[name]=Made%20on%20the%20way");
  assert.equal(data[0].industry, "Tea");
});

test("a list is searched, filtered and opened; Back closes sheets first", async (t) => {
  const page = await phone(t, "/opportunities");
  await page.locator(".card-row").first().waitFor();
  await page.getByRole("searchbox", { name: "Search this list" }).fill("Tea");
  await page.locator(".card-row").filter({ hasText: "Tea and spices" }).waitFor();
  await page.locator(".card-row").filter({ hasText: "Trial order" }).waitFor({ state: "detached" });
  await page.locator(".card-row").first().tap();
  await page.getByRole("heading", { level: 1, name: "Tea and spices" }).waitFor();
  await page.goBack();
  await page.locator(".card-row").filter({ hasText: "Tea and spices" }).waitFor();
});

test("a card moves by its menu, without dragging", async (t) => {
  const page = await phone(t, "/opportunities?layout=board");
  const card = page.locator(".board-card").filter({ hasText: "Trial order" });
  await card.getByRole("button", { name: "Move to…" }).tap();
  await page.getByRole("menuitem", { name: "Needs" }).tap();
  await page.locator(`[data-column='${sample.stages[1].id}'] .board-card`).filter({ hasText: "Trial order" }).waitFor();
  await shows(page, "Trial order");
});
