// The storage contract on storages that satisfy it, and on storages that violate one rule each.
import { storageContract as contract } from "globus-service-account/testing";
import { patiently } from "./patient.mjs";

const storageContract = (make) => patiently(() => contract(make));

/** Returns a storage that satisfies the contract and has every optional method. `over` replaces methods. */
function memory(overrides = {}) {
  const entries = new Map();
  const read = (key) => (entries.get(key)?.expiresAt > Date.now() ? entries.get(key).value : undefined);
  const storage = {
    entries,
    get: (key) => read(key),
    set: (key, value, { expiresAt }) => void entries.set(key, { value, expiresAt }),
    delete: (key) => entries.delete(key),
    add: (key, value, options) => read(key) === undefined && (storage.set(key, value, options), true),
    deleteIf: (key, value) => read(key) === value && entries.delete(key),
    keys: () => entries.keys(),
  };
  return Object.assign(storage, overrides);
}

const delay = () => new Promise((resolve) => setTimeout(resolve, 1));

/** For each violation a storage that has it, and the message of a check that must fail. */
const BROKEN = {
  "forgets all": [() => memory({ set() {} }), /a text is read back unchanged: get returned undefined undefined, not "token"/],
  "stores a single entry": [() => {
    const { get, set, delete: remove } = memory();
    return { get: () => get("one"), set: (_, value, options) => set("one", value, options), delete: () => remove("one") };
  }, /keys are independent, even if one begins with another/],
  "uses only the beginning of a key": [() => {
    const shorten = (key) => key.split(":").slice(0, 4).join(":");
    const { get, set, delete: remove } = memory();
    return {
      get: (key) => get(shorten(key)),
      set: (key, value, options) => set(shorten(key), value, options),
      delete: (key) => remove(shorten(key)),
    };
  }, /keys are independent, even if one begins with another/],
  "deletes every key with the same beginning": [() => {
    const storage = memory();
    const { entries } = storage;
    const remove = (key) => {
      for (const name of entries.keys()) if (name.startsWith(key)) entries.delete(name);
    };
    return Object.assign(storage, { delete: remove });
  }, /keys are independent, even if one begins with another/],
  "returns a text that is JSON as an object": [() => {
    const { get, ...others } = memory();
    const parsed = (text) => {
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    };
    return { ...others, get: (key) => parsed(get(key)) };
  }, /a text is read back unchanged: get returned object \[object Object\], not "\{\\"a\\":1\}"/],
  "returns its entries instead of their values": [() => {
    const storage = memory();
    return Object.assign(storage, { get: (key) => storage.entries.get(key) });
  }, /a text is read back unchanged: get returned object/],
  "returns an empty text for a missing key": [() => {
    const { get, ...others } = memory();
    return { ...others, get: (key) => get(key) ?? "" };
  }, /never set reads as null or undefined: get returned "", not null or undefined/],
  "cuts long values": [() => {
    const { set, ...others } = memory();
    return { ...others, set: (key, value, options) => set(key, value.slice(0, 4096), options) };
  }, /a text is read back unchanged/],
  "keeps the first value": [() => {
    const storage = memory();
    return Object.assign(storage, { set: storage.add });
  }, /a new value replaces the old one/],
  "does not delete": [() => memory({ delete() {} }), /a deleted key is gone and can be set again/],
  "throws for a missing key": [() => {
    const { delete: remove, ...others } = memory();
    const removeOrThrow = (key) => {
      if (!remove(key)) throw new Error("no such key");
    };
    return { ...others, delete: removeOrThrow };
  }, /deleting a key that does not exist does nothing: no such key/],
  "throws for a short lifetime": [() => {
    const { set, ...others } = memory();
    const setOrThrow = (key, value, options) => {
      if (options.ttlSeconds < 60) throw new Error("at least 60");
      return set(key, value, options);
    };
    return { ...others, set: setOrThrow };
  }, /a lifetime of a second or of a year: at least 60/],
  "uses seconds as milliseconds": [() => {
    const storage = memory();
    const { set } = storage;
    const setWithSeconds = (key, value, { ttlSeconds }) => set(key, value, { expiresAt: Date.now() + ttlSeconds });
    return Object.assign(storage, { set: setWithSeconds });
  }, /ttlSeconds is in seconds: get returned undefined/],
  "loses entries that are written at once": [() => {
    let all = {};
    const changeSlowly = async (change) => {
      const copy = { ...all };
      await delay();
      change(copy);
      all = copy;
    };
    return {
      get: (key) => all[key],
      set: (key, value) => changeSlowly((copy) => (copy[key] = value)),
      delete: (key) => changeSlowly((copy) => delete copy[key]),
    };
  }, /no key is lost when many are set at once/],
  "mixes values that are written at once": [() => {
    const parts = new Map();
    return {
      get: (key) => parts.get(key)?.join(""),
      set: async (key, value) => {
        const half = value.length / 2;
        parts.set(key, [value.slice(0, half), ...(parts.get(key)?.slice(1) ?? [])]);
        await delay();
        parts.set(key, [...parts.get(key).slice(0, 1), value.slice(half)]);
      },
      delete: (key) => parts.delete(key),
    };
  }, /set and read at once has one of its values: get returned .*, which was never set/],
  "lets every add win": [() => {
    const storage = memory();
    return Object.assign(storage, { add: (...args) => (storage.set(...args), true) });
  }, /add: one of 20 calls at once wins: 20 calls won/],
  "reads first and adds later": [() => {
    const storage = memory();
    const add = async (key, ...rest) => {
      if ((await storage.get(key)) !== undefined) return false;
      await delay();
      storage.set(key, ...rest);
      return true;
    };
    return Object.assign(storage, { add });
  }, /add: one of 20 calls at once wins/],
  "reports winners by a value other than true": [() => {
    const storage = memory();
    const { add } = storage;
    return Object.assign(storage, { add: (...args) => (add(...args) ? "OK" : null) });
  }, /add: one of 20 calls at once wins: add returned "OK", object null/],
  "never lets add win again": [() => {
    const knownKeys = new Set();
    const storage = memory();
    const { add } = storage;
    return Object.assign(storage, { add: (key, ...rest) => !knownKeys.has(key) && (knownKeys.add(key), add(key, ...rest)) });
  }, /add: a call wins after the entry was deleted/],
  "never lets an entry expire": [() => {
    const storage = memory();
    const { add } = storage;
    return Object.assign(storage, { add: (key, ...rest) => !storage.entries.has(key) && add(key, ...rest) });
  }, /add: a call wins after the entry expired: add did not return true/],
  "deletes an entry with any value": [() => {
    const storage = memory();
    return Object.assign(storage, { deleteIf: storage.delete });
  }, /deleteIf: an entry with another value stays: get returned undefined undefined, not "another's"/],
  "never deletes in deleteIf": [() => memory({ deleteIf() {} }), /deleteIf: an entry with the value is deleted/],
  "lists only some of its keys": [() => {
    const storage = memory();
    return Object.assign(storage, { keys: () => [...storage.entries.keys()].slice(0, 10) });
  }, /keys: all keys with the prefix are listed until they are deleted: keys returned/],
  "lists deleted keys": [() => {
    const storage = memory();
    const knownKeys = new Set();
    const { set } = storage;
    return Object.assign(storage, { set: (key, ...rest) => (knownKeys.add(key), set(key, ...rest)), keys: () => knownKeys });
  }, /keys: all keys with the prefix are listed until they are deleted: keys returned/],
  "throws": [() => {
    const throwDown = () => {
      throw new Error("down");
    };
    return { get: throwDown, set: throwDown, delete: throwDown };
  }, /failed 10 of 10 checks\n- a key that was never set reads as null or undefined: down\n/],
};

