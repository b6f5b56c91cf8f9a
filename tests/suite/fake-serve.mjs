// `serve()` of FakeGlobus, which exists on Node only.
import { helpers } from "./helpers.mjs";

const SERVICES = ["auth", "transfer", "groups", "search", "flows", "timers", "compute"];

export default function register(test, env) {
  const { assert, ServiceAccount, FakeGlobus, runtime } = env;
  const { stage } = helpers(env);
  if (runtime !== "node") return;

  /** Sends a request with `node:http`. Returns the response, also if it arrives before the whole body is sent. */
  async function send(url, { method = "GET", body, ca, headers: sentHeaders } = {}) {
    const { request } = await import(url.startsWith("https:") ? "node:https" : "node:http");
    return new Promise((resolve, reject) => {
      const sent = request(url, { method, ca, headers: sentHeaders }, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => {
          const { statusCode: status, headers } = response;
          resolve({ status, type: headers["content-type"], location: headers.location, text: String(Buffer.concat(chunks)) });
        });
      });
      sent.on("error", reject).end(body);
    });
  }

  const withServer = async (body, options) => {
    const staged = stage();
    const server = await staged.fake.serve(options);
    try {
      await body({ ...staged, server });
    } finally {
      await server.close();
    }
  };

  test("fake serve: a request to no service is a 404 with the URLs of all services, for any method and body", () =>
    withServer(async ({ server }) => {
      const large = Buffer.alloc(8_000_000, "x");
      const paths = ["/", "", "/v0.10/task_list", "/transferred/v0.10/task_list", "/transfer/../v0.10/task_list", "/?a=b"];
      const requests = [
        ...paths.map((path) => ({ path })),
        ...["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "TRACE"].map((method) => ({ path: "/x", method })),
        { path: "/v2/oauth2/token", method: "POST", body: "grant_type=client_credentials" },
        { path: "/files/a.bin", method: "PUT", body: large },
      ];
      for (const { path, ...options } of requests) {
        const { status, type, text } = await send(server.url + path, options);
        const name = `${options.method ?? "GET"} ${path}`;
        assert.equal(status, 404, name);
        assert.equal(type, "application/json", name);
        const { code, message, serviceUrls, origins } = JSON.parse(text);
        assert.equal(code, "NotFound", name);
        assert.deepEqual([serviceUrls, origins], [server.serviceUrls, server.origins], name);
        for (const service of SERVICES) {
          assert.include(message, server.serviceUrls[service], name);
          assert.include(message, server.origins[service], name);
        }
      }
      assert.equal((await send(`${server.url}/`, { method: "HEAD" })).status, 404);
    }));

  test("fake serve: a fault with `network` resets the connection", () =>
    withServer(async ({ fake, server }) => {
      fake.inject({ service: "transfer", network: true });
      const failed = await send(`${server.serviceUrls.transfer}/v0.10/task_list`).catch(({ code }) => code);
      assert.equal(failed, "ECONNRESET");
    }));

  test("fake serve: each service has its own origin, which `env` contains", () =>
    withServer(async ({ fake, client, server }) => {
      const { clientId, clientSecret } = client;
      const origins = SERVICES.map((name) => server.origins[name]);
      for (const origin of origins) assert.match(origin, /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.equal(new Set([...origins, server.url]).size, SERVICES.length + 1);
      const urlInEnv = (name) => server.env[`GLOBUS_SDK_SERVICE_URL_${name.toUpperCase()}`];
      for (const name of SERVICES) assert.equal(urlInEnv(name), server.origins[name], name);
      assert.equal(urlInEnv("timer"), server.origins.timers, "the name in Globus's SDK for Python");
      const credentials = { GLOBUS_CLIENT_ID: clientId, GLOBUS_CLIENT_SECRET: clientSecret };
      const accounts = [
        [ServiceAccount.fromEnv({ ...server.env, ...credentials }), server.origins],
        [new ServiceAccount({ clientId, clientSecret, serviceUrls: server.serviceUrls }), server.serviceUrls],
      ];
      for (const [account, urls] of accounts) {
        fake.clearRequests();
        await account.transfer.taskList();
        await account.groups.getMyGroups();
        await account.search.indexList();
        await account.flows.listFlows();
        await account.timers.listJobs();
        await account.computeV2.getEndpoints();
        assert.sameMembers(
          [...new Set(fake.requests.map(({ service }) => service))],
          SERVICES,
        );
        for (const { service, url } of fake.requests) assert.isTrue(url.startsWith(`${urls[service]}/`), url);
      }
    }));

  test("fake serve: a service's own port responds in the service's format, also for unknown paths and the issuer", () =>
    withServer(async ({ server }) => {
      const unknown = await send(`${server.origins.compute}/nothing`);
      assert.deepInclude(JSON.parse(unknown.text), { status: "Failed", http_status_code: unknown.status });
      const { text } = await send(`${server.origins.auth}/.well-known/openid-configuration`);
      assert.equal(JSON.parse(text).issuer, server.origins.auth);
    }));

  test("fake serve: documents of a service's own port contain the URLs of collections' servers", () =>
    withServer(
      async ({ fake, account, server }) => {
        const { id } = fake.addCollection({ displayName: "Data", domain: "a1b2c.data.globus.org" });
        const header = await account.getAuthorizationHeader("transfer");
        const { request } = await import("node:https");
        const document = await new Promise((resolve, reject) => {
          const url = `${server.origins.transfer}/v0.10/endpoint/${id}`;
          const sent = request(url, { ca: server.ca, headers: { Authorization: header } }, async (response) => {
            resolve(JSON.parse(Buffer.concat(await response.toArray()).toString()));
          });
          sent.on("error", reject).end();
        });
        assert.match(document.https_server, /^https:\/\/127\.0\.0\.1:\d+$/);
      },
      { tls: true },
    ));

  test("fake serve: the redirect to the login for a file is a URL of the server", () =>
    withServer(
      async ({ fake, account, server }) => {
        const { id } = fake.addCollection({ displayName: "Data", files: { "a.txt": "a" } });
        const headers = { Authorization: await account.getAuthorizationHeader("transfer") };
        const { ca } = server;
        const { text } = await send(`${server.origins.transfer}/v0.10/endpoint/${id}`, { ca, headers });
        const { status, location } = await send(`${JSON.parse(text).https_server}/a.txt`, { ca });
        assert.equal(status, 302);
        assert.isTrue(location.startsWith(`${server.serviceUrls.auth}/`), location);
      },
      { tls: true },
    ));

  test("fake serve: with tls, `env` names the authority's file for OpenSSL, requests, Globus's SDK and Node", () =>
    withServer(
      async ({ server }) => {
        const names = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "GLOBUS_SDK_VERIFY_SSL", "NODE_EXTRA_CA_CERTS"];
        for (const name of names) assert.equal(server.env[name], server.caFile, name);
      },
      { tls: true },
    ));

  test("fake serve: a failure to listen leaves no open socket and no file", async () => {
    const { readdir } = await import("node:fs/promises");
    const { tmpdir } = await import("node:os");
    const folders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("fake-globus-"));
    const handles = () => process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap").length;
    await withServer(async ({ server }) => {
      const before = [handles(), (await folders()).length];
      const port = Number(new URL(server.url).port);
      const failed = await new FakeGlobus().serve({ port, tls: true }).catch(({ code }) => code);
      assert.equal(failed, "EADDRINUSE");
      assert.deepEqual([handles(), (await folders()).length], before);
    });
  });
}
