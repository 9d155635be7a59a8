// The first start as the first administrator lives it: the link the server prints, one form, and the work can begin.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newPage, startServer } from "./harness.mjs";
import { button } from "./harness/roles.mjs";

const PASSWORD = "eleven purple rivers at dawn";

for (const database of ["sqlite", "postgres"]) {
  test(`the wizard makes workspace and administrator, ${database}`, async (t) => {
    const server = await startServer(t, { database });
    const page = await newPage(t, server, { width: 1440, language: "en" });
    await page.goto(await server.setupLink());
    await page.getByLabel("Name of your company").fill("Blauer See");
    await button(page, "Set up and sign in").click();
    await page.locator("[aria-invalid='true']").first().waitFor();
    await page.getByLabel("Family name").fill("Moos");
    await page.getByLabel("E-mail address").fill("hanna@example.com");
    await page.getByRole("textbox", { name: /^Password/ }).fill(PASSWORD);
    await page.getByRole("textbox", { name: /^Password/ }).press("Enter");
    await page.getByRole("navigation").first().waitFor();
    assert.equal(new URL(page.url()).pathname, "/");

    const state = await (await fetch(`${server.url}/api/v1/auth/state`)).json();
    assert.equal(state.needs_setup, false);
    const signed = await page.request.post("/api/v1/auth/sign_in", {
      data: { login: "hanna@example.com", password: PASSWORD },
      headers: { origin: server.url },
    });
    const { access_token: token, user } = await signed.json();
    assert.deepEqual(user.roles, ["administrator"]);
    const meta = await fetch(`${server.url}/api/v1/meta`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal((await meta.json()).workspace.name, "Blauer See");
  });
}

test("in Chinese, after switching at the foot of the page", async (t) => {
  const server = await startServer(t);
  const page = await newPage(t, server, { width: 360, language: "en" });
  await page.goto(await server.setupLink());
  await page.getByLabel("Name of your company").waitFor();
  await page.getByRole("combobox", { name: "Language" }).first().selectOption("zh-Hant");
  await page.getByLabel("公司名稱").fill("怡海軟件");
  await page.getByRole("textbox", { name: /^姓/ }).fill("王");
  await page.getByLabel("電子郵件").fill("wang@example.com");
  await page.getByRole("textbox", { name: /^密碼/ }).fill(PASSWORD);
  await button(page, "完成設定並登入").click();
  await page.getByRole("heading", { level: 1, name: "今天" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "zh-Hant");
});
