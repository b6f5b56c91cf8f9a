// E2: in workerd, the request that starts the refresh ends before the token has arrived.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { Response } from "miniflare";
import { start } from "../../../workerd/start.mjs";
import { newKey } from "../libraries/keys.mjs";
import { measureCall } from "./common.mjs";

const WAITERS = 19;
const LATENCY = 1500;
export const HANG_LIMIT_MS = 6000;

const CASES = [
  { id: "textbook", title: "a promise in the module, hand-written", script: "textbook", path: "/early" },
  { id: "textbookKept", title: "the same, passed to `ctx.waitUntil` by every request", script: "textbook", path: "/kept" },
  { id: "octokit", title: "@octokit/auth-app", script: "octokit", path: "/early" },
  { id: "octokitKept", title: "@octokit/auth-app, passed to it too", script: "octokit", path: "/kept" },
  { id: "ours", title: "globus-service-account", script: "ours", path: "/early" },
];

/** E2: runs every library that works in workerd. */
export const runInWorkerd = () => Promise.all(CASES.map(async (testCase) => ({ ...testCase, ...(await runCase(testCase)) })));

async function runCase({ script, path }) {
  let requests = 0;
  const outboundService = async () => {
    const token = `token-${++requests}`;
    await sleep(LATENCY);
    return Response.json(makeReply(token), { status: 201 });
  };
  const bindings = { KEY: newKey("pkcs8").pem };
  const worker = await start(`../bench/rivals/workers/${script}.mjs`, { outboundService, bindings });
  const get = (path) =>
    measureCall(async () => {
      const response = await worker.get(path);
      if (!response.ok) throw new Error(await response.text());
      return response.text();
    }, HANG_LIMIT_MS);
  try {
    const first = await get(path);
    if (first.value !== "early") throw first.error ?? new Error("the first request was not answered");
    const waiters = await Promise.all(Array.from({ length: WAITERS }, () => get("/token")));
    const later = await get("/token");
    return {
      waiters: WAITERS,
      hung: waiters.filter(({ ended }) => !ended).length,
      failed: waiters.filter(({ ended, ok }) => ended && !ok).length,
      requests,
      later: { ended: later.ended, ok: later.ok, ms: later.ms },
    };
  } finally {
    await worker.dispose();
  }
}

/** Returns the fields of Globus's reply and of GitHub's in one document. Each library ignores the other's fields. */
const makeReply = (token) => ({
  access_token: token,
  expires_in: 3600,
  other_tokens: [],
  resource_server: "transfer.api.globus.org",
  scope: "urn:globus:auth:scope:transfer.api.globus.org:all",
  token_type: "Bearer",
  token,
  expires_at: new Date(Date.now() + 3_600_000).toISOString(),
  permissions: { contents: "read" },
  repository_selection: "all",
});

/** Returns the version of the workerd that Miniflare runs. */
export function workerdVersion() {
  const require = createRequire(createRequire(import.meta.url).resolve("miniflare"));
  return JSON.parse(readFileSync(require.resolve("workerd/package.json"), "utf8")).version;
}
