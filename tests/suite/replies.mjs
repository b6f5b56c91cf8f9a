// Broken replies: successful responses with a body that the call does not expect. Calls and jobs fail with
// invalid_response.
import { groupsOfCalls } from "../upstream/compat/cases/index.mjs";
import { everyCall, javascriptArgs } from "../upstream/compat/calls.mjs";
import { GCS_CLIENT, GCS_ENDPOINT } from "../upstream/compat/values.mjs";
import { helpers, isList, json } from "./helpers.mjs";
import { jobs } from "./replies/jobs.mjs";

/** The members that contain the list of a page. */
const LISTS = ["DATA", "data", "entries", "flows", "registered_apis", "runs", "shared_endpoints", "gmeta", "clients", "consents"]
  .concat(["credentials", "identities", "identity_providers", "index_list", "jobs", "policies", "projects", "role_list", "scopes"])
  .concat(["tasks", "web_input_summaries"]);
const everyList = (value) => Object.fromEntries(LISTS.map((name) => [name, value]));

const text = (body) => () => new Response(body, { headers: { "content-type": "application/json" } });

/** The broken replies, by kind. @type {Record<string, () => Response>} */
const BROKEN_REPLIES = {
  "an empty document": () => json({}),
  "null": () => json(null),
  "an empty body": text(""),
  "204": () => new Response(null, { status: 204 }),
  "a text": () => json("done"),
  "a list for a document": () => json([{ id: "x" }]),
  "a document for a list": () => json({ code: "Done", message: "no list" }),
  "a null list": () => json({ total: 1, ...everyList(null) }),
  "a list of the wrong type": () => json({ total: 1, ...everyList({ 0: "x" }) }),
  "JSON that is cut off": text('{"DATA": [{"name": "a'),
  "HTML": () => new Response("<!doctype html><title>Sign in</title>", { headers: { "content-type": "text/html" } }),
  "a number": () => json(5),
};

/** The kinds that a call for a document returns unchanged: the document needs no certain member. */
const VALID_DOCUMENTS = ["a document for a list", "a null list", "a list of the wrong type"];
const EMPTY_REPLIES = ["null", "an empty body", "204"];
/** The kinds that are valid replies, by call. The replies of these calls are neither plain documents nor pages. */
const VALID_REPLIES = {
  "auth.oauth2Token": ["an empty document", "a text", "a list for a document", "a number", ...EMPTY_REPLIES, ...VALID_DOCUMENTS],
  "auth.oauth2RevokeToken": ["an empty document", ...EMPTY_REPLIES, ...VALID_DOCUMENTS],
  "auth.oauth2GetDependentTokens": ["a list for a document"],
  "computeV2.getVersion": ["a text", ...VALID_DOCUMENTS],
  "groups.getIdentityPreferences": ["an empty document", ...VALID_DOCUMENTS],
  "groups.setIdentityPreferences": ["an empty document", ...VALID_DOCUMENTS],
  "groups.getMembershipFields": ["an empty document", ...VALID_DOCUMENTS],
  "groups.setMembershipFields": ["an empty document", ...VALID_DOCUMENTS],
  // These replies need certain members: an id, a URL, a collection's type.
  "transfer.getSubmissionId": [],
  "auth.getJwk": [],
  "timers.createTimer": [],
  "transfer.submitTransfer": [],
  "transfer.submitDelete": [],
};
/** The calls whose reply is a bare list. */
const BARE_LISTS = ["groups.getMyGroups", "computeV2.getEndpoints"];

/** Returns the reply to a request that precedes the one with the broken reply. */
function precedingReply(url) {
  if (url.endsWith("/api/info")) {
    return json({ DATA_TYPE: "result#1.0.0", data: [{ DATA_TYPE: "info#1.0.0", client_id: GCS_CLIENT, endpoint_id: GCS_ENDPOINT }] });
  }
  if (url.endsWith("/submission_id")) return json({ value: "s1" });
  if (url.endsWith("/openid-configuration")) return json({ jwks_uri: "https://auth.globus.org/jwk.json" });
}

