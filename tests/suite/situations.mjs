// Situations: refusals that are on record or documented. The tests check how each refusal is read and which advice the
// error has. The folder `situations` contains the refusals.
import { ID, helpers, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import auth from "./situations/auth.mjs";
import compute from "./situations/compute.mjs";
import endpoints from "./situations/endpoints.mjs";
import flows from "./situations/flows.mjs";
import gcs from "./situations/gcs.mjs";
import groups from "./situations/groups.mjs";
import { ENDPOINT, HTTPS_SERVER } from "./situations/shared.mjs";
import search from "./situations/search.mjs";
import timers from "./situations/timers.mjs";
import transfer from "./situations/transfer.mjs";

export const SITUATIONS = { auth, transfer, endpoints, groups, search, flows, timers, compute, gcs };

/** Makes the call of a situation, and returns the account and the error. All other requests succeed. */
export async function runSituation(env, { call, isGrant, https, status, headers, body, options }) {
  const { stub, failure } = helpers(env);
  const refusal = () => new Response(typeof body === "string" ? body : JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
  const respond = ({ url }) => {
    if (url.endsWith("/api/info")) return json({ data: [{ DATA_TYPE: "info#1.0.0", client_id: ENDPOINT }] });
    if (https && !url.startsWith(HTTPS_SERVER)) return json({ https_server: HTTPS_SERVER });
    return refusal();
  };
  // A request to the token endpoint without a scope is a call of the user, and is refused too. The account's own grants
  // succeed.
  const grant = ({ init }) => {
    const scope = requestedScope(init);
    return isGrant || !scope ? refusal() : tokenReply(tokenDocuments(scope));
  };
  const { account } = stub(respond, { retries: 0, grant, ...options });
  return { account, error: await failure(call(account)) };
}

/**
 * A situation has a `call` whose response has `status`, `headers` and `body` (an object or text). With `isGrant`, the
 * account's grant gets that response. `expected` contains fields of the error, `messagePatterns` match its `messages`,
 * and `parameters` are its authorization parameters. `advice` lists what the advice contains in addition to the
 * account's id; `adviceWithoutId` is for failures that the account's permissions do not cause. `recordedIn` names where
 * the refusal is recorded.
 */
export default function (test, env) {
  const { GlobusApiError, GlobusAuthError, assert } = env;

  const matches = (text, pattern) => (pattern instanceof RegExp ? pattern.test(text) : text.includes(pattern));

  for (const [service, situations] of Object.entries(SITUATIONS)) {
    for (const situation of situations) {
      const { title, isGrant, status, body, expected, messagePatterns = [], parameters, advice, adviceWithoutId } = situation;

      test(`situations: ${service}: ${title}`, async () => {
        const { error } = await runSituation(env, situation);
        assert.instanceOf(error, isGrant ? GlobusAuthError : GlobusApiError);
        assert.deepInclude(error, { status, body, ...expected });
        for (const pattern of messagePatterns) assert.isTrue(error.messages.some((message) => matches(message, pattern)), `${error.messages}`);
        if (parameters) assert.deepInclude(error.authorizationParameters, parameters);
        else assert.isUndefined(error.authorizationParameters);
        const patterns = advice ? [ID, ...advice] : (adviceWithoutId ?? []);
        for (const pattern of patterns) assert.isTrue(matches(error.advice ?? "", pattern), `${pattern} in: ${error.advice}`);
        for (const { who, text, command, url } of error.steps) {
          assert.isTrue(who === "you" || /^(administrator|access manager|manager|owner) of the |^Globus support$/.test(who), who);
          for (const part of [text.slice(1, -1), command ?? "", url ?? ""]) assert.include(error.advice, part);
        }
      });
    }
  }

  test("situations: at least 40 of them, of 8 services, have advice that names the identity, its lack and the fix", () => {
    const counts = Object.values(SITUATIONS).map((situations) => situations.filter(({ advice }) => advice).length);
    assert.isAtLeast(counts.filter(Boolean).length, 8);
    assert.isAtLeast(counts.reduce((sum, count) => sum + count), 40);
    for (const { title, recordedIn } of Object.values(SITUATIONS).flat()) assert.isString(recordedIn, title);
  });
}
