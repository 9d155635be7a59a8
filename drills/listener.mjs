// Somebody who listens to live updates, and goes on from where they were when the line is cut.
import { setTimeout as sleep } from "node:timers/promises";

const PAUSE_MS = 200;

/** Hears what happens until it is stopped. */
export class Listener {
  /** How often each record was heard to be made. */
  created = new Map();
  /** How often it was told to load everything anew. */
  resets = 0;
  /** How often it had to call again. */
  calls = 0;
  #client;
  #url;
  #place = "";
  #stopping = new AbortController();

  constructor(client, url) {
    this.#client = client;
    this.#url = `${url}/api/v1/live`;
  }

  stop = () => this.#stopping.abort();

  /** Waits until it has heard of all of these, or for so long. */
  async hasHeard(ids, patience) {
    const until = Date.now() + patience;
    while (Date.now() < until && !ids.every((id) => this.created.has(id))) await sleep(50);
  }

  /** Waits until it hears what happens from now on. */
  async begin() {
    while (!this.#place) await sleep(50);
  }

  async listen() {
    while (!this.#stopping.signal.aborted) {
      await this.#call().catch(() => undefined);
      await sleep(PAUSE_MS);
    }
  }

  async #call() {
    const headers = { ...(await this.#client.authorization()), ...(this.#place ? { "last-event-id": this.#place } : {}) };
    const answer = await fetch(this.#url, { headers, signal: this.#stopping.signal });
    if (answer.status !== 200) return;
    this.calls += 1;
    let rest = "";
    for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
      const blocks = (rest + text).split("\n\n");
      rest = blocks.pop();
      blocks.forEach((block) => this.#hear(block));
    }
  }

  #hear(block) {
    const fields = new Map(block.split("\n").map((line) => /^(\w*)(?:: ?(.*))?$/.exec(line)?.slice(1) ?? ["", ""]));
    if (fields.get("event") === "reset") this.resets += 1;
    if (fields.get("event") === "change") {
      const { id, verb } = JSON.parse(fields.get("data"));
      if (verb === "created") this.created.set(id, (this.created.get(id) ?? 0) + 1);
    }
    if (fields.has("id")) this.#place = fields.get("id") ?? "";
  }
}
