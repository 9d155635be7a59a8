// What happens to a primary and its replica: see scripts/replicas.sh.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Two PostgreSQL servers, of which one is the primary. */
export class Pair {
  primary = "a";
  replica = "b";
  #tool;

  constructor() {
    this.#tool = process.env.GUANXI_TEST_REPLICAS;
    if (!this.#tool) throw new Error("no replicas: run the drill with `make cluster` or beside `scripts/replicas.sh`");
  }

  /** The primary is gone from one moment to the next. */
  lose = () => run(this.#tool, ["lose", this.primary]);

  /** The replica takes over. */
  async promote() {
    await run(this.#tool, ["promote", this.replica]);
    [this.primary, this.replica] = [this.replica, this.primary];
  }

  /** What was lost comes back as the replica. */
  restore = () => run(this.#tool, ["follow", this.replica, this.primary]);
}
