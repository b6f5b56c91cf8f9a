// Flows: calls with their own rules. Tests in tests/upstream compare all other calls with those of the official client.
import { helpers, json, requestedScope } from "./helpers.mjs";

const FLOW = "24bc4997-b483-4c25-a19c-64b0afc00743";
const RUN = "36ad9f9a-ad29-488f-beb4-c22ab729643a";
const SCOPE = `https://auth.globus.org/scopes/${FLOW}/flow_${FLOW.replaceAll("-", "_")}_user`;
const URL = "https://flows.automate.globus.org";

export default function (test, env) {
  const { assert } = env;
  const { stub, failure } = helpers(env);

  test("flows: runFlow, resumeRun and validateRun use the flow's own token", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    const document = Object.freeze({ body: Object.freeze({ source: "/a" }), label: "Nightly" });
    await account.flows.runFlow(FLOW, document, { more: 1 });
    await account.flows.validateRun(FLOW, document);
    await account.flows.resumeRun(FLOW, RUN);
    await account.flows.getRun(RUN);
    assert.deepEqual(
      grants.map(({ init }) => requestedScope(init)),
      [SCOPE, "https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a/all"],
    );
    assert.deepEqual(
      calls.map(({ url, init }) => [init.method ?? "GET", url.replace(URL, "")]),
      [
        ["POST", `/flows/${FLOW}/run?more=1`],
        ["POST", `/flows/${FLOW}/validate_run`],
        ["POST", `/runs/${RUN}/resume`],
        ["GET", `/runs/${RUN}`],
      ],
    );
    assert.deepEqual(
      calls.map(({ init }) => init.body),
      [JSON.stringify(document), JSON.stringify(document), undefined, undefined],
    );
    const [run, check, resume, get] = calls.map(({ headers }) => headers.get("authorization"));
    assert.equal(run, check);
    assert.equal(run, resume);
    assert.notEqual(run, get);
    assert.equal(run, await account.getAuthorizationHeader(SCOPE));
  });

  test("flows: an id in upper case uses the token of the same flow", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    await account.flows.runFlow(FLOW.toUpperCase(), { body: {} });
    assert.equal(requestedScope(grants[0].init), SCOPE);
    assert.equal(calls[0].url, `${URL}/flows/${FLOW.toUpperCase()}/run`);
  });

  test("flows: a call with the caller's own authorization header makes no grant", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    await account.flows.runFlow(FLOW, { body: {} }, {}, { headers: { authorization: "Bearer own" } });
    assert.equal(calls[0].headers.get("authorization"), "Bearer own");
    assert.isEmpty(grants);
  });

  test("flows: an invalid flow id and a run without input are rejected before any request", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    for (const [call, field] of [
      [() => account.flows.runFlow("my-flow", { body: {} }), "flowId"],
      [() => account.flows.runFlow(undefined, { body: {} }), "flowId"],
      [() => account.flows.validateRun(`${FLOW}] urn:x[`, { body: {} }), "flowId"],
      [() => account.flows.resumeRun("..", RUN), "flowId"],
      [() => account.flows.resumeRun(FLOW, ".."), "runId"],
      [() => account.flows.resumeRun(FLOW), "runId"],
      [() => account.flows.runFlow(FLOW), "document"],
      [() => account.flows.runFlow(FLOW, { label: "x" }), "document.body"],
      [() => account.flows.validateRun(FLOW, {}), "document.body"],
      [() => account.flows.createFlow({ title: "x", definition: {} }), "document.input_schema"],
      [() => account.flows.respondToWebInput(RUN, { value: 1 }), "document.response"],
    ]) {
      assert.deepInclude(await failure(call()), { code: "invalid_argument", field });
    }
    assert.isEmpty([...calls, ...grants]);
  });

  test("flows: only the validate calls are retried after a server error, because a retry could start a second run", async () => {
    const { account, calls } = stub(() => json({ error: { code: "X", detail: "" } }, { status: 500 }));
    const options = { retries: 1 };
    for (const call of [
      () => account.flows.validateRun(FLOW, { body: {} }, {}, options),
      () => account.flows.validateFlow({ definition: {} }, {}, options),
      () => account.flows.runFlow(FLOW, { body: {} }, {}, options),
      () => account.flows.createFlow({ title: "x", definition: {}, input_schema: {} }, {}, options),
      () => account.flows.resumeRun(FLOW, RUN, {}, options),
      () => account.flows.cancelRun(RUN, {}, options),
    ]) {
      assert.equal((await failure(call())).status, 500);
    }
    const counts = new Map();
    for (const { url } of calls) counts.set(url.replace(URL, ""), (counts.get(url.replace(URL, "")) ?? 0) + 1);
    assert.deepEqual(Object.fromEntries(counts), {
      [`/flows/${FLOW}/validate_run`]: 2,
      "/flows/validate": 2,
      [`/flows/${FLOW}/run`]: 1,
      "/flows": 1,
      [`/runs/${RUN}/resume`]: 1,
      [`/runs/${RUN}/cancel`]: 1,
    });
  });

  test("flows: several values of `orderby` are repeated parameters, except for web inputs; other lists are comma-joined", async () => {
    const { account, calls } = stub(() => json({ flows: [], registered_apis: [], web_input_summaries: [] }));
    const query = { filter_roles: ["a", "b"], orderby: ["title ASC", "id DESC"] };
    await account.flows.listFlows(query);
    await account.flows.listRegisteredApis(query);
    await account.flows.listWebInputs({ ...query, filter_states: ["open", "closed"] });
    const queries = calls.map(({ url }) => decodeURIComponent(url.replaceAll("+", " ").split("?")[1]));
    assert.deepEqual(queries, [
      "filter_roles=a,b&orderby=title ASC&orderby=id DESC",
      "filter_roles=a,b&orderby=title ASC&orderby=id DESC",
      "filter_roles=a,b&orderby=title ASC,id DESC&filter_states=open,closed",
    ]);
  });

  test("flows: lists continue with their marker until has_next_page is false, web inputs until there is no marker", async () => {
    const pages = {
      flows: [
        { flows: [{ id: 1 }], has_next_page: true, marker: "m1" },
        { flows: [{ id: 2 }], has_next_page: false, marker: "m2" },
      ],
      web_inputs: [
        { web_input_summaries: [{ id: 1 }], marker: "m1" },
        { web_input_summaries: [{ id: 2 }], marker: null },
      ],
    };
    const { account, calls } = stub(({ url }) =>
      json(pages[url.includes("/flows?") || url.endsWith("/flows") ? "flows" : "web_inputs"].shift()),
    );
    assert.deepEqual(await account.flows.listFlows({ filter_fulltext: "a" }).toArray(), [{ id: 1 }, { id: 2 }]);
    assert.deepEqual(await account.flows.listWebInputs().toArray(), [{ id: 1 }, { id: 2 }]);
    assert.deepEqual(
      calls.map(({ url }) => url.replace(URL, "")),
      ["/flows?filter_fulltext=a", "/flows?filter_fulltext=a&marker=m1", "/web_inputs", "/web_inputs?marker=m1"],
    );
  });
}
