// A Redis that goes away under load and comes back.
import { setTimeout } from "node:timers/promises";
import { ServiceAccount } from "globus-service-account";
import { redis } from "globus-service-account/storage/redis";
import { FakeGlobus } from "globus-service-account/testing";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { startRedis } from "./server.mjs";

const clients = {
  "redis": async (url) => {
    const client = createClient({ url }).on("error", () => {});
    await client.connect();
    return { client, close: () => client.destroy() };
  },
  // Its commands wait for the server to come back: for the account, a storage that hangs.
  "ioredis": async (url) => {
    const client = new Redis(url).on("error", () => {});
    return { client, close: () => client.disconnect() };
  },
  "ioredis, failing at once": async (url) => {
    const client = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0 }).on("error", () => {});
    await new Promise((resolve) => client.once("ready", resolve));
    return { client, close: () => client.disconnect() };
  },
};

export default function (test, { assert }) {
  for (const [name, connect] of Object.entries(clients)) {
    test(`outage: Redis (${name}) stopped under load: no call fails; started again: it is used again`, async () => {
      let server = await startRedis();
      const { client, close } = await connect(server.url);
      // Tokens that live for a moment keep the account coming back to its storage.
      const fake = new FakeGlobus({ clock: "real", tokenLifetime: 1 });
      const { clientId, clientSecret } = fake.addClient();
      const events = [];
      const onEvent = (event) => events.push(event);
      const account = new ServiceAccount({ clientId, clientSecret, fetch: fake.fetch, storage: redis(client), onEvent });
      const failures = [];
      let calls = 0;
      let loading = true;
      const load = (async () => {
        const waiting = [];
        while (loading) {
          calls += 1;
          waiting.push(account.transfer.getSubmissionId().catch((error) => failures.push(error)));
          await setTimeout(10);
        }
        await Promise.all(waiting);
      })();
      const count = (type) => events.filter((event) => event.type === type).length;
      /** Waits until something has happened; bounded by the test's own limit. */
      const until = async (happened) => {
        while (!happened()) await setTimeout(20);
      };
      await until(() => count("storage_miss") > 1);
      const { port } = server;
      await server.stop();
      await until(() => count("storage_failed") > 0);
      const down = calls;
      await until(() => calls > down + 100);
      server = await startRedis(port);
      const before = events.length;
      // Each token is written to it again, and looked for there when it has ended.
      await until(() => events.slice(before).filter(({ type }) => type === "storage_miss").length > 1);
      const reader = new Redis(server.url);
      let kept = [];
      while (kept.length === 0) kept = await reader.keys("gsa1:*");
      loading = false;
      await load;
      await reader.quit();
      close();
      await server.stop();
      assert.deepEqual(failures, []);
    });
  }
}
