// Globus Flows with Globus's command line and Python SDK.
import assert from "node:assert/strict";
import { commands } from "./cli.mjs";

const HELLO = {
  StartAt: "Hello",
  States: {
    Hello: {
      Type: "Action",
      ActionUrl: "https://actions.globus.org/hello_world",
      Parameters: { "echo_string.$": "$.word" },
      ResultPath: "$.HelloResult",
      End: true,
    },
  },
};
const SCHEMA = { type: "object", required: ["word"], properties: { word: { type: "string" } } };

/** A flow that transfers `/a.txt` from one collection to another. */
const COPY = {
  StartAt: "Copy",
  States: {
    Copy: {
      Type: "Action",
      ActionUrl: "https://transfer.actions.globus.org/transfer",
      Parameters: {
        "source_endpoint.$": "$.from",
        "destination_endpoint.$": "$.to",
        DATA: [{ source_path: "/a.txt", destination_path: "/b.txt" }],
      },
      ResultPath: "$.CopyResult",
      End: true,
    },
  },
};

const urn = (identityId) => `urn:globus:auth:identity:${identityId}`;

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} register */
export default function registerAll(register) {
  const test = (name, body) => register(name, (stage) => body({ ...stage, ...commands(stage), ...makeStarter(stage) }));

  test("globus flows create and show", async ({ client, text, json, fake }) => {
    const ada = fake.addIdentity({ username: "ada@example.org" });
    const options = ["--subtitle", "Greets", "--keyword", "hello", "--administrator", urn(ada.id), "--starter"];
    const flow = await json(
      ...["flows", "create", "Greeting", JSON.stringify(HELLO), "--input-schema", JSON.stringify(SCHEMA)],
      ...[...options, "all_authenticated_users", "--viewer", "public"],
    );
    assert.deepEqual(
      [flow.title, flow.flow_owner, flow.user_role, flow.definition, flow.input_schema],
      ["Greeting", urn(client.identityId), "flow_owner", HELLO, SCHEMA],
    );
    const shown = await text("flows", "show", flow.id);
    for (const line of [
      "Title: Greeting",
      `Owner: ${client.username}`,
      "Keywords: hello",
      "Administrators: ada@example.org",
      "Viewers: public",
      "Starters: all_authenticated_users",
      "High Assurance: False",
    ]) {
      assert.match(shown, new RegExp(`^${line.replace(": ", ": +")}$`, "m"));
    }
    assert.match(shown, /^Created At: +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/m);
  });

  test("globus flows create with an invalid definition and invalid principals", async ({ runFailing, client }) => {
    const endless = { StartAt: "a", States: { a: { Type: "Pass" } } };
    const said = await runFailing("flows", "create", "Endless", JSON.stringify(endless));
    assert.match(said, /UNPROCESSABLE_ENTITY[^]*\$\.definition\.States\.a: A state of type 'Pass' must be/);
    const named = await runFailing("flows", "create", "x", JSON.stringify(HELLO), "--administrator", client.clientId);
    assert.match(named, /\$\.flow_administrators\[0\]|\$\.flow_administrators\.0/);
    assert.match(named, /Unrecognized principal string/);
  });

  test("globus flows validate: the scopes of a definition, or all its errors", async ({
    json,
    runFailing,
  }) => {
    const { scopes } = await json("flows", "validate", JSON.stringify(COPY));
    assert.deepEqual(scopes, { User: ["urn:globus:auth:scope:transfer.api.globus.org:all"] });
    const broken = { StartAt: "z", States: { a: {}, b: { Type: "Parallel" }, c: { Type: "Wait", Next: "d" } } };
    const said = await runFailing("flows", "validate", JSON.stringify(broken));
    assert.match(said, /4 validation errors/);
    assert.match(said, /\$\.definition\.States\.a: Discriminator 'type' is missing in value/);
  });

  test("globus flows list: over pages, by role, by text, in order", async ({ fake, client, json, text }) => {
    for (let i = 0; i < 30; i++)
      fake.addFlow({ title: `Flow ${String(i).padStart(2, "0")}`, owner: client.identityId });
    fake.addFlow({ title: "Another account's", starters: ["all_authenticated_users"], description: "about telescopes" });
    fake.addFlow({ title: "Hidden" });
    const titles = async (...args) => (await json("flows", "list", ...args)).flows.map(({ title }) => title);
    fake.clearRequests();
    assert.equal((await titles("--limit", "100")).length, 31);
    assert.equal(fake.count({ path: "/flows" }), 2);
    assert.deepEqual(await titles("--filter-role", "flow_starter"), ["Another account's"]);
    assert.deepEqual(await titles("--filter-fulltext", "Telescopes"), ["Another account's"]);
    const owned = ["--filter-role", "flow_owner"];
    assert.deepEqual(await titles(...owned, "--orderby", "title:DESC", "--limit", "2"), ["Flow 29", "Flow 28"]);
    assert.match(await text("flows", "list", "--filter-fulltext", "flow 07"), /Flow 07 \| \S+@clients/);
  });

  test("globus flows update and delete", async ({ fake, client, json, text, runFailing }) => {
    const { id } = fake.addFlow({ title: "Old", owner: client.identityId, keywords: ["a"] });
    const updated = await json("flows", "update", id, "--title", "New", "--keywords", "", "--viewers", "public");
    assert.deepEqual([updated.title, updated.keywords, updated.flow_viewers], ["New", [], ["public"]]);
    const other = fake.addFlow({ viewers: ["public"] });
    const refused = await runFailing("flows", "update", other.id, "--title", "Mine");
    assert.match(refused, /403[^]*FORBIDDEN[^]*Missing permissions/);
    assert.match(await text("flows", "delete", id), /^Deleted: +True$/m);
    assert.match(await runFailing("flows", "show", id), /404[^]*NOT_FOUND/);
  });

  test("globus flows start: the run succeeds and shows its results", async ({ startFlow, fake, client, json, text }) => {
    const { id, run } = await startFlow(HELLO, { word: "hi" }, ["--label", "first", "--tag", "x"], SCHEMA);
    assert.deepEqual(
      [run.status, run.label, run.tags, run.run_owner],
      ["ACTIVE", "first", ["x"], urn(client.identityId)],
    );
    fake.clock.advance(1000);
    const shown = await text("flows", "run", "show", run.run_id, "--include-flow-description");
    for (const line of ["Status: SUCCEEDED", "Run Label: first", "Flow Title: Test flow", "Flow Subtitle: For tests"]) {
      assert.match(shown, new RegExp(`^${line.replace(": ", ": +")}$`, "m"));
    }
    const { details } = await json("flows", "run", "show", run.run_id);
    assert.equal(details.code, "FlowSucceeded");
    assert.deepEqual(details.output.HelloResult.details, { Hello: "World", hello: "hi" });
    const definition = JSON.parse(await text("flows", "run", "show-definition", run.run_id));
    assert.deepEqual(definition, { flow_id: id, definition: HELLO, input_schema: SCHEMA });
  });

  test("globus flows start with an invalid input, and without permission", async ({
    fake,
    client,
    runFailing,
  }) => {
    const mine = fake.addFlow({ definition: HELLO, inputSchema: SCHEMA, owner: client.identityId });
    const said = await runFailing("flows", "start", mine.id, "--input", '{"word": 5}');
    assert.match(said, /400[^]*FLOW_INPUT_ERROR[^]*5 is not of type 'string'/);
    const theirs = fake.addFlow({ viewers: ["public"] });
    assert.match(await runFailing("flows", "start", theirs.id), /403[^]*FORBIDDEN[^]*Missing permissions: RUN/);
  });

  test("globus flows run show-logs: in both orders, over pages", async ({ fake, startFlow, json, text }) => {
    const names = Array.from({ length: 12 }, (_, i) => `S${i}`);
    const last = names.length - 1;
    const states = names.map((name, i) => [
      name,
      { Type: "Pass", ...(i < last ? { Next: names[i + 1] } : { End: true }) },
    ]);
    const { run } = await startFlow({ StartAt: "S0", States: Object.fromEntries(states) }, {});
    fake.clock.advance(1000);
    fake.clearRequests();
    const { entries } = await json("flows", "run", "show-logs", run.run_id);
    assert.deepEqual(
      entries.map(({ code }) => code),
      ["FlowStarted", ...names.flatMap(() => ["PassStarted", "PassCompleted"]), "FlowSucceeded"],
    );
    assert.equal(fake.count({ path: /\/log$/ }), 3);
    const reversed = await text("flows", "run", "show-logs", run.run_id, "--reverse", "--limit", "2");
    assert.match(reversed, /FlowSucceeded[^]*PassCompleted/);
    assert.match(await text("flows", "run", "show-logs", run.run_id, "--details"), /^Details: +\{"state_name": "S3"/m);
  });

  test("globus flows run list: by flow and role", async ({ fake, client, startFlow, json, text }) => {
    const first = await startFlow(HELLO, { word: "a" }, ["--label", "one"]);
    await startFlow(HELLO, { word: "b" }, ["--label", "two"]);
    const labels = async (...args) => (await json("flows", "run", "list", ...args)).runs.map(({ label }) => label);
    assert.deepEqual(await labels(), ["two", "one"]);
    assert.deepEqual(await labels("--filter-flow-id", first.id), ["one"]);
    assert.deepEqual(await labels("--filter-role", "run_monitor"), []);
    await text("flows", "run", "update", first.run.run_id, "--monitors", urn(client.identityId));
    assert.deepEqual(await labels("--filter-role", "run_monitor"), ["one"]);
  });

  test("globus flows run update, cancel and delete", async ({ fake, startFlow, json, text, runFailing }) => {
    const wait = { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 3600, End: true } } };
    const { run } = await startFlow(wait, {});
    const updated = await json("flows", "run", "update", run.run_id, "--label", "renamed", "--tags", "a,b");
    assert.deepEqual([updated.label, updated.tags], ["renamed", ["a", "b"]]);
    assert.match(await runFailing("flows", "run", "delete", run.run_id), /409[^]*STATE_CONFLICT[^]*'ACTIVE'/);
    const canceled = await json("flows", "run", "cancel", run.run_id);
    assert.deepEqual([canceled.status, canceled.details.code], ["FAILED", "FlowCanceled"]);
    assert.match(await text("flows", "run", "delete", run.run_id), /^Run Label: +renamed$/m);
    assert.match(await runFailing("flows", "run", "show", run.run_id), /404[^]*NOT_FOUND/);
    assert.equal(fake.count({ path: /\/release$/ }), 2);
  });

  test("a run that transfers files creates a task and moves the files", async ({ fake, client, startFlow, json }) => {
    const { from, to } = addCollections(fake, client);
    const { run } = await startFlow(COPY, { from: from.id, to: to.id });
    fake.clock.advance(1000);
    const { details } = await json("flows", "run", "show", run.run_id);
    assert.equal(details.output.CopyResult.details.status, "SUCCEEDED");
    assert.equal(to.files.readText("/b.txt"), "alpha");
    assert.equal((await json("task", "list")).DATA[0].task_id, details.output.CopyResult.details.task_id);
  });

  test("globus flows run resume: a run that lacks a consent waits for it", async ({
    fake,
    client,
    startFlow,
    json,
    python,
    globus,
  }) => {
    const { from, to } = addCollections(fake, client, "mapped");
    const { id, run } = await startFlow(COPY, { from: from.id, to: to.id });
    fake.clock.advance(1000);
    const waiting = await json("flows", "run", "show", run.run_id);
    const required = `${scopeOf(id)}[${TRANSFER}[*https://auth.globus.org/scopes/${from.id}/data_access]]`;
    assert.deepEqual(
      [waiting.status, waiting.details.code, waiting.details.required_scope],
      ["INACTIVE", "ConsentRequired", required],
    );
    const refused = await globus(["flows", "run", "resume", run.run_id]);
    assert.equal(refused.status, 4);
    assert.match(refused.stdout + refused.stderr, /missing a necessary consent/);
    assert.ok((refused.stdout + refused.stderr).includes(`globus session consent '${required}'`));
    // The command line sends a person to a browser for a consent. A service account consents by a grant.
    assert.deepEqual(await readResult(python("consent", { scope: required }, SCRIPT)), {});
    assert.equal((await json("flows", "run", "resume", run.run_id)).status, "ACTIVE");
    fake.clock.advance(1000);
    assert.equal((await json("flows", "run", "show", run.run_id)).status, "SUCCEEDED");
    assert.equal(to.files.readText("/b.txt"), "alpha");
  });

  test("globus flows registered-api list and show", async ({ fake, client, json, text }) => {
    const time = "2026-01-15T10:30:00+00:00";
    for (let i = 0; i < 3; i++) {
      const id = crypto.randomUUID();
      const destination = { method: "get", url: "https://example.com/x" };
      const more = { status: "ACTIVE", subscription_id: null, target: { type: "openapi", destination } };
      const names = { id, name: `api-${i}`, description: "x", created_timestamp: time, updated_timestamp: time };
      fake.addRegisteredApi({ ...names, roles: { owners: [urn(client.identityId)] }, ...more });
    }
    const { registered_apis: apis } = await json("flows", "registered-api", "list", "--orderby", "name:DESC");
    assert.deepEqual(
      apis.map(({ name }) => name),
      ["api-2", "api-1", "api-0"],
    );
    assert.match(await text("flows", "registered-api", "show", apis[0].id), /^Name: +api-2$/m);
    assert.deepEqual((await json("flows", "registered-api", "list", "--filter-role", "viewer")).registered_apis, []);
  });

  test("globus flows web-input list, show and respond", async ({ fake, client, json, text, runFailing }) => {
    const flow = fake.addFlow();
    const input = fake.addWebInput({
      title: "Go on?",
      text: "All is ready.",
      options: [{ label: "Yes" }, { label: "No" }],
      flow: { id: flow.id, title: "Flow" },
      run: { id: crypto.randomUUID() },
      respondents: [urn(client.identityId)],
    });
    const list = async (...args) => (await json("flows", "web-input", "list", ...args)).web_input_summaries;
    assert.deepEqual(
      (await list()).map(({ title, status }) => [title, status]),
      [["Go on?", "open"]],
    );
    const shown = await text("flows", "web-input", "show", input.id);
    assert.match(shown, /^Your Roles: +viewer, respondent$/m);
    assert.match(shown, /All is ready\.[^]*Yes/);
    const wrong = await runFailing("flows", "web-input", "respond", input.id, flow.id);
    assert.match(wrong, /422[^]*UNPROCESSABLE_ENTITY/);
    await text("flows", "web-input", "respond", input.id, input.options[0].id);
    assert.deepEqual(await list(), []);
    assert.equal((await list("--filter-state", "closed")).length, 1);
    assert.match(await runFailing("flows", "web-input", "respond", input.id, input.options[0].id), /409/);
  });

  test("FlowsClient and SpecificFlowClient: from creation to the deletion of the run", async ({ python, fake }) => {
    const results = await readResult(python("flows", { definition: HELLO, schema: SCHEMA }, SCRIPT));
    assert.deepEqual(results, {
      scopes: ["https://auth.globus.org/scopes/actions.globus.org/hello_world"],
      title: "Renamed",
      valid: "validation successful",
      status: "ACTIVE",
      ended: "SUCCEEDED",
      described: "Renamed",
      definition: HELLO,
      codes: ["FlowStarted", "ActionStarted", "ActionCompleted", "FlowSucceeded"],
      reversed: "FlowSucceeded",
      label: "Better",
      listed: [1, 1],
      deleted: ["SUCCEEDED", true],
    });
    assert.ok(fake.grants <= 2, "one token for Flows and one for the flow");
  });

  test("the SDK reads status, code and message from the errors of Flows", async ({ python, fake, client }) => {
    const flow = fake.addFlow({ definition: HELLO, inputSchema: SCHEMA, owner: client.identityId });
    const closed = fake.addFlow({ viewers: ["public"] });
    const results = await readResult(python("flow_errors", { flow: flow.id, closed: closed.id }, SCRIPT));
    assert.deepEqual(results, {
      missing: [404, "NOT_FOUND", `No Flow exists with id value ${client.clientId}`],
      input: [400, "FLOW_INPUT_ERROR", "'word' is a required property"],
      closed: [
        403,
        "FORBIDDEN",
        `You do not have the necessary permissions to perform this action on the flow with id value ${closed.id}. ` +
          "Missing permissions: RUN.",
      ],
      scope: [403, "MISSING_SCOPE", `This action requires the following scope: ${scopeOf(flow.id)}`],
      token: [401, "AUTHENTICATION_ERROR", "Expired or invalid Bearer token"],
      definition: [422, "UNPROCESSABLE_ENTITY", "none is not an allowed value"],
    });
  });

  test("SpecificFlowClient with the scope for mapped collections: no consent is missing", async ({
    python,
    fake,
    client,
  }) => {
    const { from, to } = addCollections(fake, client, "mapped");
    const flow = fake.addFlow({ definition: COPY, owner: client.identityId });
    const results = await readResult(python("run_mapped", { flow: flow.id, source: from.id, destination: to.id }, SCRIPT));
    assert.deepEqual(results, { status: "SUCCEEDED", code: "FlowSucceeded" });
  });

  test("resume_run after a ConsentRequired that the SDK recognizes", async ({ python, fake, client }) => {
    const { from, to } = addCollections(fake, client, "mapped");
    const flow = fake.addFlow({ definition: COPY, owner: client.identityId });
    const results = await readResult(python("heal_run", { flow: flow.id, source: from.id, destination: to.id }, SCRIPT));
    const required = `${scopeOf(flow.id)}[${TRANSFER}[*https://auth.globus.org/scopes/${from.id}/data_access]]`;
    assert.deepEqual(results, { before: "INACTIVE", gare: [required], still: "INACTIVE", after: "SUCCEEDED" });
  });
}

