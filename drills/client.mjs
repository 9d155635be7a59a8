// Somebody who asks the API and does not give up: what fails for the moment is asked again.
import { setTimeout as sleep } from "node:timers/promises";

const PATIENCE_MS = 10_000;
const PAUSE_MS = 100;
/** An access token lives ten minutes. */
const TOKEN_MS = 4 * 60_000;

/** Signs in, again before the token runs out. */
export class Client {
  #url;
  #credentials;
  #token;
  #until = 0;

  constructor(url, login, password) {
    this.#url = `${url}/api/v1`;
    this.#credentials = { login, password };
  }

  /** The header that shows who asks. */
  async authorization() {
    if (Date.now() > this.#until) {
      const answer = await this.#sent("POST", "/auth/sign_in", { "x-guanxi": "1" }, this.#credentials);
      if (answer.status !== 200) return undefined;
      this.#token = answer.json.access_token;
      this.#until = Date.now() + TOKEN_MS;
    }
    return { authorization: `Bearer ${this.#token}` };
  }

  /** One question: its status, 0 when there was no answer. */
  async once(method, path, body, headers = {}) {
    const authorization = await this.authorization();
    if (!authorization) return { status: 0 };
    return this.#sent(method, path, { ...authorization, ...headers }, body);
  }

  /**
   * Asks until there is an answer that stands, and tells how often it was asked and how often in vain. `key` makes it safe
   * to ask again for a change.
   */
  async surely(method, path, body, { key, wanted = () => true } = {}) {
    const headers = { ...(key ? { "idempotency-key": key } : {}), ...(method === "PATCH" ? { "if-match": "*" } : {}) };
    for (let tries = 1; wanted(); tries += 1) {
      const answer = await this.once(method, path, body, headers);
      if (!isPassing(answer)) return { ...answer, tries };
      // Who asks too quickly has to wait, and was not failed.
      if (answer.status === 429) tries -= 1;
      await sleep(PAUSE_MS);
    }
    return undefined;
  }

  async #sent(method, path, headers, body) {
    try {
      const answer = await fetch(`${this.#url}${path}`, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const text = await answer.text();
      const isJson = /json/.test(answer.headers.get("content-type") ?? "");
      return { status: answer.status, json: isJson && text ? JSON.parse(text) : undefined };
    } catch {
      return { status: 0 };
    }
  }
}

/** No answer, the proxy or a server without its database, too quick, or the same question is being worked on. */
function isPassing({ status, json }) {
  return [0, 429, 502, 503, 504].includes(status) || (status === 409 && json?.code === "key_running");
}
