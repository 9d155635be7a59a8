// Every page of the app with something on it, and what tells that it is there.

/** How people see it: both themes, wide and narrow, each language at least once. */
export const LOOKS = [
  { width: 1440, theme: "light", language: "en" },
  { width: 1440, theme: "dark", language: "zh-Hant" },
  { width: 360, theme: "light", language: "zh-Hans" },
  { width: 360, theme: "dark", language: "en" },
];

const LIST = ".grid-body [role=row], .cards-body > li";
const RECORD = ".facts .fact";
const FORM = "dialog[open] form input";

/** Addresses by name, for a workspace filled with the sample: `{ accounts: ["/accounts", selector], … }`. */
export function places(sample) {
  const { accounts, contacts, products, opportunities, activities, competitors, leads } = sample;
  return {
    home: ["/", ".home-item"],
    leads: ["/leads", LIST],
    accounts: ["/accounts", LIST],
    contacts: ["/contacts", LIST],
    opportunities: ["/opportunities", LIST],
    activities: ["/activities", LIST],
    products: ["/products", LIST],
    competitors: ["/competitors", LIST],
    "no-match": ["/accounts?q=nothing+is+called+so", ".state"],
    board: ["/opportunities?layout=board", ".board-card"],
    map: ["/map", ".map-block"],
    goals: ["/goals", ".figure-table"],
    lead: [`/leads/${leads[0]}`, RECORD],
    account: [`/accounts/${accounts[0]}`, RECORD],
    contact: [`/contacts/${contacts[2]}`, RECORD],
    opportunity: [`/opportunities/${opportunities[0]}`, RECORD],
    activity: [`/activities/${activities[0]}`, RECORD],
    product: [`/products/${products[0]}`, RECORD],
    competitor: [`/competitors/${competitors[0]}`, RECORD],
    // Beside the list where there is room, else the page itself: the list alone has no facts.
    peek: [`/accounts?peek=${accounts[1]}`, ".fact"],
    "new-lead": ["/leads?new=lead", FORM],
    "new-account": ["/accounts?new=account", FORM],
    "new-contact": ["/contacts?new=contact", FORM],
    "new-opportunity": ["/opportunities?new=opportunity", FORM],
    "new-activity": ["/activities?new=activity", FORM],
    "new-product": ["/products?new=product", FORM],
    "new-competitor": ["/competitors?new=competitor", FORM],
    settings: ["/settings", ".sessions > li"],
    pipelines: ["/settings/pipelines", ".stage-row"],
    "team-activity": ["/reports/team-activity", ".report tbody tr"],
    "win-loss": ["/reports/win-loss", ".state, .report"],
    gallery: ["/gallery", ".gallery-part"],
    missing: ["/nowhere/at-all", ".state"],
  };
}

/** Opens a place and waits until it shows what belongs there. */
export async function open(page, [path, selector]) {
  await page.goto(path);
  await page.locator(selector).first().waitFor();
  // The gallery shows what waiting looks like.
  await page.locator(".skeleton:not(.gallery .skeleton)").first().waitFor({ state: "detached" });
}
