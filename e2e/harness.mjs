// What a browser journey needs: the real server on a free port with empty data, pages in a real browser that tell
// about every error, axe, and pictures.
//
//   test("a rep signs in", async (t) => {
//     const server = await startServer(t);
//     const page = await newPage(t, server, { theme: "dark", width: 360, language: "zh-Hant" });
//     await page.goto("/");
//     await axe(page);
//     await screenshot(page, "sign-in-dark-phone");
//   });
//
// Everything is stopped when the test ends. A missing browser, binary or database fails the test.
export { startServer } from "./harness/server.mjs";
export { allowProblem, newPage, screenshot } from "./harness/browser.mjs";
export { axe } from "./harness/axe.mjs";