export default function (test, { assert }) {
  const failure = (make) => storageContract(make).then(() => assert.fail("nothing failed"), (error) => error);

  test("storageContract: a Map satisfies it, and it returns the names of its checks", async () => {
    const names = await storageContract(new Map());
    assert.lengthOf(names, 11);
    assert.include(names, "a deleted key is gone and can be set again");
  });

  test("storageContract: a storage with every optional method satisfies it, and no entry remains in the storage", async () => {
    const storage = memory();
    const names = await storageContract(async () => storage);
    assert.lengthOf(names, 17);
    assert.equal(storage.entries.size, 0);
  });

  test("storageContract: it calls each method with the storage as `this`", async () => {
    class Counted {
      #entries = new Map();
      get(key) {
        return Promise.resolve(this.#entries.get(key) ?? null);
      }
      async set(key, value) {
        this.#entries.set(key, value);
      }
      delete(key) {
        this.#entries.delete(key);
      }
    }
    await storageContract(() => new Counted());
  });

  test("storageContract: two runs on one storage at once do not disturb each other", async () => {
    const storage = memory();
    await Promise.all([storageContract(storage), storageContract(storage)]);
  });

  test("storageContract: one error lists every failed check", async () => {
    const error = await failure(memory({ set() {}, delete: () => Promise.reject(new Error("down")) }));
    assert.instanceOf(error, AggregateError);
    assert.isAtLeast(error.errors.length, 5);
    assert.match(error.message, /^the storage failed \d+ of 17 checks\n- /);
    for (const { message } of error.errors) assert.include(error.message, `\n- ${message}`);
  });

  for (const [name, [make, expected]] of Object.entries(BROKEN)) {
    test(`storageContract: it fails for a storage that ${name}`, async () => {
      assert.match((await failure(make)).message, expected);
    });
  }
}
