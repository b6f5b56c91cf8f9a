// Refusals that are on record, or documented: how each is read, and what is advised. The folder beside this file has them.
import { ID, helpers, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import auth from "./situations/auth.mjs";
import compute from "./situations/compute.mjs";
import endpoints from "./situations/endpoints.mjs";
import flows from "./situations/flows.mjs";
import gcs from "./situations/gcs.mjs";
import groups from "./situations/groups.mjs";
import { ENDPOINT, HTTPS_SERVER } from "./situations/places.mjs";
import search from "./situations/search.mjs";
import timers from "./situations/timers.mjs";
import transfer from "./situations/transfer.mjs";

export const SERVICES = { auth, transfer, endpoints, groups, search, flows, timers, compute, gcs };

/** How a situation ends, on a stage where all other requests go well. */
export async function situationOf(env, { call, granting, https, status, headers, body, options }) {
  const { stub, failure } = helpers(env);
  const refusal = () => new Response(typeof body === "string" ? body : JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
  const answer = ({ url }) => {
    if (url.endsWith("/api/info")) return json({ data: [{ DATA_TYPE: "info#1.0.0", client_id: ENDPOINT }] });
    if (https && !url.startsWith(HTTPS_SERVER)) return json({ https_server: HTTPS_SERVER });
    return refusal();
  };
  // Calls of the token endpoint that the account makes for its user are refused as well; its own grants are not.
  const grant = ({ init }) => {
    const scope = requestedScope(init);
    return granting || !scope ? refusal() : tokenReply(tokenDocuments(scope));
  };
  const { account } = stub(answer, { retries: 0, grant, ...options });
  return { account, error: await failure(call(account)) };
}

/**
 * A situation: a `call` that is answered with `status`, `headers` and `body` (an object, or text), or a `granting` that is;
 * what the error's fields are then (`expected`), what its `messages` say, its canonical `parameters`, and the words that the
 * `advice` must have beside this account's identity; without that, where the account is `blameless`.
 */
export default function (test, env) {
  const { GlobusApiError, GlobusAuthError, assert } = env;

  const matches = (text, word) => (word instanceof RegExp ? word.test(text) : text.includes(word));

  for (const [service, situations] of Object.entries(SERVICES)) {
    for (const situation of situations) {
      const { title, granting, status, body, expected, says = [], parameters, advice, blameless } = situation;

      test(`situations: ${service}: ${title}`, async () => {
        const { error } = await situationOf(env, situation);
        assert.instanceOf(error, granting ? GlobusAuthError : GlobusApiError);
        assert.deepInclude(error, { status, body, ...expected });
        for (const words of says) assert.isTrue(error.messages.some((said) => matches(said, words)), `${error.messages}`);
        if (parameters) assert.deepInclude(error.authorizationParameters, parameters);
        else assert.isUndefined(error.authorizationParameters);
        const words = advice ? [ID, ...advice] : (blameless ?? []);
        for (const word of words) assert.isTrue(matches(error.advice ?? "", word), `${word} in: ${error.advice}`);
        for (const { who, text, command, url } of error.steps) {
          assert.isTrue(who === "you" || /^(administrator|access manager|manager|owner) of the |^Globus support$/.test(who), who);
          for (const part of [text.slice(1, -1), command ?? "", url ?? ""]) assert.include(error.advice, part);
        }
      });
    }
  }

  test("situations: there are at least 40, over 8 services, in which the advice names identity, lack and fix", () => {
    const advised = Object.values(SERVICES).map((situations) => situations.filter(({ advice }) => advice).length);
    assert.isAtLeast(advised.filter(Boolean).length, 8);
    assert.isAtLeast(advised.reduce((sum, count) => sum + count), 40);
    for (const { title, source } of Object.values(SERVICES).flat()) assert.isString(source, title);
  });
}
