// Globus Search, with Globus's command line and Python SDK as a service account.
import assert from "node:assert/strict";
import { commands } from "./cli.mjs";

const IDENTITY = "urn:globus:auth:identity:";
const GROUP = "urn:globus:groups:id:";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} register */
export default function registerAll(register) {
  const test = (name, body) => register(name, (stage) => body({ ...stage, ...commands(stage), ...makeHelpers(stage) }));

  test("globus search index create, show, list, delete", async ({ client, text, json, runFailing }) => {
    const { id, is_trial: isTrial, status } = await json("search", "index", "create", "Papers", "All papers");
    assert.deepEqual([isTrial, status], [true, "open"]);
    assert.match(await text("search", "index", "show", id), /^Display Name: +Papers$/m);
    assert.match(await text("search", "index", "list"), new RegExp(`${id} \\| Papers +\\| open +\\| owner`));
    const [role] = (await json("search", "index", "role", "list", id)).role_list;
    assert.deepEqual([role.role_name, role.principal], ["owner", IDENTITY + client.identityId]);
    assert.match(await text("search", "index", "delete", id), /now marked for deletion/);
    assert.match(await runFailing("search", "query", id, "-q", "x"), /409[^]*Conflict\.IncompatibleIndexStatus/);
  });

  test("globus search index create, above the limit", async ({ text, runFailing }) => {
    for (const name of ["A", "B", "C"]) await text("search", "index", "create", name, "Trial");
    assert.match(await runFailing("search", "index", "create", "D", "Trial"), /409[^]*Conflict\.LimitExceeded/);
  });

  test("globus search ingest of an entry and a list, task show, task list", async ({
    text,
    json,
    addIndexOfClient,
    finishTask,
    fake,
  }) => {
    const index = addIndexOfClient();
    const entry = { "@datatype": "GMetaEntry", subject: "one", visible_to: ["public"], content: { title: "One" } };
    const { task_id: id, acknowledged } = await json("search", "ingest", index.id, JSON.stringify(entry));
    assert.equal(acknowledged, true);
    const shown = await text("search", "task", "show", id);
    assert.match(shown, /^State: +(PENDING|PROGRESS|SUCCESS) \(/m);
    await finishTask(id);
    assert.match(await text("search", "task", "show", id), /^State: +SUCCESS \(Task succeeded\)$/m);
    const gmeta = ["two", "three"].map((subject) => ({ subject, visible_to: ["public"], content: { title: subject } }));
    const list = { "@datatype": "GMetaList", gmeta };
    await finishTask((await json("search", "ingest", index.id, JSON.stringify(list))).task_id);
    assert.deepEqual(
      index.entries.map(({ subject }) => subject),
      ["one", "two", "three"],
    );
    const { tasks } = await json("search", "task", "list", index.id);
    assert.deepEqual([tasks.length, tasks[1].task_id, tasks[1].state], [2, id, "SUCCESS"]);
    fake.taskDuration = 3_600_000;
    const later = await json("search", "ingest", index.id, JSON.stringify(entry));
    assert.match(await text("search", "task", "list", index.id), new RegExp(`PENDING \\| ${later.task_id}`));
    index.failTask(later.task_id, "Too large");
    assert.match(await text("search", "task", "show", later.task_id), /FAILED[^]*Too large/);
  });

  test("globus search ingest of an invalid document", async ({ addIndexOfClient, runFailing }) => {
    const index = addIndexOfClient();
    const entry = { "@datatype": "GMetaEntry", subject: "one", content: { title: "One" } };
    const error = await runFailing("search", "ingest", index.id, JSON.stringify(entry));
    assert.match(error, /400[^]*BadRequest\.ValidationError[^]*visible_to[^]*Missing data for required field/);
    assert.match(await runFailing("search", "ingest", index.id, '{"gmeta": []}'), /BadRequest\.ValidationError/);
  });

  test("globus search query: text, limit, advanced, document", async ({ addIndexOfClient, globus, text, json, runFailing }) => {
    const index = addIndexOfClient();
    for (const [subject, title, year] of [
      ["a", "Blue whales", 1999],
      ["b", "Blue skies", 2005],
      ["c", "Green whales and green skies", 2010],
    ]) {
      index.put({ subject, content: { title, year } });
    }
    const subjects = async (...args) => (await text("search", "query", index.id, ...args)).split("\n");
    assert.deepEqual(await subjects("-q", "blue"), ["a", "b"]);
    assert.deepEqual((await subjects("-q", "*")).length, 3);
    assert.deepEqual((await subjects("-q", "*", "--limit", "2")).length, 2);
    assert.deepEqual(await subjects("-q", "title:whales AND year:[2000 TO *]", "--advanced"), ["c"]);
    assert.match(await runFailing("search", "query", index.id, "-q", "(open", "--advanced"), /400[^]*bad query string/);
    const document = {
      filters: [{ type: "range", field_name: "year", values: [{ from: 2000, to: "*" }] }],
      sort: [{ field_name: "year", order: "asc" }],
      facets: [{ name: "titles", type: "terms", field_name: "title" }],
    };
    const results = await json("search", "query", index.id, "--query-document", JSON.stringify(document));
    assert.deepEqual([results.count, results.total, results.has_next_page], [2, 2, false]);
    assert.deepEqual(
      results.gmeta.map(({ subject }) => subject),
      ["b", "c"],
    );
    assert.equal(results.facet_results[0].buckets.length, 3, "the first version's range filters come after the facets");
    const input = JSON.stringify({ q: "whales", limit: 1 });
    const { stdout } = await globus(["search", "query", index.id, "--query-document", "-"], { input });
    assert.equal(stdout.trim().split("\n").length, 1);
  });

  test("globus search query and visible_to", async ({ fake, client, text, json, runFailing }) => {
    const members = [{ identity: client.identityId }];
    const [mine, foreign] = [fake.addGroup({ name: "Mine", members }), fake.addGroup({ name: "Foreign" })];
    const content = { word: "same" };
    const entries = [
      ["public", ["public"], { team: [GROUP + mine.id] }],
      ["authenticated", ["all_authenticated_users"]],
      ["me", [IDENTITY + client.identityId]],
      ["group", [GROUP + mine.id]],
      ["other group", [GROUP + foreign.id]],
      ["no principal", []],
    ].map(([subject, visibleTo, principalSets]) => ({ subject, content, visibleTo, principalSets }));
    const reader = fake.addIndex({ displayName: "Reader", entries });
    const lines = async (id, ...args) => (await text("search", "query", id, "-q", "same", ...args)).split("\n");
    assert.deepEqual(await lines(reader.id), ["public", "authenticated", "me", "group"]);
    assert.deepEqual(await lines(reader.id, "--filter-principal-sets", "team,crew"), ["public"]);
    assert.match(
      await runFailing("search", "query", reader.id, "-q", "same", "--bypass-visible-to"),
      /403[^]*Forbidden/,
    );
    const roles = [{ principal: client.identityId, role: "admin" }];
    const admin = fake.addIndex({ displayName: "Admin", entries, roles });
    assert.equal((await lines(admin.id, "--bypass-visible-to")).length, 6);
    const { gmeta } = await json("search", "query", admin.id, "-q", "same");
    assert.deepEqual(gmeta[0].entries[0].matched_principal_sets, ["team"]);
  });

  test("globus search subject show and delete", async ({ addIndexOfClient, text, json, runFailing, finishTask }) => {
    const index = addIndexOfClient();
    const subject = "https://example.org/a?b=c&d=é";
    index.put({ subject, content: { title: "One" } });
    index.put({ subject, id: "more", content: { title: "Two" } });
    assert.deepEqual(
      JSON.parse(await text("search", "subject", "show", index.id, subject)).map(({ entry_id: id }) => id),
      [null, "more"],
    );
    await finishTask((await json("search", "subject", "delete", index.id, subject)).task_id);
    assert.deepEqual(index.entries, []);
    assert.match(await runFailing("search", "subject", "show", index.id, subject), /404[^]*NotFound\.Generic/);
  });

  test("globus search delete-by-query", async ({ addIndexOfClient, text, json, finishTask }) => {
    const index = addIndexOfClient();
    for (const subject of ["a", "b", "c"]) index.put({ subject, content: { kind: subject === "c" ? "keep" : "drop" } });
    await finishTask((await json("search", "delete-by-query", index.id, "-q", "kind:drop", "--advanced")).task_id);
    assert.deepEqual(
      index.entries.map(({ subject }) => subject),
      ["c"],
    );
    const document = JSON.stringify({ filters: [{ type: "exists", field_name: "kind" }] });
    assert.match(
      await text("search", "delete-by-query", index.id, "--query-document", document),
      /successfully submitted/,
    );
  });

  test("globus search index role create, list, delete", async ({ fake, client, addIndexOfClient, text, json, runFailing }) => {
    const ada = fake.addIdentity({ username: "ada@example.org" });
    const group = fake.addGroup({ name: "Writers" });
    const index = addIndexOfClient();
    const role = (verb, ...args) => ["search", "index", "role", verb, index.id, ...args];
    const { id, principal_type: type } = await json(...role("create", "admin", ada.username));
    assert.equal(type, "identity");
    await text(...role("create", "writer", group.id, "--type", "group"));
    const listed = await text(...role("list"));
    assert.match(listed, /admin +\| ada@example\.org/);
    assert.match(listed, new RegExp(`writer \\| Globus Group \\(${group.id}\\)`));
    assert.match(await text(...role("delete", id)), /Successfully removed role/);
    assert.match(await runFailing(...role("delete", id)), /404/);
    assert.match(await runFailing(...role("create", "reader", ada.username)), /400[^]*BadRequest\.ValidationError/);
    const [owner] = (await json(...role("list"))).role_list;
    assert.match(await runFailing(...role("delete", owner.id)), /409/);
    const other = fake.addIndex({ displayName: "Other", roles: [{ principal: client.identityId, role: "writer" }] });
    assert.match(await runFailing("search", "index", "role", "list", other.id), /403[^]*role_list request denied/);
  });

  test("an index of another account, and an index that does not exist", async ({ fake, text, runFailing }) => {
    const index = fake.addIndex({ displayName: "Foreign", entries: [{ subject: "s", content: { word: "open" } }] });
    assert.equal(await text("search", "query", index.id, "-q", "open"), "s");
    const entry = JSON.stringify({ "@datatype": "GMetaEntry", subject: "x", visible_to: ["public"], content: {} });
    assert.match(await runFailing("search", "ingest", index.id, entry), /403[^]*ingest request denied by service/);
    assert.match(await runFailing("search", "index", "delete", index.id), /403/);
    assert.match(await runFailing("search", "task", "list", index.id), /403/);
    const missingIndex = "00000000-0000-4000-8000-000000000000";
    const error = await runFailing("search", "query", missingIndex, "-q", "*");
    assert.match(error, new RegExp(`NotFound\\.NoSuchIndex[^]*There is no search index named "${missingIndex}"`));
  });

  test("SearchClient of a ClientApp", async ({ python, addIndexOfClient }) => {
    const index = addIndexOfClient();
    for (let i = 0; i < 250; i++) {
      index.put({ subject: `s${String(i).padStart(3, "0")}`, content: { n: i, kind: i % 2 ? "odd" : "even" } });
    }
    const result = await python("search", { index: index.id }, { script: "client_search.py" });
    assert.equal(result.status, 0, result.stderr);
    assert.deepEqual(result.json(), {
      paged: 250,
      posted: ["s249", "s247"],
      odd: 125,
      scrolled: [250, 250],
      facets: {
        kinds: [
          ["even", 125],
          ["odd", 125],
        ],
        total: 31125,
        mean: 124.5,
        distinct: 250,
        histogram: [100, 100, 50],
      },
      renamed: ["Renamed", "Telescopes"],
      entry: [{ word: "new" }, "v2"],
      removed: ["SUCCESS", 0],
      roles: ["owner", "writer"],
      lists: [1, 0],
      reopened: "open",
      errors: {
        limit: "400 BadRequest.Generic",
        missing: "404 NotFound.NoSuchIndex",
        open: "409 Conflict.IncompatibleIndexStatus",
        scope: "403 Forbidden.Generic",
        foreign: "401 Unauthorized.Generic",
        anonymous: "401 Unauthorized.Generic",
      },
      request_id: true,
      public: "s000",
    });
  });
}

/** @param {import("./run.mjs").Stage} stage */
function makeHelpers(stage) {
  const { fake, client } = stage;
  const { json } = commands(stage);
  return {
    /** Adds an index that the client owns. */
    addIndexOfClient: () => fake.addIndex({ displayName: "Index", roles: [{ principal: client.identityId, role: "owner" }] }),
    /** Moves the clock to the end of a task. Checks that it succeeded. */
    finishTask: async (id) => {
      fake.clock.advance(fake.taskDuration);
      assert.equal((await json("search", "task", "show", id)).state, "SUCCESS");
    },
  };
}
