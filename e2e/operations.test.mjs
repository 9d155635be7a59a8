// Servers and jobs: administrators see how the servers fare, and have a job done now; nobody else sees any of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { allowProblem, axe, screenshot } from "./harness.mjs";
import { workspace } from "./harness/workspace.mjs";

const w = await workspace();

const LANGUAGES = [
  ["en", "Servers and jobs", "Run now: Forget old sessions, sign-in attempts and retry keys", "Working"],
  ["zh-Hant", "伺服器與工作", "立即執行：清除過期的登入、登入嘗試與重試鍵", "運作正常"],
  ["zh-Hans", "服务器与作业", "立即执行：清除过期的登录、登录尝试与重试键", "运行正常"],
];

for (const [language, title, run, ready] of LANGUAGES) {
  test(`a job is done when asked: ${language}`, async (t) => {
    const before = await runs();
    const page = await w.page(t, { at: "/settings/operations", language });
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    await page.getByText(ready, { exact: true }).waitFor();
    await page.getByRole("button", { name: run }).click();
    for (let tries = 0; (await runs()) === before; tries += 1) {
      assert.ok(tries < 100, "it was done within seconds");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await page.locator(".report-controls button").click();
    await page.locator('tr[data-job="tidy_up"] time').first().waitFor();
    assert.equal(await page.locator("tr[data-job]").count(), 6);
  });
}

async function runs() {
  const { jobs } = await w.get("/operations");
  return jobs.find((job) => job.name === "tidy_up")?.runs;
}

for (const [width, theme] of [[1440, "light"], [360, "dark"]]) {
  test(`the page can be used by everybody: ${width} px`, async (t) => {
    const page = await w.page(t, { at: "/settings", width, theme });
    await page.getByRole("link", { name: "Look at servers and jobs" }).click();
    await page.locator("tr[data-job]").first().waitFor();
    await axe(page);
    await screenshot(page, `operations-${width}`);
  });
}

test("who is no administrator is told so", async (t) => {
  const login = await w.person("sales");
  const page = await w.page(t, { at: null, login });
  allowProblem(page, /403/);
  await page.goto("/settings/operations");
  await page.getByRole("alert").waitFor();
  assert.equal(await page.locator("tr[data-job]").count(), 0);
  await page.goto("/settings");
  await page.getByRole("heading", { level: 1 }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Look at servers and jobs" }).count(), 0);
});
