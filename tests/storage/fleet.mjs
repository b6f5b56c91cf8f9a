// Many processes, each with its own account, and the number of grants they request from Globus Auth.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { FakeGlobus } from "globus-service-account/testing";
import { Redis } from "ioredis";
import { inTurns, output } from "./processes.mjs";

const tests = fileURLToPath(new URL("..", import.meta.url));
const script = join(tests, "storage/fleet-process.mjs");

const HOUR = 3_600_000;

/** Starts a fake Globus whose first grant returns a token with a lifetime of one hour. */
async function startFake(goesOn) {
  const fake = new FakeGlobus({ clock: "real" });
  const { clientId, clientSecret } = fake.addClient();
  const { env, close } = await fake.serve();
  const document = { access_token: "AgEnded", scope: "urn:globus:auth:scope:transfer.api.globus.org:all", token_type: "Bearer" };
  fake.inject({
    service: "auth",
    path: "/v2/oauth2/token",
    body: { ...document, resource_server: "transfer.api.globus.org", expires_in: 3600, other_tokens: [] },
    status: 200,
  });
  const variables = { ...env, GLOBUS_CLIENT_ID: clientId, GLOBUS_CLIENT_SECRET: clientSecret };
  /** Runs one process, which makes one call. Returns its result. */
  const run = async (...args) => {
    const environment = { ...process.env, ...variables };
    return JSON.parse(await output(process.execPath, [script, ...args], { cwd: tests, env: environment }, goesOn));
  };
  return { fake, clientId, run, close };
}

export default function (test, { assert, redisUrl }) {
  /**
   * Runs `count` processes by whose clocks the stored token has expired. Checks that each makes a successful call, with
   * few grants.
   */
  async function checkExpiredToken(args, count, checkStored, goesOn) {
    const { fake, clientId, run, close } = await startFake(goesOn);
    try {
      await run(...args, "getToken", 0);
      await checkStored(clientId);
      fake.clearRequests();
      const results = await inTurns(Array(count).fill(), () => run(...args, "getSubmissionId", 2 * HOUR));
      assert.isTrue(results.every(({ ok }) => ok), JSON.stringify(results.find(({ ok }) => !ok)));
      assert.isAtLeast(fake.grants, 1);
      assert.isAtMost(fake.grants, 3);
      assert.equal(fake.count({ service: "transfer" }), count);
      return results;
    } finally {
      await close();
    }
  }

  for (const library of ["redis", "ioredis"]) {
    test(`fleet: 50 processes, many at once, over an expired token in Redis (${library}) make at most 3 grants`, async (goesOn) => {
      const admin = new Redis(redisUrl);
      const checkStored = async (clientId) => assert.lengthOf(await admin.keys(`gsa1:*:${clientId}:*`), 1);
      await checkExpiredToken([library, redisUrl], 50, checkStored, goesOn).finally(() => admin.quit());
    });
  }

  test("fleet: 20 processes, many at once, over an expired token in a file make at most 3 grants", async (goesOn) => {
    const folder = mkdtempSync(join(tmpdir(), "globus-service-account-"));
    const path = join(folder, "tokens.json");
    const checkStored = async (clientId) => assert.include(readFileSync(path, "utf8"), clientId);
    await checkExpiredToken(["file", path], 20, checkStored, goesOn).finally(() => rmSync(folder, { recursive: true }));
  });
}
