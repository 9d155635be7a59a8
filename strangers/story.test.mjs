// A story told over the API through Prism: every answer is as the API document says, and what is taken is in it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../e2e/harness/paths.mjs";
import { workspace } from "../e2e/harness/workspace.mjs";

process.env.GUANXI_E2E_PRISM = "1";
const w = await workspace();
const document = JSON.parse(readFileSync(join(root, "openapi/openapi.json"), "utf8"));
const paths = Object.keys(document.paths);

/** What comes back, whatever its status. */
async function ask(method, path, body, headers = {}) {
  const answer = await fetch(`${w.server.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${w.token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text.startsWith("{") ? JSON.parse(text) : text };
}

async function ok(status, ...asked) {
  const answer = await ask(...asked);
  assert.equal(answer.status, status, `${asked[0]} ${asked[1]}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

const any = { "if-match": "*" };

test("a sale from the first call to the report", async () => {
  const account = await ok(201, "POST", "/accounts", {
    name: "怡海軟件",
    types: ["customer"],
    addresses: [{ city: "台北", country: "TW" }],
    contact_points: [{ kind: "email", value: "info@yihai.example" }],
  });
  const contact = await ok(201, "POST", "/contacts", { family_name: "王", given_name: "小明", account_id: account.id });
  await ok(200, "POST", "/accounts/duplicates", { name: "怡海软件有限公司" });
  const sale = await ok(
    201,
    "POST",
    "/opportunities",
    {
      name: "Autumn delivery",
      account_id: account.id,
      lines: [{ description: "Licences", quantity: "10", unit_price: "99.50", discount_percent: "15" }],
    },
    { "idempotency-key": "sale-1" },
  );
  await ok(200, "POST", `/opportunities/${sale.id}/lines?validate_only=true`, { description: "Manual", unit_price: 5 });
  const changed = await ok(200, "PATCH", `/opportunities/${sale.id}`, { close_on: "2026-12-01" }, { "if-match": `"${sale.version}"` });
  const stale = await ask("PATCH", `/opportunities/${sale.id}`, { close_on: "2026-12-02" }, { "if-match": `"${sale.version}"` });
  assert.equal(stale.status, 412);
  assert.equal(stale.body.current.version, changed.version);
  assert.equal((await ask("PATCH", `/opportunities/${sale.id}`, { close_on: "2026-12-02" })).status, 428);
  await ok(200, "POST", "/opportunities/standing", { ids: [sale.id] });
  await ok(200, "POST", `/opportunities/${sale.id}/win`, { close_on: "2026-11-22", primary_contact_id: contact.id });
  assert.equal((await ask("POST", `/opportunities/${sale.id}/win`, {})).status, 409);
  for (const by of ["competitor", "product", "segment", "reason"]) {
    await ok(200, "POST", "/opportunities/win_loss", { by, filter: { field: "status", op: "in", value: ["won", "lost"] } });
  }
  await ok(200, "GET", `/accounts/${account.id}/overview`);
  const events = await ok(200, "GET", `/opportunities/${sale.id}/events?limit=1`);
  assert.equal(events.data[0].verb, "win");
  await ok(200, "DELETE", `/accounts/${account.id}`, undefined, any);
  await ok(200, "POST", `/accounts/${account.id}/restore`, {});
});

test("many at once, by the ids of others, and taken back", async () => {
  const operations = [
    { op: "create", body: { name: "VIP" } },
    { op: "create", body: { name: "" } },
    { op: "upsert", key: "external.erp", value: "T-1", body: { name: "Partner" } },
  ];
  const { data } = await ok(200, "POST", "/tags/batch", { atomic: false, operations });
  assert.deepEqual(data.map(({ status }) => status), [201, 422, 201]);
  const [{ id }] = data;
  const patched = await ok(200, "POST", "/tags/batch", {
    operations: [{ op: "patch", id, version: 1, body: { name: "Very important" } }],
  });
  const reverted = await ok(200, "POST", "/tags/batch", {
    atomic: true,
    operations: [{ op: "revert", id, version: patched.data[0].version }, { op: "delete", id }, { op: "restore", id }],
  });
  assert.deepEqual(reverted.data.map(({ status }) => status), [200, 200, 200]);
  await ok(200, "PUT", "/tags/by/external.erp/T-1", { name: "Partners" });
});

test("what belongs to a person and to the workspace", async () => {
  await ok(200, "GET", "/me");
  const { entities } = await ok(200, "GET", "/meta");
  const limits = entities.flatMap(({ fields }) => fields.flatMap(({ range }) => range ?? []));
  assert.deepEqual(limits.filter((limit) => limit !== null && !Number.isSafeInteger(limit)), [], "numbers that JavaScript does not keep");
  await ok(200, "GET", "/workspace");
  await ok(200, "GET", "/auth/sessions");
  await ok(200, "GET", "/auth/state");
  const feed = await ok(201, "POST", "/me/calendar_feed");
  await ok(200, "GET", feed.path.replace("/api/v1", ""));
  await ok(204, "DELETE", "/me/calendar_feed");
  await ok(200, "GET", "/agenda?from=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00Z");
  await ok(200, "GET", "/targets/attainment");
  await ok(200, "GET", "/search?q=%E8%BD%AF%E4%BB%B6&entities=account,contact");
  const form = await ok(201, "POST", "/web_forms", { name: "Contact us", slug: "contact-us" });
  await ok(201, "POST", `/capture/${form.slug}`, { name: "Anna Nagy", company: "Kodály Kft", email: "anna@example.com" });
});

test("a firm with a year behind it: every kind of record, every way to read it", async () => {
  await ok(200, "PUT", "/workspace/demo_firm", { language: "en" });
  const kinds = paths.filter((path) => document.paths[`${path}/{id}`]?.get && document.paths[path].get);
  assert.ok(kinds.length > 20, `only ${kinds.length} kinds`);
  let records = 0;
  for (const path of kinds) {
    const kind = path.replace("/api/v1", "");
    const counted = document.paths[`${path}/query`] ? "&include=total" : "";
    const { data } = await ok(200, "GET", `${kind}?limit=200${counted}`);
    if (document.paths[`${path}/query`]) await ok(200, "POST", `${kind}/query`, { limit: 5, filter: {}, include: ["total"] });
    if (document.paths[`${path}/aggregate`]) {
      const group = [{ field: "created_at", bucket: "month" }];
      await ok(200, "POST", `${kind}/aggregate`, { group, measures: [{ function: "count" }] });
    }
    for (const { id } of data.slice(0, 3)) {
      records += 1;
      await ok(200, "GET", `${kind}/${id}`);
      for (const more of ["events", "overview", "pace"]) {
        if (document.paths[`${path}/{id}/${more}`]?.get) await ok(200, "GET", `${kind}/${id}/${more}`);
      }
      const funnel = document.paths[`${path}/{id}/funnel`]?.post;
      if (funnel) await ok(200, "POST", `${kind}/${id}/funnel`, funnel.requestBody.content["application/json"].example);
    }
  }
  assert.ok(records > 30, `only ${records} records`);
});

test("refusals of every kind are as the document says", async () => {
  const missing = "019a0000-0000-7000-8000-0000000000ff";
  for (const [status, ...asked] of [
    [400, "GET", "/accounts?nope=1"],
    [400, "GET", "/accounts?cursor=abc"],
    [404, "GET", `/accounts/${missing}`],
    [404, "POST", `/accounts/${missing}/restore`, {}],
    [422, "POST", "/accounts", { name: "x", nope: 1 }],
    [422, "POST", "/accounts/query", { filter: { field: "nope" } }],
    [428, "DELETE", `/accounts/${missing}`],
  ]) {
    const refused = await ok(status, ...asked);
    assert.equal(refused.status, status);
    assert.ok(refused.code && refused.title && refused.trace_id, JSON.stringify(refused));
  }
  const out = await fetch(`${w.server.url}/api/v1/accounts`);
  assert.equal(out.status, 401);
});