export default function (test, env) {
  const { GlobusError, assert } = env;
  const { stub } = helpers(env);

  /** Returns the value or the error of a call. */
  const outcomeOf = async (call) => {
    try {
      return { value: await call() };
    } catch (error) {
      return { error };
    }
  };

  const isInvalid = (error) => error instanceof GlobusError && error.code === "invalid_response" && Boolean(error.service);

  /** The calls of the table, once each. The table also contains jobs, which the second test covers. */
  const calls = new Map();
  for (const { group, row, call } of everyCall(groupsOfCalls)) {
    const name = `${group.service}.${row.name}`;
    if (!calls.has(name) && !/Wait$|groups\.\w+Member|groups\.(join|leave|accept|decline|request|change)/.test(name)) {
      calls.set(name, { group, row, call });
    }
  }

  test("replies: a broken reply to any call fails with invalid_response, iterated or awaited", async () => {
    let [tried, rejected, valid] = [0, 0, 0];
    const problems = [];
    for (const [name, { group, row, call }] of calls) {
      for (const [kind, reply] of Object.entries(BROKEN_REPLIES)) {
        // Only the reply to the last request is broken. Requests before it get valid replies.
        const options = { retries: 0, ...(group.authorization === "Basic" && { grant: reply }) };
        const { account } = stub(({ url }) => (url.endsWith(row.path) ? undefined : precedingReply(url)) ?? reply(), options);
        const client = group.service === "gcs" ? account.gcs({ endpoint: GCS_CLIENT, address: "gcs.example.org" }) : account[group.service];
        const make = () => client[row.name](...javascriptArgs(row, call));
        const made = make();
        const isPaged = isList(made);
        const uses = isPaged ? [() => made, () => make().toArray(), () => make().pages().next()] : [() => made];
        const validKinds = isPaged ? (BARE_LISTS.includes(name) ? ["a list for a document"] : []) : (VALID_REPLIES[name] ?? VALID_DOCUMENTS);
        for (const use of uses) {
          tried += 1;
          const { error } = await outcomeOf(use);
          if (validKinds.includes(kind)) {
            valid += 1;
            if (error) problems.push(`${name}, ${kind}: ${error}`);
          } else if (isInvalid(error)) rejected += 1;
          else problems.push(`${name}, ${kind}: ${error ? `${error.name} ${error.code}` : "resolved"}`);
        }
      }
    }
    if (problems.length > 0) assert.fail(problems.join("\n"));
    console.log(`  ${calls.size} calls, ${tried} broken replies: ${rejected} invalid_response, ${valid} valid for their call, 0 resolved wrongly, 0 untyped`);
  });

  for (const { name, run, expect } of jobs(env)) {
    test(`replies: ${name}: with one broken reply, the job fails with invalid_response or has the same result`, async () => {
      const complete = await run({});
      const problems = [];
      let [tried, rejected, same] = [0, 0, 0];
      for (let broken = 0; broken < complete.requests; broken += 1) {
        for (const [kind, reply] of Object.entries(BROKEN_REPLIES)) {
          tried += 1;
          const { error, value, path } = await run({ broken, reply });
          const isSame = !error && JSON.stringify(value) === JSON.stringify(complete.value);
          if (error ? isInvalid(error) : expect ? isSame || expect(value, kind, path) : isSame) error ? (rejected += 1) : (same += 1);
          else problems.push(`${kind} from ${path}: ${error ? `${error.name} ${error.code}: ${error.message}` : `resolved ${JSON.stringify(value)}`}`);
        }
      }
      assert.isUndefined(complete.error, String(complete.error));
      if (problems.length > 0) assert.fail(problems.join("\n"));
      const outcome = expect ? "named in the report" : "that change nothing";
      console.log(`  ${name}: ${tried} broken replies: ${rejected} invalid_response, ${same} ${outcome}`);
    });
  }
}
