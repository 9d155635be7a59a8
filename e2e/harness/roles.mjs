// Short ways to what people see, by role and words.

export const button = (scope, name) => scope.getByRole("button", { name, exact: true });
export const dialog = (page, name) => page.getByRole("dialog", { name });
export const option = (page, name) => page.getByRole("option", { name });
export const grid = (page) => page.getByRole("grid");
/** The rows of the table below its head. */
export const rows = (page) => grid(page).locator(".grid-body").getByRole("row");
export const cell = (page, words) => page.getByRole("gridcell").filter({ hasText: words });

/** Waits until these words are seen. */
export const shows = (scope, words) => scope.getByText(words).filter({ visible: true }).first().waitFor();
/** The value of a key fact, by its label. */
export const fact = (page, label) =>
  page.locator(".fact").filter({ has: page.locator("dt").filter({ hasText: new RegExp(`^${label}$`) }) }).locator("dd");
export const toast = (page, words) => page.locator(".toast").filter({ hasText: words });
