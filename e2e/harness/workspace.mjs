// A workspace that is set up: a server with an administrator and people of each role, records made through the API,
// and pages that are signed in.
import { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { newPage } from "./browser.mjs";
import { cleanup } from "./cleanup.mjs";
import { startServer } from "./server.mjs";

export const PASSWORD = "correct horse battery staple";
export const ADMIN = "maria@example.com";

/**
 * Sets a server up for all tests of a file, or for one test: `workspace()` at the top of the file, `workspace(t)` in
 * a test. PostgreSQL instead of SQLite when `GUANXI_E2E_DATABASE=postgres`. `setup` says otherwise what the first
 * administrator says.
 */
export async function workspace(t = { after, name: "workspace" }, { setup = {}, ...options } = {}) {
  const database = process.env.GUANXI_E2E_DATABASE ?? "sqlite";
  const server = await startServer(t, { database, ...options });
  const token = new URL(await server.setupLink()).hash.replace("#token=", "");
  const signed = await send(server.url, "POST", "/auth/setup", {
    token,
    workspace_name: "Northwind",
    family_name: "Anders",
    given_name: "Maria",
    login: ADMIN,
    password: PASSWORD,
    language: "en",
    company_currency: "EUR",
    time_zone: "Europe/Berlin",
    ...setup,
  });
  return new Workspace(server, signed);
}

class Workspace {
  constructor(server, signed) {
    this.server = server;
    this.me = signed.user;
    this.people = 0;
    this.token = signed.access_token;
  }

  /** Asks the API as the administrator, or as whoever `token` belongs to. */
  call(method, path, body, { token = this.token, headers = {} } = {}) {
    return send(this.server.url, method, path, body, { authorization: `Bearer ${token}`, ...headers });
  }

  get = (path) => this.call("GET", path);
  post = (path, body) => this.call("POST", path, body);
  patch = (path, body) => this.call("PATCH", path, body, { headers: { "if-match": "*" } });
  remove = (path) => this.call("DELETE", path, undefined, { headers: { "if-match": "*" } });

  /** Makes many records at once and answers their ids. */
  async many(plural, bodies) {
    const operations = bodies.map((body) => ({ op: "create", body }));
    const { data } = await this.post(`/${plural}/batch`, { atomic: true, operations });
    const refused = data.find((outcome) => outcome.problem);
    if (refused) throw new Error(`${plural}: ${JSON.stringify(refused.problem)}`);
    return data.map((outcome) => outcome.id);
  }

  /** Lets another person in, with a seeded role such as `sales` or `read-only`, and answers the login. */
  async person(role, { language = "en", family = "Tanaka", given = "Ken" } = {}) {
    const login = `${role}-${language}-${++this.people}@example.com`.toLowerCase();
    const names = ["--family-name", family, "--given-name", given];
    const rest = ["--role", role, "--language", language, "--time-zone", "Europe/Berlin", "--password-stdin"];
    await this.server.run(["user", "create", login, ...names, ...rest], `${PASSWORD}\n`);
    await this.#known(login);
    return login;
  }

  /** A server learns of people made by another program after a moment. */
  async #known(login) {
    const until = Date.now() + 5_000;
    for (;;) {
      const answer = await send(this.server.url, "POST", "/auth/sign_in", { login, password: PASSWORD }).catch((error) => error);
      if (!(answer instanceof Error)) return;
      if (Date.now() > until) throw answer;
      await sleep(50);
    }
  }

  /** Signs a page in, in the person's theme and language; at another server of the same workspace when one is given. */
  async page(t, { login = ADMIN, at = "/", server = this.server, ...options } = {}) {
    const page = await newPage(t, server, options);
    const answer = await page.request.post("/api/v1/auth/sign_in", {
      data: { login, password: PASSWORD },
      headers: { origin: server.url },
    });
    if (!answer.ok()) throw new Error(`sign-in of ${login}: ${answer.status()} ${await answer.text()}`);
    const { access_token: token, user } = await answer.json();
    const { language = "en" } = options;
    if (user.language !== language) {
      await this.call("PATCH", "/me", { language }, { token, headers: { "if-match": "*" } });
    }
    await page.addInitScript(() => localStorage.setItem("guanxi.signed-in", "yes"));
    if (at) await page.goto(at);
    return page;
  }
}

async function send(url, method, path, body, headers = {}) {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { origin: url, ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : undefined;
}
