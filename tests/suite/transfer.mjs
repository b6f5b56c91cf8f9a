import { helpers, json } from "./helpers.mjs";
import { withTime } from "./time.mjs";

export default function (test, env) {
  const { GlobusApiError, GlobusNetworkError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  /** Stages an account that may read and write two collections. */
  function stageCollections(options) {
    const staged = stage(options);
    const permissions = [{ principal: staged.client.identityId, permissions: "rw" }];
    const files = { share: { "a.txt": "alpha", ".hidden": "h", sub: { "b.txt": "beta" } } };
    const source = staged.fake.addCollection({ displayName: "Source", files, permissions });
    const destination = staged.fake.addCollection({ displayName: "Destination", permissions });
    const document = {
      source_endpoint: source.id,
      destination_endpoint: destination.id,
      label: "copy",
      DATA: [{ source_path: "/share/", destination_path: "/copy/", recursive: true }],
    };
    return { ...staged, source, destination, document };
  }

  test("whoami: returns the account's identity", async () => {
    const { account, client } = stage();
    const me = await account.whoami();
    assert.deepInclude(me, { sub: client.identityId, preferred_username: client.username });
    assert.deepEqual(await account.auth.userinfo(), me);
    assert.deepInclude(me.identity_set[0], { sub: client.identityId, username: account.username });
  });

  test("getIdentities: finds identities by id and by username", async () => {
    const { account, fake, client } = stage();
    const ada = fake.addIdentity({ username: "ada@example.org", name: "Ada" });
    const byId = await account.auth.getIdentities({ ids: [ada.id, client.identityId] }).toArray();
    assert.deepEqual(
      byId.map(({ username }) => username),
      ["ada@example.org", account.username],
    );
    const { identities } = await account.auth.getIdentities({ usernames: "ada@example.org" });
    assert.deepInclude(identities[0], { id: ada.id, name: "Ada" });
    const provisioned = await account.auth.getIdentities({ usernames: ["new@example.org"], provision: true });
    assert.equal(provisioned.identities[0].status, "unused");
    assert.equal((await failure(account.auth.getIdentities())).code, "bad_request");
  });

  test("getEndpoint: returns the collection's document", async () => {
    const { account, source } = stageCollections();
    assert.deepInclude(await account.transfer.getEndpoint(source.id), {
      DATA_TYPE: "endpoint",
      id: source.id,
      display_name: "Source",
    });
    assert.sameMembers(Object.keys(await account.transfer.getEndpoint(source.id, { fields: ["id", "display_name"] })), [
      "DATA_TYPE",
      "id",
      "display_name",
    ]);
    const error = await failure(account.transfer.getEndpoint(account.clientId));
    assert.deepInclude(error, { code: "not_found", serverCode: "EndpointNotFound", status: 404, service: "transfer" });
    assert.isString(error.requestId);
  });

  test("operationLs: lists, filters and sorts a directory", async () => {
    const { account, source } = stageCollections();
    const names = async (query) =>
      (await account.transfer.operationLs(source.id, query).toArray()).map(({ name }) => name);
    assert.deepEqual(await names({ path: "/share/" }), [".hidden", "a.txt", "sub"]);
    assert.deepEqual(await names({ path: "/share/", show_hidden: false }), ["a.txt", "sub"]);
    assert.deepEqual(await names({ path: "/share/", filter: ["type:dir", "name:a.txt"], orderby: "name DESC" }), [
      "sub",
      "a.txt",
    ]);
    const page = await account.transfer.operationLs(source.id, { path: "/share/" });
    assert.deepInclude(page, { DATA_TYPE: "file_list", endpoint: source.id, path: "/share/" });
    assert.deepInclude(page.DATA[1], { name: "a.txt", type: "file", size: 5 });
  });

  test("operationLs: different failures have different codes", async () => {
    const { account, fake, source } = stageCollections();
    const code = async (id, path) => (await failure(account.transfer.operationLs(id, { path }))).code;
    assert.equal(await code(source.id, "/nowhere/"), "not_found");
    assert.equal(await code(source.id, "/share/a.txt"), "endpoint_error");
    assert.equal(await code(fake.addCollection({ displayName: "Private" }).id, "/"), "forbidden");
  });

  test("operationMkdir and operationRename: change a collection", async () => {
    const { account, source } = stageCollections();
    assert.equal((await account.transfer.operationMkdir(source.id, { path: "/share/new" })).code, "DirectoryCreated");
    const again = await failure(account.transfer.operationMkdir(source.id, { path: "/share/new" }));
    assert.deepInclude(again, { code: "endpoint_error", serverCode: "ExternalError.MkdirFailed.Exists" });
    const renamed = await account.transfer.operationRename(source.id, {
      old_path: "/share/new",
      new_path: "/share/newer",
    });
    assert.equal(renamed.code, "FileRenamed");
    assert.deepEqual(source.files.list("/share"), [".hidden", "a.txt", "newer/", "sub/"]);
  });

  test("submitTransfer: fetches a submission id, submits once, and the files are transferred", async () => {
    const { account, fake, destination, document } = stageCollections();
    const reply = await account.transfer.submitTransfer(document);
    assert.deepInclude(reply, { code: "Accepted", DATA_TYPE: "transfer_result" });
    const [submission] = fake.requests.filter(({ path }) => path === "/v0.10/transfer");
    assert.equal(submission.body.submission_id, reply.submission_id);
    assert.deepInclude(submission.body, { DATA_TYPE: "transfer", label: "copy" });
    assert.deepEqual(submission.body.DATA, [{ DATA_TYPE: "transfer_item", ...document.DATA[0] }]);
    fake.clock.advance(10_000);
    assert.equal(destination.files.readText("/copy/sub/b.txt"), "beta");
    const task = await account.transfer.getTask(reply.task_id);
    assert.deepInclude(task, { status: "SUCCEEDED", label: "copy", files_transferred: 3 });
  });

  test("submitTransfer: creates one task, although the responses to its first attempts were lost", () =>
    withTime(async (time) => {
      const { account, fake, document } = stageCollections();
      fake.inject({ path: "/v0.10/transfer", network: true, after: true, times: 2 });
      const reply = await time.until(account.transfer.submitTransfer(document));
      assert.equal(reply.code, "Duplicate");
      assert.equal(fake.count({ path: "/v0.10/transfer" }), 3);
      assert.equal(fake.count({ path: "/v0.10/submission_id" }), 1);
      assert.equal((await time.until(account.transfer.taskList())).total, 1);
    }));

  test("submitTransfer: a lost submission that is repeated with its submission id returns the existing task", () =>
    withTime(async (time) => {
      const { account, fake, document } = stageCollections({ retries: 0 });
      const { value: submission_id } = await time.until(account.transfer.getSubmissionId());
      fake.inject({ path: "/v0.10/transfer", network: true, after: true });
      const lost = await time.until(failure(account.transfer.submitTransfer({ ...document, submission_id })));
      assert.instanceOf(lost, GlobusNetworkError);
      assert.isTrue(lost.retryable);
      const reply = await time.until(account.transfer.submitTransfer({ ...document, submission_id }));
      assert.deepInclude(reply, { code: "Duplicate", submission_id });
      const { DATA } = await time.until(account.transfer.taskList());
      assert.deepEqual(
        DATA.map(({ task_id }) => task_id),
        [reply.task_id],
      );
      assert.equal(fake.count({ path: "/v0.10/submission_id" }), 1, "only the caller's id was fetched");
    }));

  test("submitTransfer: retries after a 503, a truncated body and a lost submission id", () =>
    withTime(async (time) => {
      const { account, fake, document } = stageCollections();
      fake.inject({ path: "/v0.10/submission_id", network: true });
      fake.inject({ path: "/v0.10/transfer", status: 503 });
      fake.inject({ path: "/v0.10/transfer", cut: true, after: true });
      const reply = await time.until(account.transfer.submitTransfer(document));
      assert.equal(reply.code, "Duplicate");
      assert.equal((await time.until(account.transfer.taskList())).total, 1);
    }));

  test("submitTransfer: two submissions of one document create two tasks", async () => {
    const { account, document } = stageCollections();
    const replies = await Promise.all([
      account.transfer.submitTransfer(document),
      account.transfer.submitTransfer(document),
    ]);
    assert.notEqual(replies[0].task_id, replies[1].task_id);
  });

  test("submitTransfer: a refusal of the service rejects the call", async () => {
    const { account, document } = stageCollections();
    const error = await failure(
      account.transfer.submitTransfer({ ...document, destination_endpoint: account.clientId }),
    );
    assert.instanceOf(error, GlobusApiError);
    assert.include(["bad_request", "not_found"], error.code);
  });

  test("submitDelete: deletes exactly once", () =>
    withTime(async (time) => {
      const { account, fake, source } = stageCollections({ fake: { clock: "real" } });
      fake.inject({ path: "/v0.10/delete", network: true, after: true });
      const document = { endpoint: source.id, recursive: true, DATA: [{ path: "/share/sub" }] };
      const reply = await time.until(account.transfer.submitDelete(document));
      assert.equal(reply.code, "Duplicate");
      await time.advance(20_000);
      assert.deepEqual(source.files.list("/share"), [".hidden", "a.txt"]);
      assert.equal((await time.until(account.transfer.taskList())).total, 1);
    }));

  test("taskList: returns all pages of tasks, newest first, and filters them", async () => {
    const { account, fake, document, source } = stageCollections();
    for (let number = 0; number < 5; number++) {
      await account.transfer.submitTransfer({ ...document, label: `copy ${number}` });
      fake.clock.advance(1000);
    }
    await account.transfer.submitDelete({ endpoint: source.id, DATA: [{ path: "/share/a.txt" }] });
    fake.clearRequests();
    const all = await account.transfer.taskList({ limit: 2 }).toArray();
    assert.deepEqual(
      all.map(({ label }) => label).slice(1),
      [4, 3, 2, 1, 0].map((number) => `copy ${number}`),
    );
    assert.equal(fake.requests.length, 3);
    const deletions = await account.transfer.taskList({ filter: "type:DELETE" }).toArray();
    assert.deepEqual(
      deletions.map(({ type }) => type),
      ["DELETE"],
    );
  });

  test("cancelTask: cancels a task, and does not change a task that has ended", async () => {
    const { account, fake, document } = stageCollections();
    const { task_id } = await account.transfer.submitTransfer(document);
    assert.equal((await account.transfer.cancelTask(task_id)).code, "Canceled");
    assert.equal((await account.transfer.getTask(task_id)).fatal_error.code, "CANCELED");
    assert.equal((await account.transfer.cancelTask(task_id)).code, "TaskComplete");
    assert.equal(fake.count({ method: "POST", path: `/v0.10/task/${task_id}/cancel` }), 2);
  });

  test("submission: the options of the call apply to both its requests", async () => {
    const { account, calls } = stub(() => json({ value: "an-id", task_id: "t" }));
    await account.transfer.submitDelete({ DATA: [{ path: "/a" }] }, { more: true }, { headers: { "x-one": "1" } });
    assert.deepEqual(
      calls.map(({ headers }) => headers.get("x-one")),
      ["1", "1"],
    );
    assert.match(calls[1].url, /\/delete\?more=true$/);
  });

  test("submission: a method that the caller sets in a rule is kept, and an invalid submission id is rejected", async () => {
    const { account, calls } = stub(() => json({ value: "an-id", task_id: "t" }));
    const document = { DATA: [{ path: "/a" }], filter_rules: [{ name: "x" }, { name: "y", method: null }] };
    await account.transfer.submitDelete(document);
    const { filter_rules, submission_id } = JSON.parse(calls.at(-1).init.body);
    assert.deepEqual([submission_id, ...filter_rules.map(({ method }) => method)], ["an-id", "exclude", null]);
    const error = await failure(account.transfer.submitDelete({ ...document, submission_id: 5 }));
    assert.deepInclude(error, { code: "invalid_argument", field: "document.submission_id" });
    assert.lengthOf(calls, 2);
  });
}
