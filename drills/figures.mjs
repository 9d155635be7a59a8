// What a server says of its records, as one object: node drills/figures.mjs URL. Two servers with the same records say the
// same.
import { Client } from "./client.mjs";

const KINDS = ["accounts", "contacts", "leads", "products", "opportunities", "activities"];

const [url] = process.argv.slice(2);
const client = new Client(url, process.env.DRILL_LOGIN, process.env.DRILL_PASSWORD);

async function asked(method, path, body) {
  const { status, json } = await client.surely(method, path, body);
  if (status !== 200) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(json)}`);
  return json;
}

const figures = {};
for (const kind of KINDS) {
  figures[kind] = await asked("POST", `/${kind}/aggregate`, { measures: [{ function: "count" }] });
}
figures.amounts = await asked("POST", "/opportunities/aggregate", {
  measures: [{ function: "count" }, { function: "sum", field: "amount" }],
  group: [{ field: "stage_id" }],
});
const { data: pipelines } = await asked("GET", "/pipelines?limit=1");
figures.funnel = await asked("POST", `/pipelines/${pipelines[0].id}/funnel`, { during: { from: "2020-01-01", to: "2030-01-01" } });
figures.first = await asked("GET", "/accounts?limit=50&sort=name");
console.log(JSON.stringify(figures, undefined, 1));
