// Records of a small firm, for pages that have to look lived in: names in several scripts, long and short ones,
// amounts in two currencies, next steps that are planned, due, overdue and missing.
import { day } from "./days.mjs";

const ACCOUNTS = [
  ["Alfreds Futterkiste", "Food", "customer"],
  ["Berglunds snabbköp", "Retail", "customer"],
  ["Comércio Mineiro", "Food", "prospect"],
  ["Die Wandernde Kuh", "Hospitality", "customer"],
  ["Ernst Handel", "Wholesale", "customer"],
  ["Folk och fä HB", "Retail", "prospect"],
  ["Great Lakes Food Market", "Retail", "customer"],
  ["台灣積體電路製造股份有限公司", "半導體", "customer"],
  ["北京国际贸易有限公司", "贸易", "prospect"],
  ["Königlich Privilegierte Hofkonditorei und Feinbäckerei Schönbrunn Gesellschaft m. b. H.", "Food", "partner"],
  ["La maison d’Asie", "Food", "dealer"],
  ["Save-a-lot Markets", "Retail", "customer"],
];
const PEOPLE = [
  ["Anders", "Maria", "Sales representative", "given_first"],
  ["Berglund", "Christina", "Order administrator", "given_first"],
  ["王", "小明", "採購經理", "family_first"],
  ["李", "婷", "总经理", "family_first"],
  ["Roulet", "Annette", "Sales manager", "given_first"],
  ["Mendel", "Roland", "Head of purchasing", "given_first"],
];
const PRODUCTS = [
  ["Chai", "CH-01", 1800],
  ["Aniseed syrup", "SY-02", 1000],
  ["Mishi Kobe niku", "ME-09", 9700],
  ["Queso Cabrales", "CE-11", 2100],
];
// Name, account, amount in minor units, currency, stage, days until the next step, days until it closes.
const DEALS = [
  ["Spring assortment", 0, 1_250_000, "EUR", 0, 3, 40],
  ["Cold chain for three shops", 1, 4_800_000, "EUR", 0, null, 21],
  ["Trial order", 2, 90_000, "USD", 0, -4, 12],
  ["Menu for the summer season", 3, 640_050, "EUR", 1, 0, 30],
  ["Yearly contract 2027", 4, 18_400_000, "EUR", 1, 9, 25],
  ["無塵室員工餐廳供餐合約", 7, 7_350_000, "EUR", 2, 1, 15],
  ["进口红酒年度采购", 8, 2_210_000, "USD", 2, -1, 8],
  ["Christmas bakery", 9, 3_180_000, "EUR", 2, null, 33],
  ["Tea and spices", 10, 415_000, "EUR", 3, 2, 6],
  ["Market stalls in Boise", 11, 5_505_500, "USD", 4, 0, 4],
];

const COMPETITORS = [
  { name: "Speedy Provisions", strengths: "Delivers the same day", weaknesses: "No cold chain", reviewed_on: day(-30) },
  { name: "大成食品批發", price_notes: "旺季漲價約一成", sources: "展會、客戶轉述" },
];

const LEADS = [
  {
    family_name: "Sørensen",
    given_name: "Kirsten",
    company: "Nordlys Cafébar",
    lead_source: "web",
    rating: "hot",
    need: "Tea for six cafés, delivered weekly",
    estimated_value: { amount_minor: 1_900_000, currency: "EUR" },
    contact_points: [{ kind: "email", value: "kirsten@nordlys.example", is_primary: true }],
  },
  { family_name: "張", given_name: "雅婷", name_order: "family_first", company: "日月光餐飲有限公司", lead_source: "event" },
  { company: "上海静安酒店管理公司", lead_source: "partner", rating: "cold" },
];

/** Fills a workspace and answers the ids by kind. */
export async function fill(workspace) {
  const accounts = await workspace.many("accounts", ACCOUNTS.map(account));
  const contacts = await workspace.many("contacts", PEOPLE.map((person, at) => contact(person, accounts[at])));
  const products = await workspace.many("products", PRODUCTS.map(product));
  const stages = (await workspace.get("/stages?sort=position")).data;
  const opportunities = await workspace.many(
    "opportunities",
    DEALS.map((deal) => opportunity(deal, accounts, stages, contacts)),
  );
  const activities = await workspace.many("activities", todo(accounts, opportunities));
  const [tag] = await workspace.many("tags", [{ name: "Key account" }]);
  await workspace.many("taggings", [{ tag_id: tag, anchor_entity: "account", anchor_id: accounts[0] }]);
  const competitors = await workspace.many("competitors", COMPETITORS);
  const rival = { opportunity_id: opportunities[0], competitor_id: competitors[0], status: "confirmed" };
  await workspace.many("opportunity_competitors", [rival]);
  const leads = await workspace.many("leads", LEADS);
  return { accounts, contacts, products, opportunities, activities, competitors, leads, stages };
}

function account([name, industry, type], at) {
  const email = `office${at}@example.com`;
  return {
    name,
    industry,
    types: [type],
    website: "https://example.com",
    contact_points: [
      { kind: "email", value: email, is_primary: true },
      { kind: "phone", value: `+49 30 9018 20${at}` },
    ],
    addresses: [{ kind: "main", lines: "Obere Straße 57", postcode: "12209", city: "Berlin", country: "DE" }],
  };
}

function contact([family_name, given_name, job_title, name_order], account_id) {
  return { family_name, given_name, job_title, name_order, account_id };
}

function product([name, sku, amount_minor]) {
  return { name, sku, unit: "box", list_price: { amount_minor, currency: "EUR" } };
}

function opportunity([name, at, amount_minor, currency, stage, step, close], accounts, stages, contacts) {
  const next = step === null ? {} : { next_step: "Call about the offer", next_step_on: day(step) };
  const main = contacts[at] ? { primary_contact_id: contacts[at] } : {};
  return {
    name,
    account_id: accounts[at],
    currency,
    amount: { amount_minor, currency },
    stage_id: stages[stage].id,
    close_on: day(close),
    ...next,
    ...main,
  };
}

function todo(accounts, opportunities) {
  const on = (entity, id) => ({ anchor_entity: entity, anchor_id: id });
  return [
    { kind: "task", subject: "Send the price list", due_on: day(0), ...on("account", accounts[0]) },
    { kind: "task", subject: "確認交期與付款條件", due_on: day(-2), priority: "high", ...on("account", accounts[7]) },
    { kind: "call", subject: "Talk about quantities", due_on: day(2), ...on("opportunity", opportunities[0]) },
    { kind: "note", subject: "They want delivery before Easter", ...on("opportunity", opportunities[0]) },
    { kind: "meeting", subject: "Tasting", starts_at: `${day(4)}T09:00:00Z`, ...on("account", accounts[0]) },
  ];
}
