// The same calls by this package.
import { isDeepStrictEqual } from "node:util";
import { ServiceAccount } from "globus-service-account";
import { everyCall, javascript } from "./calls.mjs";
import { CALL } from "./recorder.mjs";
import { GCS_CLIENT } from "./values.mjs";

const isGrant = (url) => url.pathname.endsWith("/v2/oauth2/token");
const isInfo = (url) => url.pathname.endsWith("/api/info");

/**
 * Requests that a call needs but is not about: the grant, unless the call authenticates with the client's own
 * credentials, and what a Globus Connect Server says about itself. Python makes them before it is told which call it is.
 */
function isPreparation(url, { group, row }) {
  if (group.authorization === "Bearer" && isGrant(url)) return true;
  return group.service === "gcs" && row.name !== "getGcsInfo" && isInfo(url);
}

/** `fetch`, saying in a header for which call of the table a request is. */
const fetchFor = (subject) => (input, init) => {
  const url = new URL(input);
  if (isPreparation(url, subject)) return fetch(input, init);
  const headers = new Headers(init?.headers);
  headers.set(CALL, subject.key);
  return fetch(input, { ...init, headers });
};

/** The value with the server's address in it, as Python gets it. */
function placed(value, urls) {
  return JSON.parse(JSON.stringify(value).replaceAll('"$auth/', `"${urls.auth}/`));
}

/**
 * Each call is made by an account of its own, so that its token is the one it asks for.
 *
 * @param {import("./calls.mjs").Group[]} groups
 * @param {{ clientId: string, clientSecret: string, urls: Record<string, string> }} where
 * @returns {Promise<Record<string, { outcome: string, arguments: string }>>}
 */
export async function callOurs(groups, { clientId, clientSecret, urls }) {
  const { gcs, ...serviceUrls } = urls;
  const results = {};
  for (const subject of everyCall(groups)) {
    const { group, row, call, key } = subject;
    const account = new ServiceAccount({ clientId, clientSecret, serviceUrls, retries: 0, fetch: fetchFor(subject) });
    const args = javascript(row, call).map((value) => (value === undefined ? value : placed(value, urls)));
    const before = structuredClone(args);
    const outcome = await outcomeOf(async () => {
      const client = group.service === "gcs" ? account.gcs({ endpoint: GCS_CLIENT, address: gcs }) : account[group.service];
      if (typeof client?.[row.name] !== "function") throw new Error("there is no such method");
      if (!call.pages) return client[row.name](...args);
      for await (const _page of client[row.name](...args).pages());
    });
    results[key] = { outcome, arguments: isDeepStrictEqual(args, before) ? "unchanged" : "changed" };
  }
  return results;
}

async function outcomeOf(body) {
  try {
    await body();
    return "ok";
  } catch (/** @type {any} */ error) {
    return error?.code ? `${error.code}: ${error.message}` : String(error);
  }
}
