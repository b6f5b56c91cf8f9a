// Submissions whose responses are lost: no task is created twice, and none is missing.
import { helpers, json } from "./helpers.mjs";
import { withTime } from "./time.mjs";

/** The number of submissions, and the exclusive limit for the number of failing attempts of each. */
const SUBMISSIONS = 2000;
const FAULTS = 8;

const DOCUMENT = { source_endpoint: "a", destination_endpoint: "b", DATA: [{ source_path: "/a", destination_path: "/b" }] };

/** Returns a generator of pseudo-random numbers from 0 to 1. The sequence depends only on the seed. */
function createRandom(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

export default function (test, env) {
  const { GlobusError, assert } = env;
  const { stub, failure } = helpers(env);

  /** Returns a Transfer service that keeps each submission, even if its response is lost. */
  function createTransfer() {
    const tasks = new Map();
    let ids = 0;
    const accept = ({ url, init }) => {
      if (url.endsWith("/submission_id")) return json({ value: `s${++ids}` });
      const { submission_id: id } = JSON.parse(init.body);
      const code = tasks.has(id) ? "Duplicate" : "Accepted";
      if (!tasks.has(id)) tasks.set(id, `t${tasks.size + 1}`);
      return json({ code, task_id: tasks.get(id), submission_id: id });
    };
    return { tasks, accept };
  }

  /** The ways in which a response of the service is lost. */
  const LOSSES = [
    () => Promise.reject(new TypeError("fetch failed")),
    () => new Response("<html>bad gateway</html>", { status: 502 }),
    () => json({}, { status: 503 }),
    () => json({}),
    () => new Response(null, { status: 204 }),
    () => json({ code: "Accepted" }),
    () => new Response('{"task_id": "t'),
    () => new Response(new ReadableStream({ pull: (body) => body.error(new TypeError("terminated")) })),
  ];

  test(`submissions: of ${SUBMISSIONS} with lost responses, repeated with their ids, none is missing or created twice`, () =>
    withTime(async (time) => {
      const { tasks, accept } = createTransfer();
      const random = createRandom(7);
      let faults = 0;
      const respond = (call) => {
        const answered = accept(call);
        if (call.url.endsWith("/submission_id") || faults === 0) return answered;
        faults -= 1;
        return LOSSES[Math.floor(random() * LOSSES.length)]();
      };
      const { account } = stub(respond, { retries: 2 });
      let rejected = 0;
      const taskIds = new Set();
      for (let count = 0; count < SUBMISSIONS; count += 1) {
        faults = Math.floor(random() * FAULTS);
        const name = count % 2 ? "submitDelete" : "submitTransfer";
        const submit = (document) => time.until(account.transfer[name](document));
        let document = DOCUMENT;
        for (;;) {
          const outcome = await submit(document).catch((error) => error);
          if (!(outcome instanceof GlobusError)) {
            taskIds.add(outcome.task_id);
            break;
          }
          rejected += 1;
          assert.match(outcome.submissionId, /^s\d+$/);
          assert.include(outcome.advice, `submission id ${outcome.submissionId}`);
          document = { ...DOCUMENT, submission_id: outcome.submissionId };
        }
      }
      assert.isAbove(rejected, SUBMISSIONS / 4);
      assert.deepEqual([taskIds.size, tasks.size], [SUBMISSIONS, SUBMISSIONS]);
    }));

  test("submissions: the error of a refused submission has its id, and does not call the result uncertain", async () => {
    const { account } = stub(({ url }) =>
      url.endsWith("/submission_id") ? json({ value: "s1" }) : json({ code: "ClientError.BadRequest", message: "no" }, { status: 400 }),
    );
    const error = await failure(account.transfer.submitTransfer(DOCUMENT));
    assert.deepInclude(error, { code: "bad_request", submissionId: "s1" });
    assert.notInclude(error.advice ?? "", "submission id");
    assert.equal(error.toJSON().submissionId, "s1");
  });

  test("submissions: when a grant fails between attempts, its error has the id, but not for other callers", () =>
    withTime(async (time) => {
      let grants = 0;
      const grant = ({ init }) => {
        grants += 1;
        if (grants > 1) return json({ error: "invalid_client" }, { status: 401 });
        const scope = new URLSearchParams(init.body).get("scope");
        return json({ access_token: "a", scope, resource_server: "transfer.api.globus.org", expires_in: 3600 });
      };
      const answers = [() => Promise.reject(new TypeError("fetch failed")), () => json({}, { status: 401 })];
      const { account } = stub(() => answers.shift()?.() ?? json({}, { status: 401 }), { grant });
      const document = { ...DOCUMENT, submission_id: "mine" };
      const error = await time.until(failure(account.transfer.submitTransfer(document)));
      assert.deepInclude(error, { name: "GlobusAuthError", code: "invalid_client", submissionId: "mine" });
      assert.include(error.advice, "submission id mine");
      const other = await failure(account.transfer.getTask("x"));
      assert.deepInclude(other, { code: "invalid_client" });
      assert.notProperty(other, "submissionId");
      assert.notInclude(other.advice, "mine");
    }));

  test("submissions: an abort rejects with the signal's reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { account } = stub(() => (controller.abort(reason), new Promise(() => {})));
    const options = { signal: controller.signal };
    const document = { ...DOCUMENT, submission_id: "mine" };
    assert.strictEqual(await failure(account.transfer.submitTransfer(document, undefined, options)), reason);
  });

  test("submissions: the error of a tunnel has its submission id, generated or set by the caller", () =>
    withTime(async (time) => {
      const { account, calls } = stub(() => json({ errors: [{ code: "X", detail: "d" }] }, { status: 503 }), { retries: 1 });
      const create = (attributes) => time.until(failure(account.transfer.createTunnel({ data: { attributes } })));
      const error = await create(undefined);
      const sent = calls.map(({ init }) => JSON.parse(init.body).data.attributes.submission_id);
      assert.deepEqual(sent, [error.submissionId, error.submissionId]);
      assert.include(error.advice, `submission id ${error.submissionId}`);
      assert.equal((await create({ submission_id: "mine" })).submissionId, "mine");
    }));

  test("submissions: a document is serialized once and contains one submission id, also for an empty one", async () => {
    for (const emptyId of [{}, { submission_id: undefined }, { submission_id: null }, { submission_id: "" }]) {
      const { account, calls } = stub(({ url }) => json(url.endsWith("/submission_id") ? { value: 's"1' } : { task_id: "t" }));
      let times = 0;
      const label = { toJSON: () => `written ${++times}` };
      await account.transfer.submitTransfer({ ...emptyId, ...DOCUMENT, label });
      const { body } = calls.at(-1).init;
      assert.deepInclude(JSON.parse(body), { ...DOCUMENT, DATA_TYPE: "transfer", label: "written 1", submission_id: 's"1', DATA: [{ DATA_TYPE: "transfer_item", ...DOCUMENT.DATA[0] }] });
      assert.equal(body.split('"submission_id":').length, 2, body);
    }
  });

  test("submissions: a document with toJSON gets its submission id before toJSON is called", async () => {
    const { account, calls } = stub(({ url }) => json(url.endsWith("/submission_id") ? { value: "s1" } : { task_id: "t" }));
    await account.transfer.submitTransfer({
      ...DOCUMENT,
      toJSON() {
        return { wrapped: this.submission_id };
      },
    });
    assert.deepEqual(JSON.parse(calls.at(-1).init.body), { wrapped: "s1" });
  });

  test("submissions: the error of another call has no submissionId", async () => {
    const { account } = stub(() => json({ code: "x" }, { status: 400 }));
    const task = account.transfer.updateTask("t", { submission_id: "no", label: "x" });
    assert.notProperty(await failure(task), "submissionId");
  });
}
