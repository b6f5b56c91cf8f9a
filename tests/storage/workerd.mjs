// Workers KV and Durable Objects in miniflare and workerd.
import { start } from "../workerd/start.mjs";

const objects = (useSQLite) => ({
  TOKENS: { className: "TokenStore", useSQLite },
  OWN: { className: "Own", useSQLite },
});

export default function (test, { assert }) {
  for (const useSQLite of [true, false]) {
    const withWorker = async (body) => {
      const bindings = { kvNamespaces: ["KV"], r2Buckets: ["BUCKET"], durableObjects: objects(useSQLite) };
      // The oldest date with Durable Objects whose methods a worker can call.
      const options = { ...bindings, compatibilityDate: "2024-04-03" };
      const { get, output, dispose } = await start("../storage/worker.mjs", options);
      const text = async (path) => {
        const reply = await get(path);
        const body = await reply.text();
        assert.isTrue(reply.ok, body + output.text);
        return body;
      };
      try {
        await body(text);
      } finally {
        await dispose();
      }
    };
    const named = (name) => `workerd: ${name} (${useSQLite ? "SQLite" : "key-value"} storage)`;

    for (const [path, name] of [
      ["/namespace", "TokenStore in a namespace"],
      ["/storage", "the storage of a Durable Object"],
      ...(useSQLite ? [["/kv", "Workers KV"]] : []),
    ]) {
      test(named(`${name} satisfies the contract`), () =>
        withWorker(async (text) => assert.include(await text(path), "a deleted key is gone and can be set again")));
    }

    test(named("a namespace serves one request after the other"), () =>
      withWorker(async (text) => {
        await text("/set");
        assert.equal(await text("/get"), "value");
      }));

    test(named("exactly one of 20 requests at once adds an entry"), () =>
      withWorker(async (text) => {
        const added = await Promise.all(Array.from({ length: 20 }, () => text("/add")));
        assert.deepEqual(added.sort(), [...Array(19).fill("false"), "true"]);
      }));

    test(named("expired entries are deleted, and entries of other programs stay"), () =>
      withWorker(async (text) => assert.equal(await text("/expired"), "globus:new,other")));

    test(named("expired entries after many unexpired entries are deleted, too"), () =>
      withWorker(async (text) => assert.equal(await text("/swept"), "0")));

    test(named("an adapter rejects a binding of another kind"), () =>
      withWorker(async (text) => {
        assert.match(await text("/stub"), /^TypeError: a stub serves only the request that made it/);
        assert.match(await text("/nothing"), /^TypeError: the argument of durableObject\(\) must be/);
        assert.match(await text("/bucket"), /^TypeError: the argument of cloudflareKV\(\) must be/);
      }));
  }
}
