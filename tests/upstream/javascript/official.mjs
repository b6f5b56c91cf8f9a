// Globus's JavaScript SDK (npm `@globus/sdk`) in these tests. The tests call its functions as its users do, with the
// header of an account of this package. Its requests reach the fake through the SDK's option for a caller's `fetch`.
import assert from "node:assert/strict";
import { ServiceAccount } from "globus-service-account";

/** The error of a response with an error status. */
export class Refusal extends Error {
  constructor(name, status, document) {
    super(`${name}: ${status} ${JSON.stringify(document)}`);
    this.status = status;
    this.document = document;
  }
}

const methodsIn = (module, path = "") =>
  Object.entries(module).flatMap(([name, value]) => {
    if (typeof value === "function") return path + name;
    return typeof value === "object" && value !== null ? methodsIn(value, `${path}${name}.`) : [];
  });

/**
 * Wraps a service's module of the SDK. Its functions return the document of the reply, and `called` records which were
 * called.
 *
 * @param {object} module
 * @param {typeof globalThis.fetch} [fetch]  without it the SDK uses its own
 */
export function recordCalls(module, fetch) {
  const called = new Set();
  const wrap =
    (name, method) =>
    async (...args) => {
      called.add(name);
      const sdkOptions = args.at(-1)?.fetch ? args.pop().fetch.options : {};
      const options = { ...sdkOptions, ...(fetch && { __callable: fetch }) };
      const response = await method(...args, { fetch: { options } });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.includes("json");
      const document = isJson ? JSON.parse(text) : text;
      if (!response.ok) throw new Refusal(name, response.status, document);
      return document;
    };
  const wrapAll = (part, path = "") =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]) => {
        if (typeof value === "function") return [name, wrap(path + name, value)];
        return [name, typeof value === "object" && value !== null ? wrapAll(value, `${path}${name}.`) : value];
      }),
    );
  return { sdk: wrapAll(module), called, methods: methodsIn(module) };
}

/**
 * Makes the fake, client, account and headers that a scenario uses.
 *
 * @param {import("../run.mjs").Stage} stage
 * @param {object} [options]  additional options of the account
 */
export function makeScenarioStage({ fake, client }, options) {
  const { clientId, clientSecret } = client;
  const account = new ServiceAccount({ clientId, clientSecret, fetch: fake.fetch, ...options });
  return {
    fake,
    client,
    account,
    /** Returns the header as the package's documentation shows it. */
    headersFor: async (target) => ({ Authorization: await account.getAuthorizationHeader(target) }),
  };
}

/** The members that differ between requests. */
const VARYING_MEMBERS = new Set(["request_id", "x_request_id"]);

/** Checks that the SDK and this package received the same document. */
export function assertSameDocument(official, ours) {
  const withoutVarying = (document) =>
    JSON.parse(JSON.stringify(document, (name, value) => (VARYING_MEMBERS.has(name) ? undefined : value)));
  assert.deepEqual(withoutVarying(official), withoutVarying(ours));
}

/** Waits for a call that must fail. Returns the status of the refusal. @param {Promise<unknown>} promise */
export async function statusOfRefusal(promise) {
  const reason = await promise.then(
    (document) => assert.fail(`the call must fail, but it returned ${JSON.stringify(document)}`),
    (error) => error,
  );
  if (!(reason instanceof Refusal)) throw reason;
  return reason.status;
}
