// Globus Search in FakeGlobus: the parts that Globus's own clients in tests/upstream do not call.
import { URN, helpers } from "./helpers.mjs";

const IDENTITY = `${URN.replace("scope:", "")}identity:`;

export default function register(test, env) {
  const { assert } = env;
  const { stage, failure } = helpers(env);

  /** Returns a stage with an index that the account owns, and calls of this index. */
  function searchStage({ entries, ...options } = {}) {
    const { fake, client, account } = stage(options);
    const roles = [{ principal: client.identityId, role: "owner" }];
    const index = fake.addIndex({ displayName: "Index", roles, entries });
    const request = (path, init) => account.request({ service: "search", path: `/v1${path}`, ...init });
    const call = (path, init) => request(`/index/${index.id}${path}`, init);
    const post = (path, body) => call(path, { method: "POST", body });
    const refusal = async (promise) => {
      const { status, serverCode } = await failure(promise);
      return `${status} ${serverCode}`;
    };
    const subjects = async (query) => (await post("/search", query)).gmeta.map(({ subject }) => subject);
    return { fake, client, account, index, request, call, post, refusal, subjects };
  }

  const entriesOf = (contents) => Object.entries(contents).map(([subject, content]) => ({ subject, content }));

  const ANIMALS = entriesOf({
    whale: { title: "Blue whale", tags: ["sea", "mammal"], size: { metres: 30 }, seen: "2014-11-07" },
    squid: { title: "Giant squid of the deep blue sea", tags: ["sea"], size: { metres: 12.5 }, seen: "2015-01-02" },
    bear: { title: "Brown bear", tags: ["land", "mammal"], size: { metres: 2.5 }, wild: true, seen: "2015-06-30" },
    ghost: { title: "Nothing known" },
  });

  test("fake search: a task is pending, in progress and done by the fake's clock, and takes effect only when it is done", async () => {
    const { fake, index, request, post } = searchStage({ fake: { clock: "manual", taskDuration: 10_000 } });
    const entry = { subject: "one", visible_to: ["public"], content: { word: "new" } };
    const { task_id: id, acknowledged } = await post("/ingest", { ingest_type: "GMetaEntry", ingest_data: entry });
    assert.isTrue(acknowledged);
    const currentState = async () => {
      const { state, completion_date: date } = await request(`/task/${id}`);
      return [state, date === null, (await post("/search", { q: "new" })).total, index.entries.length];
    };
    assert.deepEqual(await currentState(), ["PENDING", true, 0, 0]);
    fake.clock.advance(6_000);
    assert.deepEqual(await currentState(), ["PROGRESS", true, 0, 0]);
    fake.clock.advance(4_000);
    assert.deepEqual(await currentState(), ["SUCCESS", false, 1, 1]);
    const { tasks } = await request(`/task_list/${index.id}`);
    assert.deepEqual([tasks.length, tasks[0].task_id, tasks[0].task_type], [1, id, "ingest"]);
  });

  test("fake search: tasks of an index run in the order of their submission, and a failed task has no effect", async () => {
    const { fake, index, post, request } = searchStage();
    const put = (n) => ({
      ingest_type: "GMetaList",
      ingest_data: { gmeta: [{ subject: "one", visible_to: ["public"], content: { n } }] },
    });
    await post("/ingest", put(1));
    await post("/batch_delete_by_subject", { subjects: ["one"] });
    await post("/ingest", put(2));
    const { task_id: failed } = await post("/ingest", put(3));
    index.failTask(failed, "The document is too large");
    fake.clock.advance(fake.taskDuration);
    assert.deepEqual(
      index.entries.map(({ content }) => content),
      [{ n: 2 }],
    );
    assert.include(await request(`/task/${failed}`), { state: "FAILED", message: "The document is too large" });
  });

  test("fake search: the standard syntax matches words, phrases and prefixes, and never fails", async () => {
    const { subjects } = searchStage({ entries: ANIMALS });
    const cases = [
      ["blue", ["whale", "squid"]],
      ["BLUE bear", ["whale", "squid", "bear"]],
      ['"blue whale"', ["whale"]],
      ['"whale blue"', []],
      ["squi*", ["squid"]],
      ["*", ["whale", "squid", "bear", "ghost"]],
      ["12", ["squid"]],
      ["whale", ["whale"]],
      ["sea (", ["whale", "squid"]],
      ["", ["whale", "squid", "bear", "ghost"]],
    ];
    for (const [q, expected] of cases) assert.sameMembers(await subjects({ q }), expected, q);
    assert.deepEqual(await subjects({ q: "blue sea" }), ["squid", "whale"], "better matches come first");
    const q_settings = { mode: "query_string", default_operator: "and" };
    assert.deepEqual(await subjects({ "@version": "query#1.0.0", q: "brown bear", q_settings }), ["bear"]);
  });

  test("fake search: the advanced syntax has fields, operators, brackets, wild cards and ranges", async () => {
    const { subjects, post, refusal } = searchStage({ entries: ANIMALS });
    const cases = [
      ["title:blue", ["whale", "squid"]],
      ["tags:(land OR sea) AND NOT tags:mammal", ["squid"]],
      ["blue -giant", ["whale"]],
      ["+blue +sea", ["whale", "squid"]],
      ["mammal AND size.metres:[10 TO *]", ["whale"]],
      ["size.metres:{2.5 TO 12.5]", ["squid"]],
      ["size.metres:>=12.5", ["whale", "squid"]],
      ["seen:[2015-01-01 TO 2015-12-31]", ["squid", "bear"]],
      ["title:b?ue", ["whale", "squid"]],
      ["title:br*", ["bear"]],
      ['title:"giant squid"', ["squid"]],
      ["_exists_:wild", ["bear"]],
      ["NOT _exists_:tags", ["ghost"]],
      ["bear OR (squid AND giant)", ["squid", "bear"]],
    ];
    for (const [q, expected] of cases) assert.sameMembers(await subjects({ q, advanced: true }), expected, q);
    for (const q of ["(blue", "blue)", "AND blue", "size:[1 2]", "title:"]) {
      assert.equal(await refusal(post("/search", { q, advanced: true })), "400 BadRequest.Generic", q);
    }
  });

  test("fake search: supports filters of every type", async () => {
    const entries = [
      ...ANIMALS,
      ...entriesOf({
        chicago: { "place.name": "Chicago", place: { at: { lat: 41.88, lon: -87.63 } } },
        suva: { place: { at: "-18.14,178.44" } },
      }),
    ];
    const { subjects, post, refusal } = searchStage({ entries });
    const box = (top_left, bottom_right) => ({
      type: "geo_bounding_box",
      field_name: "place.at",
      top_left,
      bottom_right,
    });
    const cases = [
      [{ type: "match_all", field_name: "tags", values: ["sea", "mammal"] }, ["whale"]],
      [{ type: "match_any", field_name: "tags", values: ["land", "air"] }, ["bear"]],
      [{ type: "match_any", field_name: "title", values: ["blue"] }, []],
      [{ type: "match_any", field_name: "wild", values: [true] }, ["bear"]],
      [{ type: "match_any", field_name: "place\\.name", values: ["Chicago"] }, ["chicago"]],
      [{ type: "range", field_name: "size.metres", values: [{ from: 2.5, to: 12.5 }] }, ["squid", "bear"]],
      [{ type: "range", field_name: "size.metres", values: [{ gt: 2.5, lt: 30 }] }, ["squid"]],
      [{ type: "range", field_name: "seen", values: [{ from: "*", to: "2014-12-31" }] }, ["whale"]],
      [{ type: "range", field_name: "size.metres", values: [{ lt: 3 }, { gte: 30 }] }, ["whale", "bear"]],
      [{ type: "exists", field_name: "size" }, ["whale", "squid", "bear"]],
      [{ type: "like", field_name: "title", value: "*bear" }, ["bear"]],
      [{ type: "not", filter: { type: "exists", field_name: "title" } }, ["chicago", "suva"]],
      [
        { type: "or", filters: ["wild", "place"].map((field_name) => ({ type: "exists", field_name })) },
        ["bear", "chicago", "suva"],
      ],
      [{ type: "and", filters: ["wild", "place"].map((field_name) => ({ type: "exists", field_name })) }, []],
      [box({ lat: 45, lon: -90 }, { lat: 40, lon: -80 }), ["chicago"]],
      [box({ lat: 0, lon: 170 }, { lat: -40, lon: -170 }), ["suva"]],
    ];
    for (const [filter, expected] of cases) {
      for (const version of ["2017-09-01", "query#1.0.0"]) {
        assert.sameMembers(
          await subjects({ "@version": version, filters: [filter] }),
          expected,
          JSON.stringify(filter),
        );
      }
    }
    for (const filter of [{ type: "unheard" }, { type: "exists" }, { type: "match_any", field_name: "x" }]) {
      assert.equal(await refusal(post("/search", { filters: [filter] })), "400 BadRequest.Generic");
    }
    assert.equal(await refusal(post("/search", {})), "400 BadRequest.Generic", "neither q nor filters");
  });

  test("fake search: facets count the results of the filters before them, and sorting puts entries without the field last", async () => {
    const { post, subjects } = searchStage({ entries: ANIMALS });
    const facets = [
      { name: "tags", type: "terms", field_name: "tags" },
      { name: "years", type: "date_histogram", field_name: "seen", date_interval: "year" },
      {
        name: "land",
        type: "avg",
        field_name: "size.metres",
        additional_filters: [{ type: "match_any", field_name: "tags", values: ["land"] }],
      },
    ];
    const filter = { type: "match_any", field_name: "tags", values: ["sea"] };
    const counts = async (query) => {
      const {
        facet_results: [tags, years, land],
        total,
      } = await post("/search", { q: "*", facets, ...query });
      const pairs = ({ buckets }) => buckets.map(({ value, count }) => `${value}: ${count}`).join(", ");
      return [total, pairs(tags), pairs(years), land.value];
    };
    const allFacets = ["mammal: 2, sea: 2, land: 1", "2014-01-01: 1, 2015-01-01: 2", 2.5];
    const seaFacets = ["sea: 2, mammal: 1", "2014-01-01: 1, 2015-01-01: 1", null];
    assert.deepEqual(await counts({}), [4, ...allFacets]);
    assert.deepEqual(await counts({ filters: [filter] }), [2, ...allFacets], "the first version");
    assert.deepEqual(await counts({ filters: [{ ...filter, post_filter: false }] }), [2, ...seaFacets]);
    const version = { "@version": "query#1.0.0" };
    assert.deepEqual(await counts({ ...version, filters: [filter] }), [2, ...seaFacets]);
    assert.deepEqual(await counts({ ...version, post_facet_filters: [filter] }), [2, ...allFacets]);
    const sort = (order) => subjects({ q: "*", sort: [{ field_name: "size.metres", ...order }] });
    assert.deepEqual(await sort({ order: "asc" }), ["bear", "squid", "whale", "ghost"]);
    assert.deepEqual(await sort({}), ["whale", "squid", "bear", "ghost"]);
    assert.deepEqual(await subjects({ q: "blue brown", boosts: [{ field_name: "title", factor: 5 }] }), [
      "whale",
      "squid",
      "bear",
    ]);
  });

  test("fake search: offsets return up to 10,000 results, scrolling returns all", async () => {
    const { post, call, refusal } = searchStage({
      entries: Array.from({ length: 10_003 }, (_, n) => ({ subject: `${n}`, content: { n } })),
    });
    const page = async (query) => {
      const { count, total, has_next_page: more, offset } = await call("/search", { query: { q: "*", ...query } });
      return { count, total, more, offset };
    };
    assert.deepEqual(await page({}), { count: 10, total: 10_003, more: true, offset: 0 });
    assert.deepEqual(await page({ limit: 5, offset: 9_995 }), { count: 5, total: 10_003, more: false, offset: 9_995 });
    assert.equal(
      await refusal(call("/search", { query: { q: "*", limit: 6, offset: 9_995 } })),
      "400 BadRequest.Generic",
    );
    assert.equal(await refusal(call("/search", { query: { q: "*", limit: "many" } })), "400 BadRequest.Generic");
    let marker = null;
    let received = 0;
    for (let more = true; more;) {
      const reply = await post("/scroll", { q: "*", limit: 4_000, marker });
      received += reply.count;
      ({ marker, has_next_page: more } = reply);
    }
    assert.deepEqual([received, marker], [10_003, null]);
    assert.equal(await refusal(post("/scroll", { q: "*", marker: "made up" })), "400 BadRequest.Generic");
  });

  test("fake search: an entry is found only by the principals that it is visible to", async () => {
    const { fake, client, account, index, call } = searchStage();
    const group = fake.addGroup({ name: "Readers", members: [{ identity: client.identityId }] });
    const principals = {
      all: "public",
      authenticated: "all_authenticated_users",
      me: IDENTITY + client.identityId,
      group: `urn:globus:groups:id:${group.id}`,
      other: IDENTITY + crypto.randomUUID(),
    };
    for (const [subject, principal] of Object.entries(principals)) {
      index.put({ subject, content: { word: "same" }, visibleTo: [principal], principalSets: { team: [principal] } });
    }
    const url = `https://search.api.globus.org/v1/index/${index.id}`;
    const results = async (query) => (await call("/search", { query: { q: "same", ...query } })).gmeta;
    const subjects = async (query) => (await results(query)).map(({ subject }) => subject);
    assert.deepEqual(await subjects(), ["all", "authenticated", "me", "group"]);
    assert.deepEqual(await subjects({ bypass_visible_to: true }), Object.keys(principals));
    assert.deepEqual(await subjects({ filter_principal_sets: "crew" }), []);
    const everything = await results({ bypass_visible_to: true });
    assert.deepEqual(
      everything.map(({ entries }) => entries[0].matched_principal_sets.length),
      [1, 1, 1, 1, 0],
    );
    group.setMember(client.identityId, { status: "removed" });
    assert.deepEqual(await subjects(), ["all", "authenticated", "me"]);
    const anonymous = await (await fake.fetch(`${url}/search?q=same`)).json();
    assert.deepEqual(
      anonymous.gmeta.map(({ subject }) => subject),
      ["all"],
    );
    assert.equal((await fake.fetch(`${url}/subject?subject=me`)).status, 404);
    assert.equal((await fake.fetch(`${url}/search?q=same&bypass_visible_to=true`)).status, 401);
    const headers = { Authorization: await account.getAuthorizationHeader("transfer") };
    assert.equal((await fake.fetch(`${url}/search?q=same`, { headers })).status, 401);
  });

  test("fake search: the roles of an identity and of its groups decide which operations it may make", async () => {
    const { fake, client, request, refusal } = searchStage();
    const group = fake.addGroup({ name: "Tenders", members: [{ identity: client.identityId }] });
    const other = fake.addIdentity({ username: "ada@example.org" }).id;
    const create = (role_name, init) => [
      "/role",
      { method: "POST", body: { role_name, principal: IDENTITY + other }, ...init },
    ];
    const entry = { subject: "s", visible_to: ["public"], content: {} };
    const operations = {
      ingest: ["/ingest", { method: "POST", body: { ingest_type: "GMetaEntry", ingest_data: entry } }],
      update: ["", { method: "PATCH", body: { display_name: "New" } }],
      "make writer": create("writer"),
      "make owner": create("owner"),
      delete: ["", { method: "DELETE" }],
    };
    const allowed = async (role) => {
      const names = [];
      for (const [name, [path, init]] of Object.entries(operations)) {
        const roles = [
          { principal: other, role: "owner" },
          ...(role ? [{ principal: `urn:globus:groups:id:${group.id}`, role }] : []),
        ];
        const index = fake.addIndex({ displayName: "I", subscriptionId: crypto.randomUUID(), roles });
        const outcome = await request(`/index/${index.id}${path}`, init).then(
          () => true,
          ({ status, serverCode }) => (status === 403 ? false : `${status} ${serverCode}`),
        );
        if (outcome !== false) names.push(outcome === true ? name : `${name}: ${outcome}`);
      }
      return names;
    };
    assert.deepEqual(await allowed(undefined), []);
    assert.deepEqual(await allowed("writer"), ["ingest"]);
    assert.deepEqual(await allowed("admin"), ["ingest", "update", "make writer"]);
    assert.deepEqual(await allowed("owner"), [
      "ingest",
      "update",
      "make writer",
      "make owner: 409 Conflict.Generic",
      "delete",
    ]);
    group.removeMember(client.identityId);
    assert.deepEqual(await allowed("owner"), []);
    assert.equal(await refusal(request(`/index/${crypto.randomUUID()}`)), "404 NotFound.NoSuchIndex");
  });

  test("fake search: a deleted index can be reopened for 30 days", async () => {
    const { fake, index, call, refusal } = searchStage();
    await call("", { method: "DELETE" });
    assert.equal(index.status, "delete_pending");
    assert.equal(await refusal(call("/search", { query: { q: "*" } })), "409 Conflict.IncompatibleIndexStatus");
    fake.clock.advance(29 * 24 * 3_600_000);
    await call("/reopen", { method: "POST" });
    assert.equal((await call("")).status, "open");
    await call("", { method: "DELETE" });
    fake.clock.advance(30 * 24 * 3_600_000);
    assert.equal(await refusal(call("/reopen", { method: "POST" })), "404 NotFound.NoSuchIndex");
  });

  test("fake search: an invalid document is refused with the location of each error", async () => {
    const { post } = searchStage();
    const messages = async (body) => (await failure(post("/ingest", body))).body.error_data.messages;
    assert.deepEqual(await messages({}), { ingest_type: ["Missing data for required field."] });
    const entry = { subject: "s", content: {}, visible_to: ["public"] };
    const list = (gmeta) => ({ ingest_type: "GMetaList", ingest_data: { gmeta } });
    assert.deepEqual(await messages(list([entry, { ...entry, visible_to: undefined }])), {
      ingest_data: { gmeta: { 1: { visible_to: ["Missing data for required field."] } } },
    });
    assert.property(
      (await messages(list([{ ...entry, visible_to: ["ada@example.org"] }]))).ingest_data.gmeta[0],
      "visible_to",
    );
  });
}
