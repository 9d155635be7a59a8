// A phone: a browser with a profile on disk, which Lighthouse and we share, so that both are signed in.
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse from "lighthouse";
import { chromium } from "playwright-core";
import { root } from "../e2e/harness/paths.mjs";
import { freePort } from "../e2e/harness/processes.mjs";

/** By its path: the package hands out modules only, and what runs in the page is to be one script. */
const WEB_VITALS = readFileSync(join(root, "vitals/node_modules/web-vitals/dist/web-vitals.iife.js"), "utf8");
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const SLOWER = 4;
/** 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back: what Lighthouse calls slow 4G. */
const LINE = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
const SCREEN = { width: 412, height: 823 };
/** Kept in the browser for the next visit; who is signed in is none of it. */
const CACHED = "service_workers,cache_storage,indexeddb";

/** Opens a phone, and gives it up when `t` ends. */
export async function openPhone(t, url) {
  const folder = await mkdtemp(join(tmpdir(), "guanxi-vitals-"));
  const port = await freePort();
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: browserPath(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", `--remote-debugging-port=${port}`],
    baseURL: url,
    locale: "en-US",
    viewport: SCREEN,
    hasTouch: true,
    isMobile: true,
  });
  t.after(async () => {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  });
  return new Phone(context, port, url);
}

function browserPath() {
  const found = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome", chromium.executablePath()];
  return found.find((path) => path && existsSync(path));
}

class Phone {
  #context;
  #port;
  #url;

  constructor(context, port, url) {
    this.#context = context;
    this.#port = port;
    this.#url = url;
  }

  /** Signs in as people do who come back: the cookie is there, and the app knows that it may ask for it. */
  async signIn(login, password) {
    const answer = await this.#context.request.post(`${this.#url}/api/v1/auth/sign_in`, {
      data: { login, password },
      headers: { origin: this.#url },
    });
    if (!answer.ok()) throw new Error(`sign-in: ${answer.status()}`);
    const page = await this.#context.newPage();
    await page.goto(this.#url);
    await page.evaluate(() => localStorage.setItem("guanxi.signed-in", "yes"));
    await page.close();
  }

  /** Forgets what it loaded before, as on the first visit. */
  async #forget() {
    const page = await this.#context.newPage();
    const session = await this.#context.newCDPSession(page);
    await session.send("Network.clearBrowserCache");
    await session.send("Storage.clearDataForOrigin", { origin: this.#url, storageTypes: CACHED });
    await page.close();
  }

  /** Lighthouse's scores, of 100, and the time for which the page was blocked. */
  async scores(path) {
    await this.#forget();
    const { lhr } = await lighthouse(`${this.#url}${path}`, {
      port: this.#port,
      logLevel: "error",
      onlyCategories: CATEGORIES,
      disableStorageReset: true,
    });
    if (lhr.runtimeError) throw new Error(`${path}: ${lhr.runtimeError.message}`);
    const scores = CATEGORIES.map((name) => [name, Math.round((lhr.categories[name].score ?? 0) * 100)]);
    const missed = Object.values(lhr.audits).filter(({ score, scoreDisplayMode }) => scoreDisplayMode === "binary" && score === 0);
    return {
      scores: Object.fromEntries(scores),
      blocked: Math.round(lhr.audits["total-blocking-time"].numericValue),
      missed: missed.map(({ id }) => id),
    };
  }

  /** What a person feels who opens the page for the first time, waits until `shown` and then does something. */
  async vitals(path, shown, act) {
    await this.#forget();
    const page = await this.#context.newPage();
    await page.addInitScript(`(() => {\n${WEB_VITALS}\n(${watch})(webVitals);\n})();`);
    const session = await this.#context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", LINE);
    const began = Date.now();
    await page.goto(path, { timeout: 120_000 });
    await page.locator(shown).first().waitFor({ timeout: 120_000 });
    const usable = Date.now() - began;
    await act(page);
    await page.waitForTimeout(1_000);
    const vitals = await page.evaluate(() => window.measured);
    await page.close();
    return { ...vitals, usable };
  }
}

/** Runs in the page. */
function watch(webVitals) {
  window.measured = {};
  for (const name of ["FCP", "LCP", "CLS", "INP"]) {
    webVitals[`on${name}`](({ value }) => (window.measured[name] = name === "CLS" ? Number(value.toFixed(3)) : Math.round(value)), {
      reportAllChanges: true,
    });
  }
}