const SCRIPT = { script: "client_automation.py" };
const TRANSFER = "urn:globus:auth:scope:transfer.api.globus.org:all";

/** @param {string} id */
const scopeOf = (id) => `https://auth.globus.org/scopes/${id}/flow_${id.replaceAll("-", "_")}_user`;

/** Adds two collections. The first has a file and may be mapped. */
function addCollections(fake, { identityId }, type = "guest") {
  const permissions = [{ principal: identityId, permissions: "rw" }];
  return {
    from: fake.addCollection({ displayName: "From", type, files: { "a.txt": "alpha" }, permissions }),
    to: fake.addCollection({ displayName: "To", permissions }),
  };
}

/** @param {import("./run.mjs").Stage} stage */
function makeStarter({ fake, client, globus }) {
  /** Adds a flow and starts it with the command line. */
  const startFlow = async (definition, input, args = [], inputSchema = {}) => {
    const options = { title: "Test flow", subtitle: "For tests", owner: client.identityId, definition, inputSchema };
    const { id } = fake.addFlow(options);
    const result = await globus(["flows", "start", id, "--input", JSON.stringify(input), ...args, "-F", "json"]);
    assert.equal(result.status, 0, result.stdout + result.stderr);
    return { id, run: result.json() };
  };
  return { startFlow };
}

async function readResult(running) {
  const result = await running;
  assert.equal(result.status, 0, result.stderr);
  return result.json();
}
