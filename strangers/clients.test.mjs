// Clients that others generate from the API document compile, and carry a sale from the first call to the report.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { root } from "../e2e/harness/paths.mjs";
import { ADMIN, PASSWORD, workspace } from "../e2e/harness/workspace.mjs";

const run = promisify(execFile);
const here = join(root, "strangers");
const out = join(here, "out");
const document = join(root, "openapi/openapi.json");
const tool = (name) => join(here, "node_modules/.bin", name);
const python = join(resolve(root, process.env.CARGO_TARGET_DIR ?? "target"), "strangers/python/bin");
await mkdir(out, { recursive: true });

/** Runs a program; what it says is the error when it fails. */
async function done(program, args, options = {}) {
  const ended = run(program, args, { cwd: out, maxBuffer: 1 << 24, ...options });
  const { stdout } = await ended.catch((error) => assert.fail(`${program}:\n${error.stdout}${error.stderr}`));
  return stdout;
}

/** Whom the stories sign in as, at a server of their own. */
async function at(t) {
  const { server } = await workspace(t);
  return { ...process.env, GUANXI: server.url, LOGIN: ADMIN, PASSWORD };
}

test("TypeScript: openapi-typescript and openapi-fetch, as strict as tsc can be", async (t) => {
  await done(tool("openapi-typescript"), [document, "-o", join(out, "api.d.ts")]);
  await done(tool("tsc"), ["-p", join(here, "clients/tsconfig.json")]);
  assert.match(await done(process.execPath, [join(out, "story.js")], { env: await at(t) }), /told/);
});

test("Python: openapi-python-client, checked by mypy", async (t) => {
  const config = join(here, "clients/python.yaml");
  const generate = ["generate", "--path", document, "--config", config, "--meta", "none", "--overwrite", "--fail-on-warning"];
  // Its formatter is looked for among the programs.
  const env = { ...process.env, PATH: `${python}:${process.env.PATH}` };
  await done(join(python, "openapi-python-client"), [...generate, "--output-path", join(out, "guanxi_client")], { env });
  await copyFile(join(here, "clients/story.py"), join(out, "story.py"));
  await done(join(python, "mypy"), ["--config-file", join(here, "clients/mypy.ini"), "story.py"]);
  assert.match(await done(join(python, "python"), ["story.py"], { env: await at(t) }), /told/);
});
