// Runs the suite in a Chromium worker, and then the tests that need a page.
import { existsSync } from "node:fs";
import process from "node:process";
import puppeteer from "puppeteer-core";
import { assert } from "chai";
import pageTests from "./browser/page.mjs";
import { serve } from "./browser/server.mjs";
import { LIMIT, run, summary } from "./suite/harness.mjs";

const { CHROMIUM } = process.env;
const USUAL_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = (CHROMIUM ? [CHROMIUM] : USUAL_PATHS).find(existsSync);

/** Starts the suite in a worker of the page, and passes on each message of the worker. Chromium runs this function. */
function startWorker(filter) {
  const worker = new Worker(`/suite.js?filter=${encodeURIComponent(filter)}`, { type: "module" });
  worker.onmessage = ({ data }) => window.onSuiteMessage(data);
  worker.onerror = ({ message }) => window.onSuiteMessage({ crash: message });
}

/** Returns the counts of the suite in a worker. Rejects when the worker sends no message for `LIMIT` ms. */
async function runInWorker(page, filter) {
  let lastTest = "its start";
  let timer;
  let receive;
  const counts = new Promise((resolve, reject) => {
    const restartTimer = () => {
      clearTimeout(timer);
      timer = setTimeout(() => reject(new Error(`the worker sent no message for ${LIMIT} ms, since ${lastTest}`)), LIMIT);
    };
    receive = (message) => {
      restartTimer();
      if (message.line) console.log(message.line);
      if (message.begun) lastTest = message.begun;
      if (message.counts) resolve(message.counts);
      if (message.crash) reject(new Error(`the worker crashed at ${lastTest}: ${message.crash}`));
    };
    restartTimer();
  });
  try {
    await page.exposeFunction("onSuiteMessage", receive);
    await page.evaluate(startWorker, filter);
    return await counts;
  } finally {
    clearTimeout(timer);
  }
}

async function main(filter) {
  const server = await serve();
  // Chromium's sandbox does not start for root, and CI runs as root.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await puppeteer.launch({ executablePath, args, timeout: LIMIT, protocolTimeout: LIMIT });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(LIMIT);
    await page.goto(server.url);
    const worker = await runInWorker(page, filter);
    const inPage = await run([pageTests], { assert, page, url: server.url }, { filter });
    return { passed: worker.passed + inPage.passed, failed: worker.failed + inPage.failed };
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
  console.log("Chromium was not found: set CHROMIUM to the path of its executable");
  console.log("0 passed, 0 failed, 1 skipped");
}
