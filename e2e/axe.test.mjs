// axe finds nothing before signing in and in what opens above pages; the tour asks it about every page.
import { test } from "node:test";
import { button, dialog, rows } from "./harness/roles.mjs";
import { axe, newPage, startServer } from "./harness.mjs";
import { LOOKS } from "./harness/places.mjs";
import { fill } from "./harness/sample.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();
await fill(w);

for (const look of LOOKS) {
  test(`before signing in: ${Object.values(look).join(" ")}`, async (t) => {
    const page = await newPage(t, w.server, look);
    await page.goto("/");
    await page.locator("form input").first().waitFor();
    await axe(page);
    await page.locator("form button[type=submit]").click();
    await page.locator("[aria-invalid=true]").first().waitFor();
    await axe(page);
    const empty = await startServer(t);
    const wizard = await newPage(t, empty, look);
    await wizard.goto(await empty.setupLink());
    await wizard.locator("form input").first().waitFor();
    await axe(wizard);
  });
}

for (const theme of ["light", "dark"]) {
  test(`what opens above pages: ${theme}`, async (t) => {
    const page = await w.page(t, { at: "/opportunities", theme, width: 1440 });
    await rows(page).first().waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await axe(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("ControlOrMeta+K");
    await page.getByRole("option").first().waitFor();
    await axe(page);
    await page.keyboard.press("Escape");
    await button(page, "Filter").click();
    const sheet = dialog(page, "Filter");
    await sheet.getByRole("combobox", { name: "Field" }).fill("Stage");
    await page.getByRole("option", { name: "Stage" }).first().click();
    await button(sheet, "Group").click();
    await axe(page);
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "hidden" });
    await button(page, "Columns").click();
    await page.getByRole("checkbox", { name: "Probability" }).waitFor();
    await axe(page);
    await page.keyboard.press("Escape");
    await page.getByRole("columnheader", { name: "Stage" }).getByRole("button").click();
    await page.getByRole("menuitem").first().waitFor();
    await axe(page);
    await page.keyboard.press("Escape");
    await page.getByRole("checkbox", { name: "Select Trial order" }).click();
    await button(page, "Edit a field").waitFor();
    await axe(page);
    await page.getByRole("gridcell").filter({ hasText: /^[A-Z][a-z]{2} \d+, 20\d\d$/ }).first().dblclick();
    await page.locator(".editor").waitFor();
    await axe(page);
  });
}
