// Globus Timers with Globus's command line and Python SDK.
import assert from "node:assert/strict";
import { commands } from "./cli.mjs";

const HOUR = 3_600_000;
const TIMER = "https://auth.globus.org/scopes/524230d7-ea86-4a52-8312-86065a9e0417/timer";
const TRANSFER = "urn:globus:auth:scope:transfer.api.globus.org:all";
const SCRIPT = { script: "client_automation.py" };

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>) => void} register */
export default function registerAll(register) {
  const test = (name, body) => register(name, (stage) => body({ ...stage, ...commands(stage) }));

  test("globus timer create transfer: every hour, three times", async ({ fake, client, json, text }) => {
    const { from, to } = addCollections(fake, client);
    const paths = [`${from.id}:/a.txt`, `${to.id}:/b.txt`];
    const options = ["--interval", "1h", "--stop-after-runs", "3", "--name", "hourly", "--label", "copy"];
    const timer = await json("timer", "create", "transfer", ...paths, ...options);
    assert.deepEqual(
      [timer.name, timer.timer_type, timer.status, timer.number_of_runs, timer.schedule.end],
      ["hourly", "transfer", "new", 0, { condition: "iterations", count: 3 }],
    );
    const output = await text("timer", "show", timer.job_id);
    for (const line of ["Name: hourly", "Type: Transfer", "Interval: 1:00:00", "Status: active", "Number of Runs: 1"]) {
      assert.match(output, new RegExp(`^${line.replace(": ", ": +")}$`, "m"));
    }
    fake.clock.advance(5 * HOUR);
    const ended = await text("timer", "show", timer.job_id);
    assert.match(ended, /^Status: +ended$/m);
    assert.match(ended, /^Activity: +This timer is no longer active$/m);
    assert.match(ended, /^Number of Runs: +3$/m);
    const labels = (await json("task", "list")).DATA.map(({ label, status }) => [label, status]);
    assert.deepEqual(labels, [
      ["copy, run 3", "SUCCEEDED"],
      ["copy, run 2", "SUCCEEDED"],
      ["copy, run 1", "SUCCEEDED"],
    ]);
    assert.equal(to.files.readText("/b.txt"), "alpha");
  });

  test("globus timer create transfer: once, later, and until a date", async ({ fake, client, json, text }) => {
    const { from, to } = addCollections(fake, client);
    const paths = [`${from.id}:/a.txt`, `${to.id}:/b.txt`];
    const later = new Date(fake.clock.now() + 2 * HOUR).toISOString().replace("Z", "+0000");
    const once = await text("timer", "create", "transfer", ...paths, "--start", later, "--stop-after-runs", "1");
    assert.match(once, /^Schedule: +once at \d{4}-/m);
    const day = new Date(fake.clock.now() + 24.5 * HOUR).toISOString().slice(0, 19).replace("T", " ") + "+0000";
    const daily = await json("timer", "create", "transfer", ...paths, "--interval", "12h", "--stop-after-date", day);
    assert.equal(daily.schedule.end.condition, "time");
    fake.clock.advance(1.5 * HOUR);
    assert.equal((await json("task", "list")).DATA.length, 1);
    fake.clock.advance(48 * HOUR);
    const { n_runs: runs, status } = await json("timer", "show", daily.job_id);
    assert.deepEqual([runs, status], [3, "ended"]);
    assert.equal((await json("task", "list")).DATA.length, 4);
  });

  test("globus timer list, pause, resume and delete", async ({ fake, client, json, text, runFailing }) => {
    const { from, to } = addCollections(fake, client);
    const create = async (name) => {
      const paths = [`${from.id}:/a.txt`, `${to.id}:/b.txt`];
      return (await json("timer", "create", "transfer", ...paths, "--interval", "1h", "--name", name)).job_id;
    };
    const [first, second] = [await create("first"), await create("second")];
    const listed = await text("timer", "list");
    assert.match(listed, /^Name: +first$[^]*^Name: +second$/m);
    assert.equal(await text("timer", "pause", first), `Successfully paused job ${first}.`);
    const paused = await json("timer", "show", first);
    assert.deepEqual([paused.status, paused.inactive_reason], ["inactive", { cause: "user", detail: null }]);
    assert.match(await text("timer", "show", first), /^Activity: +Paused, awaiting user action$/m);
    fake.clock.advance(3.5 * HOUR);
    assert.equal((await json("timer", "show", first)).n_runs, 1);
    assert.equal(await text("timer", "resume", first), `Successfully resumed job ${first}.`);
    const resumed = await json("timer", "show", first);
    assert.deepEqual([resumed.status, resumed.n_runs], ["active", 2], "missed runs are made up for by one run, at once");
    assert.match(await text("timer", "delete", second), new RegExp(`^Timer ID: +${second}$`, "m"));
    assert.match(await runFailing("timer", "show", second), /404/);
    assert.deepEqual(
      (await json("timer", "list")).map(({ name }) => name),
      ["first"],
    );
  });

  test("globus timer create transfer from a mapped collection: it consents before the first run", async ({
    fake,
    client,
    json,
  }) => {
    const { from, to } = addCollections(fake, client, "mapped");
    const paths = [`${from.id}:/a.txt`, `${to.id}:/b.txt`];
    const timer = await json("timer", "create", "transfer", ...paths, "--stop-after-runs", "1");
    const given = fake.consents(client.clientId).map(({ path }) => path.join(" "));
    assert.ok(given.includes(`${TIMER} ${TRANSFER} https://auth.globus.org/scopes/${from.id}/data_access`));
    fake.clock.advance(HOUR);
    const { status, n_runs: runs } = await json("timer", "show", timer.job_id);
    assert.deepEqual([status, runs], ["ended", 1]);
    assert.equal(to.files.readText("/b.txt"), "alpha");
  });

  test("globus timer resume: a timer that lacks a consent waits for it", async ({
    fake,
    client,
    json,
    globus,
    python,
  }) => {
    const { from, to } = addCollections(fake, client, "mapped");
    const paths = [`${from.id}:/a.txt`, `${to.id}:/b.txt`];
    const later = new Date(fake.clock.now() + HOUR).toISOString().replace("Z", "+0000");
    const options = ["--start", later, "--stop-after-runs", "1"];
    const { job_id: id } = await json("timer", "create", "transfer", ...paths, ...options);
    fake.revokeConsents(client.clientId, `https://auth.globus.org/scopes/${from.id}/data_access`);
    fake.clock.advance(2 * HOUR);
    const waiting = await json("timer", "show", id);
    const required = `${TIMER}[${TRANSFER}[*https://auth.globus.org/scopes/${from.id}/data_access]]`;
    const parameters = { session_message: "Missing required data_access consent", required_scopes: [required] };
    assert.deepEqual(
      [waiting.status, waiting.inactive_reason],
      [
        "inactive",
        {
          cause: "globus_auth_requirements",
          detail: { code: "ConsentRequired", authorization_parameters: parameters },
        },
      ],
    );
    const refused = await globus(["timer", "resume", id]);
    assert.equal(refused.status, 4);
    assert.ok((refused.stdout + refused.stderr).includes(`globus session consent '${required}'`));
    assert.deepEqual((await python("consent", { scope: required }, SCRIPT)).json(), {});
    const resumed = await globus(["timer", "resume", id]);
    assert.equal(resumed.status, 0, resumed.stderr);
    assert.equal((await json("timer", "show", id)).n_runs, 1);
    fake.clock.advance(1000);
    assert.equal((await json("timer", "show", id)).status, "ended");
    assert.equal(to.files.readText("/b.txt"), "alpha");
  });

  test("globus timer create flow: the flow runs", async ({ fake, client, json, text, runFailing }) => {
    const { id } = fake.addFlow({ title: "Timed", owner: client.identityId });
    const timer = await json(
      "timer",
      "create",
      "flow",
      id,
      "--input",
      '{"a": 1}',
      "--interval",
      "1d",
      "--name",
      "daily",
    );
    assert.deepEqual([timer.timer_type, timer.flow_id, timer.body.body], ["flow", id, { a: 1 }]);
    assert.match(await text("timer", "show", timer.job_id), /^Type: +Flow$/m);
    fake.clock.advance(24.5 * HOUR);
    const { runs } = await json("flows", "run", "list", "--filter-flow-id", id);
    assert.deepEqual(
      runs.map(({ status }) => status),
      ["SUCCEEDED", "SUCCEEDED"],
    );
    assert.match(await runFailing("timer", "create", "flow", client.clientId, "--interval", "1d"), /No flow discovered/);
  });

  test("TimersClient: both forms of timers, from creation to deletion", async ({ fake, client, python }) => {
    const { from, to } = addCollections(fake, client);
    const results = await readResult(python("timers", { source: from.id, destination: to.id }, SCRIPT));
    assert.deepEqual(results, {
      created: ["new", "transfer", 0, null],
      second: [3600, { condition: "iterations", count: 2 }, null],
      ended: "ended",
      first: [1, 0, null],
      task: "SUCCEEDED",
      legacy: [1, "renamed", true, { cause: "user", detail: null }, "active"],
      names: ["By Python", "By Python", "renamed"],
      deleted: true,
      left: 2,
    });
    assert.equal(to.files.readText("/c.txt"), "alpha");
  });

  test("FlowTimer: refused without the consent for the flow, and run with it", async ({ fake, client, python }) => {
    const { id, scope } = fake.addFlow({ owner: client.identityId });
    assert.deepEqual(await readResult(python("flow_timer", { flow: id }, SCRIPT)), {
      refused: [403, "ConsentRequired"],
      made: ["flow", id, { word: "hi" }],
      job: [id, `https://flows.automate.globus.org/flows/${id}/run`, scope],
      runs: [[id, ["by timer"]]],
    });
  });

  test("TransferTimer on a mapped collection: inactive, its reason read by the SDK, resumed", async ({
    fake,
    client,
    python,
  }) => {
    const { from, to } = addCollections(fake, client, "mapped");
    const results = await readResult(python("mapped_timer", { source: from.id, destination: to.id }, SCRIPT));
    assert.deepEqual(results, {
      before: "inactive",
      cause: "globus_auth_requirements",
      scopes: [`${TIMER}[${TRANSFER}[*https://auth.globus.org/scopes/${from.id}/data_access]]`],
      still: "inactive",
      after: "ended",
    });
    const otherPair = addCollections(fake, client, "mapped");
    const args = { source: otherPair.from.id, destination: otherPair.to.id };
    assert.deepEqual(await readResult(python("mapped_timer_beforehand", args, SCRIPT)), { status: "ended" });
    assert.equal(otherPair.to.files.readText("/b.txt"), "alpha");
  });

  test("the SDK reads status and messages from the errors of Timers", async ({ fake, client, python }) => {
    const { from } = addCollections(fake, client);
    const results = await readResult(python("timer_errors", { source: from.id }, SCRIPT));
    assert.deepEqual(results, {
      missing: [404, "NOT_FOUND", `No timer with id ${client.clientId}`],
      fields: [
        422,
        null,
        ["start", "callback_url", "callback_body"].map((name) => `field required: body.${name}`).join("; "),
      ],
      often: [422, null, "must be between 60 seconds and 365 days: body.timer.schedule.interval_seconds"],
      iterations: [422, null, "field required: body.timer.schedule.end.count"],
      token: [401, "AUTHENTICATION_ERROR", "Invalid or expired token"],
    });
  });
}

/** Adds two collections. The first has a file and may be mapped. */
function addCollections(fake, { identityId }, type = "guest") {
  const permissions = [{ principal: identityId, permissions: "rw" }];
  return {
    from: fake.addCollection({ displayName: "From", type, files: { "a.txt": "alpha" }, permissions }),
    to: fake.addCollection({ displayName: "To", permissions }),
  };
}

async function readResult(running) {
  const result = await running;
  assert.equal(result.status, 0, result.stderr);
  return result.json();
}
