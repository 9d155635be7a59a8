// A real firm comes in by the command, and the board shows what each of its people has sold, to the cent.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { workspace } from "./harness/workspace.mjs";

const MAPPING = join(fileURLToPath(new URL("..", import.meta.url)), "docs/examples/northwind/northwind.toml");

/** Net sales in dollars: a line is quantity × unit price × (1 − discount), rounded half up to the cent. */
const SOLD = {
  Peacock: "232,890.89",
  Leverling: "202,812.88",
  Davolio: "192,107.67",
  Fuller: "166,537.76",
  Callahan: "126,862.30",
  King: "124,568.24",
  Dodsworth: "77,308.09",
  Suyama: "73,913.15",
  Buchanan: "68,792.31",
};
const TOTAL = "1,265,793.29";

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
    assert.equal(await shown(""), `USD ${TOTAL}`);
    for (const [name, sum] of Object.entries(SOLD)) {
      const { id } = people.find((person) => person.family_name === name);
      const filter = JSON.stringify({ and: [{ field: "owner_id", op: "eq", value: id }] });
      assert.equal(await shown(`&filter=${encodeURIComponent(filter)}`), `USD ${sum}`, name);
    }
  });
}
