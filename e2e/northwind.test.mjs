// A real firm comes in by the command, and the board shows what each of its people has sold, to the cent.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { workspace } from "./harness/workspace.mjs";

const FOLDER = join(fileURLToPath(new URL("..", import.meta.url)), "docs/examples/northwind");
const MAPPING = join(FOLDER, "northwind.toml");

/** Net sales per employee in cents. */
const SOLD = JSON.parse(readFileSync(join(FOLDER, "sold.json"), "utf8"));
const TOTAL = 126_579_329;

const dollars = (cents) => `USD ${(cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2 })}`;

for (const database of ["sqlite", "postgres"]) {
  test(`won sums per employee on the board, ${database}`, { timeout: 180_000 }, async (t) => {
    const w = await workspace(t, { database });
    await w.server.run(["import", MAPPING]);
    const won = (await w.get("/stages")).data.find((stage) => stage.category === "won");
    const people = (await w.get("/users?limit=50")).data;
    const page = await w.page(t, { width: 1440, at: null });

    const shown = async (filter) => {
      await page.goto(`/opportunities?layout=board${filter}`);
      const column = page.locator(`[data-column='${won.id}']`);
      await column.locator("button[aria-expanded='false']").click();
      const sums = column.locator(".board-sums");
      await sums.filter({ hasText: /\d/ }).waitFor();
      return (await sums.innerText()).replace(/\s+/g, " ").trim();
    };
    assert.equal(await shown(""), dollars(TOTAL));
    for (const [name, cents] of Object.entries(SOLD)) {
      const { id } = people.find((person) => person.family_name === name);
      const filter = JSON.stringify({ and: [{ field: "owner_id", op: "eq", value: id }] });
      assert.equal(await shown(`&filter=${encodeURIComponent(filter)}`), dollars(cents), name);
    }
  });
}
