// The contract itself: storages that keep it, and such as break it in one way each.
import { storageContract as contract } from "globus-service-account/testing";
import { patiently } from "./patient.mjs";

const storageContract = (make) => patiently(() => contract(make));

/** Keeps the contract, with all that may be there; `over` puts something else in place of a method. */
function memory(over = {}) {
  const entries = new Map();
  const living = (key) => (entries.get(key)?.expiresAt > Date.now() ? entries.get(key).value : undefined);
  const storage = {
    entries,
    get: (key) => living(key),
    set: (key, value, { expiresAt }) => void entries.set(key, { value, expiresAt }),
    delete: (key) => entries.delete(key),
    add: (key, value, options) => living(key) === undefined && (storage.set(key, value, options), true),
    deleteIf: (key, value) => living(key) === value && entries.delete(key),
    keys: () => entries.keys(),
  };
  return Object.assign(storage, over);
}

const later = () => new Promise((resolve) => setTimeout(resolve, 1));

/** What is wrong with it, and a check that has to fail. */
const BROKEN = {
  "forgets all": [() => memory({ set() {} }), /a text is read back unchanged: get returned undefined undefined, not "token"/],
  "keeps one entry": [() => {
    const { get, set, delete: remove } = memory();
    return { get: () => get("one"), set: (_, value, life) => set("one", value, life), delete: () => remove("one") };
  }, /keys are independent, even if one begins with another/],
  "keeps only the beginning of a key": [() => {
    const short = (key) => key.split(":").slice(0, 4).join(":");
    const { get, set, delete: remove } = memory();
    return {
      get: (key) => get(short(key)),
      set: (key, value, life) => set(short(key), value, life),
      delete: (key) => remove(short(key)),
    };
  }, /keys are independent, even if one begins with another/],
  "deletes all keys that begin alike": [() => {
    const storage = memory();
    const { entries } = storage;
    const remove = (key) => {
      for (const name of entries.keys()) if (name.startsWith(key)) entries.delete(name);
    };
    return Object.assign(storage, { delete: remove });
  }, /keys are independent, even if one begins with another/],
  "gives what looks like JSON as an object": [() => {
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
  "gives its entries instead of their values": [() => {
    const storage = memory();
    return Object.assign(storage, { get: (key) => storage.entries.get(key) });
  }, /a text is read back unchanged: get returned object/],
  "gives an empty text for what is not there": [() => {
    const { get, ...others } = memory();
    return { ...others, get: (key) => get(key) ?? "" };
  }, /never set reads as null or undefined: get returned "", not null or undefined/],
  "cuts long values": [() => {
    const { set, ...others } = memory();
    return { ...others, set: (key, value, life) => set(key, value.slice(0, 4096), life) };
  }, /a text is read back unchanged/],
  "keeps the first value": [() => {
    const storage = memory();
    return Object.assign(storage, { set: storage.add });
  }, /a new value replaces the old one/],
  "does not delete": [() => memory({ delete() {} }), /a deleted key is gone and can be set again/],
  "throws for what is not there": [() => {
    const { delete: remove, ...others } = memory();
    const strict = (key) => {
      if (!remove(key)) throw new Error("no such key");
    };
    return { ...others, delete: strict };
  }, /deleting a key that does not exist does nothing: no such key/],
  "throws for a short life": [() => {
    const { set, ...others } = memory();
    const long = (key, value, life) => {
      if (life.ttlSeconds < 60) throw new Error("at least 60");
      return set(key, value, life);
    };
    return { ...others, set: long };
  }, /a lifetime of a second or of a year: at least 60/],
  "takes seconds for milliseconds": [() => {
    const storage = memory();
    const { set } = storage;
    const wrong = (key, value, { ttlSeconds }) => set(key, value, { expiresAt: Date.now() + ttlSeconds });
    return Object.assign(storage, { set: wrong });
  }, /ttlSeconds is in seconds: get returned undefined/],
  "loses what is written at once": [() => {
    let all = {};
    const slowly = async (change) => {
      const copy = { ...all };
      await later();
      change(copy);
      all = copy;
    };
    return {
      get: (key) => all[key],
      set: (key, value) => slowly((copy) => (copy[key] = value)),
      delete: (key) => slowly((copy) => delete copy[key]),
    };
  }, /no key is lost when many are set at once/],
  "mixes values that are written at once": [() => {
    const parts = new Map();
    return {
      get: (key) => parts.get(key)?.join(""),
      set: async (key, value) => {
        const half = value.length / 2;
        parts.set(key, [value.slice(0, half), ...(parts.get(key)?.slice(1) ?? [])]);
        await later();
        parts.set(key, [...parts.get(key).slice(0, 1), value.slice(half)]);
      },
      delete: (key) => parts.delete(key),
    };
  }, /set and read at once has one of its values: get returned .*, which was never set/],
  "lets every add win": [() => {
    const storage = memory();
    return Object.assign(storage, { add: (...args) => (storage.set(...args), true) });
  }, /add: one of 20 calls at once wins: 20 calls won/],
  "looks first and adds later": [() => {
    const storage = memory();
    const add = async (key, ...rest) => {
      if ((await storage.get(key)) !== undefined) return false;
      await later();
      storage.set(key, ...rest);
      return true;
    };
    return Object.assign(storage, { add });
  }, /add: one of 20 calls at once wins/],
  "tells winners by something else than true": [() => {
    const storage = memory();
    const { add } = storage;
    return Object.assign(storage, { add: (...args) => (add(...args) ? "OK" : null) });
  }, /add: one of 20 calls at once wins: add returned "OK", object null/],
  "never lets add win again": [() => {
    const seen = new Set();
    const storage = memory();
    const { add } = storage;
    return Object.assign(storage, { add: (key, ...rest) => !seen.has(key) && (seen.add(key), add(key, ...rest)) });
  }, /add: a call wins after the entry was deleted/],
  "never lets an entry expire": [() => {
    const storage = memory();
    const { add } = storage;
    return Object.assign(storage, { add: (key, ...rest) => !storage.entries.has(key) && add(key, ...rest) });
  }, /add: a call wins after the entry expired: add did not return true/],
  "deletes whatever the value": [() => {
    const storage = memory();
    return Object.assign(storage, { deleteIf: storage.delete });
  }, /deleteIf: an entry with another value stays: get returned undefined undefined, not "another's"/],
  "never deletes if told to compare": [() => memory({ deleteIf() {} }), /deleteIf: an entry with the value is deleted/],
  "lists only some of its keys": [() => {
    const storage = memory();
    return Object.assign(storage, { keys: () => [...storage.entries.keys()].slice(0, 10) });
  }, /keys: all keys with the prefix are listed until they are deleted: keys returned/],
  "lists what is gone": [() => {
    const storage = memory();
    const seen = new Set();
    const { set } = storage;
    return Object.assign(storage, { set: (key, ...rest) => (seen.add(key), set(key, ...rest)), keys: () => seen });
  }, /keys: all keys with the prefix are listed until they are deleted: keys returned/],
  "throws": [() => {
    const down = () => {
      throw new Error("down");
    };
    return { get: down, set: down, delete: down };
  }, /failed 10 of 10 checks\n- a key that was never set reads as null or undefined: down\n/],
};

export default function (test, { assert }) {
  const failure = (make) => storageContract(make).then(() => assert.fail("nothing failed"), (error) => error);

  test("storageContract: a Map keeps it, and what was checked is named", async () => {
    const names = await storageContract(new Map());
    assert.lengthOf(names, 11);
    assert.include(names, "a deleted key is gone and can be set again");
  });

  test("storageContract: a storage with all that may be there keeps it, and nothing is left in it", async () => {
    const storage = memory();
    const names = await storageContract(async () => storage);
    assert.lengthOf(names, 17);
    assert.equal(storage.entries.size, 0);
  });

  test("storageContract: it needs no `this` but the storage's own", async () => {
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

  test("storageContract: two of it on one storage do not disturb each other", async () => {
    const storage = memory();
    await Promise.all([storageContract(storage), storageContract(storage)]);
  });

  test("storageContract: one error lists all that failed", async () => {
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
