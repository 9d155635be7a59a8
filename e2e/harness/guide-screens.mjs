// What the user guide shows: where it is, what leads there, and which texts of the product it names.
import { rows } from "./roles.mjs";

const press = (scope, name) => scope.getByRole("button", { name, exact: true }).first().click();
const dialog = "dialog[open]";

/** Screens in the order of the guide. `part` is what the picture shows, all of it unless said; `wide` needs more room. */
export const SCREENS = [
  {
    name: "sign-in",
    on: "stranger",
    at: () => "/",
    shows: ["ui-sign-in-title", "ui-login", "ui-password", "ui-password-show", "ui-sign-in"],
  },
  {
    name: "home",
    at: () => "/",
    shows: [
      "ui-home", "ui-today", "ui-home-mine", "ui-home-team", "ui-home-overdue", "ui-home-week", "ui-home-no-next-step",
      "ui-home-step-overdue", "ui-home-closing", "ui-search-everything", "ui-create", "ui-help", "ui-me",
    ],
  },
  {
    name: "palette",
    at: () => "/accounts",
    act: async ({ page, known }) => {
      await rows(page).first().waitFor();
      await page.keyboard.press("ControlOrMeta+k");
      await page.locator(".palette input").fill(known.account.name.slice(0, 3));
      await page.getByRole("option").filter({ hasText: known.account.name }).first().waitFor();
    },
    shows: ["ui-palette-hint"],
    part: dialog,
  },
  {
    name: "keys",
    at: () => "/accounts",
    act: async ({ page, word }) => {
      await rows(page).first().waitFor();
      await press(page, word("ui-help"));
    },
    shows: ["ui-keys", "ui-keys-list", "ui-keys-general", "ui-keys-go", "ui-keys-create", "ui-undo-last"],
    part: dialog,
  },
  {
    name: "phone-home",
    on: "phone",
    at: () => "/",
    act: ({ page }) => page.locator(".home-item").first().waitFor(),
    shows: ["ui-today", "ui-search", "ui-create", "entity-opportunity-plural", "ui-more"],
  },
  {
    name: "account",
    wide: true,
    at: ({ account }) => `/accounts/${account.id}`,
    act: ({ page }) => page.locator(".overview-line").first().waitFor(),
    shows: [
      "ui-overview", "ui-overview-open", "ui-overview-next", "ui-overview-last", "ui-favourite-add", "ui-more",
      "choice-activity-kind-note", "choice-activity-kind-call", "choice-activity-kind-task", "choice-activity-kind-meeting",
      "ui-timeline-all", "ui-timeline-changes", "entity-contact-plural", "entity-opportunity-plural", "ui-more-fields",
      "ui-follow-tomorrow", "ui-follow-days", "ui-follow-week", "ui-save", "ui-edit-named",
    ],
  },
  {
    name: "duplicates",
    at: () => "/accounts?new=account",
    act: async ({ page, known, word }) => {
      await page.getByRole("textbox", { name: word("field-name") }).first().fill(known.account.name);
      await page.locator(dialog).getByRole("link", { name: known.account.name }).waitFor();
    },
    shows: ["ui-alike", "alike-name", "ui-create", "ui-more-fields"],
    part: dialog,
  },
  {
    name: "consent",
    at: ({ contact }) => `/contacts/${contact.id}`,
    act: async ({ page }) => {
      await page.locator("a[href^='mailto:']").first().click();
      await page.locator(`${dialog} textarea`).waitFor();
    },
    shows: ["ui-contact-title", "contact-rule-refused", "ui-contact-reason", "ui-contact-go-on", "ui-cancel", "entity-consent-plural"],
    part: dialog,
  },
  {
    name: "convert",
    at: ({ lead }) => `/leads/${lead.id}`,
    act: async ({ page, word }) => {
      await press(page, word("verb-lead-convert"));
      await page.locator(`${dialog} [type=radio]`).first().waitFor();
    },
    shows: ["verb-lead-convert", "ui-convert-new", "ui-convert-other", "ui-convert-opportunity"],
    part: dialog,
  },
  {
    name: "board",
    at: () => "/opportunities?layout=board",
    act: ({ page }) => page.locator(".board-card").nth(3).waitFor(),
    shows: [
      "ui-layout-table", "ui-layout-board", "ui-stalled", "ui-stalled-count", "ui-no-next-step", "ui-weighted", "ui-move-to",
      "ui-new-named", "ui-win-loss", "ui-quick-mine", "ui-quick-open", "ui-overdue-since",
    ],
  },
  {
    name: "opportunity",
    wide: true,
    at: ({ late }) => `/opportunities/${late.id}`,
    act: ({ page }) => page.locator(".stage-here").waitFor(),
    shows: ["ui-move-to-named", "verb-opportunity-win", "verb-opportunity-lose", "ui-timeline", "field-lines", "field-opportunity-split", "ui-stalled", "ui-missing-before-next"],
  },
  {
    name: "lose",
    at: ({ deal }) => `/opportunities/${deal.id}`,
    act: async ({ page, word }) => {
      await press(page, word("verb-opportunity-lose"));
      await page.locator(`${dialog} select`).waitFor();
    },
    shows: ["field-opportunity-lost-reason", "field-opportunity-lost-to-id", "field-opportunity-lost-notes"],
    part: dialog,
  },
  {
    name: "pipelines",
    at: () => "/settings/pipelines",
    act: ({ page }) => page.locator(".stage-row").first().waitFor(),
    shows: ["ui-pipelines", "ui-pipeline-add", "ui-stage-add", "ui-stalled-when", "ui-stage-needs"],
  },
  {
    name: "win-loss",
    at: () => "/reports/win-loss",
    act: ({ page }) => page.locator(".report, table").first().waitFor(),
    shows: ["ui-win-loss", "entity-competitor-plural", "ui-win-loss-reasons", "ui-win-rate", "ui-decided-in"],
  },
  {
    name: "phone-call",
    on: "phone",
    at: ({ contact }) => `/contacts/${contact.id}`,
    act: async ({ page }) => {
      await page.evaluate(() => addEventListener("click", (event) => event.target.closest("a[href^='tel:']") && event.preventDefault(), true));
      await page.locator("a[href^='tel:']").first().tap();
      await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
      await page.locator(`${dialog} .call-form`).waitFor();
    },
    shows: ["ui-call-how", "choice-activity-outcome-reached", "choice-activity-outcome-no-answer", "ui-follow-week", "ui-call-skip", "ui-save"],
  },
  {
    name: "activity",
    at: () => "/activities?new=activity",
    act: async ({ page, word }) => {
      await page.locator(dialog).getByText(word("ui-more-fields")).click();
      await page.getByText(word("field-activity-recurrence"), { exact: true }).scrollIntoViewIfNeeded();
    },
    shows: ["field-activity-subject", "field-activity-due-on", "field-activity-recurrence", "field-activity-remind-at", "ui-create"],
    part: dialog,
  },
  {
    name: "calendar",
    at: () => "/calendar?view=week",
    act: ({ page }) => page.locator(".cal-entry").first().waitFor(),
    shows: [
      "ui-calendar", "ui-calendar-day", "ui-calendar-week", "ui-calendar-month", "ui-calendar-agenda", "ui-calendar-today",
      "ui-calendar-move", "ui-calendar-new", "ui-calendar-more",
    ],
  },
  {
    name: "calendar-feed",
    at: () => "/calendar?view=week",
    act: async ({ page, word }) => {
      await press(page, word("ui-calendar-more"));
      await page.getByRole("menuitem", { name: word("ui-calendar-share") }).click();
      await page.locator(`${dialog} input`).waitFor();
    },
    shows: ["ui-calendar-share-title", "ui-calendar-address", "ui-calendar-copy"],
    part: dialog,
  },
  {
    name: "filter",
    at: () => `/opportunities?filter=${encodeURIComponent(JSON.stringify({ field: "close_on", op: "lte", value: "@this_quarter" }))}`,
    act: async ({ page, word }) => {
      await rows(page).first().waitFor();
      await press(page, word("ui-filter"));
      await page.locator(".filter-form .filter-row").first().waitFor();
    },
    shows: ["ui-filter", "ui-filter-all", "ui-filter-field", "ui-filter-operator", "ui-filter-value", "ui-filter-add-group", "ui-apply", "ui-search-list", "ui-columns", "ui-view-save"],
  },
  {
    name: "view",
    at: ({ account }) => `/accounts?q=${encodeURIComponent(account.name.slice(0, 2))}`,
    act: async ({ page, word }) => {
      await press(page.locator(".list-bar"), word("ui-view-save"));
      await page.locator(`${dialog} input`).first().waitFor();
    },
    shows: ["ui-view-save-new", "field-saved-view-sharing", "choice-saved-view-sharing-private", "choice-saved-view-sharing-team", "choice-saved-view-sharing-everyone"],
    part: dialog,
  },
  {
    name: "bulk",
    at: () => "/accounts",
    act: async ({ page, word }) => {
      await rows(page).first().waitFor();
      await page.getByRole("checkbox", { name: word("ui-pick-all") }).click();
      await page.locator(".bulk-bar").waitFor();
    },
    shows: ["ui-pick-all", "ui-picked", "ui-bulk-owner", "ui-bulk-field", "ui-bulk-tag", "ui-delete", "ui-pick-none"],
  },
  {
    name: "map",
    at: () => "/map",
    act: ({ page }) => page.locator(".map-block").first().waitFor(),
    shows: ["ui-map", "ui-map-stuck", "ui-map-slowing", "ui-map-moving", "ui-map-no-next-step", "ui-map-won", "ui-map-lost", "ui-map-win-rate", "ui-map-table"],
  },
  {
    name: "map-act",
    at: () => "/map",
    act: async ({ page, word }) => {
      await page.locator(".map-block[data-tone='danger']").first().click();
      await press(page.locator(".map-row").first(), word("ui-map-ask"));
      await page.locator(".map-form input").first().waitFor();
    },
    shows: ["ui-map-next-step", "ui-map-ask", "ui-map-reassign", "ui-map-as-list", "ui-apply"],
  },
  {
    name: "goals",
    at: () => "/goals",
    act: async ({ page }) => {
      await page.locator(".goal").first().waitFor();
      await page.getByRole("table").getByRole("cell").first().waitFor();
    },
    shows: [
      "ui-goals", "ui-goals-targets", "entity-target-plural", "ui-goals-forecast", "choice-opportunity-forecast-category-commit",
      "choice-opportunity-forecast-category-best-case", "ui-goals-weighted", "ui-goals-then", "ui-goals-calls", "ui-goals-accuracy",
    ],
  },
  {
    name: "settings",
    at: () => "/settings",
    act: ({ page }) => page.locator(".sessions > li").first().waitFor(),
    shows: [
      "ui-settings", "ui-profile", "ui-language-region", "ui-language", "ui-region", "ui-time-zone", "ui-theme", "ui-theme-light", "ui-theme-dark",
      "ui-density", "ui-letter-keys", "ui-password-change", "ui-sessions", "ui-workspace", "ui-lists", "ui-workspace-save",
    ],
  },
  {
    name: "demo",
    at: () => "/settings",
    act: async ({ page, word }) => {
      const part = page.locator(".settings-part").filter({ has: page.getByRole("heading", { name: word("ui-demo"), exact: true }) });
      await part.getByRole("button").first().waitFor();
      await part.evaluate((node) => node.setAttribute("data-shown", ""));
      await part.scrollIntoViewIfNeeded();
    },
    shows: ["ui-demo", "ui-demo-there", "ui-demo-remove"],
    part: "[data-shown]",
  },
];
