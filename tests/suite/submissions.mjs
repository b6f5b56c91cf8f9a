// Submissions whose answers are lost: nothing is made twice, and nothing is lost.
import { helpers, json } from "./helpers.mjs";
import { withTime } from "./time.mjs";

/** How many are made; how many attempts of each fail by a fault, at most. */
const SUBMISSIONS = 2000;
const FAULTS = 8;

const DOCUMENT = { source_endpoint: "a", destination_endpoint: "b", DATA: [{ source_path: "/a", destination_path: "/b" }] };

/** A sequence that looks like chance and is the same each time. */
function chance(seed) {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

export default function (test, env) {
  const { GlobusError, assert } = env;
  const { stub, failure } = helpers(env);

  /** A Transfer that keeps what it was given, whatever becomes of the answer. */
  function service() {
    const tasks = new Map();
    let ids = 0;
    const keep = ({ url, init }) => {
      if (url.endsWith("/submission_id")) return json({ value: `s${++ids}` });
      const { submission_id: id } = JSON.parse(init.body);
      const code = tasks.has(id) ? "Duplicate" : "Accepted";
      if (!tasks.has(id)) tasks.set(id, `t${tasks.size + 1}`);
      return json({ code, task_id: tasks.get(id), submission_id: id });
    };
    return { tasks, keep };
  }

  /** What becomes of an answer that the service has given. */
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

  test(`submissions: of ${SUBMISSIONS} whose answers get lost, each rejected one repeated with its id, no task is missing or there twice`, () =>
    withTime(async (time) => {
      const { tasks, keep } = service();
      const random = chance(7);
      let faults = 0;
      const answer = (call) => {
        const answered = keep(call);
        if (call.url.endsWith("/submission_id") || faults === 0) return answered;
        faults -= 1;
        return LOSSES[Math.floor(random() * LOSSES.length)]();
      };
      const { account } = stub(answer, { retries: 2 });
      let rejected = 0;
      const made = new Set();
      for (let count = 0; count < SUBMISSIONS; count += 1) {
        faults = Math.floor(random() * FAULTS);
        const name = count % 2 ? "submitDelete" : "submitTransfer";
        const submit = (document) => time.until(account.transfer[name](document));
        let document = DOCUMENT;
        for (;;) {
          const ended = await submit(document).catch((error) => error);
          if (!(ended instanceof GlobusError)) {
            made.add(ended.task_id);
            break;
          }
          rejected += 1;
          assert.match(ended.submissionId, /^s\d+$/);
          assert.include(ended.advice, `submission id ${ended.submissionId}`);
          document = { ...DOCUMENT, submission_id: ended.submissionId };
        }
      }
      assert.isAbove(rejected, SUBMISSIONS / 4);
      assert.deepEqual([made.size, tasks.size], [SUBMISSIONS, SUBMISSIONS]);
    }));

  test("submissions: one that was refused names its id, too, and is not said to be uncertain", async () => {
    const { account } = stub(({ url }) =>
      url.endsWith("/submission_id") ? json({ value: "s1" }) : json({ code: "ClientError.BadRequest", message: "no" }, { status: 400 }),
    );
    const error = await failure(account.transfer.submitTransfer(DOCUMENT));
    assert.deepInclude(error, { code: "bad_request", submissionId: "s1" });
    assert.notInclude(error.advice ?? "", "submission id");
    assert.equal(error.toJSON().submissionId, "s1");
  });

  test("submissions: a grant that fails between two attempts is the error, with the id, and its other callers' error is as it was", () =>
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

  test("submissions: an abort rejects with the signal's own reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const { account } = stub(() => (controller.abort(reason), new Promise(() => {})));
    const options = { signal: controller.signal };
    const document = { ...DOCUMENT, submission_id: "mine" };
    assert.strictEqual(await failure(account.transfer.submitTransfer(document, undefined, options)), reason);
  });

  test("submissions: a tunnel's id is in its error, made up or given", () =>
    withTime(async (time) => {
      const { account, calls } = stub(() => json({ errors: [{ code: "X", detail: "d" }] }, { status: 503 }), { retries: 1 });
      const create = (attributes) => time.until(failure(account.transfer.createTunnel({ data: { attributes } })));
      const made = await create(undefined);
      const sent = calls.map(({ init }) => JSON.parse(init.body).data.attributes.submission_id);
      assert.deepEqual(sent, [made.submissionId, made.submissionId]);
      assert.include(made.advice, `submission id ${made.submissionId}`);
      assert.equal((await create({ submission_id: "mine" })).submissionId, "mine");
    }));

  test("submissions: a document is written to JSON once, and its id stands there once, whatever stood in its place", async () => {
    for (const given of [{}, { submission_id: undefined }, { submission_id: null }, { submission_id: "" }]) {
      const { account, calls } = stub(({ url }) => json(url.endsWith("/submission_id") ? { value: 's"1' } : { task_id: "t" }));
      let times = 0;
      const label = { toJSON: () => `written ${++times}` };
      await account.transfer.submitTransfer({ ...given, ...DOCUMENT, label });
      const { body } = calls.at(-1).init;
      assert.deepInclude(JSON.parse(body), { ...DOCUMENT, DATA_TYPE: "transfer", label: "written 1", submission_id: 's"1', DATA: [{ DATA_TYPE: "transfer_item", ...DOCUMENT.DATA[0] }] });
      assert.equal(body.split('"submission_id":').length, 2, body);
    }
  });

  test("submissions: a document that writes itself has its id before that", async () => {
    const { account, calls } = stub(({ url }) => json(url.endsWith("/submission_id") ? { value: "s1" } : { task_id: "t" }));
    await account.transfer.submitTransfer({
      ...DOCUMENT,
      toJSON() {
        return { wrapped: this.submission_id };
      },
    });
    assert.deepEqual(JSON.parse(calls.at(-1).init.body), { wrapped: "s1" });
  });

  test("submissions: what is no submission has no such field", async () => {
    const { account } = stub(() => json({ code: "x" }, { status: 400 }));
    const task = account.transfer.updateTask("t", { submission_id: "no", label: "x" });
    assert.notProperty(await failure(task), "submissionId");
  });
}
