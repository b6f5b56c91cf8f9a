// Many processes, each with an account of its own, and what they cost Globus Auth.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { FakeGlobus } from "globus-service-account/testing";
import { Redis } from "ioredis";

const tests = fileURLToPath(new URL("..", import.meta.url));
const script = join(tests, "storage/fleet-process.mjs");

/** Each takes a quarter of a second of a machine that may be busy. */
const LIMIT = 60_000;

/** A fake Globus whose first grant is of a token that has all but ended. */
async function globus() {
  const fake = new FakeGlobus({ clock: "real" });
  const { clientId, clientSecret } = fake.addClient();
  const { env, close } = await fake.serve();
  const document = { access_token: "AgEnded", scope: "urn:globus:auth:scope:transfer.api.globus.org:all", token_type: "Bearer" };
  fake.inject({
    service: "auth",
    path: "/v2/oauth2/token",
    body: { ...document, resource_server: "transfer.api.globus.org", expires_in: 1, other_tokens: [] },
    status: 200,
  });
  const variables = { ...env, GLOBUS_CLIENT_ID: clientId, GLOBUS_CLIENT_SECRET: clientSecret };
  /** One process, which makes one call. */
  const run = async (...args) => {
    const environment = { ...process.env, ...variables };
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { cwd: tests, env: environment });
    return JSON.parse(stdout);
  };
  return { fake, run, close };
}

/** Runs all, so many at a time. */
async function inTurns(count, atATime, run) {
  const results = [];
  for (let done = 0; done < count; done += atATime) {
    results.push(...(await Promise.all(Array.from({ length: atATime }, run))));
  }
  return results;
}

export default function (test, { assert, redisUrl }) {
  /** All make a call that succeeds; the token in the store has expired when they begin. */
  async function expired(args, count, atATime, keep) {
    const { fake, run, close } = await globus();
    try {
      await run(...args, "getToken");
      await keep();
      await setTimeout(1100);
      fake.clearRequests();
      const results = await inTurns(count, atATime, () => run(...args, "getSubmissionId"));
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
    test(`fleet: 50 processes, 10 at a time, over an expired token in Redis (${library}) make at most 3 grants`, async () => {
      const admin = new Redis(redisUrl);
      await admin.flushall();
      // As in a store that does not remove what has expired.
      const keep = async () => {
        const keys = await admin.keys("gsa1:*");
        assert.lengthOf(keys, 1);
        await admin.persist(keys[0]);
      };
      await expired([library, redisUrl], 50, 10, keep).finally(() => admin.quit());
    }, { limit: LIMIT });
  }

  test("fleet: 20 processes at once over an expired token in a file make at most 3 grants", async () => {
    const folder = mkdtempSync(join(tmpdir(), "globus-service-account-"));
    const path = join(folder, "tokens.json");
    await expired(["file", path], 20, 20, async () => {}).finally(() => rmSync(folder, { recursive: true }));
  }, { limit: LIMIT });
}
