import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./paths.mjs";
import { hasEnded, launch } from "./processes.mjs";

const START_MS = 10_000;
/** What is shipped: only where it listens and whom it asks is put in. */
const SHIPPED = join(root, "ops/docker/haproxy.cfg");

/** Several servers on one database behind the proxy, used like one. */
export class Nodes {
  #front;

  constructor(nodes, { port, folder }) {
    /** Each of them, to be stopped and started by itself. */
    this.nodes = nodes;
    this.url = `http://127.0.0.1:${port}`;
    this.#front = new Proxy({ port, folder, servers: nodes.map((node) => new URL(node.own).host) });
  }

  get database() {
    return this.nodes[0].database;
  }

  get log() {
    return this.nodes.map((node) => node.log).join("");
  }

  /** One after the other, as they are upgraded too; then the proxy. */
  async start() {
    for (const node of this.nodes) await node.start();
    await this.#front.start();
  }

  async stop(signal = "SIGTERM") {
    await this.#front.stop();
    await Promise.all(this.nodes.map((node) => node.stop(signal)));
  }

  run(args, input) {
    return this.nodes[0].run(args, input);
  }

  /** Whoever starts later offers the link that counts. */
  setupLink() {
    return this.nodes.at(-1).setupLink();
  }
}

/** HAProxy with the configuration that is shipped. */
class Proxy {
  #settings;
  #child;

  constructor(settings) {
    this.#settings = settings;
  }

  async start() {
    const { port, folder } = this.#settings;
    const file = join(folder, "haproxy.cfg");
    writeFileSync(file, this.#configuration());
    // Where Debian puts it is not in everybody's PATH.
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
    this.#child = launch("haproxy", ["-db", "-f", file], { env, stdio: ["ignore", "ignore", "pipe"] });
    let told = "";
    this.#child.stderr.setEncoding("utf8").on("data", (text) => (told += text));
    this.#child.once("error", (error) => (told += error.message));
    const until = Date.now() + START_MS;
    while (Date.now() < until && !hasEnded(this.#child)) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
      if (answer?.status === 200) return;
      await sleep(50);
    }
    throw new Error(`the proxy does not start:\n${told}`);
  }

  #configuration() {
    const { port, servers } = this.#settings;
    const lines = readFileSync(SHIPPED, "utf8").split("\n");
    const told = lines.filter((line) => !/^ {4}server /.test(line)).map((line) => line.replace("bind :8080", `bind 127.0.0.1:${port}`));
    return [...told, ...servers.map((host, n) => `    server node-${n + 1} ${host}`), ""].join("\n");
  }

  async stop() {
    if (!this.#child || hasEnded(this.#child)) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await ended;
  }
}
