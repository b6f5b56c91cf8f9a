// Older versions of Globus's SDK for Python: version 2, which reads service URLs from a settings file or an argument,
// and version 3. tests/upstream tests the newest version.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withoutIds } from "./requests.mjs";

/** @param {(name: string, body: (stage: import("./run.mjs").Stage) => Promise<void>, options: object) => void} test */
export default function register(test) {
  const scenario = (version, name, body) =>
    test(`globus-sdk ${version}: ${name}`, async (stage) => {
      const served = await stage.serve();
      const { fake, client } = served;
      const permissions = [{ principal: client.identityId, permissions: "rw" }];
      const files = { share: { "a.txt": "alpha", sub: { "b.bin": { size: 5e6 } } } };
      const source = fake.addCollection({ displayName: "Station 1", files, permissions });
      const destination = fake.addCollection({ displayName: "Station 2", permissions });
      const closed = fake.addCollection({ displayName: "Closed" });
      const args = { source: source.id, destination: destination.id, closed: closed.id };
      fake.inject({ service: "transfer", path: /task_list/, status: 401 });
      await body({ ...stage, ...served, args });
      assert.equal(destination.files.readText("/copy/a.txt"), "alpha");
      stage.recordUse(`globus-sdk ${version}`, "requests", fake.requests.map(withoutIds));
    }, { python: `sdk-${version}` });

  const expected = {
    servers: ["auth.globus.org", "transfer.api.globus.org"],
    lifetime: true,
    names: ["a.txt", "sub"],
    code: "Accepted",
    done: true,
    status: "SUCCEEDED",
    moved: ["/copy/a.txt", "/copy/sub/b.bin"],
    renamed: ["b.txt"],
    searched: 2,
    mine: true,
    denied: [403, "EndpointPermissionDenied"],
    absent: [404, "EndpointNotFound"],
    wrong: 401,
    revoked: [true, false],
    renewed: true,
  };

  for (const urlKind of ["serviceUrls", "origins"]) {
    scenario(2, `grants, listings and transfers, with ${urlKind} as the argument of each client`, async (stage) => {
      const { args, env, python, server } = stage;
      assert.deepEqual(await python("sdk_2.py", { ...args, urls: server[urlKind] }, env), expected);
    });
  }

  scenario(2, "grants, listings and transfers, with the URLs in its settings file", async (stage) => {
    const { args, env, home, python, server } = stage;
    const lines = Object.entries(server.origins).map(([name, url]) => `${name}_service = ${url}/\n`);
    await writeFile(join(home, ".globus.cfg"), `[environment fake]\n${lines.join("")}`);
    assert.deepEqual(await python("sdk_2.py", args, { ...env, GLOBUS_SDK_ENVIRONMENT: "fake" }), expected);
  });

  scenario(3, "grants, listings, transfers and groups, with the URLs in environment variables", async ({ python, args, env }) => {
    const extraResults = { app: ["a.txt", "sub"], group: "Station", groups: 1, index: true, flows: 0 };
    assert.deepEqual(await python("sdk_3.py", args, env), { ...expected, ...extraResults });
  });
}
