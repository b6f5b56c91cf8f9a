// Globus Connect Server: the URL and scope of an endpoint, the versions of its documents, and its lists.
import { deferred, helpers, json, requestedScope, TRANSFER_URL, URN } from "./helpers.mjs";

const ID = "e1b2ae80-bbea-4828-986b-d29b2f9ce39b";
const ENDPOINT = "8cd26262-8fe3-43de-a98a-65abcfc2868c";
const HOST = "abc.xyz.data.globus.org";
const INFO = { DATA_TYPE: "info#1.0.0", client_id: ENDPOINT };

/** With this argument, the caller declares that the address belongs to the endpoint. */
const VOUCHED = { endpoint: ENDPOINT, address: HOST };

const result = (...data) => json({ DATA_TYPE: "result#1.1.0", code: "success", http_response_code: 200, data });

export default function (test, env) {
  const { assert, runtime } = env;
  /** Whether calls share a request in flight. On Workers, one request handler cannot wait for a promise of another. */
  const sharesRequests = runtime !== "workerd";
  const { stage, stub, failure } = helpers(env);

  /** Returns a GCS client whose endpoint responds to `/api/info`, and with `answer` to all other requests. */
  function stubEndpoint(answer = () => result()) {
    const staged = stub((call) => (call.url.endsWith("/api/info") ? result(INFO) : answer(call)));
    const requests = () => staged.calls.filter(({ url }) => !url.endsWith("/api/info"));
    return { ...staged, requests, gcs: staged.account.gcs(VOUCHED) };
  }

  /** Returns a GCS client whose endpoint responds to `/api/info` with `info`. */
  function stubInfo(info) {
    const staged = stub(({ url }) => (url.endsWith("/api/info") ? info : result()));
    return { ...staged, gcs: staged.account.gcs(VOUCHED) };
  }

  /** Returns a GCS client of an address. Its server reports `info`, and Transfer responds with `transferReply()`. */
  function stubAddress(info, transferReply, address = HOST) {
    const staged = stub(({ url }) => (url.endsWith("/api/info") ? result(info) : url.startsWith(TRANSFER_URL) ? transferReply() : result()));
    const endpointGrants = () => staged.grants.filter(({ init }) => requestedScope(init).includes("manage_collections"));
    return { ...staged, endpointGrants, gcs: staged.account.gcs(address) };
  }

  /** Returns the document that a method sends. */
  async function sentDocument(name, ...args) {
    const { gcs, requests } = stubEndpoint();
    await gcs[name](...args);
    return JSON.parse(requests()[0].init.body);
  }

  test("gcs: a document gets the oldest version that has all its members", async () => {
    for (const [members, version] of [
      [{}, "1.0.0"],
      [{ enable_https: false }, "1.1.0"],
      [{ user_message: "x".repeat(64) }, "1.1.0"],
      [{ user_message: "x".repeat(65) }, "1.7.0"],
      [{ guest_auth_policy_id: null }, "1.6.0"],
      [{ enable_https: true, delete_protected: undefined, force_verify: true }, "1.4.0"],
      [{ associated_flow_policy: {}, activity_notification_policy: {} }, "1.15.0"],
    ]) {
      const document = Object.freeze({ collection_type: "mapped", ...members });
      const expected = { ...JSON.parse(JSON.stringify(document)), DATA_TYPE: `collection#${version}` };
      assert.deepEqual(await sentDocument("createCollection", document), expected);
      assert.deepEqual(await sentDocument("updateCollection", ID, document), expected);
    }
    const gateway = { display_name: "Files", require_mfa: false };
    for (const args of [
      ["createStorageGateway", gateway],
      ["updateStorageGateway", ID, gateway],
    ]) {
      assert.deepEqual(await sentDocument(...args), { ...gateway, DATA_TYPE: "storage_gateway#1.1.0" });
    }
    assert.deepEqual(await sentDocument("updateStorageGateway", ID, {}), { DATA_TYPE: "storage_gateway#1.0.0" });
    assert.deepEqual(await sentDocument("updateEndpoint", { public: true }), { public: true, DATA_TYPE: "endpoint#1.0.0" });
    const port = { gridftp_control_channel_port: null };
    assert.deepEqual(await sentDocument("updateEndpoint", port), { ...port, DATA_TYPE: "endpoint#1.1.0" });
    for (const members of [{}, { DATA_TYPE: undefined }]) {
      assert.deepEqual(await sentDocument("createRole", { role: "owner", ...members }), { role: "owner", DATA_TYPE: "role#1.0.0" });
    }
    for (const args of [
      ["createUserCredential", {}],
      ["updateUserCredential", ID, {}],
    ]) {
      assert.deepEqual(await sentDocument(...args), { DATA_TYPE: "user_credential#1.0.0" });
    }
  });

  test("gcs: a version of the caller stays unchanged, and so do policies", async () => {
    for (const [name, document] of [
      ["createCollection", { DATA_TYPE: "collection#1.9.0", collection_type: "guest", enable_https: true }],
      [
        "createStorageGateway",
        { DATA_TYPE: "storage_gateway#1.3.0", require_mfa: true, policies: { groups_allow: ["a"] } },
      ],
      ["updateEndpoint", { DATA_TYPE: "endpoint#1.2.0" }],
      ["createRole", { DATA_TYPE: "role#1.1.0" }],
      ["createUserCredential", { DATA_TYPE: "user_credential#1.1.0" }],
    ]) {
      assert.deepEqual(await sentDocument(name, document), document);
    }
  });

  test("gcs: a new collection is a guest collection with a mapped_collection_id, or mapped with a storage_gateway_id", async () => {
    const type = async (document) => (await sentDocument("createCollection", document)).collection_type;
    assert.equal(await type({ mapped_collection_id: ID }), "guest");
    assert.equal(await type({ mapped_collection_id: ID, storage_gateway_id: ID }), "guest");
    assert.equal(await type({ storage_gateway_id: ID, mapped_collection_id: undefined }), "mapped");
    assert.equal(await type({ mapped_collection_id: ID, collection_type: "new" }), "new");
    assert.isUndefined(await type({ display_name: "x" }));
  });

  test("gcs: a result is returned unchanged, with the members around its documents", async () => {
    const collection = { DATA_TYPE: "collection#1.0.0", id: ID, more: [1] };
    const { gcs } = stubEndpoint(() => result(collection));
    assert.deepEqual(await gcs.getCollection(ID), {
      DATA_TYPE: "result#1.1.0",
      code: "success",
      http_response_code: 200,
      data: [collection],
    });
  });

  test("gcs: lists continue with their marker until has_next_page is false", async () => {
    for (const [name, path] of [
      ["getCollectionList", "collections"],
      ["getStorageGatewayList", "storage_gateways"],
      ["getRoleList", "roles"],
      ["getUserCredentialList", "user_credentials"],
    ]) {
      const pages = [
        { data: [{ id: 1 }], has_next_page: true, marker: "m/1" },
        { data: [{ id: 2 }], has_next_page: false, marker: "" },
      ];
      const { gcs, requests, grants } = stubEndpoint(() => json(pages.shift()));
      assert.deepEqual(await gcs[name]({ include: ["a", "b"], page_size: 1 }).toArray(), [{ id: 1 }, { id: 2 }]);
      const base = `https://${HOST}/api/${path}?include=a%2Cb&page_size=1`;
      assert.deepEqual(
        requests().map(({ url }) => url),
        [base, `${base}&marker=m%2F1`],
      );
      assert.lengthOf(grants, 1);
    }
  });

  test("gcs: deletions are retried after a server error, other changes are not", async () => {
    const { gcs, requests } = stubEndpoint(() => json({}, { status: 500 }));
    for (const [name, ...args] of [
      ["updateCollection", ID, {}],
      ["createRole", {}],
      ["deleteRole", ID],
    ]) {
      assert.equal((await failure(gcs[name](...args, {}, { retries: 1 }))).status, 500);
    }
    assert.deepEqual(
      requests().map(({ init }) => init.method),
      ["PATCH", "POST", "DELETE", "DELETE"],
    );
  });

  const COLLECTION = { entity_type: "GCSv5_guest_collection", owner_id: ENDPOINT, gcs_manager_url: `https://${HOST}` };

  test("gcs: the endpoint of a collection is the one that Transfer names, whatever its server reports", async () => {
    for (const [document, server] of [
      [COLLECTION, ENDPOINT],
      [{ ...COLLECTION, owner_id: ENDPOINT.toUpperCase(), gcs_manager_url: `https://${HOST}/api/` }, ENDPOINT],
      [{ ...COLLECTION, entity_type: "GCSv5_endpoint", id: ENDPOINT, owner_id: ID }, ENDPOINT],
    ]) {
      const { account, calls, grants } = stub(({ url }) =>
        url.includes("/v0.10/endpoint/") ? json(document) : result({ ...INFO, client_id: ID }),
      );
      const gcs = account.gcs({ collection: "c" });
      await gcs.getEndpoint();
      await gcs.getRole("r");
      assert.deepEqual(
        calls.map(({ url }) => url),
        [`${TRANSFER_URL}/endpoint/c`, `https://${HOST}/api/endpoint`, `https://${HOST}/api/roles/r`],
      );
      assert.equal(requestedScope(grants.at(-1).init), `${URN}${server}:manage_collections`);
    }
  });

  test("gcs: a collection without a Globus Connect Server endpoint, or without a secure URL, is rejected", async () => {
    for (const members of [
      { gcs_manager_url: undefined },
      { gcs_manager_url: `http://${HOST}` },
      { gcs_manager_url: `https://x@${HOST}` },
      { owner_id: "transfer.api.globus.org" },
      { owner_id: undefined },
    ]) {
      const { account, calls } = stub(() => json({ ...COLLECTION, ...members }));
      const error = await failure(account.gcs({ collection: "c" }).getEndpoint());
      assert.deepInclude(error, { code: "invalid_argument", field: "collection" });
      assert.lengthOf(calls, 1);
    }
  });

  test("gcs: calls at once share one request for the endpoint of an address, which is repeated after a failure", async () => {
    if (!sharesRequests) return;
    const answers = [json({}, { status: 404 }), result({ ...INFO, client_id: ENDPOINT.toUpperCase() })];
    const { account, calls, grants } = stub(({ url }) => (url.endsWith("/api/info") ? answers.shift() : result()));
    const gcs = account.gcs(VOUCHED);
    const [first, second] = await Promise.all([failure(gcs.getEndpoint()), failure(gcs.getRole("r"))]);
    assert.deepEqual([first.status, second.status, calls.length], [404, 404, 1]);
    await Promise.all([gcs.getEndpoint(), gcs.getRole("r")]);
    assert.lengthOf(calls, 4);
    assert.equal(requestedScope(grants.at(-1).init), `${URN}${ENDPOINT}:manage_collections`);
  });

  test("gcs: an address whose server names no valid endpoint gets no token", async () => {
    for (const client_id of [undefined, null, 5, "transfer.api.globus.org", `${ENDPOINT}:all x`, `${ENDPOINT}\n`]) {
      const { gcs, calls, grants } = stubInfo(result({ ...INFO, client_id }));
      assert.equal((await failure(gcs.getEndpoint())).code, "invalid_response");
      assert.deepEqual([calls.length, grants.length], [1, 0]);
    }
    const { gcs, calls } = stubInfo(new Response(null, { status: 302, headers: { location: "https://other.test" } }));
    assert.equal((await failure(gcs.getEndpoint())).code, "invalid_response");
    assert.lengthOf(calls, 1);
  });

  const DESCRIBED = { entity_type: "GCSv5_endpoint", id: ENDPOINT, owner_id: ENDPOINT, gcs_manager_url: `https://${HOST}` };

  test("gcs: an address gets a token if Transfer reports it for the endpoint that its server names, in whatever form", async () => {
    for (const [info, document, address] of [
      [INFO, DESCRIBED, HOST],
      [INFO, { ...DESCRIBED, gcs_manager_url: `https://${HOST}/` }, `https://${HOST.toUpperCase()}:443/api/`],
      // An endpoint whose client has another id.
      [{ ...INFO, endpoint_id: ID }, { ...DESCRIBED, id: ID }, HOST],
    ]) {
      const { gcs, calls, grants } = stubAddress(info, () => json(document), address);
      await gcs.getEndpoint();
      await gcs.getRole("r");
      const urls = calls.map(({ url }) => url);
      assert.deepEqual(urls, [
        `https://${HOST}/api/info`,
        `${TRANSFER_URL}/endpoint/${info.endpoint_id ?? ENDPOINT}`,
        `https://${HOST}/api/endpoint`,
        `https://${HOST}/api/roles/r`,
      ]);
      assert.equal(requestedScope(grants.at(-1).init), `${URN}${ENDPOINT}:manage_collections`);
    }
  });

  test("gcs: a server that names an endpoint at another address gets no token", async () => {
    const elsewhere = { ...DESCRIBED, gcs_manager_url: "https://victim.data.globus.org" };
    for (const [info, document] of [
      [INFO, elsewhere],
      [INFO, { ...DESCRIBED, gcs_manager_url: null }],
      [INFO, { ...DESCRIBED, gcs_manager_url: `https://${HOST}:8443` }],
      [INFO, { ...DESCRIBED, gcs_manager_url: `https://${HOST}/other` }],
      [INFO, { entity_type: "GCSv5_endpoint" }],
      // The server's own endpoint, with the client of another endpoint.
      [{ ...INFO, endpoint_id: ID }, { ...DESCRIBED, id: ID, owner_id: ID }],
    ]) {
      const { gcs, calls, endpointGrants } = stubAddress(info, () => json(document));
      const error = await failure(gcs.getCollectionList());
      assert.deepInclude(error, { name: "GlobusConfigError", code: "foreign_origin", field: "address" });
      assert.include(error.advice, `account.gcs({ endpoint: "${info.endpoint_id ?? ENDPOINT}" })`);
      assert.deepEqual([endpointGrants().length, calls.length], [0, 2], JSON.stringify(document));
      for (const { headers } of calls.filter(({ url }) => url.includes(HOST))) assert.isNull(headers.get("authorization"));
    }
  });

  test("gcs: if Transfer does not show the endpoint, the advice names { endpoint, address }; any other error of Transfer is the call's error", async () => {
    for (const status of [403, 404]) {
      const { gcs, endpointGrants } = stubAddress(INFO, () => json({ code: "EndpointNotFound", message: "gone" }, { status }));
      const error = await failure(gcs.getEndpoint());
      assert.deepInclude(error, { code: "foreign_origin", field: "address" });
      assert.include(error.advice, `account.gcs({ endpoint: "${ENDPOINT}", address })`);
      assert.equal(error.cause.status, status);
      assert.isEmpty(endpointGrants());
    }
    const { gcs } = stubAddress(INFO, () => json({}, { status: 500 }));
    assert.deepInclude(await failure(gcs.getEndpoint(undefined, { retries: 0 })), { code: "server_error", service: "transfer" });
  });

  test("gcs: with { endpoint, address } no request goes to Transfer, but the server must report that endpoint", async () => {
    const { account, calls, grants } = stub(({ url }) => (url.endsWith("/api/info") ? result(INFO) : result()));
    await account.gcs({ endpoint: ENDPOINT.toUpperCase(), address: `https://${HOST}/api` }).getEndpoint();
    assert.deepEqual(
      calls.map(({ url }) => url),
      [`https://${HOST}/api/info`, `https://${HOST}/api/endpoint`],
    );
    assert.equal(requestedScope(grants.at(-1).init), `${URN}${ENDPOINT}:manage_collections`);
    for (const info of [{ ...INFO, client_id: ID }, { ...INFO, client_id: ID, endpoint_id: ENDPOINT }]) {
      const { gcs, calls, grants } = stubInfo(result(info));
      assert.deepInclude(await failure(gcs.getEndpoint()), { code: "foreign_origin", field: "address" });
      assert.deepEqual([calls.length, grants.length], [1, 0]);
    }
  });

  test("gcs: with { endpoint } the address comes from Transfer, which must report an endpoint", async () => {
    const { account, calls, grants } = stub(({ url }) => (url.startsWith(TRANSFER_URL) ? json(DESCRIBED) : result()));
    await account.gcs({ endpoint: ENDPOINT }).getEndpoint();
    assert.deepEqual(
      calls.map(({ url }) => url),
      [`${TRANSFER_URL}/endpoint/${ENDPOINT}`, `https://${HOST}/api/endpoint`],
    );
    assert.equal(requestedScope(grants.at(-1).init), `${URN}${ENDPOINT}:manage_collections`);
    for (const entity_type of ["GCSv5_mapped_collection", "GCP_mapped_collection"]) {
      const { account } = stub(() => json({ ...DESCRIBED, entity_type }));
      const error = await failure(account.gcs({ endpoint: ENDPOINT }).getEndpoint());
      assert.deepInclude(error, { code: "invalid_argument", field: "endpoint" });
    }
  });

  test("gcs: the endpoint of an address is requested once per account, and a limited number is remembered", async () => {
    const { account, calls } = stubAddress(INFO, () => json(DESCRIBED));
    const infoRequests = () => calls.filter(({ url }) => url.endsWith("/api/info")).length;
    for (let time = 0; time < 3; time++) await account.gcs(HOST).getEndpoint();
    assert.equal(infoRequests(), 1);
    for (let number = 0; number < 1000; number++) account.gcs(`x${number}.data.globus.org`);
    await account.gcs(HOST).getEndpoint();
    assert.equal(infoRequests(), 2);
  });

  test("gcs: the fake's Transfer finds its endpoints by id, address and collection", async () => {
    const { account, fake, client } = stage();
    const endpoint = fake.addEndpoint({ displayName: "Campus", owner: client.identityId });
    const options = { type: "mapped", endpoint: endpoint.id, storageGateway: endpoint.addStorageGateway() };
    const { id: collection } = fake.addCollection({ displayName: "Cluster", owner: client.identityId, ...options });
    const names = [endpoint.managerUrl, { endpoint: endpoint.id }, { collection }];
    for (const name of [...names, { endpoint: endpoint.id, address: endpoint.managerUrl }]) {
      assert.equal((await account.gcs(name).getEndpoint()).data[0].display_name, "Campus");
    }
    const hidden = fake.addEndpoint({ displayName: "Hidden", owner: client.identityId });
    fake.inject({ service: "transfer", status: 403, body: { code: "PermissionDenied", message: "private" } });
    assert.equal((await failure(account.gcs(hidden.managerUrl).getEndpoint())).code, "foreign_origin");
    const vouched = account.gcs({ endpoint: hidden.id, address: hidden.managerUrl });
    assert.equal((await vouched.getEndpoint()).data[0].display_name, "Hidden");
  });

  test("gcs: a call that is aborted before it begins sends nothing; one that is aborted during the request for the endpoint ends alone", async () => {
    if (!sharesRequests) return;
    const info = deferred();
    const { gcs, calls } = stubInfo(info.promise);
    const reason = new Error("mine");
    const failWithSignal = (signal) => failure(gcs.getEndpoint(undefined, { signal }));
    assert.equal(await failWithSignal(AbortSignal.abort(reason)), reason);
    assert.lengthOf(calls, 0);
    const controller = new AbortController();
    const [aborted, other] = [failWithSignal(controller.signal), gcs.getEndpoint()];
    controller.abort(reason);
    assert.equal(await aborted, reason);
    info.resolve(result(INFO));
    await other;
    assert.lengthOf(calls, 2);
  });

  test("gcs: an argument that is not an address, an endpoint or a collection is rejected at once", async () => {
    const { account } = stubEndpoint();
    for (const [field, endpoint] of [
      ...[undefined, null, 5, Symbol("x")].map((invalid) => ["address", invalid]),
      ...["", "http://x.test", "https://u@x.test", "x y"].map((invalid) => ["address", invalid]),
      ...[{}, { collection: null }, { collection: 5 }, { collection: ".." }].map((invalid) => ["collection", invalid]),
      ...[{ endpoint: 5 }, { endpoint: "x" }, { endpoint: "transfer.api.globus.org" }].map((invalid) => ["endpoint", invalid]),
      ["endpoint", { address: HOST }],
      ["address", { endpoint: ENDPOINT, address: "http://x.test" }],
      ["collection", { endpoint: ENDPOINT, collection: ID }],
    ]) {
      let error;
      try {
        account.gcs(endpoint);
      } catch (thrown) {
        error = thrown;
      }
      assert.deepInclude(error, { code: "invalid_argument", field });
    }
  });
}
