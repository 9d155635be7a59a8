import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";

const run = promisify(execFile);

/** An empty PostgreSQL database of its own: `{ url, drop() }`. */
export async function createDatabase() {
  const cluster = process.env.GUANXI_TEST_POSTGRES_URL;
  if (!cluster) {
    throw new Error("no PostgreSQL: run the journeys with `make e2e` or beside `scripts/postgres.sh`");
  }
  const name = `e2e_${randomBytes(6).toString("hex")}`;
  const sql = (statement) => run("psql", [cluster, "-q", "-v", "ON_ERROR_STOP=1", "-c", statement]);
  await sql(`create database ${name}`);
  // By hand: an address that names several servers is none that `URL` understands.
  const url = cluster.replace(/^(\w+:\/\/[^/?]*)(\/[^?]*)?/, `$1/${name}`);
  return { url, drop: () => sql(`drop database ${name} with (force)`) };
}
