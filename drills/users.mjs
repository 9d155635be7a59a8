// People at work while things break. Each keeps a ledger of what was acknowledged.
import { setTimeout as sleep } from "node:timers/promises";

/** Between two changes of one writer. */
const THINK_MS = 20;

/** Creates accounts one after the other until `wanted` says no; every one is sent until it is acknowledged. */
export async function write(client, name, ledger, wanted) {
  for (let number = 1; wanted(); number += 1) {
    const title = `${name} ${number}`;
    const answer = await client.surely("POST", "/accounts", { name: title }, { key: crypto.randomUUID() });
    if (answer.status !== 201) throw new Error(`${title}: ${answer.status} ${JSON.stringify(answer.json)}`);
    ledger.push({ title, id: answer.json.id, tries: answer.tries, at: Date.now() });
    await sleep(THINK_MS);
  }
}

/** Reads what was acknowledged last, over and over; what was acknowledged is there, wherever it is asked for. */
export async function read(client, ledger, moments, wanted) {
  while (wanted()) {
    const last = ledger.at(-1);
    if (last) {
      const answer = await client.surely("GET", `/accounts/${last.id}`, undefined, { wanted });
      if (answer && answer.status !== 200) throw new Error(`${last.title} was acknowledged and is ${answer.status}`);
      if (answer) moments.push({ at: Date.now(), tries: answer.tries });
    }
    await sleep(THINK_MS);
  }
}

/** The longest time without anything, from a moment on. */
export function longestGap(moments, from) {
  const times = [from, ...moments.map(({ at }) => at).filter((at) => at > from).sort((a, b) => a - b)];
  return Math.max(...times.slice(1).map((at, n) => at - times[n]), 0);
}

/** How often anything was asked at most, from a moment on. */
export function mostTries(moments, from) {
  return Math.max(...moments.filter(({ at }) => at > from).map(({ tries }) => tries), 0);
}
