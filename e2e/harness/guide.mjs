// The firms that the user guide shows: the demo firm, and what people did in it since.
import { day } from "./days.mjs";

/** How the first administrator sets it up, by language. */
export const FIRMS = {
  en: {
    workspace_name: "Harbour Instruments",
    family_name: "Anders",
    given_name: "Maria",
    language: "en",
    company_currency: "EUR",
    time_zone: "Europe/Berlin",
  },
  "zh-Hant": {
    workspace_name: "海港儀器",
    family_name: "林",
    given_name: "雅婷",
    language: "zh-Hant",
    company_currency: "TWD",
    time_zone: "Asia/Taipei",
  },
  "zh-Hans": {
    workspace_name: "海港仪器",
    family_name: "林",
    given_name: "雅婷",
    language: "zh-Hans",
    company_currency: "CNY",
    time_zone: "Asia/Shanghai",
  },
};

/** What people say in it. */
const WORDS = {
  en: { colleague: ["Berg", "Anna"], rival: "Delta Sensors", tag: "Key account", said: "They decide in spring." },
  "zh-Hant": { colleague: ["陳", "志明"], rival: "三角感測", tag: "重點客戶", said: "對方春季決定。" },
  "zh-Hans": { colleague: ["陈", "志明"], rival: "三角传感", tag: "重点客户", said: "对方春季决定。" },
};

/** Loads the demo firm, lets people work in it, and tells what is what. */
export async function furnish(w, language) {
  await w.server.run(["demo", "--language", language]);
  const currency = FIRMS[language].company_currency;
  const { colleague, rival, tag, said } = WORDS[language];
  await w.person("sales", { language, family: colleague[0], given: colleague[1] });
  if (language !== "en") await w.patch("/me", { name_order: "family_first" });
  const all = async (plural) => (await w.get(`/${plural}?limit=200`)).data;
  const [deals, accounts, leads, contacts] = await Promise.all(["opportunities", "accounts", "leads", "contacts"].map(all));
  const worth = (amount) => deals.find((deal) => deal.amount?.amount_minor === amount * 100);
  const [deal, late, lost] = [worth(165_000), worth(120_000), worth(75_000)];
  const account = accounts.find(({ id }) => id === worth(88_000).account_id);
  const contact = contacts.find(({ id }) => id === worth(88_000).primary_contact_id);
  const lead = leads.find(({ status }) => status === "qualified");
  // What the demo firm does without: a competitor that won, a target, a rule, a mention, somebody who said no.
  const [competitor] = await w.many("competitors", [{ name: rival }]);
  await w.many("opportunity_competitors", [{ opportunity_id: lost.id, competitor_id: competitor, status: "lost_to" }]);
  const goal_amount = { amount_minor: 200_000_00, currency };
  await w.post("/targets", { starts_on: `${day(0).slice(0, 4)}-01-01`, period: "year", owner_id: w.me.id, goal_amount });
  await w.patch(`/stages/${late.stage_id}`, { exit_fields: ["close_on"], exit_filter: { field: "next_step_on", op: "gte", value: "@today" } });
  await w.patch(`/opportunities/${deal.id}`, { forecast_category: "commit" });
  await w.post("/activities", { kind: "note", subject: said, anchor_entity: "account", anchor_id: account.id });
  await w.many("consents", [{ contact_id: contact.id, channel: "email", purpose: "all", status: "refused", origin: "talk", said_at: `${day(-20)}T09:00:00Z` }]);
  const [marked] = await w.many("tags", [{ name: tag }]);
  await w.many("taggings", [{ tag_id: marked, anchor_entity: "account", anchor_id: account.id }]);
  return { account, contact, deal, late, lead };
}
