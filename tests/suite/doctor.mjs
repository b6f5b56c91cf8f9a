// What is wrong, and who has to do what about it: `doctor` on set-ups that are broken in one place each, and on a sound one.
import { helpers, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import { withTime } from "./time.mjs";

export default function (test, env) {
  const { ServiceAccount, assert } = env;
  const { stage, stub, failure } = helpers(env);
  const OTHER = "aaaaaaaa-2222-4333-8444-555555555555";

  /** A stage, a report on it, and its checks by name. */
  async function examined(subjects, options = {}) {
    const staged = options.account ? options : stage({ retries: 0, ...options });
    const report = await staged.account.doctor(
      typeof subjects === "function" ? await subjects(staged) : subjects,
      options.doctor,
    );
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
    assert.deepEqual(structuredClone(report), report);
    return { ...staged, report, of: (name) => report.checks.find(({ check }) => check === name) };
  }

  /** What a finding has to tell: its code, the identity, and in its advice what is missing and the fix. */
  function tells(check, { clientId }, code, parts, can) {
    assert.deepInclude(check, { status: "failed", code });
    for (const part of [clientId, ...parts]) assert.include(check.advice, part);
    assert.notMatch(check.advice, /[{}]|undefined/);
    if (can) assert.deepInclude(check.can, can);
  }

  const addMember = ({ id }, { username }) => `globus group member add ${id} ${username}`;

  const statuses = ({ checks }) => Object.fromEntries(checks.map(({ check, status }) => [check, status]));

  /** The scopes that an account asks for. */
  async function grantedScopes({ account }) {
    const services = ["auth", "transfer", "groups", "search", "flows", "timers", "compute"];
    return (await account.getTokens(services)).flatMap(({ scope }) => scope.split(" "));
  }

  /** One of each kind, all of which the account may use. */
  function sound({ fake, client: { identityId } }) {
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

  test("doctor: on a sound set-up all is green, with few requests and in the order of what was named", async () => {
    const { report, of, fake, client } = await examined(sound);
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
    assert.deepInclude(of("collection"), { name: "Shared", path: "/share/", exists: true, visible: true, roles: [] });
    assert.deepEqual(of("collection").can, { read: true, write: "unknown", administer: false, share: false });
    assert.include(of("collection").advice, "Only a write shows");
    assert.deepEqual(of("group").roles, ["manager"]);
    assert.deepInclude(of("group").can, { add: true, leave: true, change_role: false });
    assert.deepEqual(of("index").can, { search: true, ingest: true, administer: false });
    assert.deepEqual(of("flow").can, { run: true, administer: false });
    // One for all services, one for the consent, one for the flow's own scope.
    assert.equal(fake.grants, 3);
    assert.equal(fake.count({ method: "POST", path: /\/run$|mkdir|access/ }), 0);
    assert.isAtMost(fake.requests.length, 15);
  });

  test("doctor: without subjects it is about the account", async () => {
    const { report, fake } = await examined(undefined);
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

  test("doctor: a wrong secret is told, and what needs a token is skipped", async () => {
    const staged = stage({ retries: 0 });
    const subjects = sound(staged);
    staged.fake.rotateSecret(staged.client.clientId);
    const { report, of, fake, client } = await examined(subjects, staged);
    assert.isFalse(report.ok);
    tells(of("credentials"), client, "invalid_client", ["secret", "https://app.globus.org/settings/developers"]);
    assert.equal(of("credentials").error.status, 401);
    for (const check of ["identity", "clock", "services", "collection", "group", "index", "flow"]) {
      assert.deepInclude(of(check), { status: "skipped" }, check);
    }
    assert.deepInclude(of("flow"), { exists: "unknown", visible: "unknown", can: {} });
    assert.equal(fake.requests.length, 1);
  });

  test("doctor: a secret that is no longer good is told, though tokens of before still are", async () => {
    const staged = stage({ retries: 0 });
    await staged.account.getToken("auth");
    staged.fake.rotateSecret(staged.client.clientId);
    const { of } = await examined({}, staged);
    assert.deepInclude(of("credentials"), { status: "failed", code: "invalid_client" });
  });

  test("doctor: a client that is no service account is told what to register", async () => {
    const { report, of, client } = await examined({}, { client: { serviceAccount: false } });
    assert.isFalse(report.ok);
    const fix = "Register a service account or application credential for automation";
    tells(of("credentials"), client, "not_a_service_account", [fix, "https://app.globus.org/settings/developers"]);
  });

  test("doctor: a Globus Auth that is not there or does not answer is not taken for a wrong secret", async () => {
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
      const { of } = await examined({}, { ...staged, doctor: { timeout: 50 } });
      assert.deepInclude(of(check), { status: "failed", code });
      assert.isNotEmpty(of(check).steps);
      assert.equal(of("network").status, check === "network" ? "failed" : "ok");
      assert.equal(of("credentials").status, check === "network" ? "skipped" : "failed");
      assert.equal(of("services").status, "skipped");
    }
  });

  test("doctor: a scope that cannot be had is told as such, and the credentials are not blamed", async () => {
    const staged = stage({ retries: 0 });
    const timers = String(env.scopes.timers.timer);
    const scopes = (await grantedScopes(staged)).filter((scope) => scope !== timers);
    const { of, report } = await examined({}, { client: { scopes } });
    assert.equal(of("credentials").status, "ok");
    assert.deepInclude(of("services"), { status: "failed", code: "invalid_scope" });
    assert.include(of("services").summary, "timers");
    assert.isFalse(report.ok);
  });

  test("doctor: one service's scopes that fail the grant for all are told, and the credentials are not blamed", async () => {
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
      const { of } = await examined({}, staged);
      assert.equal(of("credentials").status, "ok");
      assert.equal(of("identity").status, "ok");
      assert.deepInclude(of("services"), { status: "failed", code: "grant_failed" });
      assert.match(of("services").summary, new RegExp(`^no token for timers: .*${status} \\(${body.error}`));
      assert.lengthOf(staged.grants, 9);
    }
  });

  test("doctor: a Globus Auth that refuses every grant is told after two", async () => {
    const refusal = json.bind(undefined, { error: "invalid_request" }, { status: 400 });
    const staged = stub(() => json({ code: "Done" }), { grant: refusal, retries: 0 });
    const { of } = await examined({}, staged);
    assert.deepInclude(of("credentials"), { status: "failed", code: "grant_failed" });
    assert.include(of("credentials").summary, "(invalid_request)");
    assert.equal(of("services").status, "skipped");
    assert.lengthOf(staged.grants, 2);
  });

  test("doctor: no permission, for another path than the one that is shared", async () => {
    const { of, client } = await examined(({ fake, client: { identityId } }) => {
      const permissions = [{ principal: identityId, path: "/share/", permissions: "r" }];
      const files = { share: {}, raw: {} };
      const { id } = fake.addCollection({ displayName: "Shared", files, permissions });
      return { collections: { id, path: "/raw/" } };
    });
    const check = of("collection");
    const rule = `globus endpoint permission create ${check.id}:/raw/ --identity ${client.username} --permissions r`;
    tells(check, client, "path_not_allowed", ["may not access /raw/.", rule], { read: false });
    assert.deepInclude(check, { exists: true, visible: true, path: "/raw/" });
    assert.include(check.summary, "Shared cannot be read");
  });

  test("doctor: a guest collection without a rule", async () => {
    const { of, report, client } = await examined(({ fake }) => ({
      collections: fake.addCollection({ displayName: "Shared" }).id,
    }));
    const check = of("collection");
    const rule = `globus endpoint permission create ${check.id}:/ --identity ${client.username} --permissions r`;
    const place = `https://app.globus.org/file-manager/collections/${check.id}/overview`;
    tells(check, client, "path_not_allowed", ["no rule covers it", rule, place]);
    assert.equal(check.name, "Shared");
    assert.notInclude(check.summary, "\n");
    assert.deepEqual(check.can, { read: false, write: "unknown", administer: false, share: false });
    assert.equal(check.error.serverCode, "EndpointPermissionDenied");
    assert.isFalse(report.ok);
  });

  test("doctor: a mapped collection that knows no local account for the identity", async () => {
    const { of, client } = await examined(({ fake }) => ({
      collections: fake.addCollection({ displayName: "Cluster", type: "mapped" }).id,
    }));
    const fixes = ["maps it to no local account", "in the identity mapping", "guest collection"];
    tells(of("collection"), client, "not_mapped", fixes, { read: false });
  });

  /** A mapped collection that the account may use, once there is a consent. */
  const mapped =
    (more) =>
    ({ fake, client: { identityId } }) => ({
      collections: fake.addCollection({
        displayName: "Cluster",
        type: "mapped",
        permissions: [{ principal: identityId, permissions: "rw" }],
        ...more,
      }).id,
    });

  test("doctor: a mapped collection without a consent, which looking gives, by one grant, and says so once", async () => {
    const staged = stage({ retries: 0 });
    const { of, fake, client, account } = await examined(mapped(), staged);
    const { id } = of("collection");
    const scope = `https://auth.globus.org/scopes/${id}/data_access`;
    const all = "urn:globus:auth:scope:transfer.api.globus.org:all";
    const summary = "Cluster can be read at /; this account has just given itself the consent that was missing";
    assert.deepInclude(of("collection"), { status: "ok", summary, consents: [`${all}[*${scope}]`] });
    assert.deepInclude(of("collection").can, { read: true, write: "unknown" });
    // The one for all services, and one that was not needed otherwise.
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

  test("doctor: a consent that cannot be given is told, after one grant that tried", async () => {
    const all = "urn:globus:auth:scope:transfer.api.globus.org:all";
    const options = {
      client: { scopes: ["openid", "profile", "email", all] },
      scopes: { auth: "openid profile email" },
    };
    const { of, fake, client } = await examined(mapped(), options);
    const scope = `${all}[*https://auth.globus.org/scopes/${of("collection").id}/data_access]`;
    tells(of("collection"), client, "consent_refused", [`Missing: ${scope}`, "contains the reason"], { read: "unknown" });
    assert.notProperty(of("collection"), "consents");
    assert.deepEqual(of("collection").policies, []);
    assert.equal(fake.count({ service: "transfer", path: /\/ls$/ }), 1);
    assert.equal(fake.requests.filter(({ body }) => body?.scope?.includes("data_access")).length, 1);
  });

  test("doctor: no data_access is asked for on guest and high assurance collections, whatever is wrong", async () => {
    const { of, fake, report } = await examined((staged) => {
      const ha = mapped({ highAssurance: true })(staged).collections;
      const closed = ["guest", "mapped"].map(
        (type) => staged.fake.addCollection({ displayName: "Closed", type, highAssurance: true }).id,
      );
      return { collections: [ha, ...closed, staged.fake.addCollection({}).id, sound(staged).collections[0]] };
    });
    assert.deepEqual(
      report.checks.slice(-5).map(({ status }) => status),
      ["ok", "failed", "failed", "failed", "ok"],
    );
    assert.equal(fake.grants, 1);
    assert.notInclude(JSON.stringify(fake.requests.map(({ url, body }) => [url, body])), "data_access");
    assert.isTrue(report.checks.every(({ consents }) => consents === undefined));
    assert.deepEqual(of("collection").policies, [{ policy: "high_assurance", blocks: false }]);
  });

  test("doctor: a second factor that a collection wants is unknown to be in the way, until a listing shows it is not", async () => {
    const { report } = await examined(async ({ fake, account, client: { identityId } }) => {
      const permissions = [{ principal: identityId, permissions: "rw" }];
      const make = (more) => fake.addCollection({ displayName: "Cluster", type: "mapped", permissions, ...more }).id;
      const collections = [make({ owner: identityId }), make({ owner: identityId, allowedDomains: ["example.org"] })];
      for (const id of collections) await account.transfer.updateEndpoint(id, { mfa_required: true });
      return { collections };
    });
    const [listed, refused] = report.checks.slice(-2);
    assert.deepEqual(listed.policies, [{ policy: "mfa", blocks: false }]);
    assert.deepInclude(refused.policies[0], { policy: "mfa", blocks: "unknown" });
  });

  test("doctor: a domain policy, with the domains", async () => {
    const { of, client } = await examined(mapped({ allowedDomains: ["example.org"] }));
    const check = of("collection");
    const fixes = ["Only identities of example.org", "allow clients.auth.globus.org", "guest collection"];
    tells(check, client, "domain", fixes);
    assert.deepEqual(check.policies, [{ policy: "domain", blocks: true, details: "example.org" }]);
    assert.equal(check.can.read, false);
  });

  test("doctor: a group that demands a session", async () => {
    const { of, client } = await examined(({ fake, client: { identityId } }) => ({
      groups: fake.addGroup({ name: "Patients", requireSession: true, members: [{ identity: identityId }] }).id,
    }));
    const check = of("group");
    const fix = `globus group set-policies ${check.id} --no-high-assurance`;
    tells(check, client, "group_session", ["requires a recent login", "never logs in", fix]);
    assert.deepInclude(check, { exists: true, visible: false, can: {} });
    assert.deepEqual(check.policies, [{ policy: "session", blocks: true }]);
  });

  test("doctor: a high assurance group is worth a word, though the account may see it", async () => {
    const { of, report } = await examined(({ fake, client: { identityId } }) => ({
      groups: fake.addGroup({ name: "Patients", highAssurance: true, members: [{ identity: identityId }] }).id,
    }));
    assert.deepInclude(of("group"), { status: "warning", code: "high_assurance_group" });
    assert.include(of("group").advice, "Globus Connect Server never enforces this on service accounts");
    assert.include(of("group").advice, "not verified");
    assert.deepEqual(of("group").policies, [{ policy: "session", blocks: "unknown", details: "28800 s" }]);
    assert.isTrue(report.ok);
  });

  test("doctor: a group that is closed, and one that takes requests", async () => {
    const { report, client } = await examined(({ fake }) => ({
      groups: [{}, { joinRequests: true }, { allowJoin: true }].map(
        (more) => fake.addGroup({ name: "Robots", visibility: "authenticated", ...more }).id,
      ),
    }));
    const [closed, asking, open] = report.checks.slice(-3);
    const no = { join: false, request_join: false };
    tells(closed, client, "group_closed", ["accepts no requests", addMember(closed, client)], no);
    assert.deepEqual(closed.roles, []);
    const ask = `account.groups.requestJoin("${asking.id}")`;
    tells(asking, client, "group_requests", [ask, addMember(asking, client)], { join: false, request_join: true });
    tells(open, client, "group_open", [`account.groups.join("${open.id}")`], { join: true });
  });

  test("doctor: a private group, and memberships that are not active yet", async () => {
    const { report, client } = await examined(({ fake, client: { identityId: identity } }) => ({
      groups: [[], [{ identity, status: "invited" }], [{ identity, status: "pending" }]].map(
        (members) => fake.addGroup({ name: "Robots", members }).id,
      ),
    }));
    const [hidden, invited, pending] = report.checks.slice(-3);
    tells(hidden, client, "group_invisible", [addMember(hidden, client)]);
    assert.deepInclude(hidden, { exists: true, visible: false });
    tells(invited, client, "invitation_open", [`account.groups.acceptInvitation("${invited.id}")`]);
    assert.isTrue(invited.visible);
    tells(pending, client, "request_open", [`globus group member approve ${pending.id} ${client.username}`]);
  });

  test("doctor: an index without a role can be searched, and that is all", async () => {
    const { of, report, client } = await examined(({ fake }) => ({ indexes: fake.addIndex({ displayName: "Papers" }).id }));
    const check = of("index");
    assert.deepInclude(check, { status: "warning", code: "index_role", name: "Papers", roles: [] });
    assert.include(check.advice, `globus search index role create ${check.id} writer ${client.username}`);
    assert.include(check.advice, `urn:globus:auth:identity:${client.clientId}`);
    assert.deepEqual(check.can, { search: true, ingest: false, administer: false });
    assert.isTrue(report.ok);
  });

  test("doctor: a flow without the permission to run it, visible or not", async () => {
    const { report, fake, client } = await examined(({ fake }) => ({
      flows: [fake.addFlow({ title: "Nightly", viewers: ["public"] }).id, fake.addFlow({ title: "Hidden" }).id],
    }));
    const [seen, hidden] = report.checks.slice(-2);
    for (const flow of [seen, hidden]) {
      const fix = `globus flows update ${flow.id} --starters OTHERS,urn:globus:auth:identity:${client.clientId}`;
      tells(flow, client, "flow_starter", ["may not start", fix], { run: false, administer: false });
    }
    assert.deepInclude(seen, { name: "Nightly", visible: true });
    assert.deepInclude(hidden, { exists: true, visible: false });
    assert.equal(fake.count({ path: /\/run$/ }), 0);
  });

  test("doctor: a flow whose input is not known is not tried further, unless an input is given", async () => {
    const inputSchema = { type: "object", required: ["source"], properties: { source: { type: "string" } } };
    const { report } = await examined(({ fake, client: { identityId } }) => {
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

  test("doctor: what is not there is not told from what may not be seen", async () => {
    const { report } = await examined({ collections: OTHER, groups: OTHER, indexes: OTHER, flows: OTHER });
    const found = report.checks.slice(-4);
    assert.deepEqual(
      found.map(({ code }) => code),
      ["collection_not_found", "group_invisible", "index_not_found", "invalid_scope"],
    );
    for (const check of found) assert.deepInclude(check, { status: "failed", visible: false });
    assert.deepEqual(
      found.map(({ exists }) => exists),
      ["unknown", "unknown", "unknown", false],
    );
  });

  test("doctor: what only one answer tells of is known, too, with what to do", async () => {
    const answers = {
      userinfo: [{ sub: OTHER }, "identity_differs", "support@globus.org"],
      endpoint: [{ entity_type: "GCP_mapped_collection", gcp_connected: false }, "personal_offline", "is not running or is paused"],
      index: [{ status: "delete_pending", permissions: ["owner"] }, "index_closed", "account.search.reopenIndex"],
      flows: [{ title: "Nightly", user_role: "flow_viewer" }, "run_not_probed", "as the flow's `body`"],
    };
    for (const [place, [body, code, fix]] of Object.entries(answers)) {
      const { report } = await examined(({ fake }) => {
        fake.inject({ path: new RegExp(`/${place}(/[^/]+)?$`), status: 200, body });
        const inputSchema = { type: "object", required: ["source"] };
        const subjects = { endpoint: { collections: OTHER }, index: { indexes: OTHER } };
        const flow = () => ({ flows: fake.addFlow({ inputSchema, starters: ["all_authenticated_users"] }).id });
        return place === "flows" ? flow() : (subjects[place] ?? {});
      });
      const check = report.checks.find(({ status }) => status !== "ok");
      assert.deepInclude(check, { status: code === "run_not_probed" ? "unknown" : "failed", code }, place);
      assert.include(check.advice, fix);
    }
  });

  test("doctor: who manages a guest collection's rules is told whether they may write", async () => {
    const { report } = await examined(({ fake, client: { identityId } }) => ({
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

  test("doctor: a rule for another directory lets nobody write here", async () => {
    const { report } = await examined(({ fake, client: { identityId } }) => {
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

  test("doctor: a clock is off from half a minute on", async () => {
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

  test("doctor: an endpoint, a missing path and a file are told apart from missing permissions", async () => {
    const { report } = await examined((staged) => {
      const { fake } = staged;
      const { collections } = sound(staged);
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

  test("doctor: a paused collection is worth a word", async () => {
    const { of } = await examined(({ fake, client, account }) => {
      const subjects = mapped()({ fake, client, account });
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
    assert.deepInclude(of("collection"), { status: "warning", code: "paused" });
    assert.include(of("collection").advice, "Paused: Maintenance pause_task_delete.");
    assert.deepEqual(of("collection").policies, [
      { policy: "paused", blocks: true, details: "Maintenance pause_task_delete" },
    ]);
  });

  test("doctor: a clock that is off, and a storage that fails, are worth a word", async () => {
    const storage = {
      get: () => Promise.reject(new Error("disk full")),
      set: () => {},
      delete: () => {},
    };
    const staged = stage({ retries: 0, storage });
    staged.fake.clock.advance(3_600_000);
    const { of, report } = await examined({}, staged);
    assert.deepInclude(of("clock"), { status: "warning", code: "clock_skew" });
    assert.match(of("clock").summary, /3\d\d\d s behind/);
    assert.deepInclude(of("storage"), { status: "warning", code: "storage_failed" });
    assert.include(of("storage").summary, "disk full");
    assert.include(of("clock").advice, "NTP");
    assert.include(of("storage").advice, "storage_failed");
    assert.isTrue(report.ok);
  });

  test("doctor: a storage that answers is only read", async () => {
    const asked = [];
    const names = ["get", "set", "delete"];
    const storage = Object.fromEntries(names.map((name) => [name, async () => void asked.push(name)]));
    const staged = stage({ retries: 0, storage });
    await staged.account.getToken("auth");
    asked.length = 0;
    staged.fake.inject({ service: "auth", status: 401, body: { error: "invalid_client" } });
    const { of } = await examined({}, staged);
    assert.deepInclude(of("storage"), { status: "ok", summary: "the storage answers" });
    assert.notInclude(asked, "delete");
  });

  test("doctor: looks at four subjects at a time, and tells of them in their order", async () => {
    const staged = stage({ retries: 0 });
    let most = 0;
    let now = 0;
    const fetch = async (...given) => {
      most = Math.max(most, (now += 1));
      await Promise.resolve();
      const response = await staged.fake.fetch(...given);
      now -= 1;
      return response;
    };
    const { clientId, clientSecret } = staged.client;
    const account = new env.ServiceAccount({ clientId, clientSecret, fetch, retries: 0 });
    const ids = Array.from({ length: 12 }, (_, number) => staged.fake.addIndex({ displayName: `Index ${number}` }).id);
    const { report } = await examined({ indexes: ids }, { ...staged, account });
    assert.deepEqual(
      report.checks.slice(-12).map(({ id }) => id),
      ids,
    );
    assert.equal(most, 4);
  });

  test("doctor: nothing hangs: what does not answer is told as that", async () => {
    const staged = stage({ retries: 0 });
    const subjects = sound(staged);
    staged.fake.inject({ service: "transfer", hang: true, times: 99 });
    const { of, report } = await examined(subjects, { ...staged, doctor: { timeout: 50 } });
    assert.deepInclude(of("collection"), { status: "failed", code: "timeout", exists: "unknown", visible: "unknown" });
    assert.equal(of("group").status, "ok");
    assert.isFalse(report.ok);
  });

  const ALL = { collections: OTHER, groups: OTHER, indexes: OTHER, flows: OTHER };

  test("doctor: answers that are not what was asked for are invalid_response, and none of them is shown", async () => {
    const garbage = "gArBaGe".repeat(20_000);
    const lists = ["DATA", "my_memberships", "permissions", "my_effective_roles"];
    const odd = [null, 5, "", {}, [null], garbage];
    const bodies = [
      ...["", "<html>", `<html>${garbage}`, garbage, "null", "5", "[]", "{}", JSON.stringify(garbage)],
      ...odd.map((value) => JSON.stringify({ status: value, entity_type: value, sub: value })),
      ...odd.map((value) =>
        JSON.stringify({
          ...{ status: "open", entity_type: "GCP_guest_collection", sub: 5, name: "n", path: value },
          ...Object.fromEntries(lists.map((name) => [name, value])),
        }),
      ),
    ];
    for (const body of bodies) {
      const staged = stub(() => new Response(body), { retries: 0 });
      const { report, of } = await examined(ALL, staged);
      const about = body.slice(0, 60);
      assert.equal(of("credentials").status, "ok");
      for (const name of ["identity", "collection", "group", "index", "flow"]) {
        assert.deepInclude(of(name), { status: "failed", code: "invalid_response" }, `${name}: ${about}`);
        assert.equal(of(name).error.name, "GlobusApiError");
      }
      const shown = report.checks.map(({ summary, advice, name }) => `${summary}${advice}${name}`).join();
      assert.notMatch(shown, /gArBaGe|TypeError|not valid JSON|is not a function|undefined \(|\[object/, about);
      assert.isFalse(report.ok);
    }
  });

  test("doctor: odd members beside those it needs are left out or cut, and it ends", async () => {
    const long = `${"long ".repeat(100_000)}\nnext`;
    for (const odd of [null, 5, {}, [null], long]) {
      const answers = [
        [/userinfo$/, (id) => ({ sub: id, name: odd, preferred_username: odd })],
        [/\/endpoint\/[^/]+$/, () => ({ entity_type: "GCP_guest_collection", display_name: odd, mfa_required: odd })],
        [/\/ls$/, () => ({ DATA: [], path: odd })],
        [/pause_rule_list$/, () => ({ DATA: [{ message: odd, pause_ls: true }] })],
        [/\/groups\//, () => ({ name: "n", my_memberships: [{ identity_id: odd }], allowed_actions: { a: odd } })],
        [/\/index\//, () => ({ status: "open", display_name: odd, permissions: [] })],
        [/\/flows\//, () => ({ title: "t", user_role: odd, authentication_policy_id: odd })],
      ];
      const staged = stub(
        ({ url }) => {
          const { pathname } = new URL(url);
          const [, body] = answers.find(([path]) => path.test(pathname)) ?? [];
          return json(body ? body(staged.account.clientId) : {});
        },
        { retries: 0 },
      );
      const { report } = await examined(ALL, staged);
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

  test("doctor: a body that stalls, or never begins, is told as no answer in time", () =>
    withTime(async (time) => {
      const stalled = () =>
        new Response(new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode('{"sub": ')) }));
      for (const timeout of [undefined, 2 ** 31, Infinity]) {
        const staged = stub(stalled, { retries: 0 });
        const { checks } = await time.until(staged.account.doctor(ALL, { timeout }), Infinity);
        for (const name of ["identity", "collection", "group", "index", "flow"]) {
          const found = checks.find(({ check }) => check === name);
          assert.deepInclude(found, { status: "failed", code: "timeout" }, `${timeout} ${name}`);
        }
      }
    }));

  test("doctor: a call that heeds neither its signal nor any time is left", async () => {
    const never = new Promise(() => {});
    const staged = stub(() => never, { retries: 0 });
    const { of } = await examined(ALL, { ...staged, doctor: { timeout: 20 } });
    for (const name of ["identity", "collection", "group", "index", "flow"]) {
      assert.deepInclude(of(name), { status: "failed", code: "timeout" }, name);
    }
    const storage = { get: () => never, set: () => never, delete: () => never };
    const slow = stub(() => json({ code: "Done" }), { retries: 0, storage });
    assert.equal((await examined({}, { ...slow, doctor: { timeout: 20 } })).of("storage").status, "warning");
  });

  test("doctor: whatever a storage or a fetch of the user's throws, there is a report", async () => {
    for (const thrown of [undefined, null, 5, "text", { message: {} }, Object.create(null)]) {
      const storage = Object.fromEntries(["get", "set", "delete"].map((name) => [name, () => Promise.reject(thrown)]));
      const staged = stub(() => Promise.reject(thrown), { retries: 0, storage });
      const { report, of } = await examined(ALL, staged);
      assert.equal(of("credentials").status, "ok");
      assert.equal(of("storage").status, "warning");
      for (const { status, summary } of report.checks) assert.isString(summary, status);
    }
  });

  test("doctor: the service that was asked is named, though all have one address", async () => {
    const base = "http://127.0.0.1:9";
    const services = ["auth", "transfer", "groups", "search", "flows", "timers", "compute"];
    const options = { retries: 0, serviceUrls: Object.fromEntries(services.map((service) => [service, base])) };
    const { of } = await examined(ALL, stub(() => json({ code: "X" }, { status: 500 }), options));
    for (const [name, service] of [
      ["identity", "auth"],
      ["collection", "transfer"],
      ["group", "groups"],
      ["index", "search"],
      ["flow", "flows"],
    ]) {
      assert.equal(of(name).error.service, service);
      assert.match(of(name).summary, new RegExp(`^${service} answered 500`));
    }
  });

  test("doctor: rejects with whatever reason the caller's signal has", async () => {
    for (const reason of [null, "enough", 0]) {
      const controller = new AbortController();
      const staged = stub(() => (controller.abort(reason), new Promise(() => {})), { retries: 0 });
      assert.equal(await failure(staged.account.doctor(ALL, { signal: controller.signal })), reason);
    }
  });

  test("doctor: rejects with the reason of the caller's signal", async () => {
    const staged = stage({ retries: 0 });
    const subjects = sound(staged);
    staged.fake.inject({ service: "transfer", hang: true, times: 99 });
    const controller = new AbortController();
    const report = failure(staged.account.doctor(subjects, { signal: controller.signal }));
    const reason = new Error("enough");
    controller.abort(reason);
    assert.equal(await report, reason);
    assert.equal(await failure(staged.account.doctor({}, { signal: AbortSignal.abort(reason) })), reason);
  });

  test("doctor: a wrong argument is named before any request", async () => {
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
