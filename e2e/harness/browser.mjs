import { existsSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { chromium } from "playwright-core";
import { cleanup } from "./cleanup.mjs";
import { out } from "./paths.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const LOCALES = { en: "en-US", "zh-Hant": "zh-TW", "zh-Hans": "zh-CN" };
const PHONE = 600;
/** How long to wait for something to appear before a test fails. */
const WAIT_MS = 20_000;

let browser;
after(async () => (await browser)?.close());

/** One browser for all tests of a file; each page has a profile of its own. */
function launch() {
  browser ??= chromium.launch({ executablePath: browserPath(), args: FLAGS });
  return browser;
}

function browserPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const found = ["/usr/bin/chromium", "/usr/bin/google-chrome", chromium.executablePath()].find(existsSync);
  if (!found) throw new Error("no browser: install chromium, or name one in CHROMIUM");
  return found;
}

/** What went wrong in a page, and what of it a test expects. */
const problems = new WeakMap();

/**
 * Opens a page of `server` in a fresh profile. When the test ends, any console error, exception, failed request,
 * answer from 500 up or violation of the content security policy in it fails the test.
 */
export async function newPage(t, server, options = {}) {
  const { theme = "light", width = 1280, language = "en", zone = "Europe/Berlin", height } = options;
  const phone = width < PHONE;
  const context = await (await launch()).newContext({
    baseURL: server.url,
    colorScheme: theme,
    locale: LOCALES[language] ?? language,
    timezoneId: zone,
    viewport: { width, height: height ?? (phone ? 640 : 800) },
    hasTouch: phone,
    isMobile: phone,
    reducedMotion: "reduce",
  });
  await context.addInitScript(reportPolicyViolations);
  if (process.env.GUANXI_E2E_WEB) await serveFrom(context, process.env.GUANXI_E2E_WEB);
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  watch(page);
  cleanup(t, async () => {
    await context.close();
    const unexpected = unexpectedProblems(page);
    if (unexpected.length > 0) {
      throw new Error(`problems in the page:\n  ${unexpected.join("\n  ")}`);
    }
  });
  return page;
}

/** Takes the web app from a folder, such as `web/dist` after `cargo xtask web --dev`, instead of from the server. */
async function serveFrom(context, folder) {
  await context.route("**/assets/*", (route) => {
    const path = join(folder, new URL(route.request().url()).pathname);
    return existsSync(path) ? route.fulfill({ path }) : route.fallback();
  });
  await context.route(
    ({ pathname }) => !/^\/(api|assets)\//.test(pathname),
    async (route) => {
      if (route.request().resourceType() !== "document") return route.fallback();
      const response = await route.fetch();
      const ours = (await response.text()).includes("guanxi-assets");
      const { "content-encoding": _, ...headers } = response.headers();
      return route.fulfill(ours ? { response, headers, path: join(folder, "index.html") } : { response });
    },
  );
}

/** Runs in the page. */
function reportPolicyViolations() {
  document.addEventListener("securitypolicyviolation", (event) => {
    console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
}

function watch(page) {
  const seen = { found: [], allowed: [] };
  problems.set(page, seen);
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const { url } = message.location();
    seen.found.push(`console: ${message.text()} (${url})`);
  });
  page.on("pageerror", (error) => seen.found.push(`exception: ${error.stack || `${error.name}: ${error.message}`}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "failed";
    // Leaving a page cancels what it still asks for.
    if (reason !== "net::ERR_ABORTED") seen.found.push(`request: ${request.url()} ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) seen.found.push(`answer: ${response.url()} ${response.status()}`);
  });
}

/** Tells that this page will report something on purpose, for example a refused sign-in. */
export function allowProblem(page, pattern) {
  problems.get(page).allowed.push(pattern);
}

function unexpectedProblems(page) {
  const { found, allowed } = problems.get(page);
  return found.filter((problem) => !allowed.some((pattern) => pattern.test(problem)));
}

/** Writes `e2e/out/<name>.png`. */
export async function screenshot(page, name, options = {}) {
  await page.screenshot({ path: out(`${name}.png`), ...options });
}
