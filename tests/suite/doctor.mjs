// `doctor` on set-ups with one fault each and on one without faults. It reports the fault and advises how to fix it.
import { helpers, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import { withTime } from "./time.mjs";

export default function (test, env) {
  const { ServiceAccount, assert } = env;
  const { stage, stub, failure } = helpers(env);
  const OTHER = "aaaaaaaa-2222-4333-8444-555555555555";

  /** Runs `doctor` on a stage. Returns the stage, the report, and `checkOf(name)`, which finds a check by its name. */
  async function runDoctor(subjects, options = {}) {
    const staged = options.account ? options : stage({ retries: 0, ...options });
    const report = await staged.account.doctor(
      typeof subjects === "function" ? await subjects(staged) : subjects,
      options.doctor,
    );
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
    assert.deepEqual(structuredClone(report), report);
    return { ...staged, report, checkOf: (name) => report.checks.find(({ check }) => check === name) };
  }

  /** Checks that a check failed with `code`, and that its advice contains the client id and `parts`. */
  function assertFailed(check, { clientId }, code, parts, can) {
    assert.deepInclude(check, { status: "failed", code });
    for (const part of [clientId, ...parts]) assert.include(check.advice, part);
    assert.notMatch(check.advice, /[{}]|undefined/);
    if (can) assert.deepInclude(check.can, can);
  }

  const addMember = ({ id }, { username }) => `globus group member add ${id} ${username}`;

  const statuses = ({ checks }) => Object.fromEntries(checks.map(({ check, status }) => [check, status]));

  /** Returns the scopes that an account requests for all services. */
  async function grantedScopes({ account }) {
    const services = ["auth", "transfer", "groups", "search", "flows", "timers", "compute"];
    return (await account.getTokens(services)).flatMap(({ scope }) => scope.split(" "));
  }

  /** Adds one subject of each type, with the account's permission to use it. Returns the subjects for `doctor`. */
  function addUsableSubjects({ fake, client: { identityId } }) {
    const urn = `urn:globus:auth:identity:${identityId}`;
    const files = { share: { "a.txt": "alpha" } };
    const guest = fake.addCollection({
      displayName: "Shared",
      files,
      permissions: [{ principal: identityId, path: "/share/", permissions: "r" }],
    });
    const mapped = fake.addCollection({
      displayName: "Cluster",
      type: "mapped",
      files,
      permissions: [{ principal: identityId, permissions: "rw" }],
    });
    const group = fake.addGroup({ name: "Robots", members: [{ identity: identityId, role: "manager" }] });
    const index = fake.addIndex({ displayName: "Papers", roles: [{ principal: identityId, role: "writer" }] });
    const flow = fake.addFlow({ title: "Nightly", starters: [urn] });
    return {
      collections: [`${guest.id}:/share/`, mapped.id],
      groups: group.id,
      indexes: index.id,
      flows: flow.id,
    };
  }

  test("doctor: without faults, all checks are ok, with few requests and in the order of the subjects", async () => {
    const { report, checkOf, fake, client } = await runDoctor(addUsableSubjects);
    assert.deepEqual(
      report.checks.filter(({ status }) => status !== "ok"),
      [],
    );
    assert.isTrue(report.ok);
    assert.deepEqual(
      report.checks.map(({ check }) => check),
      ["network", "credentials", "identity", "clock", "storage", "services", "collection", "collection", "group", "index", "flow"],
    );
    assert.deepEqual(report.identity, {
      id: client.clientId,
      username: client.username,
      principal: `urn:globus:auth:identity:${client.clientId}`,
      name: "Test client",
    });
    assert.equal(report.environment, "production");
    assert.deepInclude(checkOf("collection"), { name: "Shared", path: "/share/", exists: true, visible: true, roles: [] });
    assert.deepEqual(checkOf("collection").can, { read: true, write: "unknown", administer: false, share: false });
    assert.include(checkOf("collection").advice, "Only a write shows");
    assert.deepEqual(checkOf("group").roles, ["manager"]);
    assert.deepInclude(checkOf("group").can, { add: true, leave: true, change_role: false });
    assert.deepEqual(checkOf("index").can, { search: true, ingest: true, administer: false });
    assert.deepEqual(checkOf("flow").can, { run: true, administer: false });
    // One grant for all services, one for the consent, one for the flow's own scope.
    assert.equal(fake.grants, 3);
    assert.equal(fake.count({ method: "POST", path: /\/run$|mkdir|access/ }), 0);
    assert.isAtMost(fake.requests.length, 15);
  });

  test("doctor: without subjects, it checks the account", async () => {
    const { report, fake } = await runDoctor(undefined);
    assert.deepEqual(statuses(report), {
      network: "ok",
      credentials: "ok",
      identity: "ok",
      clock: "ok",
      storage: "ok",
      services: "ok",
    });
    assert.equal(fake.requests.length, 2);
  });

  test("doctor: reports a wrong secret, and skips the checks that need a token", async () => {
    const staged = stage({ retries: 0 });
    const subjects = addUsableSubjects(staged);
    staged.fake.rotateSecret(staged.client.clientId);
    const { report, checkOf, fake, client } = await runDoctor(subjects, staged);
    assert.isFalse(report.ok);
    assertFailed(checkOf("credentials"), client, "invalid_client", ["secret", "https://app.globus.org/settings/developers"]);
    assert.equal(checkOf("credentials").error.status, 401);
    for (const check of ["identity", "clock", "services", "collection", "group", "index", "flow"]) {
      assert.deepInclude(checkOf(check), { status: "skipped" }, check);
    }
    assert.deepInclude(checkOf("flow"), { exists: "unknown", visible: "unknown", can: {} });
    assert.equal(fake.requests.length, 1);
  });

  test("doctor: reports a secret that is no longer valid, even while cached tokens are", async () => {
    const staged = stage({ retries: 0 });
    await staged.account.getToken("auth");
    staged.fake.rotateSecret(staged.client.clientId);
    const { checkOf } = await runDoctor({}, staged);
    assert.deepInclude(checkOf("credentials"), { status: "failed", code: "invalid_client" });
  });

  test("doctor: advises what to register for a client that is not a service account", async () => {
    const { report, checkOf, client } = await runDoctor({}, { client: { serviceAccount: false } });
    assert.isFalse(report.ok);
    const fix = "Register a service account or application credential for automation";
    assertFailed(checkOf("credentials"), client, "not_a_service_account", [fix, "https://app.globus.org/settings/developers"]);
  });

  test("doctor: a failure to reach Globus Auth is not reported as a wrong secret", async () => {
    for (const [fault, code, check] of [
      [{ network: true }, "network_error", "network"],
      [{ hang: true }, "timeout", "network"],
      [{ status: 302, headers: { Location: "https://login.example" } }, "redirected", "network"],
      [{ status: 407 }, "proxy_login", "network"],
      [{ status: 200, body: "<html>Log in</html>" }, "invalid_response", "network"],
      [{ status: 503 }, "grant_failed", "credentials"],
    ]) {
      const staged = stage({ retries: 0 });
      staged.fake.inject({ service: "auth", times: 9, ...fault });
      const { checkOf } = await runDoctor({}, { ...staged, doctor: { timeout: 50 } });
      assert.deepInclude(checkOf(check), { status: "failed", code });
      assert.isNotEmpty(checkOf(check).steps);
      assert.equal(checkOf("network").status, check === "network" ? "failed" : "ok");
      assert.equal(checkOf("credentials").status, check === "network" ? "skipped" : "failed");
      assert.equal(checkOf("services").status, "skipped");
    }
  });

  test("doctor: reports a scope that the client cannot get, and not the credentials", async () => {
    const staged = stage({ retries: 0 });
    const timers = String(env.scopes.timers.timer);
    const scopes = (await grantedScopes(staged)).filter((scope) => scope !== timers);
    const { checkOf, report } = await runDoctor({}, { client: { scopes } });
    assert.equal(checkOf("credentials").status, "ok");
    assert.deepInclude(checkOf("services"), { status: "failed", code: "invalid_scope" });
    assert.include(checkOf("services").summary, "timers");
    assert.isFalse(report.ok);
  });

  test("doctor: reports the service whose scopes make a grant for all services fail, and not the credentials", async () => {
    const TIMERS = String(env.scopes.timers.timer);
    for (const [status, body] of [
      [400, { error: "invalid_request", error_description: "no such resource server" }],
      [500, { error: "server_error" }],
    ]) {
      const grant = ({ init }) => {
        const scope = requestedScope(init);
        return scope.includes(TIMERS) ? json(body, { status }) : tokenReply(tokenDocuments(scope));
      };
      const staged = stub(() => json({ sub: account.clientId }), { grant, retries: 0 });
      const { account } = staged;
      const { checkOf } = await runDoctor({}, staged);
      assert.equal(checkOf("credentials").status, "ok");
      assert.equal(checkOf("identity").status, "ok");
      assert.deepInclude(checkOf("services"), { status: "failed", code: "grant_failed" });
      assert.match(checkOf("services").summary, new RegExp(`^no token for timers: .*${status} \\(${body.error}`));
      assert.lengthOf(staged.grants, 9);
    }
  });

  test("doctor: reports the credentials after two grants if Globus Auth refuses every grant", async () => {
    const refusal = json.bind(undefined, { error: "invalid_request" }, { status: 400 });
    const staged = stub(() => json({ code: "Done" }), { grant: refusal, retries: 0 });
    const { checkOf } = await runDoctor({}, staged);
    assert.deepInclude(checkOf("credentials"), { status: "failed", code: "grant_failed" });
    assert.include(checkOf("credentials").summary, "(invalid_request)");
    assert.equal(checkOf("services").status, "skipped");
    assert.lengthOf(staged.grants, 2);
  });

  test("doctor: reports a missing permission for a path other than the shared one", async () => {
    const { checkOf, client } = await runDoctor(({ fake, client: { identityId } }) => {
      const permissions = [{ principal: identityId, path: "/share/", permissions: "r" }];
      const files = { share: {}, raw: {} };
      const { id } = fake.addCollection({ displayName: "Shared", files, permissions });
      return { collections: { id, path: "/raw/" } };
    });
    const check = checkOf("collection");
    const rule = `globus endpoint permission create ${check.id}:/raw/ --identity ${client.username} --permissions r`;
    assertFailed(check, client, "path_not_allowed", ["may not access /raw/.", rule], { read: false });
    assert.deepInclude(check, { exists: true, visible: true, path: "/raw/" });
    assert.include(check.summary, "Shared cannot be read");
  });

  test("doctor: reports a guest collection without a permission", async () => {
    const { checkOf, report, client } = await runDoctor(({ fake }) => ({
      collections: fake.addCollection({ displayName: "Shared" }).id,
    }));
    const check = checkOf("collection");
    const rule = `globus endpoint permission create ${check.id}:/ --identity ${client.username} --permissions r`;
    const page = `https://app.globus.org/file-manager/collections/${check.id}/overview`;
    assertFailed(check, client, "path_not_allowed", ["no rule covers it", rule, page]);
    assert.equal(check.name, "Shared");
    assert.notInclude(check.summary, "\n");
    assert.deepEqual(check.can, { read: false, write: "unknown", administer: false, share: false });
    assert.equal(check.error.serverCode, "EndpointPermissionDenied");
    assert.isFalse(report.ok);
  });

  test("doctor: reports a mapped collection without a local account for the identity", async () => {
    const { checkOf, client } = await runDoctor(({ fake }) => ({
      collections: fake.addCollection({ displayName: "Cluster", type: "mapped" }).id,
    }));
    const fixes = ["maps it to no local account", "in the identity mapping", "guest collection"];
    assertFailed(checkOf("collection"), client, "not_mapped", fixes, { read: false });
  });

  /** Adds a mapped collection that the account may use after a consent. */
  const addMapped =
    (options) =>
    ({ fake, client: { identityId } }) => ({
      collections: fake.addCollection({
        displayName: "Cluster",
        type: "mapped",
        permissions: [{ principal: identityId, permissions: "rw" }],
        ...options,
      }).id,
    });

  test("doctor: listing a mapped collection grants its missing consent, which the first report mentions", async () => {
    const staged = stage({ retries: 0 });
    const { checkOf, fake, client, account } = await runDoctor(addMapped(), staged);
    const { id } = checkOf("collection");
    const scope = `https://auth.globus.org/scopes/${id}/data_access`;
    const all = "urn:globus:auth:scope:transfer.api.globus.org:all";
    const summary = "Cluster can be read at /; this account has just given itself the consent that was missing";
    assert.deepInclude(checkOf("collection"), { status: "ok", summary, consents: [`${all}[*${scope}]`] });
    assert.deepInclude(checkOf("collection").can, { read: true, write: "unknown" });
    // One grant for all services, and one for the consent.
    assert.equal(fake.grants, 2);
    assert.equal(fake.requests.filter(({ body }) => body?.scope?.includes("data_access")).length, 1);
    assert.include(
      fake.consents(client.clientId).map(({ scope }) => scope),
      scope,
    );
    const again = await account.doctor({ collections: id });
    assert.notProperty(again.checks.at(-1), "consents");
    assert.equal(again.checks.at(-1).summary, "Cluster can be read at /");
  });

  test("doctor: reports a consent that Globus Auth refuses, after one grant", async () => {
    const all = "urn:globus:auth:scope:transfer.api.globus.org:all";
    const options = {
      client: { scopes: ["openid", "profile", "email", all] },
      scopes: { auth: "openid profile email" },
    };
    const { checkOf, fake, client } = await runDoctor(addMapped(), options);
    const scope = `${all}[*https://auth.globus.org/scopes/${checkOf("collection").id}/data_access]`;
    assertFailed(checkOf("collection"), client, "consent_refused", [`Missing: ${scope}`, "contains the reason"], { read: "unknown" });
    assert.notProperty(checkOf("collection"), "consents");
    assert.deepEqual(checkOf("collection").policies, []);
    assert.equal(fake.count({ service: "transfer", path: /\/ls$/ }), 1);
    assert.equal(fake.requests.filter(({ body }) => body?.scope?.includes("data_access")).length, 1);
  });

  test("doctor: never requests data_access for guest and high assurance collections", async () => {
    const { checkOf, fake, report } = await runDoctor((staged) => {
      const ha = addMapped({ highAssurance: true })(staged).collections;
      const closed = ["guest", "mapped"].map(
        (type) => staged.fake.addCollection({ displayName: "Closed", type, highAssurance: true }).id,
      );
      return { collections: [ha, ...closed, staged.fake.addCollection({}).id, addUsableSubjects(staged).collections[0]] };
    });
    assert.deepEqual(
      report.checks.slice(-5).map(({ status }) => status),
      ["ok", "failed", "failed", "failed", "ok"],
    );
    assert.equal(fake.grants, 1);
    assert.notInclude(JSON.stringify(fake.requests.map(({ url, body }) => [url, body])), "data_access");
    assert.isTrue(report.checks.every(({ consents }) => consents === undefined));
    assert.deepEqual(checkOf("collection").policies, [{ policy: "high_assurance", blocks: false }]);
  });

  test("doctor: whether an MFA policy blocks a collection is unknown, until a listing succeeds", async () => {
    const { report } = await runDoctor(async ({ fake, account, client: { identityId } }) => {
      const permissions = [{ principal: identityId, permissions: "rw" }];
      const make = (options) => fake.addCollection({ displayName: "Cluster", type: "mapped", permissions, ...options }).id;
      const collections = [make({ owner: identityId }), make({ owner: identityId, allowedDomains: ["example.org"] })];
      for (const id of collections) await account.transfer.updateEndpoint(id, { mfa_required: true });
      return { collections };
    });
    const [listed, refused] = report.checks.slice(-2);
    assert.deepEqual(listed.policies, [{ policy: "mfa", blocks: false }]);
    assert.deepInclude(refused.policies[0], { policy: "mfa", blocks: "unknown" });
  });

  test("doctor: reports a domain policy with its domains", async () => {
    const { checkOf, client } = await runDoctor(addMapped({ allowedDomains: ["example.org"] }));
    const check = checkOf("collection");
    const fixes = ["Only identities of example.org", "allow clients.auth.globus.org", "guest collection"];
    assertFailed(check, client, "domain", fixes);
    assert.deepEqual(check.policies, [{ policy: "domain", blocks: true, details: "example.org" }]);
    assert.equal(check.can.read, false);
  });

  test("doctor: reports a group that requires a session", async () => {
    const { checkOf, client } = await runDoctor(({ fake, client: { identityId } }) => ({
      groups: fake.addGroup({ name: "Patients", requireSession: true, members: [{ identity: identityId }] }).id,
    }));
    const check = checkOf("group");
    const fix = `globus group set-policies ${check.id} --no-high-assurance`;
    assertFailed(check, client, "group_session", ["requires a recent login", "never logs in", fix]);
    assert.deepInclude(check, { exists: true, visible: false, can: {} });
    assert.deepEqual(check.policies, [{ policy: "session", blocks: true }]);
  });

  test("doctor: warns of a high assurance group, even if the account can see it", async () => {
    const { checkOf, report } = await runDoctor(({ fake, client: { identityId } }) => ({
      groups: fake.addGroup({ name: "Patients", highAssurance: true, members: [{ identity: identityId }] }).id,
    }));
    assert.deepInclude(checkOf("group"), { status: "warning", code: "high_assurance_group" });
    assert.include(checkOf("group").advice, "Globus Connect Server never enforces this on service accounts");
    assert.include(checkOf("group").advice, "not verified");
    assert.deepEqual(checkOf("group").policies, [{ policy: "session", blocks: "unknown", details: "28800 s" }]);
    assert.isTrue(report.ok);
  });

  test("doctor: reports whether a group is closed, accepts requests or is open", async () => {
    const { report, client } = await runDoctor(({ fake }) => ({
      groups: [{}, { joinRequests: true }, { allowJoin: true }].map(
        (policies) => fake.addGroup({ name: "Robots", visibility: "authenticated", ...policies }).id,
      ),
    }));
    const [closed, requestable, open] = report.checks.slice(-3);
    const can = { join: false, request_join: false };
    assertFailed(closed, client, "group_closed", ["accepts no requests", addMember(closed, client)], can);
    assert.deepEqual(closed.roles, []);
    const joinCall = `account.groups.requestJoin("${requestable.id}")`;
    assertFailed(requestable, client, "group_requests", [joinCall, addMember(requestable, client)], { join: false, request_join: true });
    assertFailed(open, client, "group_open", [`account.groups.join("${open.id}")`], { join: true });
  });

  test("doctor: reports a private group, and memberships that are not active yet", async () => {
    const { report, client } = await runDoctor(({ fake, client: { identityId: identity } }) => ({
      groups: [[], [{ identity, status: "invited" }], [{ identity, status: "pending" }]].map(
        (members) => fake.addGroup({ name: "Robots", members }).id,
      ),
    }));
    const [hidden, invited, pending] = report.checks.slice(-3);
    assertFailed(hidden, client, "group_invisible", [addMember(hidden, client)]);
    assert.deepInclude(hidden, { exists: true, visible: false });
    assertFailed(invited, client, "invitation_open", [`account.groups.acceptInvitation("${invited.id}")`]);
    assert.isTrue(invited.visible);
    assertFailed(pending, client, "request_open", [`globus group member approve ${pending.id} ${client.username}`]);
  });

  test("doctor: an index without a role can be searched, but not written", async () => {
    const { checkOf, report, client } = await runDoctor(({ fake }) => ({ indexes: fake.addIndex({ displayName: "Papers" }).id }));
    const check = checkOf("index");
    assert.deepInclude(check, { status: "warning", code: "index_role", name: "Papers", roles: [] });
    assert.include(check.advice, `globus search index role create ${check.id} writer ${client.username}`);
    assert.include(check.advice, `urn:globus:auth:identity:${client.clientId}`);
    assert.deepEqual(check.can, { search: true, ingest: false, administer: false });
    assert.isTrue(report.ok);
  });

  test("doctor: reports a flow that the account may not run, visible or not", async () => {
    const { report, fake, client } = await runDoctor(({ fake }) => ({
      flows: [fake.addFlow({ title: "Nightly", viewers: ["public"] }).id, fake.addFlow({ title: "Hidden" }).id],
    }));
    const [visible, hidden] = report.checks.slice(-2);
    for (const flow of [visible, hidden]) {
      const fix = `globus flows update ${flow.id} --starters OTHERS,urn:globus:auth:identity:${client.clientId}`;
      assertFailed(flow, client, "flow_starter", ["may not start", fix], { run: false, administer: false });
    }
    assert.deepInclude(visible, { name: "Nightly", visible: true });
    assert.deepInclude(hidden, { exists: true, visible: false });
    assert.equal(fake.count({ path: /\/run$/ }), 0);
  });

  test("doctor: does not validate a run of a flow that requires an input, unless the caller passes one", async () => {
    const inputSchema = { type: "object", required: ["source"], properties: { source: { type: "string" } } };
    const { report } = await runDoctor(({ fake, client: { identityId } }) => {
      const starters = [`urn:globus:auth:identity:${identityId}`];
      const { id } = fake.addFlow({ title: "Nightly", inputSchema, starters });
      const open = fake.addFlow({ inputSchema, viewers: ["public"], starters: ["all_authenticated_users"] });
      return { flows: [id, open.id, { id: open.id, body: { source: "/a/" } }] };
    });
    const [starter, open, tried] = report.checks.slice(-3);
    assert.deepInclude(starter, { status: "ok" });
    assert.equal(starter.can.run, true);
    assert.include(["ok", "unknown"], open.status);
    assert.deepInclude(tried, { status: "ok" });
  });

  test("doctor: reports `exists` as unknown where a service hides what the account may not see", async () => {
    const { report } = await runDoctor({ collections: OTHER, groups: OTHER, indexes: OTHER, flows: OTHER });
    const checks = report.checks.slice(-4);
    assert.deepEqual(
      checks.map(({ code }) => code),
      ["collection_not_found", "group_invisible", "index_not_found", "invalid_scope"],
    );
    for (const check of checks) assert.deepInclude(check, { status: "failed", visible: false });
    assert.deepEqual(
      checks.map(({ exists }) => exists),
      ["unknown", "unknown", "unknown", false],
    );
  });

  test("doctor: also reports faults that only a field of one reply shows, with advice", async () => {
    const answers = {
      userinfo: [{ sub: OTHER }, "identity_differs", "support@globus.org"],
      endpoint: [{ entity_type: "GCP_mapped_collection", gcp_connected: false }, "personal_offline", "is not running or is paused"],
      index: [{ status: "delete_pending", permissions: ["owner"] }, "index_closed", "account.search.reopenIndex"],
      flows: [{ title: "Nightly", user_role: "flow_viewer" }, "run_not_probed", "as the flow's `body`"],
    };
    for (const [resource, [body, code, fix]] of Object.entries(answers)) {
      const { report } = await runDoctor(({ fake }) => {
        fake.inject({ path: new RegExp(`/${resource}(/[^/]+)?$`), status: 200, body });
        const inputSchema = { type: "object", required: ["source"] };
        const subjects = { endpoint: { collections: OTHER }, index: { indexes: OTHER } };
        const flow = () => ({ flows: fake.addFlow({ inputSchema, starters: ["all_authenticated_users"] }).id });
        return resource === "flows" ? flow() : (subjects[resource] ?? {});
      });
      const check = report.checks.find(({ status }) => status !== "ok");
      assert.deepInclude(check, { status: code === "run_not_probed" ? "unknown" : "failed", code }, resource);
      assert.include(check.advice, fix);
    }
  });

  test("doctor: with the role access_manager, the permissions show whether the account may write", async () => {
    const { report } = await runDoctor(({ fake, client: { identityId } }) => ({
      collections: ["r", "rw"].map((permissions) => {
        const rules = [{ principal: identityId, path: "/", permissions }];
        const collection = fake.addCollection({ displayName: "Shared", permissions: rules });
        collection.addRole(identityId, "access_manager");
        return collection.id;
      }),
    }));
    const [reader, writer] = report.checks.slice(-2);
    assert.deepEqual(reader.can, { read: true, write: false, administer: false, share: true });
    assert.equal(writer.can.write, true);
    assert.deepEqual(writer.roles, ["access_manager"]);
  });

  test("doctor: a permission for another directory does not allow writes", async () => {
    const { report } = await runDoctor(({ fake, client: { identityId } }) => {
      const rules = [
        { principal: identityId, path: "/", permissions: "r" },
        { principal: identityId, path: "/inbox/", permissions: "rw" },
      ];
      const files = { share: {}, inbox: { new: {} } };
      const collection = fake.addCollection({ displayName: "Shared", files, permissions: rules });
      collection.addRole(identityId, "access_manager");
      return { collections: ["/share/", "/inbox/new/"].map((path) => `${collection.id}:${path}`) };
    });
    assert.deepEqual(report.checks.slice(-2).map(({ can }) => can.write), [false, true]);
  });

  test("doctor: warns of a clock that differs by more than half a minute", async () => {
    for (const [ahead, status] of [[29_000, "ok"], [-29_000, "ok"], [32_000, "warning"], [-32_000, "warning"]]) {
      const staged = stage({ retries: 0, fake: { clock: "real" } });
      const fetch = async (...args) => {
        const answer = await staged.fake.fetch(...args);
        const headers = new Headers(answer.headers);
        headers.set("date", new Date(Date.now() - ahead).toUTCString());
        return new Response(answer.body, { status: answer.status, headers });
      };
      const { clientId, clientSecret } = staged.client;
      const { checks } = await new ServiceAccount({ clientId, clientSecret, fetch, retries: 0 }).doctor();
      assert.equal(checks.find(({ check }) => check === "clock").status, status, `${ahead} ms`);
    }
  });

  test("doctor: distinguishes an endpoint, a missing path and a file from missing permissions", async () => {
    const { report } = await runDoctor((staged) => {
      const { fake } = staged;
      const { collections } = addUsableSubjects(staged);
      const [id] = collections[0].split(":");
      return { collections: [fake.collection(id).endpointId, `${id}:/share/none/`, `${id}:/share/a.txt`] };
    });
    const [endpoint, missing, file] = report.checks.slice(-3);
    assert.deepInclude(endpoint, { status: "failed", code: "not_a_collection" });
    assert.deepInclude(missing, { status: "failed", code: "path_not_found" });
    assert.include(endpoint.advice, `globus gcs collection list ${endpoint.id}`);
    assert.include(missing.advice, "The path was /share/none/");
    assert.equal(missing.can.read, "unknown");
    assert.deepInclude(file, { status: "failed", code: "not_a_directory" });
  });

  test("doctor: warns of a paused collection", async () => {
    const { checkOf } = await runDoctor(({ fake, client, account }) => {
      const subjects = addMapped()({ fake, client, account });
      const rule = {
        DATA_TYPE: "pause_rule_limited",
        message: "Maintenance",
        pause_task_delete: true,
        pause_ls: false,
      };
      fake.inject({
        path: /my_effective_pause_rule_list$/,
        status: 200,
        body: { DATA_TYPE: "pause_rule_list", DATA: [rule] },
      });
      return subjects;
    });
    assert.deepInclude(checkOf("collection"), { status: "warning", code: "paused" });
    assert.include(checkOf("collection").advice, "Paused: Maintenance pause_task_delete.");
    assert.deepEqual(checkOf("collection").policies, [
      { policy: "paused", blocks: true, details: "Maintenance pause_task_delete" },
    ]);
  });

  test("doctor: warns of a wrong clock and of a storage that fails", async () => {
    const storage = {
      get: () => Promise.reject(new Error("disk full")),
      set: () => {},
      delete: () => {},
    };
    const staged = stage({ retries: 0, storage });
    staged.fake.clock.advance(3_600_000);
    const { checkOf, report } = await runDoctor({}, staged);
    assert.deepInclude(checkOf("clock"), { status: "warning", code: "clock_skew" });
    assert.match(checkOf("clock").summary, /3\d\d\d s behind/);
    assert.deepInclude(checkOf("storage"), { status: "warning", code: "storage_failed" });
    assert.include(checkOf("storage").summary, "disk full");
    assert.include(checkOf("clock").advice, "NTP");
    assert.include(checkOf("storage").advice, "storage_failed");
    assert.isTrue(report.ok);
  });

  test("doctor: reads a working storage and removes no entry", async () => {
    const operations = [];
    const names = ["get", "set", "delete"];
    const storage = Object.fromEntries(names.map((name) => [name, async () => void operations.push(name)]));
    const staged = stage({ retries: 0, storage });
    await staged.account.getToken("auth");
    operations.length = 0;
    staged.fake.inject({ service: "auth", status: 401, body: { error: "invalid_client" } });
    const { checkOf } = await runDoctor({}, staged);
    assert.deepInclude(checkOf("storage"), { status: "ok", summary: "the storage answers" });
    assert.notInclude(operations, "delete");
  });

  test("doctor: checks four subjects at a time, and reports them in their order", async () => {
    const staged = stage({ retries: 0 });
    let maxInFlight = 0;
    let inFlight = 0;
    const fetch = async (...args) => {
      maxInFlight = Math.max(maxInFlight, (inFlight += 1));
      await Promise.resolve();
      const response = await staged.fake.fetch(...args);
      inFlight -= 1;
      return response;
    };
    const { clientId, clientSecret } = staged.client;
    const account = new env.ServiceAccount({ clientId, clientSecret, fetch, retries: 0 });
    const ids = Array.from({ length: 12 }, (_, number) => staged.fake.addIndex({ displayName: `Index ${number}` }).id);
    const { report } = await runDoctor({ indexes: ids }, { ...staged, account });
    assert.deepEqual(
      report.checks.slice(-12).map(({ id }) => id),
      ids,
    );
    assert.equal(maxInFlight, 4);
  });

  test("doctor: reports a service that does not respond as a timeout", async () => {
    const staged = stage({ retries: 0 });
    const subjects = addUsableSubjects(staged);
    staged.fake.inject({ service: "transfer", hang: true, times: 99 });
    const { checkOf, report } = await runDoctor(subjects, { ...staged, doctor: { timeout: 50 } });
    assert.deepInclude(checkOf("collection"), { status: "failed", code: "timeout", exists: "unknown", visible: "unknown" });
    assert.equal(checkOf("group").status, "ok");
    assert.isFalse(report.ok);
  });

  const ALL = { collections: OTHER, groups: OTHER, indexes: OTHER, flows: OTHER };

  test("doctor: replies of an unexpected shape are invalid_response, and their text is never shown", async () => {
    const garbage = "gArBaGe".repeat(20_000);
    const lists = ["DATA", "my_memberships", "permissions", "my_effective_roles"];
    const values = [null, 5, "", {}, [null], garbage];
    const bodies = [
      ...["", "<html>", `<html>${garbage}`, garbage, "null", "5", "[]", "{}", JSON.stringify(garbage)],
      ...values.map((value) => JSON.stringify({ status: value, entity_type: value, sub: value })),
      ...values.map((value) =>
        JSON.stringify({
          ...{ status: "open", entity_type: "GCP_guest_collection", sub: 5, name: "n", path: value },
          ...Object.fromEntries(lists.map((name) => [name, value])),
        }),
      ),
    ];
    for (const body of bodies) {
      const staged = stub(() => new Response(body), { retries: 0 });
      const { report, checkOf } = await runDoctor(ALL, staged);
      const about = body.slice(0, 60);
      assert.equal(checkOf("credentials").status, "ok");
      for (const name of ["identity", "collection", "group", "index", "flow"]) {
        assert.deepInclude(checkOf(name), { status: "failed", code: "invalid_response" }, `${name}: ${about}`);
        assert.equal(checkOf(name).error.name, "GlobusApiError");
      }
      const shown = report.checks.map(({ summary, advice, name }) => `${summary}${advice}${name}`).join();
      assert.notMatch(shown, /gArBaGe|TypeError|not valid JSON|is not a function|undefined \(|\[object/, about);
      assert.isFalse(report.ok);
    }
  });

  test("doctor: ignores or shortens unexpected values of the fields that it only shows", async () => {
    const long = `${"long ".repeat(100_000)}\nnext`;
    for (const value of [null, 5, {}, [null], long]) {
      const answers = [
        [/userinfo$/, (id) => ({ sub: id, name: value, preferred_username: value })],
        [/\/endpoint\/[^/]+$/, () => ({ entity_type: "GCP_guest_collection", display_name: value, mfa_required: value })],
        [/\/ls$/, () => ({ DATA: [], path: value })],
        [/pause_rule_list$/, () => ({ DATA: [{ message: value, pause_ls: true }] })],
        [/\/groups\//, () => ({ name: "n", my_memberships: [{ identity_id: value }], allowed_actions: { a: value } })],
        [/\/index\//, () => ({ status: "open", display_name: value, permissions: [] })],
        [/\/flows\//, () => ({ title: "t", user_role: value, authentication_policy_id: value })],
      ];
      const staged = stub(
        ({ url }) => {
          const { pathname } = new URL(url);
          const [, body] = answers.find(([path]) => path.test(pathname)) ?? [];
          return json(body ? body(staged.account.clientId) : {});
        },
        { retries: 0 },
      );
      const { report } = await runDoctor(ALL, staged);
      assert.deepEqual(
        report.checks.map(({ error }) => error),
        report.checks.map(() => undefined),
      );
      for (const { summary, name = "" } of report.checks) {
        assert.isBelow(summary.length + name.length, 2000);
        assert.notMatch(summary, /\[object|\n/);
      }
    }
  });

  test("doctor: reports a body that stalls as a timeout, whatever the option `timeout`", () =>
    withTime(async (time) => {
      const stalled = () =>
        new Response(new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode('{"sub": ')) }));
      for (const timeout of [undefined, 2 ** 31, Infinity]) {
        const staged = stub(stalled, { retries: 0 });
        const { checks } = await time.until(staged.account.doctor(ALL, { timeout }), Infinity);
        for (const name of ["identity", "collection", "group", "index", "flow"]) {
          const check = checks.find(({ check }) => check === name);
          assert.deepInclude(check, { status: "failed", code: "timeout" }, `${timeout} ${name}`);
        }
      }
    }));

  test("doctor: does not wait for a fetch or storage that ignores both signal and timeout", async () => {
    const never = new Promise(() => {});
    const staged = stub(() => never, { retries: 0 });
    const { checkOf } = await runDoctor(ALL, { ...staged, doctor: { timeout: 20 } });
    for (const name of ["identity", "collection", "group", "index", "flow"]) {
      assert.deepInclude(checkOf(name), { status: "failed", code: "timeout" }, name);
    }
    const storage = { get: () => never, set: () => never, delete: () => never };
    const slow = stub(() => json({ code: "Done" }), { retries: 0, storage });
    assert.equal((await runDoctor({}, { ...slow, doctor: { timeout: 20 } })).checkOf("storage").status, "warning");
  });

  test("doctor: returns a report, whatever the user's storage or fetch throws", async () => {
    for (const thrown of [undefined, null, 5, "text", { message: {} }, Object.create(null)]) {
      const storage = Object.fromEntries(["get", "set", "delete"].map((name) => [name, () => Promise.reject(thrown)]));
      const staged = stub(() => Promise.reject(thrown), { retries: 0, storage });
      const { report, checkOf } = await runDoctor(ALL, staged);
      assert.equal(checkOf("credentials").status, "ok");
      assert.equal(checkOf("storage").status, "warning");
      for (const { status, summary } of report.checks) assert.isString(summary, status);
    }
  });

  test("doctor: names the right service even if all services share a URL", async () => {
    const base = "http://127.0.0.1:9";
    const services = ["auth", "transfer", "groups", "search", "flows", "timers", "compute"];
    const options = { retries: 0, serviceUrls: Object.fromEntries(services.map((service) => [service, base])) };
    const { checkOf } = await runDoctor(ALL, stub(() => json({ code: "X" }, { status: 500 }), options));
    for (const [name, service] of [
      ["identity", "auth"],
      ["collection", "transfer"],
      ["group", "groups"],
      ["index", "search"],
      ["flow", "flows"],
    ]) {
      assert.equal(checkOf(name).error.service, service);
      assert.match(checkOf(name).summary, new RegExp(`^${service} answered 500`));
    }
  });

  test("doctor: rejects with a reason of the caller's signal that is not an error", async () => {
    for (const reason of [null, "enough", 0]) {
      const controller = new AbortController();
      const staged = stub(() => (controller.abort(reason), new Promise(() => {})), { retries: 0 });
      assert.equal(await failure(staged.account.doctor(ALL, { signal: controller.signal })), reason);
    }
  });

  test("doctor: rejects with the reason of the caller's signal", async () => {
    const staged = stage({ retries: 0 });
    const subjects = addUsableSubjects(staged);
    staged.fake.inject({ service: "transfer", hang: true, times: 99 });
    const controller = new AbortController();
    const report = failure(staged.account.doctor(subjects, { signal: controller.signal }));
    const reason = new Error("enough");
    controller.abort(reason);
    assert.equal(await report, reason);
    assert.equal(await failure(staged.account.doctor({}, { signal: AbortSignal.abort(reason) })), reason);
  });

  test("doctor: rejects an invalid argument and names it, before any request", async () => {
    const { account, fake } = stage();
    for (const [subjects, options, field] of [
      [{ collection: OTHER }, {}, "subjects.collection"],
      [{ collections: "here" }, {}, "subjects.collections"],
      [{ collections: [{ id: OTHER, pth: "/" }] }, {}, "subjects.collections.pth"],
      [{ collections: { id: OTHER, path: 5 } }, {}, "subjects.collections.path"],
      [{ groups: [null] }, {}, "subjects.groups.id"],
      [{ groups: `${OTHER}:/a/` }, {}, "subjects.groups"],
      ["all", {}, "subjects"],
      [{}, { timeout: 0 }, "options.timeout"],
      [{}, { signal: {} }, "options.signal"],
      [{}, { retries: 5 }, "options.retries"],
    ]) {
      const error = await failure(account.doctor(subjects, options));
      assert.deepInclude(error, { code: "invalid_argument", field });
    }
    assert.equal(fake.requests.length, 0);
  });
}
