// The suite in Chromium, in a worker; then what only a page shows.
import { existsSync } from "node:fs";
import process from "node:process";
import puppeteer from "puppeteer-core";
import { assert } from "chai";
import pageTests from "./browser/page.mjs";
import { serve } from "./browser/server.mjs";
import { LIMIT, run, summary } from "./suite/harness.mjs";

const { CHROMIUM } = process.env;
const USUAL = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = (CHROMIUM ? [CHROMIUM] : USUAL).find(existsSync);

/** Runs the suite in a worker of the page. */
const suite = (filter) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(`/suite.js?filter=${encodeURIComponent(filter)}`, { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });

async function main(filter) {
  const server = await serve();
  // The sandbox refuses to work for root, as whom CI runs.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  // The suite is one call of the protocol, and its tests have their limits; what else is waited for has the same.
  const browser = await puppeteer.launch({ executablePath, args, timeout: LIMIT, protocolTimeout: 0 });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(LIMIT);
    await page.goto(server.url);
    const { lines, ...inWorker } = await page.evaluate(suite, filter);
    for (const line of lines) console.log(line);
    const inPage = await run([pageTests], { assert, page, url: server.url }, { filter });
    return { passed: inWorker.passed + inPage.passed, failed: inWorker.failed + inPage.failed };
  } finally {
    await browser.close();
    server.close();
  }
}

if (executablePath) {
  const total = await main(process.argv[2] ?? "");
  console.log(summary(total));
  process.exitCode = total.failed ? 1 : 0;
} else {
  console.log("there is no Chromium: it is looked for where CHROMIUM says, else where systems put it");
  console.log("0 passed, 0 failed, 1 skipped");
}
