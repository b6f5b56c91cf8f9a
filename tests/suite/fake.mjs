// FakeGlobus: grants, Transfer, the clock, faults and the request log. Globus's own clients in tests/upstream call all
// other parts.

const TRANSFER = "https://transfer.api.globus.org/v0.10";
const TRANSFER_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all";

export default function register(test, { FakeGlobus, assert }) {
  /** Returns a fake with one service account, with functions that send its requests. */
  async function stage(options) {
    const fake = new FakeGlobus(options);
    const client = fake.addClient();
    const token = await grant(fake, client, TRANSFER_ALL).then((tokens) => tokens.access_token);
    const call = async (path, { method = "GET", json } = {}) => {
      const init = {
        method,
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
        body: json && JSON.stringify(json),
      };
      const response = await fake.fetch(TRANSFER + path, init);
      return { http: response.status, ...(await response.json()) };
    };
    const submit = async (from, to, items, members) => {
      const { value } = await call("/submission_id");
      const json = {
        DATA_TYPE: "transfer",
        submission_id: value,
        source_endpoint: from.id,
        destination_endpoint: to.id,
        DATA: items,
        ...members,
      };
      return { json, reply: await call("/transfer", { method: "POST", json }) };
    };
    const permissions = [{ principal: client.identityId, permissions: "rw" }];
    fake.clearRequests();
    return { fake, client, token, call, submit, permissions };
  }

  const grantRequest = ({ clientId, clientSecret }, scope, form = { grant_type: "client_credentials" }) => ({
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ ...form, scope }),
  });

  async function grant(fake, client, scope, form) {
    const response = await fake.fetch("https://auth.globus.org/v2/oauth2/token", grantRequest(client, scope, form));
    return { status: response.status, ...(await response.json()) };
  }

  async function failure(promise) {
    return promise.then(
      () => assert.fail("the promise did not reject"),
      (error) => error,
    );
  }

  test("fake: a grant returns one token per resource server, in any order, with flat scopes", async () => {
    const fake = new FakeGlobus();
    const client = fake.addClient();
    const reply = await grant(
      fake,
      client,
      `${TRANSFER_ALL}[*${TRANSFER_ALL}] urn:globus:auth:scope:groups.api.globus.org:all openid email`,
    );
    const tokens = [reply, ...reply.other_tokens];
    assert.sameMembers(
      tokens.map((token) => `${token.resource_server}: ${token.scope}`),
      [
        `transfer.api.globus.org: ${TRANSFER_ALL}`,
        "groups.api.globus.org: urn:globus:auth:scope:groups.api.globus.org:all",
        "auth.globus.org: openid email",
      ],
    );
    assert.isTrue(tokens.every((token) => token.expires_in === 172800 && token.token_type === "Bearer"));
    assert.notProperty(reply, "refresh_token");
    assert.deepEqual([fake.grants, fake.tokenRequests], [1, 1]);
  });

  test("fake: a grant fails with the OAuth error of each mistake", async () => {
    const fake = new FakeGlobus();
    const client = fake.addClient();
    const login = fake.addClient({ serviceAccount: false });
    const errorOf = async (...args) => {
      const { status, error } = await grant(fake, ...args);
      return `${status} ${error}`;
    };
    assert.equal(await errorOf({ ...client, clientSecret: "wrong" }, "openid"), "401 invalid_client");
    assert.equal(await errorOf({ ...client, clientId: "unknown" }, "openid"), "401 invalid_client");
    assert.equal(await errorOf(login, "openid"), "400 unauthorized_client");
    assert.equal(await errorOf(client, "openid urn:unknown:scope"), "400 invalid_scope");
    assert.equal(await errorOf(client, "openid[email"), "400 invalid_scope");
    assert.equal(await errorOf(client, ""), "400 invalid_scope");
    assert.equal(await errorOf(client, "openid", {}), "400 invalid_request");
    assert.equal(await errorOf(client, "openid", { grant_type: "password" }), "400 unsupported_grant_type");
    assert.deepEqual([fake.grants, fake.tokenRequests], [0, 8]);
    assert.equal(
      (await grant(fake, { ...client, clientSecret: fake.rotateSecret(client.clientId) }, "openid")).status,
      200,
    );
    fake.setServiceAccount(login.clientId);
    assert.equal((await grant(fake, login, "openid")).status, 200);
  });

  test("fake: a token is valid until it expires by the fake's clock or is revoked", async () => {
    const { fake, client, call } = await stage({ tokenLifetime: 600 });
    fake.clock.advance(599_999);
    assert.equal((await call("/task_list")).http, 200);
    fake.clock.advance(1);
    const { http, code, resource, request_id: requestId } = await call("/task_list");
    assert.deepEqual([http, code, resource], [401, "AuthenticationFailed", "/task_list"]);
    assert.match(requestId, /^\w{9}$/);
    const { access_token: token } = await grant(fake, client, "openid profile");
    const userinfo = () =>
      fake.fetch("https://auth.globus.org/v2/oauth2/userinfo", { headers: { Authorization: `Bearer ${token}` } });
    assert.equal((await (await userinfo()).json()).preferred_username, client.username);
    fake.revokeTokens(client.clientId);
    const refused = await userinfo();
    assert.equal(refused.status, 401);
    assert.equal((await refused.json()).errors[0].code, "UNAUTHORIZED");
    assert.equal(new Date(refused.headers.get("Date")).getTime(), Math.floor(fake.clock.now() / 1000) * 1000);
  });

  test("fake: with reuseTokens, equal grants return the same token", async () => {
    const fake = new FakeGlobus({ reuseTokens: true });
    const client = fake.addClient();
    const first = await grant(fake, client, "openid email");
    fake.clock.advance(60_000);
    const second = await grant(fake, client, "email openid");
    assert.equal(second.access_token, first.access_token);
    assert.equal(second.expires_in, first.expires_in - 60);
    assert.notEqual((await grant(fake, client, "openid")).access_token, first.access_token);
  });

  test("fake: a mapped collection requires a consent; any grant with its scope gives the consent, also to earlier tokens", async () => {
    const { fake, client, call, permissions } = await stage();
    const { id } = fake.addCollection({ displayName: "Cluster", type: "mapped", files: { "m.txt": "m" }, permissions });
    const refused = await call(`/operation/endpoint/${id}/ls`);
    assert.deepEqual([refused.http, refused.code], [403, "ConsentRequired"]);
    await grant(fake, client, refused.required_scopes.join(" "));
    assert.equal((await call(`/operation/endpoint/${id}/ls`)).DATA[0].name, "m.txt");
    const dataAccess = `https://auth.globus.org/scopes/${id}/data_access`;
    const [consent] = fake.consents(client.clientId).filter(({ scope }) => scope === dataAccess);
    assert.deepEqual([consent.path, consent.optional], [[TRANSFER_ALL, dataAccess], true]);
    fake.revokeConsents(client.clientId, dataAccess);
    assert.equal((await call(`/operation/endpoint/${id}/ls`)).code, "ConsentRequired");
  });

  test("fake: permissions decide which paths an identity may read and write", async () => {
    const { fake, client, call } = await stage();
    const data = fake.addCollection({ displayName: "Data", files: { a: { b: {} }, ab: {} } });
    const status = async (path) => (await call(`/operation/endpoint/${data.id}/ls?path=${path}`)).http;
    const mkdir = async (path) =>
      (await call(`/operation/endpoint/${data.id}/mkdir`, { method: "POST", json: { path } })).http;
    assert.equal(await status("/a/"), 403);
    const rule = data.grant(client.identityId, "/a/", "r");
    assert.deepEqual(
      [await status("/a/"), await status("/a/b"), await status("/ab/"), await status("/a/../ab")],
      [200, 200, 403, 403],
    );
    assert.equal(await mkdir("/a/c"), 403);
    data.grant("all_authenticated_users", "/a/b/", "rw");
    assert.equal(await mkdir("/a/b/c"), 202);
    data.revoke(rule);
    assert.deepEqual([await status("/a/"), await status("/a/b/")], [403, 200]);
  });

  test("fake: sync_level decides which files a transfer copies", async () => {
    const OLD = Date.UTC(2026, 0, 1);
    const file = (size, modified) => ({ size, modified });
    const pairs = {
      size: [file(3, OLD), file(4, OLD + 1)],
      time: [file(3, OLD + 1), file(3, OLD)],
      bytes: [file(3, OLD), "abc"],
      same: [file(3, OLD), file(3, OLD)],
    };
    const copiedFiles = async (sync_level) => {
      const { fake, call, submit, permissions } = await stage({ clock: "manual", taskDuration: 10_000 });
      const side = (index) =>
        fake.addCollection({ permissions, files: Object.fromEntries(Object.entries(pairs).map(([name, pair]) => [name, pair[index]])) });
      const [from, to] = [side(0), side(1)];
      const items = Object.keys(pairs).map((name) => ({ source_path: `/${name}`, destination_path: `/${name}` }));
      const { reply } = await submit(from, to, items, { sync_level });
      fake.clock.advance(10_000);
      const { DATA } = await call(`/task/${reply.task_id}/successful_transfers`);
      return DATA.map(({ source_path }) => source_path.slice(1)).sort().join(" ");
    };
    assert.equal(await copiedFiles(undefined), "bytes same size time");
    assert.equal(await copiedFiles(0), "");
    assert.equal(await copiedFiles(1), "size");
    assert.equal(await copiedFiles(2), "size time");
    assert.equal(await copiedFiles(3), "bytes size");
  });

  test("fake: a task transfers its files as the clock advances", async () => {
    const { fake, call, submit, permissions } = await stage({ clock: "manual", taskDuration: 10_000 });
    const from = fake.addCollection({
      displayName: "From",
      files: { d: { 1: { size: 4000 }, 2: { size: 6000 } } },
      permissions,
    });
    const to = fake.addCollection({ displayName: "To", permissions });
    const { reply } = await submit(from, to, [{ source_path: "/d/", destination_path: "/e/", recursive: true }]);
    assert.deepEqual([reply.http, reply.code], [202, "Accepted"]);
    const task = () => call(`/task/${reply.task_id}`);
    fake.clock.advance(5000);
    const halfway = await task();
    assert.equal(halfway.status, "ACTIVE");
    assert.deepEqual([halfway.files, halfway.files_transferred, halfway.subtasks_total, halfway.subtasks_pending], [2, 1, 4, 1]);
    assert.closeTo(halfway.bytes_transferred, 5000, 10);
    assert.closeTo(halfway.effective_bytes_per_second, 1000, 5);
    assert.deepEqual(to.files.list("/e/"), ["1"]);
    fake.clock.advance(5000);
    assert.deepEqual(to.files.list("/e/"), ["1", "2"], "without a request for the task");
    const done = await task();
    assert.deepEqual([done.bytes_transferred, done.nice_status, done.completion_time === null], [10_000, null, false]);
  });

  test("fake: a repeated submission creates one task, even if the first response was lost", async () => {
    const { fake, call, submit, permissions } = await stage();
    const collection = fake.addCollection({ displayName: "Place", files: { "a.txt": "a" }, permissions });
    fake.inject({ path: "/v0.10/transfer", network: true, after: true });
    const items = [{ source_path: "/a.txt", destination_path: "/b.txt" }];
    const lost = failure(submit(collection, collection, items));
    assert.instanceOf(await lost, TypeError);
    const json = fake.requests.at(-1).body;
    const again = await call("/transfer", { method: "POST", json });
    assert.deepEqual([again.http, again.code], [200, "Duplicate"]);
    assert.equal((await call("/task_list")).total, 1);
    assert.equal(
      (await call("/transfer", { method: "POST", json: { ...json, submission_id: undefined } })).code,
      "BadRequest",
    );
    assert.equal(
      (await call("/transfer", { method: "POST", json: { ...json, submission_id: collection.id } })).code,
      "BadRequest",
    );
  });

  test("fake: a task can be failed, deactivated, paused, resumed and cancelled, and expires at its deadline", async () => {
    const { fake, call, submit, permissions } = await stage({ taskDuration: 1000 });
    const collection = fake.addCollection({ displayName: "Place", files: { "a.txt": "a" }, permissions });
    const start = async (members) =>
      (await submit(collection, collection, [{ source_path: "/a.txt", destination_path: "/b.txt" }], members)).reply.task_id;
    const statusOf = async (id) => {
      const task = await call(`/task/${id}`);
      return [task.status, task.fatal_error?.code, task.is_paused && "paused"].filter(Boolean).join(" ");
    };
    const failed = await start();
    fake.failTask(failed, "ENDPOINT_ERROR");
    assert.equal(await statusOf(failed), "FAILED ENDPOINT_ERROR");
    const waiting = await start();
    fake.deactivateTask(waiting);
    fake.clock.advance(5000);
    assert.equal(await statusOf(waiting), "INACTIVE");
    fake.resumeTask(waiting);
    fake.pauseTask(waiting, "Maintenance");
    fake.clock.advance(5000);
    assert.equal(await statusOf(waiting), "ACTIVE paused");
    fake.resumeTask(waiting);
    fake.clock.advance(1000);
    assert.equal(await statusOf(waiting), "SUCCEEDED");
    const cancelled = await start();
    assert.equal((await call(`/task/${cancelled}/cancel`, { method: "POST" })).code, "Canceled");
    assert.equal((await call(`/task/${cancelled}/cancel`, { method: "POST" })).code, "TaskComplete");
    assert.equal(await statusOf(cancelled), "FAILED CANCELED");
    const expired = await start({ deadline: new Date(fake.clock.now() + 60_000).toISOString() });
    fake.pauseTask(expired);
    fake.clock.advance(60_000);
    assert.equal(await statusOf(expired), "FAILED EXPIRED");
  });

  test("fake: a task is visible to its owner only", async () => {
    const { fake, call, submit, permissions } = await stage();
    const collection = fake.addCollection({ displayName: "Place", files: { "a.txt": "a" }, permissions });
    const { reply } = await submit(collection, collection, [{ source_path: "/a.txt", destination_path: "/b.txt" }]);
    const other = fake.addClient();
    const { access_token: token } = await grant(fake, other, TRANSFER_ALL);
    const response = await fake.fetch(`${TRANSFER}/task/${reply.task_id}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(response.status, 404);
    assert.equal((await call(`/task/${reply.task_id}`)).task_id, reply.task_id);
  });

  test("fake: the request log contains what was sent, without secrets", async () => {
    const { fake, client, token, call } = await stage();
    await call("/task_list?limit=5&filter=status%3AACTIVE&filter=type%3ADELETE");
    await grant(fake, client, "openid", { grant_type: "client_credentials", client_secret: client.clientSecret });
    const [list, post] = fake.requests;
    assert.deepInclude(list, {
      service: "transfer",
      method: "GET",
      path: "/v0.10/task_list",
      status: 200,
      at: fake.clock.now(),
    });
    assert.deepEqual(list.query, { limit: "5", filter: ["status:ACTIVE", "type:DELETE"] });
    assert.equal(list.headers.authorization, "Bearer");
    assert.deepEqual(post.body, { grant_type: "client_credentials", client_secret: "[removed]", scope: "openid" });
    assert.notEqual(list.tokenFingerprint, post.tokenFingerprint);
    const text = JSON.stringify(fake.requests);
    assert.isFalse(text.includes(token) || text.includes(client.clientSecret));
    assert.deepEqual(
      [
        fake.count(),
        fake.count({ service: "auth" }),
        fake.count({ path: /^\/v0\.10\// }),
        fake.count({ method: "post" }),
      ],
      [2, 1, 1, 1],
    );
    fake.clearRequests();
    assert.deepEqual([fake.requests.length, fake.tokenRequests, fake.grants], [0, 0, 0]);
  });

  test("fake: inject() adds faults, for a number of requests or until they are removed", async () => {
    const { fake, call } = await stage();
    const get = (init) => fake.fetch(`${TRANSFER}/task_list`, init);
    const busy = fake.inject({ service: "transfer", status: 429, headers: { "Retry-After": "7" }, times: 2 });
    const [first, second] = [await get(), await get()];
    assert.deepEqual([first.status, first.headers.get("Retry-After"), second.status, busy.used], [429, "7", 429, 2]);
    assert.equal((await call("/task_list")).http, 200);
    fake.inject({ html: true });
    const page = await get();
    assert.deepEqual([page.status, (await page.text()).slice(0, 9)], [503, "<!DOCTYPE"]);
    fake.inject({ invalidJson: true });
    assert.instanceOf(await failure(get().then((response) => response.json())), SyntaxError);
    fake.inject({ cut: true });
    const cut = await get();
    await failure(cut.text());
    fake.inject({ network: true });
    assert.instanceOf(await failure(get()), TypeError);
    fake.inject({ respond: (request) => new Response(request.method, { status: 418 }) });
    assert.equal(await (await get()).text(), "GET");
    const permanent = fake.inject({ status: 500, times: Infinity });
    assert.equal((await get()).status, 500);
    permanent.remove();
    assert.equal((await call("/task_list")).http, 200);
  });

  test("fake: an aborted fetch rejects with the signal's reason", async () => {
    const { fake } = await stage();
    const reason = new Error("enough");
    const url = `${TRANSFER}/task_list`;
    assert.equal(await failure(fake.fetch(url, { signal: AbortSignal.abort(reason) })), reason);
    for (const fault of [{ latency: 60_000 }, { hang: true }]) {
      fake.inject(fault);
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 5);
      assert.equal(await failure(fake.fetch(new Request(url), { signal: controller.signal })), reason);
    }
    assert.equal(fake.requests.length, 2, "an aborted call sends no request");
  });

  test("fake: other hosts are unreachable; `serviceUrls` and the environment add hosts", async () => {
    const fake = new FakeGlobus({
      environment: "sandbox",
      serviceUrls: { transfer: "http://127.0.0.1:1/some/prefix/" },
    });
    assert.instanceOf(await failure(fake.fetch("https://example.org/")), TypeError);
    assert.instanceOf(await failure(fake.fetch(`${TRANSFER}/task_list`)), TypeError);
    assert.equal((await fake.fetch("http://127.0.0.1:1/some/prefix/v0.10/task_list")).status, 401);
    assert.equal((await fake.fetch("https://transfer.api.sandbox.globuscs.info/v0.10/task_list")).status, 401);
    const wrongPrefix = await fake.fetch("http://127.0.0.1:1/some/prefixed");
    assert.equal(wrongPrefix.status, 404);
    assert.include((await wrongPrefix.json()).message, "transfer at http://127.0.0.1:1/some/prefix");
    assert.equal(fake.serviceUrls.auth, "https://auth.sandbox.globuscs.info");
    assert.equal((await fake.fetch("https://groups.api.sandbox.globuscs.info/v2/preferences")).status, 401);
    const { fetch } = fake;
    assert.equal((await fetch(new URL(`${fake.serviceUrls.auth}/.well-known/openid-configuration`))).status, 200);
  });
}
