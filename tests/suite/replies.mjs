// Successes that are not what the call promises: none of them reads as an answer, whatever call or job it is for.
import { groupsOfCalls } from "../upstream/compat/cases/index.mjs";
import { everyCall, javascriptArgs } from "../upstream/compat/calls.mjs";
import { GCS_CLIENT, GCS_ENDPOINT } from "../upstream/compat/values.mjs";
import { helpers, isList, json } from "./helpers.mjs";
import { jobs } from "./replies/jobs.mjs";

/** The members in which pages have their list. */
const LISTS = ["DATA", "data", "entries", "flows", "registered_apis", "runs", "shared_endpoints", "gmeta", "clients", "consents"]
  .concat(["credentials", "identities", "identity_providers", "index_list", "jobs", "policies", "projects", "role_list", "scopes"])
  .concat(["tasks", "web_input_summaries"]);
const everyList = (value) => Object.fromEntries(LISTS.map((name) => [name, value]));

const text = (body) => () => new Response(body, { headers: { "content-type": "application/json" } });

/** What a server may answer in place of what was promised. @type {Record<string, () => Response>} */
const KINDS = {
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

/** Of these a document need have nothing: it is handed over as it came. */
const DOCUMENTS = ["a document for a list", "a null list", "a list of the wrong type"];
const EMPTY = ["null", "an empty body", "204"];
/** What calls promise that give neither a document nor a page. */
const PROMISES = {
  "auth.oauth2Token": ["an empty document", "a text", "a list for a document", "a number", ...EMPTY, ...DOCUMENTS],
  "auth.oauth2RevokeToken": ["an empty document", ...EMPTY, ...DOCUMENTS],
  "auth.oauth2GetDependentTokens": ["a list for a document"],
  "computeV2.getVersion": ["a text", ...DOCUMENTS],
  "groups.getIdentityPreferences": ["an empty document", ...DOCUMENTS],
  "groups.setIdentityPreferences": ["an empty document", ...DOCUMENTS],
  "groups.getMembershipFields": ["an empty document", ...DOCUMENTS],
  "groups.setMembershipFields": ["an empty document", ...DOCUMENTS],
  // More than a document: an id, an address, a collection's type.
  "transfer.getSubmissionId": [],
  "auth.getJwk": [],
  "timers.createTimer": [],
  "transfer.submitTransfer": [],
  "transfer.submitDelete": [],
};
/** Lists that are the page itself. */
const BARE_LISTS = ["groups.getMyGroups", "computeV2.getEndpoints"];

/** What comes before the reply that is broken. */
function preparation(url) {
  if (url.endsWith("/api/info")) {
    return json({ DATA_TYPE: "result#1.0.0", data: [{ DATA_TYPE: "info#1.0.0", client_id: GCS_CLIENT, endpoint_id: GCS_ENDPOINT }] });
  }
  if (url.endsWith("/submission_id")) return json({ value: "s1" });
  if (url.endsWith("/openid-configuration")) return json({ jwks_uri: "https://auth.globus.org/jwk.json" });
}

export default function (test, env) {
  const { GlobusError, assert } = env;
  const { stub } = helpers(env);

  /** How a call ends. */
  const ending = async (call) => {
    try {
      return { value: await call() };
    } catch (error) {
      return { error };
    }
  };

  const isInvalid = (error) => error instanceof GlobusError && error.code === "invalid_response" && Boolean(error.service);

  /** The calls of the table, once each; jobs, which it has too, are tried apart. */
  const calls = new Map();
  for (const { group, row, call } of everyCall(groupsOfCalls)) {
    const name = `${group.service}.${row.name}`;
    if (!calls.has(name) && !/Wait$|groups\.\w+Member|groups\.(join|leave|accept|decline|request|change)/.test(name)) {
      calls.set(name, { group, row, call });
    }
  }

  test("replies: a broken success of any call is invalid_response, iterated or awaited, and never an answer", async () => {
    let [tried, refused, kept] = [0, 0, 0];
    const wrong = [];
    for (const [name, { group, row, call }] of calls) {
      for (const [kind, reply] of Object.entries(KINDS)) {
        // The last request is the one that is about: what comes before it is whole.
        const options = { retries: 0, ...(group.authorization === "Basic" && { grant: reply }) };
        const { account } = stub(({ url }) => (url.endsWith(row.path) ? undefined : preparation(url)) ?? reply(), options);
        const client = group.service === "gcs" ? account.gcs({ endpoint: GCS_CLIENT, address: "gcs.example.org" }) : account[group.service];
        const make = () => client[row.name](...javascriptArgs(row, call));
        const made = make();
        const listed = isList(made);
        const uses = listed ? [() => made, () => make().toArray(), () => make().pages().next()] : [() => made];
        const fine = listed ? (BARE_LISTS.includes(name) ? ["a list for a document"] : []) : (PROMISES[name] ?? DOCUMENTS);
        for (const use of uses) {
          tried += 1;
          const { error } = await ending(use);
          if (fine.includes(kind)) {
            kept += 1;
            if (error) wrong.push(`${name}, ${kind}: ${error}`);
          } else if (isInvalid(error)) refused += 1;
          else wrong.push(`${name}, ${kind}: ${error ? `${error.name} ${error.code}` : "resolved"}`);
        }
      }
    }
    if (wrong.length > 0) assert.fail(wrong.join("\n"));
    console.log(`  ${calls.size} calls, ${tried} broken successes: ${refused} invalid_response, ${kept} that keep the promise, 0 resolved wrongly, 0 untyped`);
  });

  for (const { name, run, expect } of jobs(env)) {
    test(`replies: ${name}: whichever of its replies is broken, it is invalid_response or comes to the same`, async () => {
      const whole = await run({});
      const wrong = [];
      let [tried, refused, same] = [0, 0, 0];
      for (let broken = 0; broken < whole.requests; broken += 1) {
        for (const [kind, reply] of Object.entries(KINDS)) {
          tried += 1;
          const { error, value, path } = await run({ broken, reply });
          const isSame = !error && JSON.stringify(value) === JSON.stringify(whole.value);
          if (error ? isInvalid(error) : expect ? isSame || expect(value, kind, path) : isSame) error ? (refused += 1) : (same += 1);
          else wrong.push(`${kind} from ${path}: ${error ? `${error.name} ${error.code}: ${error.message}` : `resolved ${JSON.stringify(value)}`}`);
        }
      }
      assert.isUndefined(whole.error, String(whole.error));
      if (wrong.length > 0) assert.fail(wrong.join("\n"));
      const otherwise = expect ? "told in the report" : "that change nothing";
      console.log(`  ${name}: ${tried} broken successes: ${refused} invalid_response, ${same} ${otherwise}`);
    });
  }
}
