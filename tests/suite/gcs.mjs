// Globus Connect Server: which version its documents are, and its lists.
import { helpers, json } from "./helpers.mjs";

const ID = "e1b2ae80-bbea-4828-986b-d29b2f9ce39b";
const ENDPOINT = "8cd26262-8fe3-43de-a98a-65abcfc2868c";
const HOST = "abc.xyz.data.globus.org";
const INFO = { DATA_TYPE: "info#1.0.0", client_id: ENDPOINT };

const result = (...data) => json({ DATA_TYPE: "result#1.1.0", code: "success", http_response_code: 200, data });

export default function (test, env) {
  const { assert } = env;
  const { stub, failure } = helpers(env);

  function place(answer = () => result()) {
    const staged = stub((call) => (call.url.endsWith("/api/info") ? result(INFO) : answer(call)));
    const requests = () => staged.calls.filter(({ url }) => !url.endsWith("/api/info"));
    return { ...staged, requests, gcs: staged.account.gcs(HOST) };
  }

  /** What is sent for a document. */
  async function sent(name, ...args) {
    const { gcs, requests } = place();
    await gcs[name](...args);
    return JSON.parse(requests()[0].init.body);
  }

  test("gcs: a document's version is the oldest that has all its members", async () => {
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
      assert.deepEqual(await sent("createCollection", document), expected);
      assert.deepEqual(await sent("updateCollection", ID, document), expected);
    }
    const gateway = { display_name: "Files", require_mfa: false };
    for (const args of [
      ["createStorageGateway", gateway],
      ["updateStorageGateway", ID, gateway],
    ]) {
      assert.deepEqual(await sent(...args), { ...gateway, DATA_TYPE: "storage_gateway#1.1.0" });
    }
    assert.deepEqual(await sent("updateStorageGateway", ID, {}), { DATA_TYPE: "storage_gateway#1.0.0" });
    assert.deepEqual(await sent("updateEndpoint", { public: true }), { public: true, DATA_TYPE: "endpoint#1.0.0" });
    const port = { gridftp_control_channel_port: null };
    assert.deepEqual(await sent("updateEndpoint", port), { ...port, DATA_TYPE: "endpoint#1.1.0" });
    for (const own of [{}, { DATA_TYPE: undefined }]) {
      assert.deepEqual(await sent("createRole", { role: "owner", ...own }), { role: "owner", DATA_TYPE: "role#1.0.0" });
    }
    for (const args of [
      ["createUserCredential", {}],
      ["updateUserCredential", ID, {}],
    ]) {
      assert.deepEqual(await sent(...args), { DATA_TYPE: "user_credential#1.0.0" });
    }
  });

  test("gcs: a version that the caller says stays, and so do policies", async () => {
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
      assert.deepEqual(await sent(name, document), document);
    }
  });

  test("gcs: a new collection is a guest on a mapped one, or mapped on a storage gateway", async () => {
    const type = async (document) => (await sent("createCollection", document)).collection_type;
    assert.equal(await type({ mapped_collection_id: ID }), "guest");
    assert.equal(await type({ mapped_collection_id: ID, storage_gateway_id: ID }), "guest");
    assert.equal(await type({ storage_gateway_id: ID, mapped_collection_id: undefined }), "mapped");
    assert.equal(await type({ mapped_collection_id: ID, collection_type: "new" }), "new");
    assert.isUndefined(await type({ display_name: "x" }));
  });

  test("gcs: results come as they are, with what is around the documents", async () => {
    const collection = { DATA_TYPE: "collection#1.0.0", id: ID, more: [1] };
    const { gcs } = place(() => result(collection));
    assert.deepEqual(await gcs.getCollection(ID), {
      DATA_TYPE: "result#1.1.0",
      code: "success",
      http_response_code: 200,
      data: [collection],
    });
  });

  test("gcs: lists go on by their marker while there is a next page", async () => {
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
      const { gcs, requests, grants } = place(() => json(pages.shift()));
      assert.deepEqual(await gcs[name]({ include: ["a", "b"], page_size: 1 }).toArray(), [{ id: 1 }, { id: 2 }]);
      const base = `https://${HOST}/api/${path}?include=a%2Cb&page_size=1`;
      assert.deepEqual(
        requests().map(({ url }) => url),
        [base, `${base}&marker=m%2F1`],
      );
      assert.lengthOf(grants, 1);
    }
  });

  test("gcs: changes are not repeated after a server error, deletions are", async () => {
    const { gcs, requests } = place(() => json({}, { status: 500 }));
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
}
