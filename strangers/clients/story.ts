// A sale, told by a client that others generated from the API document: openapi-typescript and openapi-fetch.
import assert from "node:assert/strict";
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./api.js";

type Filter = components["schemas"]["Filter"];

const { GUANXI: baseUrl = "", LOGIN: login = "", PASSWORD: password = "" } = process.env;
const api = createClient<paths>({ baseUrl });

/** What came back, or the problem as an error. */
function told<T>({ data, error }: { data?: T; error?: components["schemas"]["Problem"] }): T {
  assert.equal(error, undefined, JSON.stringify(error));
  assert.ok(data !== undefined);
  return data;
}

const signedIn = told(await api.POST("/api/v1/auth/sign_in", { body: { login, password } }));
const bearer: Middleware = {
  onRequest({ request }) {
    request.headers.set("authorization", `Bearer ${signedIn.access_token}`);
    return request;
  },
};
api.use(bearer);

const account = told(await api.POST("/api/v1/accounts", {
  body: { name: "Harbour & Sons", types: ["customer"], addresses: [{ city: "Bremen", country: "DE" }] },
}));
const contact = told(await api.POST("/api/v1/contacts", {
  body: { family_name: "Berg", given_name: "Anna", account_id: account.id, preferred_channel: "email" },
}));
const sale = told(await api.POST("/api/v1/opportunities", {
  body: {
    name: "Two cranes",
    account_id: account.id,
    lines: [{ description: "Crane", quantity: "2", unit_price: "1500.50" }],
  },
}));
assert.deepEqual(sale.amount, { amount_minor: 300_100, currency: "EUR" });

const listed = told(await api.GET("/api/v1/accounts", {
  params: { query: { filter: { name: "Harbour & Sons", "types.has": "customer" }, sort: ["-updated_at"], include: "total" } },
}));
assert.deepEqual(listed.data.map(({ id }) => id), [account.id]);
const filter: Filter = { and: [{ field: "name", op: "starts", value: "Harbour" }, { or: [{ field: "addresses.city", value: "Bremen" }] }] };
const asked = told(await api.POST("/api/v1/accounts/query", { body: { filter, limit: 5 } }));
assert.deepEqual(asked.data.map(({ id }) => id), [account.id]);

/** A record read whole has a version; one of which only some fields were asked for may have none. */
const at = (id: string, version?: number) => ({ path: { id }, header: { "If-Match": `"${version}"` } });
const changed = told(await api.PATCH("/api/v1/opportunities/{id}", {
  params: at(sale.id, sale.version),
  body: { close_on: "2026-11-30" },
}));
const stale = await api.PATCH("/api/v1/opportunities/{id}", { params: at(sale.id, sale.version), body: { close_on: null } });
assert.equal(stale.response.status, 412);
assert.equal(stale.error?.code, "stale");
const won = told(await api.POST("/api/v1/opportunities/{id}/win", {
  params: { path: { id: sale.id } },
  body: { close_on: "2026-11-22", primary_contact_id: contact.id },
}));
assert.equal(won.status, "won");
assert.ok((won.version ?? 0) > (changed.version ?? 0));

const sums = told(await api.POST("/api/v1/opportunities/aggregate", {
  body: { filter: { field: "status", value: "won" }, measures: [{ function: "sum", field: "amount" }] },
}));
assert.deepEqual(sums.groups[0]?.values["sum_amount"], [{ amount_minor: 300_100, currency: "EUR" }]);
told(await api.POST("/api/v1/opportunities/win_loss", { body: { by: "reason" } }));

const batch = told(await api.POST("/api/v1/tags/batch", {
  body: { atomic: false, operations: [{ op: "create", body: { name: "VIP" } }, { op: "create", body: { name: "" } }] },
}));
assert.deepEqual(batch.data.map(({ status }) => status), [201, 422]);

const { version } = told(await api.GET("/api/v1/accounts/{id}", { params: { path: { id: account.id } } }));
told(await api.DELETE("/api/v1/accounts/{id}", { params: at(account.id, version) }));
assert.equal((await api.GET("/api/v1/accounts/{id}", { params: { path: { id: account.id } } })).response.status, 404);
told(await api.POST("/api/v1/accounts/{id}/restore", { params: { path: { id: account.id } }, body: {} }));
const back = told(await api.GET("/api/v1/accounts/{id}", { params: { path: { id: account.id } } }));
assert.equal(back.name, "Harbour & Sons");
console.log("told");
