// Timers: what the package adds to their documents.
import { helpers, json } from "./helpers.mjs";

const JOB = "01234567-89ab-4cde-8f01-23456789abce";
const FLOW = "24bc4997-b483-4c25-a19c-64b0afc00743";
const URL = "https://timer.automate.globus.org";

/** Freezes a value at every depth, and returns it. */
const deepFreeze = (value) => {
  if (value && typeof value === "object") Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
};

export default function (test, env) {
  const { assert } = env;
  const { stub, failure } = helpers(env);

  /** Creates a timer, and returns the timer in the request. */
  async function createTimer(timer) {
    const { account, calls } = stub(() => json({ timer: {}, entity_type: "GCSv5_guest_collection" }));
    await account.timers.createTimer(deepFreeze({ timer, more: 1 }));
    // Earlier requests may have read the collections.
    const { url, init } = calls.at(-1);
    assert.equal(url, `${URL}/v2/timer`);
    const { timer: result, more } = JSON.parse(init.body);
    assert.equal(more, 1);
    return result;
  }

  const between = { source_endpoint: "a", destination_endpoint: "b" };
  const item = { source_path: "/a", destination_path: "/b" };

  test("createTimer: a transfer timer gets all types, and loses the members of a single submission", async () => {
    const body = {
      ...between,
      submission_id: "s",
      skip_activation_check: true,
      DATA: [item, { ...item, recursive: true }],
      filter_rules: [{ name: "*.tmp" }, { name: "*", method: "include", DATA_TYPE: "own" }],
    };
    assert.deepEqual(await createTimer({ name: "n", schedule: {}, body }), {
      name: "n",
      timer_type: "transfer",
      schedule: { type: "once" },
      body: {
        ...between,
        DATA_TYPE: "transfer",
        DATA: [
          { ...item, DATA_TYPE: "transfer_item" },
          { ...item, DATA_TYPE: "transfer_item", recursive: true },
        ],
        filter_rules: [
          { DATA_TYPE: "filter_rule", name: "*.tmp", method: "exclude" },
          { DATA_TYPE: "own", name: "*", method: "include" },
        ],
      },
    });
  });

  test("createTimer: a timer with a flow_id becomes a flow timer, and its input is not changed", async () => {
    const body = { body: { DATA: [item], submission_id: "s" }, tags: ["a"] };
    assert.deepEqual(await createTimer({ flow_id: FLOW, schedule: { interval_seconds: 60, end: null }, body }), {
      timer_type: "flow",
      flow_id: FLOW,
      schedule: { type: "recurring", interval_seconds: 60, end: null },
      body,
    });
  });

  test("createTimer: types that the caller sets are not changed", async () => {
    const own = {
      timer_type: "new",
      flow_id: FLOW,
      schedule: { type: "yearly", interval_seconds: 1 },
      body: { DATA: [item] },
    };
    assert.deepEqual(await createTimer(own), own);
    const body = { DATA_TYPE: "own", DATA: [{ ...item, DATA_TYPE: "own_item" }] };
    assert.deepEqual((await createTimer({ schedule: {}, body })).body, body);
    // A type that is undefined is not set.
    const { timer_type, schedule } = await createTimer({ timer_type: undefined, schedule: { type: undefined }, body });
    assert.deepEqual([timer_type, schedule], ["transfer", { type: "once" }]);
  });

  test("createTimer: a type that the document does not decide is not guessed", async () => {
    assert.deepEqual(await createTimer({ body: { body: {} } }), { body: { body: {} } });
    assert.deepEqual(await createTimer({ schedule: { datetime: "d" } }), { schedule: { type: "once", datetime: "d" } });
  });

  test("createTimer: an invalid document is rejected before any request", async () => {
    const { account, calls, grants } = stub(() => json({ code: "Done" }));
    for (const [document, field] of [
      [undefined, "document"],
      [{}, "document.timer"],
      [{ timer: null }, "document.timer"],
      [{ timer: "x" }, "document.timer"],
      [{ timer: { schedule: 5, body: {} } }, "document.timer.schedule"],
      [{ timer: { schedule: {}, body: [] } }, "document.timer.body"],
      [{ timer: { timer_type: "transfer", body: { DATA: {} } } }, "document.timer.body.DATA"],
      [{ timer: { body: { DATA: [item, null] } } }, "document.timer.body.DATA[1]"],
    ]) {
      assert.deepInclude(await failure(account.timers.createTimer(document)), { code: "invalid_argument", field });
    }
    assert.isEmpty([...calls, ...grants]);
  });

  test("resumeJob: a document is sent even if it is empty; pauseJob sends none", async () => {
    const { account, calls } = stub(() => json({ message: "" }));
    await account.timers.resumeJob(JOB);
    await account.timers.resumeJob(JOB, null, { a: 1 });
    await account.timers.resumeJob(JOB, { update_credentials: true });
    await account.timers.pauseJob(JOB);
    assert.deepEqual(
      calls.map(({ url, init, headers }) => [url.replace(URL, ""), init.body, headers.get("content-type")]),
      [
        [`/jobs/${JOB}/resume`, "{}", "application/json"],
        [`/jobs/${JOB}/resume?a=1`, "{}", "application/json"],
        [`/jobs/${JOB}/resume`, '{"update_credentials":true}', "application/json"],
        [`/jobs/${JOB}/pause`, undefined, null],
      ],
    );
    assert.equal((await failure(account.timers.resumeJob(JOB, "x"))).field, "document");
  });

  test("listJobs: returns a list of one page, from a path that ends in a slash", async () => {
    const { account, calls } = stub(() => json({ jobs: [{ job_id: 1 }, { job_id: 2 }] }));
    assert.deepEqual(await account.timers.listJobs({ filter_status: ["active", "ended"] }).toArray(), [
      { job_id: 1 },
      { job_id: 2 },
    ]);
    assert.deepEqual(
      calls.map(({ url }) => url),
      [`${URL}/jobs/?filter_status=active%2Cended`],
    );
  });
}
