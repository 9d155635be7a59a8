// Prism between a client and the server: everything that is asked and answered is held against the API document.
//
// Prism itself lets everything through and says in a header what it does not find in order. What counts as a violation
// is decided here: an answer must always be as the document says, and what the server takes must be allowed by it. What
// both refuse is in order: journeys try wrong things on purpose.
import { spawn } from "node:child_process";
import { createServer, request } from "node:http";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../e2e/harness/paths.mjs";

const READY_MS = 60_000;
/** What Prism says may be longer than what answers usually have in their heads. */
const HEAD = 1 << 20;

/** Starts Prism in front of `target` at `port`: `{ found: { violations, checked }, stop() }`. */
export async function behindPrism({ target, port, prismPort }) {
  const prism = await startPrism(target, prismPort);
  const found = { violations: [], checked: 0 };
  const front = createServer((asked, answer) => pass(asked, answer, { target, prism: prism.url, found }));
  front.listen(port, "127.0.0.1");
  await once(front, "listening");
  const stop = async () => {
    front.closeAllConnections();
    front.close();
    prism.stop();
  };
  return { found, stop };
}

async function startPrism(target, port) {
  const program = join(root, "strangers/node_modules/@stoplight/prism-cli/dist/index.js");
  const document = join(root, "openapi/openapi.json");
  const args = [program, "proxy", document, target, "--port", String(port), "--host", "127.0.0.1"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  let told = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (told += text));
  const until = Date.now() + READY_MS;
  while (!told.includes("Prism is listening")) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(`Prism does not start:\n${told}`);
    await sleep(50);
  }
  // What it goes on saying is of no use, and must not pile up.
  for (const stream of [child.stdout, child.stderr]) stream.removeAllListeners("data").resume();
  const stop = () => {
    process.off("exit", kill);
    kill();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

/** The document tells of the API. A stream has no end, and Prism waits for one. */
const isTold = (url) => url.startsWith("/api/v1/") && !url.startsWith("/api/v1/live");

function pass(asked, answer, { target, prism, found }) {
  const told = isTold(asked.url);
  const to = new URL(told ? prism : target);
  // One shot each: what is kept alive could be closed while something is under way. And Prism unpacks what was packed,
  // but hands on the header that says so.
  const headers = { ...asked.headers, connection: "close" };
  delete headers["accept-encoding"];
  const onward = request(
    { host: to.hostname, port: to.port, method: asked.method, path: asked.url, headers, maxHeaderSize: HEAD, agent: false },
    (got) => {
      if (told) judge(asked, got, found);
      const back = { ...got.headers };
      delete back["sl-violations"];
      delete back.connection;
      answer.writeHead(got.statusCode, back);
      got.pipe(answer);
    },
  );
  onward.on("error", () => answer.destroy());
  asked.on("error", () => onward.destroy());
  answer.on("close", () => onward.destroy());
  asked.pipe(onward);
}

function judge(asked, got, found) {
  found.checked += 1;
  const said = got.headers["sl-violations"];
  const all = said ? JSON.parse(Array.isArray(said) ? said[0] : said) : [];
  const counts = (one) => one.location?.[0] !== "request" || got.statusCode < 400;
  for (const one of all.filter(counts)) {
    const line = `${asked.method} ${asked.url} → ${got.statusCode}: ${one.location?.join(".")}: ${one.message}`;
    found.violations.push(line);
  }
}
