// Globus's JavaScript SDK (npm `@globus/sdk`) as these tests use it: its own functions, called as its users call them,
// with the header of an account of ours. Its requests reach the fake by the place it has for a `fetch` of the caller's.
import assert from "node:assert/strict";
import { ServiceAccount } from "globus-service-account";

/** A reply that is not a success. */
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
 * A service's module of the SDK whose functions give the document of the reply. It is remembered which were called.
 *
 * @param {object} module
 * @param {typeof globalThis.fetch} [fetch]  Without one the SDK uses its own.
 */
export function recorded(module, fetch) {
  const called = new Set();
  const wrap =
    (name, method) =>
    async (...args) => {
      called.add(name);
      const own = args.at(-1)?.fetch ? args.pop().fetch.options : {};
      const options = { ...own, ...(fetch && { __callable: fetch }) };
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
 * What a scenario begins with.
 *
 * @param {import("../run.mjs").Stage} stage
 * @param {object} [options]  further ones of the account
 */
export function beginning({ fake, client }, options) {
  const { clientId, clientSecret } = client;
  const account = new ServiceAccount({ clientId, clientSecret, fetch: fake.fetch, ...options });
  return {
    fake,
    client,
    account,
    /** The header, as the documentation has it. */
    headersFor: async (target) => ({ Authorization: await account.getAuthorizationHeader(target) }),
  };
}

/** What is another one for every request. */
const PASSING = new Set(["request_id", "x_request_id"]);

/** The SDK and this package are told the same. */
export function sameDocument(theirs, ours) {
  const lasting = (document) =>
    JSON.parse(JSON.stringify(document, (name, value) => (PASSING.has(name) ? undefined : value)));
  assert.deepEqual(lasting(theirs), lasting(ours));
}

/** The status of a refused call. @param {Promise<unknown>} calling */
export async function refusedWith(calling) {
  const reason = await calling.then(
    (document) => assert.fail(`it was answered: ${JSON.stringify(document)}`),
    (error) => error,
  );
  if (!(reason instanceof Refusal)) throw reason;
  return reason.status;
}
