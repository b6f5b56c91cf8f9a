import {
  deferred,
  helpers,
  json,
  requestedScope,
  tokenDocuments,
  tokenReply,
  TRANSFER_ALL,
  TRANSFER_URL,
  URN,
} from "./helpers.mjs";
import { withTime } from "./time.mjs";
import { until } from "./work.mjs";

const COLLECTION = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0001";
const dataAccess = (id) => `https://auth.globus.org/scopes/${id}/data_access`;
const scopeFor = (id) => `${TRANSFER_ALL}[*${dataAccess(id)}]`;

/** A client identity grants consents to itself: once, and only for the resources that the request names. */
export default function (test, env) {
  const { GlobusApiError, GlobusAuthError, assert } = env;
  const { stage, stub, failure } = helpers(env);

  /** Returns an account on a fake, with the ids of mapped collections that it may use, and with its events. */
  function stageMapped(count = 1, options) {
    const events = [];
    const staged = stage({ onEvent: (event) => events.push(event), ...options });
    const permissions = [{ principal: staged.client.identityId, permissions: "rw" }];
    const add = () => staged.fake.addCollection({ displayName: "Cluster", type: "mapped", files: { "m.txt": "m" }, permissions });
    const ids = Array.from({ length: count }, () => add().id);
    const consents = () => events.filter(({ type }) => type === "consent");
    return { ...staged, events, ids, consents };
  }

  const refusal = (...scopes) =>
    json({ code: "ConsentRequired", message: "Missing required data_access consent", required_scopes: scopes }, { status: 403 });

  test("consent: a mapped collection that requires a consent is listed without any code of the user", async () => {
    const { account, fake, ids: [id], consents } = stageMapped();
    const { DATA } = await account.transfer.operationLs(id, { path: "/" });
    assert.equal(DATA[0].name, "m.txt");
    assert.deepEqual(
      fake.requests.map(({ service, status }) => `${service} ${status}`),
      ["auth 200", "transfer 403", "auth 200", "transfer 200"],
    );
    const [, first, , repeated] = fake.requests;
    assert.equal(repeated.tokenFingerprint, first.tokenFingerprint, "with the same token");
    const [{ time, clientId, callId, requestId, ...consent }, ...others] = consents();
    assert.deepEqual([typeof time, clientId, typeof callId], ["number", account.clientId, "number"]);
    assert.isString(requestId);
    assert.deepEqual(consent, { type: "consent", scopes: [scopeFor(id)], resourceServer: "transfer.api.globus.org", service: "transfer" });
    assert.deepEqual(others, []);
    await account.transfer.operationLs(id, { path: "/" });
    assert.equal(fake.tokenRequests, 2);
  });

  test("consent: 100 calls at once that need a consent share one grant and one event", async () => {
    const { account, fake, ids: [id], consents } = stageMapped();
    await account.getToken("transfer");
    await Promise.all(Array.from({ length: 100 }, () => account.transfer.operationLs(id, { path: "/" })));
    assert.equal(fake.tokenRequests, 2);
    assert.lengthOf(consents(), 1);
    assert.equal(fake.count({ service: "transfer" }), 200);
  });

  test("consent: a transfer between two collections gets both consents with one grant, and is submitted once", async () => {
    const { account, fake, ids: [source_endpoint, destination_endpoint], consents } = stageMapped(2);
    const DATA = [{ source_path: "/m.txt", destination_path: "/n.txt" }];
    const { code } = await account.transfer.submitTransfer({ source_endpoint, destination_endpoint, DATA });
    assert.equal(code, "Accepted");
    assert.equal(fake.tokenRequests, 2);
    assert.lengthOf(consents(), 1);
    assert.lengthOf(await account.transfer.taskList().toArray(), 1);
  });

  test("consent: a granted consent is used by every process and every token", async () => {
    const { account, fake, client, ids: [id] } = stageMapped();
    await account.transfer.operationLs(id, { path: "/" });
    const { clientId, clientSecret } = client;
    const other = new env.ServiceAccount({ clientId, clientSecret, fetch: fake.fetch });
    await other.transfer.operationLs(id, { path: "/" });
    await account.getToken("transfer", { forceRefresh: true });
    await account.transfer.operationLs(id, { path: "/" });
    assert.equal(fake.tokenRequests, 4);
  });

  test("consent: if the old token is still refused after the consent, the token of the consent's grant is used", async () => {
    let newBearer;
    const { account, calls, grants } = stub(
      ({ headers }) => (headers.get("authorization") === newBearer ? json({ DATA: [] }) : refusal(scopeFor(COLLECTION))),
      {
        grant: ({ init }) => {
          const scope = requestedScope(init);
          const token = { access_token: scope.includes("[") ? "new" : "old", scope: TRANSFER_ALL };
          return json({ ...token, resource_server: "transfer.api.globus.org", expires_in: 172_800 });
        },
      },
    );
    newBearer = "Bearer new";
    await account.transfer.operationLs(COLLECTION);
    const bearers = () => calls.map(({ headers }) => headers.get("authorization").slice(7));
    assert.deepEqual(bearers(), ["old", "old", "new"]);
    assert.lengthOf(grants, 2);
    await account.transfer.operationLs(COLLECTION);
    assert.deepEqual(bearers().slice(3), ["new"], "later calls use it at once");
    assert.lengthOf(grants, 2);
  });

  test("consent: if a service always refuses, a call ends after three requests, and there is one grant a minute", () =>
    withTime(async (time) => {
      const events = [];
      const { account, calls, grants } = stub(() => refusal(scopeFor(COLLECTION)), { onEvent: (event) => events.push(event) });
      const error = await failure(account.transfer.operationLs(COLLECTION));
      assert.instanceOf(error, GlobusApiError);
      assert.deepInclude(error, { code: "consent_required", status: 403, requiredScopes: [scopeFor(COLLECTION)] });
      assert.deepEqual([calls.length, grants.length], [3, 2]);
      for (let call = 0; call < 10; call++) await failure(account.transfer.operationLs(COLLECTION));
      assert.lengthOf(grants, 2);
      await time.advance(60_000);
      await failure(account.transfer.operationLs(COLLECTION));
      assert.lengthOf(grants, 3);
      assert.lengthOf(events.filter(({ type }) => type === "consent"), 2);
    }));

  test("consent: only scopes of resources that the request names are granted", async () => {
    const other = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0002";
    for (const scopes of [
      [scopeFor(other)],
      [scopeFor(COLLECTION), scopeFor(other)],
      [dataAccess(COLLECTION)],
      ["urn:globus:auth:scope:groups.api.globus.org:all"],
      [`${TRANSFER_ALL}[urn:something:else]`],
      ["not[ a scope"],
      [`${TRANSFER_ALL}[${URN}groups.api.globus.org:all]`],
      [`${TRANSFER_ALL}[*${dataAccess(COLLECTION)}[${URN}auth.globus.org:manage_projects]]`],
      [`${TRANSFER_ALL}[*${dataAccess("")}]`],
      [`${TRANSFER_ALL}[*https://auth.globus.org/scopes/${COLLECTION}/https]`],
      [`${URN}transfer.api.globus.org:gcp_install`],
      [],
    ]) {
      const { account, calls, grants } = stub(() => refusal(...scopes));
      assert.equal((await failure(account.transfer.operationLs(COLLECTION))).code, "consent_required");
      assert.deepEqual([calls.length, grants.length], [1, 1], scopes.join());
    }
  });

  test("consent: a scope of another service is never granted, in whatever form a refusal names it, and the error names it", async () => {
    const groups = `${URN}groups.api.globus.org:all`;
    const calls = {
      auth: (account) => account.auth.getIdentities({ ids: COLLECTION }),
      groups: (account) => account.groups.getGroup(COLLECTION),
      search: (account) => account.search.getIndex(COLLECTION),
      flows: (account) => account.flows.getFlow(COLLECTION),
      run: (account) => account.flows.runFlow(COLLECTION, { body: {} }),
      timers: (account) => account.timers.getJob(COLLECTION),
      compute: (account) => account.computeV2.getEndpoint(COLLECTION),
      request: (account) => account.request({ service: "groups", path: `/${COLLECTION}` }),
    };
    for (const [name, call] of Object.entries(calls)) {
      for (const foreign of [`${URN}auth.globus.org:manage_projects`, name === "groups" || name === "request" ? TRANSFER_ALL : groups, dataAccess(COLLECTION)]) {
        for (const body of [
          { code: "ConsentRequired", required_scopes: [foreign] },
          { code: "ConsentRequired", required_scope: foreign },
          { code: "ConsentRequired", authorization_parameters: { required_scopes: [foreign] } },
          { error: "dependent_consent_required", errors: [{ unapproved_scopes: [foreign] }] },
        ]) {
          const { account, calls, grants } = stub(() => json(body, { status: 403 }));
          const error = await failure(call(account));
          assert.equal(error.code, "consent_required", name);
          assert.include(error.advice, `${foreign} does not belong`, name);
          assert.deepEqual([calls.length, grants.length], [1, 1], `${name} ${JSON.stringify(body)}`);
        }
      }
    }
  });

  test("consent: runFlow gets consents for its flow and for the collections in its input", async () => {
    const flow = `https://auth.globus.org/scopes/${COLLECTION}/flow_${COLLECTION.replaceAll("-", "_")}_user`;
    const [inInput, other] = ["5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0002", "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0003"];
    for (const [id, expected] of [[inInput, 2], [other, 1]]) {
      const scope = `${flow}[${TRANSFER_ALL}[*${dataAccess(id)}]]`;
      const { account, grants } = stub((_, number) => (number === 1 ? refusal(scope) : json({ run_id: "r" })));
      const run = account.flows.runFlow(COLLECTION, { body: { source: inInput } });
      if (expected === 2) assert.equal((await run).run_id, "r");
      else assert.include((await failure(run)).advice, `${dataAccess(other)} does not belong`);
      assert.lengthOf(grants, expected);
    }
  });

  test("consent: a call grants one consent at most, whatever scopes later refusals require", async () => {
    const other = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0002";
    const document = { submission_id: "s", source_endpoint: COLLECTION, destination_endpoint: other };
    const DATA = [{ source_path: "/a", destination_path: "/a" }];
    const events = [];
    const { account, calls, grants } = stub((_, number) => refusal(scopeFor(number === 1 ? COLLECTION : other)), {
      onEvent: (event) => events.push(event),
    });
    const error = await failure(account.transfer.submitTransfer({ ...document, DATA }));
    assert.deepInclude(error, { code: "consent_required", requiredScopes: [scopeFor(other)] });
    assert.deepEqual([calls.length, grants.length], [2, 2]);
    assert.include(error.advice, "this call already gave a consent");
    await failure(account.transfer.submitTransfer({ ...document, DATA }));
    const granted = events.filter(({ type }) => type === "consent").map(({ scopes }) => scopes[0]);
    assert.deepEqual(granted, [scopeFor(COLLECTION), scopeFor(other)], "the next call grants the other");
  });

  test("consent: advice does not claim a consent that was not granted", async () => {
    const stranger = "5b3fa7d8-0b5c-4a0e-9d5d-2c1f1f1f0009";
    const { account } = stub((_, number) => refusal(scopeFor(number === 1 ? COLLECTION : stranger)));
    const { advice } = await failure(account.transfer.operationLs(COLLECTION));
    assert.include(advice, stranger);
    assert.notInclude(advice, "gave the consent");
  });

  test("consent: a collection that the document names counts as named by the request", async () => {
    const { account, grants } = stub(({ init }, number) =>
      number === 1 ? json({ value: "id" }) : number === 2 ? refusal(scopeFor(COLLECTION)) : json({ task_id: "t", at: init.body }),
    );
    await account.transfer.submitDelete({ endpoint: COLLECTION, DATA: [{ path: "/a" }] });
    assert.lengthOf(grants, 2);
  });

  test("consent: if Globus Auth refuses the grant, the call rejects with the service's refusal and Globus Auth's error as its cause", async () => {
    const { account, fake, ids: [id], events } = stageMapped();
    await account.getToken("transfer");
    fake.inject({ service: "auth", status: 400, body: { error: "invalid_scope" } });
    const error = await failure(account.transfer.operationLs(id, { path: "/" }));
    assert.instanceOf(error, GlobusApiError);
    assert.equal(error.code, "consent_required");
    assert.instanceOf(error.cause, GlobusAuthError);
    assert.equal(error.cause.code, "invalid_scope");
    await failure(account.transfer.operationLs(id, { path: "/" }));
    assert.equal(fake.tokenRequests, 2, "the grant is not repeated at once");
    assert.isEmpty(events.filter(({ type }) => type === "consent"));
  });

  test("consent: after a temporary failure of Globus Auth, the next call tries the grant again", async () => {
    const { account, fake, ids: [id] } = stageMapped(1, { retries: 0 });
    await account.getToken("transfer");
    fake.inject({ service: "auth", status: 503 });
    assert.equal((await failure(account.transfer.operationLs(id, { path: "/" }))).cause.status, 503);
    assert.equal((await account.transfer.operationLs(id, { path: "/" })).DATA[0].name, "m.txt");
  });

  test("consent: the token of the consent's grant has all scopes of the account's token", async () => {
    const install = `${URN}transfer.api.globus.org:gcp_install`;
    let newBearer;
    const { account, grants } = stub(
      ({ headers }) => (headers.get("authorization") === newBearer ? json({ DATA: [] }) : refusal(scopeFor(COLLECTION))),
      {
        scopes: { transfer: [TRANSFER_ALL, install] },
        grant: ({ init }, number) => {
          const [document] = tokenDocuments(requestedScope(init));
          if (number === 2) newBearer = `Bearer ${document.access_token}`;
          return tokenReply([document]);
        },
      },
    );
    await account.transfer.operationLs(COLLECTION);
    assert.sameMembers(requestedScope(grants[1].init).split(" "), [scopeFor(COLLECTION), install]);
    assert.include((await account.getToken("transfer")).scope, install);
  });

  test("consent: a consent's grant that ends after the account's disposal stores no token", async () => {
    const gate = deferred();
    const { account, grants } = stub(() => refusal(scopeFor(COLLECTION)), {
      grant: async ({ init }, number) => {
        if (number > 1) await gate.promise;
        return tokenReply(tokenDocuments(requestedScope(init)));
      },
    });
    const refused = failure(account.transfer.operationLs(COLLECTION));
    await until(() => grants.length === 2);
    account.dispose();
    gate.resolve();
    await refused;
    assert.match((await failure(account.getToken("transfer"))).message, /is disposed/);
  });

  test("consent: no consent is requested for a high-assurance or a guest collection", async () => {
    const { account, fake, client } = stage();
    const permissions = [{ principal: client.identityId, permissions: "r" }];
    for (const options of [{ type: "mapped", highAssurance: true }, { type: "guest" }]) {
      const { id } = fake.addCollection({ displayName: "Other", files: { "m.txt": "m" }, permissions, ...options });
      await account.transfer.operationLs(id, { path: "/" });
    }
    assert.equal(fake.tokenRequests, 1);
  });

  test("consent: an aborted call rejects with the signal's reason, and other calls still get the consent", async () => {
    const { account, ids: [id], consents } = stageMapped();
    await account.getToken("transfer");
    const controller = new AbortController();
    const reason = new Error("enough");
    const aborted = failure(account.transfer.operationLs(id, { path: "/" }, { signal: controller.signal }));
    const patient = account.transfer.operationLs(id, { path: "/" });
    controller.abort(reason);
    assert.equal(await aborted, reason);
    assert.equal((await patient).DATA[0].name, "m.txt");
    assert.lengthOf(consents(), 1);
  });

  test("consent: request() gets consents too; fetch() returns the refusal unchanged", async () => {
    const { account, fake, ids: [id], consents } = stageMapped();
    const path = `/v0.10/operation/endpoint/${id}/ls?path=/`;
    const response = await account.fetch(`https://transfer.api.globus.org${path}`);
    assert.equal(response.status, 403);
    assert.isEmpty(consents());
    assert.equal((await account.request({ service: "transfer", path })).DATA[0].name, "m.txt");
    assert.equal(fake.tokenRequests, 2);
  });

  test("consent: a refusal of a collection's or endpoint's own server leads to no consent, though the request names it", async () => {
    const requiredScopes = [
      `https://auth.globus.org/scopes/${COLLECTION}/https[${TRANSFER_ALL}]`,
      `${URN}${COLLECTION}:manage_collections[${TRANSFER_ALL}]`,
    ];
    const host = `${COLLECTION}.data.globus.org`;
    const { account, grants } = stub(({ url }) => {
      if (url.startsWith(TRANSFER_URL)) return json({ https_server: `https://${host}` });
      if (url.endsWith("/api/info")) return json({ client_id: COLLECTION });
      return json({ code: "ConsentRequired", required_scopes: [requiredScopes[url.includes("/api/") ? 1 : 0]] }, { status: 403 });
    });
    for (const call of [account.collection(COLLECTION).get("/a"), account.gcs({ endpoint: COLLECTION, address: host }).getCollection(COLLECTION)]) {
      assert.equal((await failure(call)).code, "consent_required");
    }
    for (const { init } of grants) assert.notInclude(requestedScope(init), "[");
  });
}
