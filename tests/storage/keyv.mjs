import { keyv } from "globus-service-account/storage/keyv";
import { storageContract } from "globus-service-account/testing";
import Keyv from "keyv";

export default function (test, { assert }) {
  test("keyv: it keeps the contract", () => storageContract(() => keyv(new Keyv())));

  test("keyv: entries expire in the engine", async () => {
    const engine = new Keyv();
    const storage = keyv(engine);
    await storage.set("a", "value", { expiresAt: Date.now() + 60_000, ttlSeconds: 60 });
    const { expires } = await engine.getRaw("a");
    assert.approximately(expires, Date.now() + 60_000, 1000);
    assert.strictEqual(storage.source, engine);
  });

  test("keyv: nothing is refused", async () => assert.throws(() => keyv(undefined), TypeError, "takes a Keyv"));
}
