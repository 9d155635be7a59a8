import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cleanup } from "./cleanup.mjs";
import { createDatabase } from "./database.mjs";
import { Nodes } from "./nodes.mjs";
import { binary, out } from "./paths.mjs";
import { freePort, hasEnded, launch } from "./processes.mjs";

const START_MS = 30_000;
const STOP_MS = 30_000;
const SETUP_LINK = /https?:\/\/\S+\/setup#token=\S+/;

/**
 * Starts a server with empty data and stops it when the test ends.
 * `database` is "sqlite" or "postgres"; `env` and `args` go to the server; `command` replaces the binary. `beside` is a
 * server on PostgreSQL whose database this one shares. With GUANXI_E2E_NODES=2 it is two servers on one PostgreSQL
 * database behind the proxy.
 */
export async function startServer(t, { database = "sqlite", env = {}, args = [], command, beside } = {}) {
  if (!command && !existsSync(binary)) {
    throw new Error(`no server at ${binary}: build it with \`make server\``);
  }
  const count = command || beside ? 1 : Number(process.env.GUANXI_E2E_NODES ?? 1);
  const isProved = count === 1 && Boolean(process.env.GUANXI_E2E_PRISM);
  const url = beside?.database ?? (database === "postgres" || count > 1 ? await ownDatabase(t) : undefined);
  const front = count > 1 || isProved ? await freePort() : undefined;
  const settings = {
    command: command ?? [binary, "serve", ...args],
    front,
    env: {
      ...withoutOurs(process.env),
      ...(front ? { GUANXI_PUBLIC_URL: `http://127.0.0.1:${front}` } : {}),
      ...(count > 1 ? { GUANXI_TRUSTED_PROXIES: "127.0.0.1" } : {}),
      ...(url ? { GUANXI_DATABASE_URL: url } : {}),
      ...env,
    },
  };
  const servers = [];
  while (servers.length < count) servers.push(await makeServer(t, settings));
  const server = count > 1 ? new Nodes(servers, { port: front, folder: await ownFolder(t) }) : servers[0];
  cleanup(t, () => server.stop());
  await server.start();
  if (isProved) await holdAgainstDocument(t, server, front);
  return server;
}

async function ownDatabase(t) {
  const { url, drop } = await createDatabase();
  cleanup(t, drop);
  return url;
}

async function ownFolder(t) {
  const folder = await mkdtemp(join(tmpdir(), "guanxi-e2e-"));
  cleanup(t, () => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function makeServer(t, { env, ...settings }) {
  const port = await freePort();
  const own = { GUANXI_DATA: await ownFolder(t), GUANXI_LISTEN: `127.0.0.1:${port}` };
  return new Server({ ...settings, port, log: out(`${slug(t.name)}-${port}.log`), env: { ...own, ...env } });
}

/** With GUANXI_E2E_PRISM everything goes through Prism, and whatever is not as the API document says fails the test. */
async function holdAgainstDocument(t, server, front) {
  const { behindPrism } = await import("../../strangers/prism.mjs");
  const { found, stop } = await behindPrism({ target: server.own, port: front, prismPort: await freePort() });
  cleanup(t, async () => {
    await stop();
    console.log(`held against the API document: ${found.checked} answers`);
    const violations = [...new Set(found.violations)];
    if (violations.length > 0) throw new Error(`not as the API document says:\n${violations.join("\n")}`);
    if (found.checked === 0) throw new Error("nothing was asked through Prism");
  });
}

class Server {
  #settings;
  #child;
  #log = "";

  constructor(settings) {
    this.#settings = settings;
    /** Where it listens itself. */
    this.own = `http://127.0.0.1:${settings.port}`;
    /** Where it is asked: the same, unless something stands in front. */
    this.url = `http://127.0.0.1:${settings.front ?? settings.port}`;
  }

  /** Where its records are; empty for a file of its own. */
  get database() {
    return this.#settings.env.GUANXI_DATABASE_URL;
  }

  /** Everything the server wrote so far. */
  get log() {
    return this.#log;
  }

  /** Starts it, again if need be with the same data, and waits until it is ready. */
  async start() {
    const [program, ...args] = this.#settings.command;
    const child = launch(program, args, { env: this.#settings.env, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    const failed = once(child, "error").then(([error]) => Promise.reject(error));
    failed.catch(() => {});
    this.#keepLog(child);
    await Promise.race([this.#ready(child), failed]);
  }

  #keepLog(child) {
    const file = createWriteStream(this.#settings.log, { flags: "a" });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        this.#log += text;
        file.write(text);
      });
    }
    child.once("close", () => file.end());
  }

  async #ready(child) {
    const until = Date.now() + START_MS;
    while (Date.now() < until) {
      if (hasEnded(child)) {
        throw new Error(`the server ended at once (${child.exitCode ?? child.signalCode}):\n${this.#tail()}`);
      }
      const answer = await fetch(`${this.own}/health/ready`).catch(() => undefined);
      if (answer?.status === 200) return;
      await sleep(50);
    }
    throw new Error(`the server is not ready after ${START_MS / 1000} s:\n${this.#tail()}`);
  }

  /** Runs another command of the program on the same data, beside the server: `run(["user", "list"])`. */
  async run(args, input = "") {
    const program = this.#settings.command[0];
    const child = spawn(program, args, { env: this.#settings.env, stdio: ["pipe", "pipe", "pipe"] });
    let told = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (told += text));
    child.stdin.end(input);
    const [code] = await once(child, "close");
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}:\n${told}`);
    return told;
  }

  /** The one-time link for the first administrator, which a server with empty data prints. */
  async setupLink() {
    const until = Date.now() + 5_000;
    while (Date.now() < until) {
      const found = this.#log.match(SETUP_LINK);
      if (found) return found[0];
      await sleep(20);
    }
    throw new Error(`the server printed no set-up link:\n${this.#tail()}`);
  }

  /** Ends it and waits. Asked politely it has to leave with 0; `stop("SIGKILL")` pulls the plug. */
  async stop(signal = "SIGTERM") {
    const child = this.#child;
    if (!child || hasEnded(child)) return;
    const ended = once(child, "exit");
    child.kill(signal);
    const late = sleep(STOP_MS, "late", { ref: false });
    if ((await Promise.race([ended, late])) === "late") {
      child.kill("SIGKILL");
      throw new Error(`the server did not stop within ${STOP_MS / 1000} s:\n${this.#tail()}`);
    }
    if (signal === "SIGTERM" && child.exitCode !== 0) {
      throw new Error(`the server stopped with ${child.exitCode ?? child.signalCode}:\n${this.#tail()}`);
    }
  }

  #tail() {
    return this.#log.split("\n").slice(-40).join("\n");
  }
}

/** The settings of the person who runs the tests must not reach the server under test. */
function withoutOurs(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("GUANXI_")));
}

/** A file name for a test. */
function slug(name = "server") {
  return name.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60);
}
