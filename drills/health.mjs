// What each server says of itself, four times a second.
import { setTimeout as sleep } from "node:timers/promises";

const LOOK_MS = 250;
const PATIENCE_MS = 6_000;

/** Watches servers until it is stopped. */
export class Watch {
  #servers;
  #seen = [];
  #stopped = false;

  constructor(servers) {
    this.#servers = servers;
  }

  stop = () => (this.#stopped = true);

  watch = () => Promise.all(this.#servers.flatMap((server) => ["live", "ready"].map((what) => this.#ask(server, what))));

  async #ask(server, what) {
    while (!this.#stopped) {
      const asked = Date.now();
      const answer = await fetch(`${server.own}/health/${what}`, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => undefined);
      this.#seen.push({ what, isWell: answer?.status === 200, asked, at: Date.now() });
      await sleep(LOOK_MS);
    }
  }

  /** What was said, from one moment to another. */
  said(what, from, to = Infinity) {
    return this.#seen.filter((one) => one.what === what && one.asked >= from && one.at <= to);
  }

  /** How long after a moment a server was not ready for the last time, in milliseconds. */
  unreadyFor(from) {
    return Math.max(0, ...this.said("ready", from).filter(({ isWell }) => !isWell).map(({ at }) => at - from));
  }
}
