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

/** Runs the suite in a worker of the page, which says what it does as it goes on. */
function suite(filter) {
  const worker = new Worker(`/suite.js?filter=${encodeURIComponent(filter)}`, { type: "module" });
  worker.onmessage = ({ data }) => window.said(data);
  worker.onerror = ({ message }) => window.said({ broken: message });
}

/** The counts of the suite in a worker. One that says nothing for as long as any test may take without a sign is given up. */
async function inWorker(page, filter) {
  let begun = "its start";
  let timer;
  let hear;
  const counts = new Promise((resolve, reject) => {
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => reject(new Error(`the worker has said nothing for ${LIMIT} ms, since ${begun}`)), LIMIT);
    };
    hear = (told) => {
      wait();
      if (told.line) console.log(told.line);
      if (told.begun) begun = told.begun;
      if (told.counts) resolve(told.counts);
      if (told.broken) reject(new Error(`the worker broke off at ${begun}: ${told.broken}`));
    };
    wait();
  });
  try {
    await page.exposeFunction("said", hear);
    await page.evaluate(suite, filter);
    return await counts;
  } finally {
    clearTimeout(timer);
  }
}

async function main(filter) {
  const server = await serve();
  // The sandbox refuses to work for root, as whom CI runs.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await puppeteer.launch({ executablePath, args, timeout: LIMIT, protocolTimeout: LIMIT });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(LIMIT);
    await page.goto(server.url);
    const worker = await inWorker(page, filter);
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
  console.log("there is no Chromium: it is looked for where CHROMIUM says, else where systems put it");
  console.log("0 passed, 0 failed, 1 skipped");
}
