// What FakeGlobus promises of `serve()`, which is for Node only.
import { helpers } from "./helpers.mjs";

const SERVICES = ["auth", "transfer", "groups", "search", "flows", "timers", "compute"];

export default function register(test, env) {
  const { assert, ServiceAccount, FakeGlobus, runtime } = env;
  const { stage } = helpers(env);
  if (runtime !== "node") return;

  /** A request of one's own making; the answer is there even when it comes before all is sent. */
  async function ask(url, { method = "GET", body, ca, headers: sentHeaders } = {}) {
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

  const served = async (body, options) => {
    const staged = stage();
    const server = await staged.fake.serve(options);
    try {
      await body({ ...staged, server });
    } finally {
      await server.close();
    }
  };

  test("fake serve: what comes for no service is told where the services are, by any method and with any body", () =>
    served(async ({ server }) => {
      const large = Buffer.alloc(8_000_000, "x");
      const wrong = ["/", "", "/v0.10/task_list", "/transferred/v0.10/task_list", "/transfer/../v0.10/task_list", "/?a=b"];
      const requests = [
        ...wrong.map((path) => ({ path })),
        ...["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "TRACE"].map((method) => ({ path: "/x", method })),
        { path: "/v2/oauth2/token", method: "POST", body: "grant_type=client_credentials" },
        { path: "/files/a.bin", method: "PUT", body: large },
      ];
      for (const { path, ...options } of requests) {
        const { status, type, text } = await ask(server.url + path, options);
        const what = `${options.method ?? "GET"} ${path}`;
        assert.equal(status, 404, what);
        assert.equal(type, "application/json", what);
        const { code, message, serviceUrls, origins } = JSON.parse(text);
        assert.equal(code, "NotFound", what);
        assert.deepEqual([serviceUrls, origins], [server.serviceUrls, server.origins], what);
        for (const name of SERVICES) {
          assert.include(message, server.serviceUrls[name], what);
          assert.include(message, server.origins[name], what);
        }
      }
      assert.equal((await ask(`${server.url}/`, { method: "HEAD" })).status, 404);
    }));

  test("fake serve: a reset connection is still what a fault makes it", () =>
    served(async ({ fake, server }) => {
      fake.inject({ service: "transfer", network: true });
      const failed = await ask(`${server.serviceUrls.transfer}/v0.10/task_list`).catch(({ code }) => code);
      assert.equal(failed, "ECONNRESET");
    }));

  test("fake serve: each service has an origin of its own, and `env` names those", () =>
    served(async ({ fake, client, server }) => {
      const { clientId, clientSecret } = client;
      const origins = SERVICES.map((name) => server.origins[name]);
      for (const origin of origins) assert.match(origin, /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.equal(new Set([...origins, server.url]).size, SERVICES.length + 1);
      const named = (name) => server.env[`GLOBUS_SDK_SERVICE_URL_${name.toUpperCase()}`];
      for (const name of SERVICES) assert.equal(named(name), server.origins[name], name);
      assert.equal(named("timer"), server.origins.timers, "as Globus's SDK for Python calls it");
      const credentials = { GLOBUS_CLIENT_ID: clientId, GLOBUS_CLIENT_SECRET: clientSecret };
      const accounts = [
        [ServiceAccount.fromEnv({ ...server.env, ...credentials }), server.origins],
        [new ServiceAccount({ clientId, clientSecret, serviceUrls: server.serviceUrls }), server.serviceUrls],
      ];
      for (const [account, places] of accounts) {
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
        for (const { service, url } of fake.requests) assert.isTrue(url.startsWith(`${places[service]}/`), url);
      }
    }));

  test("fake serve: a service's own port answers as the service does, its unknown paths and its issuer too", () =>
    served(async ({ server }) => {
      const unknown = await ask(`${server.origins.compute}/nothing`);
      assert.deepInclude(JSON.parse(unknown.text), { status: "Failed", http_status_code: unknown.status });
      const { text } = await ask(`${server.origins.auth}/.well-known/openid-configuration`);
      assert.equal(JSON.parse(text).issuer, server.origins.auth);
    }));

  test("fake serve: documents of a service's own port name where collections listen", () =>
    served(
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

  test("fake serve: whoever has to log in for a file is sent to a page that is here", () =>
    served(
      async ({ fake, account, server }) => {
        const { id } = fake.addCollection({ displayName: "Data", files: { "a.txt": "a" } });
        const headers = { Authorization: await account.getAuthorizationHeader("transfer") };
        const { ca } = server;
        const { text } = await ask(`${server.origins.transfer}/v0.10/endpoint/${id}`, { ca, headers });
        const { status, location } = await ask(`${JSON.parse(text).https_server}/a.txt`, { ca });
        assert.equal(status, 302);
        assert.isTrue(location.startsWith(`${server.serviceUrls.auth}/`), location);
      },
      { tls: true },
    ));

  test("fake serve: `env` with tls names the authority for OpenSSL, requests, Globus's SDK and Node", () =>
    served(
      async ({ server }) => {
        const names = ["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "GLOBUS_SDK_VERIFY_SSL", "NODE_EXTRA_CA_CERTS"];
        for (const name of names) assert.equal(server.env[name], server.caFile, name);
      },
      { tls: true },
    ));

  test("fake serve: a port that is taken leaves nothing open and no file", async () => {
    const { readdir } = await import("node:fs/promises");
    const { tmpdir } = await import("node:os");
    const folders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("fake-globus-"));
    const handles = () => process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap").length;
    await served(async ({ server }) => {
      const before = [handles(), (await folders()).length];
      const port = Number(new URL(server.url).port);
      const failed = await new FakeGlobus().serve({ port, tls: true }).catch(({ code }) => code);
      assert.equal(failed, "EADDRINUSE");
      assert.deepEqual([handles(), (await folders()).length], before);
    });
  });
}
