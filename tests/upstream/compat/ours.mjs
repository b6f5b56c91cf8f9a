// Makes the same calls with this package.
import { isDeepStrictEqual } from "node:util";
import { ServiceAccount } from "globus-service-account";
import { everyCall, javascriptArgs } from "./calls.mjs";
import { CALL } from "./recorder.mjs";
import { GCS_CLIENT } from "./values.mjs";

const isGrant = (url) => url.pathname.endsWith("/v2/oauth2/token");
const isInfo = (url) => url.pathname.endsWith("/api/info");

/**
 * Whether a request only prepares a call: the grant, unless the call authenticates with the client's own credentials,
 * and the request for the data of a Globus Connect Server. Python makes these requests before it sets the header that
 * names the call.
 */
function isPreparation(url, { group, row }) {
  if (group.authorization === "Bearer" && isGrant(url)) return true;
  return group.service === "gcs" && row.name !== "getGcsInfo" && isInfo(url);
}

/** Returns a `fetch` that names the call of the table in a header of each request. */
const fetchFor = (subject) => (input, init) => {
  const url = new URL(input);
  if (isPreparation(url, subject)) return fetch(input, init);
  const headers = new Headers(init?.headers);
  headers.set(CALL, subject.key);
  return fetch(input, { ...init, headers });
};

/** Returns the value with the server's URL inserted, as Python gets it. */
function withServerUrl(value, urls) {
  return JSON.parse(JSON.stringify(value).replaceAll('"$auth/', `"${urls.auth}/`));
}

/**
 * Makes each call with a separate account, so that its token is granted for this call's scopes.
 *
 * @param {import("./calls.mjs").Group[]} groups
 * @param {{ clientId: string, clientSecret: string, urls: Record<string, string> }} connection
 * @returns {Promise<Record<string, { outcome: string, arguments: string }>>}
 */
export async function callPackage(groups, { clientId, clientSecret, urls }) {
  const { gcs, ...serviceUrls } = urls;
  const results = {};
  for (const subject of everyCall(groups)) {
    const { group, row, call, key } = subject;
    const account = new ServiceAccount({ clientId, clientSecret, serviceUrls, retries: 0, fetch: fetchFor(subject) });
    const args = javascriptArgs(row, call).map((value) => (value === undefined ? value : withServerUrl(value, urls)));
    const before = structuredClone(args);
    const outcome = await outcomeOf(async () => {
      const client = group.service === "gcs" ? account.gcs({ endpoint: GCS_CLIENT, address: gcs }) : account[group.service];
      if (typeof client?.[row.name] !== "function") throw new Error("the client does not have this method");
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
