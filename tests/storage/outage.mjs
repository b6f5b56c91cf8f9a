// A Redis server that stops under load and starts again.
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
  // Commands of ioredis wait until the server runs again. To the account, such a storage hangs.
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
    test(`outage: no call fails while Redis (${name}) is down, and the account uses it again once it has started`, async () => {
      let server = await startRedis();
      const { client, close } = await connect(server.url);
      // Tokens with a lifetime of one second make the account use its storage often.
      const fake = new FakeGlobus({ clock: "real", tokenLifetime: 1 });
      const { clientId, clientSecret } = fake.addClient();
      const events = [];
      const onEvent = (event) => events.push(event);
      const account = new ServiceAccount({ clientId, clientSecret, fetch: fake.fetch, storage: redis(client), onEvent });
      const failures = [];
      let calls = 0;
      let isLoading = true;
      const runLoad = (async () => {
        const waiting = [];
        while (isLoading) {
          calls += 1;
          waiting.push(account.transfer.getSubmissionId().catch((error) => failures.push(error)));
          await setTimeout(10);
        }
        await Promise.all(waiting);
      })();
      const count = (type) => events.filter((event) => event.type === type).length;
      /** Waits until `condition` returns true, at most for the limit of a test. */
      const until = async (condition) => {
        while (!condition()) await setTimeout(20);
      };
      await until(() => count("storage_miss") > 1);
      const { port } = server;
      await server.stop();
      await until(() => count("storage_failed") > 0);
      const callsBeforeOutage = calls;
      await until(() => calls > callsBeforeOutage + 100);
      server = await startRedis(port);
      const eventsBeforeRestart = events.length;
      // The account writes each new token to Redis again, and reads it there when the token has expired.
      await until(() => events.slice(eventsBeforeRestart).filter(({ type }) => type === "storage_miss").length > 1);
      const reader = new Redis(server.url);
      let storedKeys = [];
      while (storedKeys.length === 0) storedKeys = await reader.keys("gsa1:*");
      isLoading = false;
      await runLoad;
      await reader.quit();
      close();
      await server.stop();
      assert.deepEqual(failures, []);
    });
  }
}
