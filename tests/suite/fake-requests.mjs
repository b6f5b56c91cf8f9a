// Requests of other runtimes and clients to FakeGlobus, and invalid requests.
import { fakeStage } from "./fake-stage.mjs";

const TRANSFER = "https://transfer.api.globus.org/v0.10";
const TRANSFER_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all";

export default function register(test, { FakeGlobus, assert, runtime }) {
  const { stage: commonStage } = fakeStage({ FakeGlobus });

  async function stage(options) {
    const staged = await commonStage(options);
    const { fake, token, permissions, client } = staged;
    const data = fake.addCollection({ displayName: "Data", files: { share: {} }, permissions, owner: client.identityId });
    const bearer = async (scope = TRANSFER_ALL) => ({ Authorization: `Bearer ${await token(scope)}` });
    const httpsBearer = () => bearer(`https://auth.globus.org/scopes/${data.id}/https`);
    return { ...staged, data, bearer, httpsBearer };
  }

  /** Returns a request with a body but without the property `body`, as in Firefox and old runtimes. */
  const withoutBodyProperty = (url, init) =>
    new Proxy(new Request(url, init), {
      has: (request, name) => name !== "body" && name in request,
      get(request, name) {
        const value = name === "body" ? undefined : request[name];
        return typeof value === "function" ? value.bind(request) : value;
      },
    });

  const MKDIR = JSON.stringify({ DATA_TYPE: "mkdir", path: "/share/new" });

  test("fake requests: forms, documents and uploads are read from a request without the property `body`", async () => {
    const { fake, client, data, bearer, httpsBearer } = await stage();
    const basic = `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}`;
    const form = new URLSearchParams({ grant_type: "client_credentials", scope: TRANSFER_ALL });
    const init = { method: "POST", headers: { Authorization: basic }, body: form };
    const granted = await fake.fetch(withoutBodyProperty("https://auth.globus.org/v2/oauth2/token", init));
    assert.equal(granted.status, 200);
    const mkdir = { method: "POST", headers: await bearer(), body: MKDIR };
    const made = await fake.fetch(withoutBodyProperty(`${TRANSFER}/operation/endpoint/${data.id}/mkdir`, mkdir));
    assert.equal(made.status, 202);
    assert.deepEqual(fake.requests.at(-1).body, JSON.parse(MKDIR));
    const put = { method: "PUT", headers: await httpsBearer(), body: "written" };
    assert.equal((await fake.fetch(withoutBodyProperty(`${data.httpsServer}/share/new.txt`, put))).status, 200);
    assert.equal(data.files.readText("/share/new.txt"), "written");
    const get = { headers: await httpsBearer() };
    assert.equal(await (await fake.fetch(withoutBodyProperty(`${data.httpsServer}/share/new.txt`, get))).text(), "written");
  });

  // In other runtimes the global Request cannot be replaced.
  if (runtime === "node" || runtime === "deno" || runtime === "bun") {
    test("fake requests: the fake works in a runtime whose requests have no property `body`", async () => {
      const { fake, data, bearer, httpsBearer } = await stage();
      const { Request: Native } = globalThis;
      globalThis.Request = class extends Native {
        get body() {
          return undefined;
        }
      };
      try {
        const mkdir = { method: "POST", headers: await bearer(), body: MKDIR };
        assert.equal((await fake.fetch(`${TRANSFER}/operation/endpoint/${data.id}/mkdir`, mkdir)).status, 202);
        const put = { method: "PUT", headers: await httpsBearer(), body: new Uint8Array([0, 255]) };
        const request = new Request(`${data.httpsServer}/share/new.bin`, put);
        assert.equal((await fake.fetch(request)).status, 200);
        assert.deepEqual([...data.files.read("/share/new.bin")], [0, 255]);
      } finally {
        globalThis.Request = Native;
      }
    });
  }

  test("fake requests: fetch accepts a Request, a Request with changes, and a stream as body", async () => {
    const { fake, data, bearer } = await stage();
    const url = `${TRANSFER}/operation/endpoint/${data.id}/mkdir`;
    const request = new Request(url, { method: "POST", headers: await bearer(), body: MKDIR });
    assert.equal((await fake.fetch(request.clone())).status, 202);
    assert.equal((await fake.fetch(request, { headers: {}, signal: undefined })).status, 401);
    assert.isTrue(request.bodyUsed);
    const body = new Response(JSON.stringify({ DATA_TYPE: "mkdir", path: "/share/other" })).body;
    const streamed = { method: "POST", headers: await bearer(), body, duplex: "half" };
    assert.equal((await fake.fetch(url, streamed)).status, 202);
    const path = `/share/${"x".repeat(200_000)}`;
    const long = { method: "POST", headers: await bearer(), body: JSON.stringify({ DATA_TYPE: "mkdir", path }) };
    assert.equal((await fake.fetch(new URL(url), long)).status, 202);
    assert.isTrue(data.files.exists(path));
  });

  test("fake requests: an unknown path is a 404 that names it, below a service's URL and elsewhere on its host", async () => {
    const { fake, bearer } = await stage({ serviceUrls: { transfer: "https://proxy.example/transfer/" } });
    const get = async (url) => {
      const response = await fake.fetch(url, { headers: await bearer() });
      return [response.status, (await response.json()).message];
    };
    const [status, message] = await get("https://proxy.example/v0.10/task_list");
    assert.equal(status, 404);
    assert.include(message, "/v0.10/task_list");
    assert.include(message, "transfer at https://proxy.example/transfer");
    for (const path of ["/none", "/task_lis", "//task_list"]) {
      const [status, message] = await get(`${TRANSFER}${path}`);
      assert.equal(status, 404);
      assert.include(message, path.slice(1));
    }
    assert.equal((await get("https://proxy.example/transfer//v0.10/task_list"))[0], 404, "a double slash does not begin a host");
    assert.equal((await get("https://proxy.example/transfer/v0.10/task_list?limit=1"))[0], 200);
  });

  test("fake requests: a method that fetch leaves in lower case is refused", async () => {
    const { fake, bearer } = await stage();
    const send = async (method) => fake.fetch(`${TRANSFER}/task_list`, { method, headers: await bearer() });
    assert.equal((await send("get")).status, 200);
    // fetch leaves "patch" in lower case. Node prints a warning for it, and some runtimes convert it to upper case.
    const refused = await send(runtime === "node" ? "propfind" : "patch");
    if (refused.status !== 404) assert.deepEqual([refused.status, (await refused.json()).code], [400, "BadRequest"]);
  });

  test("fake requests: every service refuses a body that is not a JSON object", async () => {
    const { fake, token, client } = await stage();
    const { id: index } = fake.addIndex({ displayName: "I", roles: [{ principal: client.identityId, role: "owner" }] });
    const flows = "https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a";
    const timer = "https://auth.globus.org/scopes/524230d7-ea86-4a52-8312-86065a9e0417/timer";
    const compute = "https://auth.globus.org/scopes/facd7ccc-c5f4-42aa-916b-a0e270e2c2a9/all";
    const targets = [
      [TRANSFER_ALL, `${TRANSFER}/transfer`],
      ["urn:globus:auth:scope:groups.api.globus.org:all", "https://groups.api.globus.org/v2/groups"],
      ["urn:globus:auth:scope:search.api.globus.org:all", `https://search.api.globus.org/v1/index/${index}/ingest`],
      [`${flows}/manage_flows`, "https://flows.automate.globus.org/flows"],
      [timer, "https://timer.automate.globus.org/v2/timer"],
      [compute, "https://compute.api.globus.org/v2/functions"],
    ];
    for (const [scope, url] of targets) {
      const headers = { Authorization: `Bearer ${await token(scope)}` };
      for (const body of ["{", "[1]", "null", '"text"', "", new Uint8Array([255, 254])]) {
        const { status } = await fake.fetch(url, { method: "POST", headers, body });
        assert.isTrue(status >= 400 && status < 500, `${url} ${JSON.stringify(body)}: ${status}`);
      }
    }
  });

  test("fake requests: values that are not files are rejected, and the bytes of a file are copied", async () => {
    const { fake, data } = await stage();
    for (const invalid of [5, null, undefined, [1], new ArrayBuffer(2), new Map(), { size: -1 }, { size: 1.5 }]) {
      assert.throws(() => fake.addCollection({ displayName: "D", files: { "a.txt": invalid } }), TypeError);
      assert.throws(() => data.files.write("/a.txt", invalid), TypeError);
    }
    const bytes = new Uint8Array([1, 2, 3, 4]);
    data.files.write("/a.bin", bytes.subarray(1));
    bytes.fill(9);
    data.files.read("/a.bin").fill(8);
    assert.deepEqual([...data.files.read("/a.bin")], [2, 3, 4]);
  });

  // `serve()` exists on Node only.
  if (runtime !== "node") return;

  test("fake serve: no document contains a host of the Internet", async () => {
    const { fake, data, token, client, permissions } = await stage();
    const owner = client.identityId;
    for (let i = 0; i < 5; i++) fake.addCollection({ displayName: `More ${i}`, type: "mapped", permissions, owner });
    fake.addStreamAccessPoint({ displayName: "Point" });
    const flow = fake.addFlow({ owner });
    const server = await fake.serve();
    try {
      const { transfer, flows, auth } = server.serviceUrls;
      const FLOWS = "https://auth.globus.org/scopes/eec9b274-0c81-4334-bdc2-54e90e689b9a";
      const get = async (url, scope = TRANSFER_ALL) => {
        const response = await fetch(url, { headers: { Authorization: `Bearer ${await token(scope)}` } });
        assert.equal(response.status, 200, url);
        const text = await response.text();
        // Scopes have the form of URLs but are only names.
        const urls = text.match(/\b[a-z]+:\/\/[^"/]+/g)?.filter((url) => url !== "https://auth.globus.org") ?? [];
        for (const url of urls) assert.match(url, /^(http|tlsftp):\/\/127\.0\.0\.1:\d+$/);
        assert.notInclude(text, "data.globus.org");
        return JSON.parse(text);
      };
      const { DATA } = await get(`${transfer}/v0.10/endpoint_search?filter_scope=administered-by-me`);
      assert.isAtLeast(DATA.length, 6);
      const servers = DATA.filter(({ https_server: url }) => url).map(({ https_server: url }) => url);
      assert.equal(new Set(servers).size, servers.length);
      const { https_server: files, gcs_manager_url: manager } = await get(`${transfer}/v0.10/endpoint/${data.id}`);
      assert.include(servers, files);
      await get(`${transfer}/v0.10/endpoint/${data.id}/server_list`);
      await get(`${transfer}/v2/stream_access_points`);
      const { data: info } = await get(`${manager}/api/info`);
      assert.equal(`http://${info[0].domain_name}`, manager);
      await get(`${flows}/flows/${flow.id}`, `${FLOWS}/view_flows`);
      const { token_endpoint: endpoint } = await get(`${auth}/.well-known/openid-configuration`);
      assert.equal(endpoint, `${auth}/v2/oauth2/token`);
      const { status } = await fetch(`${server.url}/v0.10/task_list`);
      assert.equal(status, 404, "a client that omits the prefix of a service gets a 404");
    } finally {
      await server.close();
    }
  });
}
