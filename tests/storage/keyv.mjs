import { keyv } from "globus-service-account/storage/keyv";
import { storageContract } from "globus-service-account/testing";
import Keyv from "keyv";
import { patiently } from "./patient.mjs";

export default function (test, { assert }) {
  test("keyv: it satisfies the contract", () => patiently(() => storageContract(() => keyv(new Keyv()))));

  test("keyv: entries expire in the engine", async () => {
    const engine = new Keyv();
    const storage = keyv(engine);
    const begin = Date.now();
    await storage.set("a", "value", { expiresAt: begin + 60_000, ttlSeconds: 60 });
    const end = Date.now();
    const { expires } = await engine.getRaw("a");
    assert.isAtLeast(expires, begin + 59_000);
    assert.isAtMost(expires, end + 61_000);
  });

  test("keyv: undefined is rejected", async () => assert.throws(() => keyv(undefined), TypeError, "must be a Keyv"));
}
