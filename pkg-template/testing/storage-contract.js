// @ts-check
/**
 * @typedef {import("globus-service-account").TokenStorage} TokenStorage
 * @typedef {{ storage: TokenStorage, key: (name?: string) => string }} Context
 */

/** The time limit of each check, in ms. */
const CHECK_TIMEOUT_MS = 5000;
/** The length of a long value, in characters: that of an entry with dozens of scopes. */
const LONG_LENGTH = 8192;

/** @param {number} ttlSeconds */
const expiresIn = (ttlSeconds) => ({ expiresAt: Date.now() + ttlSeconds * 1000, ttlSeconds });
const inOneHour = () => expiresIn(3600);
const range = (/** @type {number} */ count) => Array.from({ length: count }, (_, index) => index);
const wait = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {unknown} value */
function formatValue(value) {
  const text = typeof value === "string" ? JSON.stringify(value) : `${typeof value} ${String(value)}`;
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

/** @param {boolean} ok @param {string} message */
function expect(ok, message) {
  if (!ok) throw new Error(message);
}

/** @param {TokenStorage} storage @param {string} key @param {string | undefined} expected @param {string} [when] */
async function expectValue(storage, key, expected, when = "") {
  const value = await storage.get(key);
  const isExpected = expected === undefined ? value === undefined || value === null : value === expected;
  const expectedText = expected === undefined ? "null or undefined" : formatValue(expected);
  expect(isExpected, `get returned ${formatValue(value)}, not ${expectedText}${when && ` (${when})`}`);
}

/** @type {[name: string, check: (context: Context) => Promise<void>][]} */
const CHECKS = [
  ["a key that was never set reads as null or undefined", async ({ storage, key }) => {
    await expectValue(storage, key(), undefined);
  }],

  ["a text is read back unchanged", async ({ storage, key }) => {
    const printable = String.fromCharCode(...range(95).map((index) => index + 32));
    for (const value of ["token", printable, "x".repeat(LONG_LENGTH), '{"a":1}', "[1]", "12", "null", "true", " "]) {
      const name = key();
      await storage.set(name, value, inOneHour());
      await expectValue(storage, name, value);
    }
  }],

  ["a new value replaces the old one", async ({ storage, key }) => {
    const name = key();
    for (const value of ["a long first value", "second", "third"]) {
      await storage.set(name, value, inOneHour());
      await expectValue(storage, name, value);
    }
  }],

  ["a deleted key is gone and can be set again", async ({ storage, key }) => {
    const name = key();
    await storage.set(name, "value", inOneHour());
    await storage.delete(name);
    await expectValue(storage, name, undefined);
    await storage.set(name, "again", inOneHour());
    await expectValue(storage, name, "again", "set again");
  }],

  ["deleting a key that does not exist does nothing", async ({ storage, key }) => {
    await storage.delete(key());
  }],

  ["keys are independent, even if one begins with another", async ({ storage, key }) => {
    const name = key();
    const names = [name, `${name}:a`, `${name}:a:b`, `${name}-a`, `${name}a`].map((text) => key(text));
    for (const text of names) await storage.set(text, `of ${text}`, inOneHour());
    await storage.delete(`${name}:a`);
    for (const text of names) await expectValue(storage, text, text === `${name}:a` ? undefined : `of ${text}`);
    await storage.delete(name);
    await expectValue(storage, `${name}:a:b`, `of ${name}:a:b`, "after a key that it begins with was deleted");
  }],

  ["no key is lost when many are set at once", async ({ storage, key }) => {
    const names = range(20).map(() => key());
    await Promise.all(names.map(async (name) => storage.set(name, `of ${name}`, inOneHour())));
    await Promise.all(names.map((name) => expectValue(storage, name, `of ${name}`)));
  }],

  ["a key that is set and read at once has one of its values", async ({ storage, key }) => {
    const name = key();
    const values = range(10).map((index) => String(index).repeat(LONG_LENGTH));
    await storage.set(name, values[0] ?? "", inOneHour());
    const readings = values.map(async (value) => {
      const [before] = await Promise.all([storage.get(name), storage.set(name, value, inOneHour())]);
      return [before, await storage.get(name)];
    });
    for (const value of [...(await Promise.all(readings)).flat(), await storage.get(name)]) {
      expect(values.some((it) => it === value), `get returned ${formatValue(value)}, which was never set`);
    }
  }],

  ["an entry may have a lifetime of a second or of a year", async ({ storage, key }) => {
    for (const ttlSeconds of [1, 365 * 24 * 3600]) {
      const name = key();
      const lifetime = expiresIn(ttlSeconds);
      await storage.set(name, "value", lifetime);
      // With a slow storage, the entry may have expired already.
      if (Date.now() + 100 < lifetime.expiresAt) await expectValue(storage, name, "value", `ttlSeconds: ${ttlSeconds}`);
    }
  }],

  ["ttlSeconds is in seconds", async ({ storage, key }) => {
    const name = key();
    await storage.set(name, "value", expiresIn(60));
    await wait(100);
    await expectValue(storage, name, "value", "100 ms after it was set with ttlSeconds: 60");
  }],
];

/** For storages that have `add`. @type {typeof CHECKS} */
const ADD_CHECKS = [
  ["add: one of 20 calls at once wins", async ({ storage, key }) => {
    const name = key();
    const values = range(20).map((index) => `value ${index}`);
    const added = await Promise.all(values.map(async (value) => storage.add?.(name, value, inOneHour())));
    expect(added.every((won) => typeof won === "boolean"), `add returned ${added.map(formatValue).join(", ")}`);
    const winners = values.filter((_, index) => added[index]);
    expect(winners.length === 1, `${winners.length} calls won`);
    await expectValue(storage, name, winners[0], "the value of the call that won");
  }],

  ["add: an existing entry stays", async ({ storage, key }) => {
    const name = key();
    await storage.set(name, "first", inOneHour());
    expect((await storage.add?.(name, "second", inOneHour())) === false, "add did not return false");
    await expectValue(storage, name, "first");
  }],

  ["add: a call wins after the entry was deleted", async ({ storage, key }) => {
    const name = key();
    for (const value of ["first", "second"]) {
      expect(
        (await storage.add?.(name, value, inOneHour())) === true,
        `add did not return true for the ${value} value`,
      );
      await expectValue(storage, name, value);
      await storage.delete(name);
    }
  }],

  ["add: a call wins after the entry expired", async ({ storage, key }) => {
    const name = key();
    expect((await storage.add?.(name, "first", expiresIn(1))) === true, "add did not return true for the first value");
    await wait(1200);
    expect((await storage.add?.(name, "second", inOneHour())) === true, "add did not return true");
    await expectValue(storage, name, "second");
  }],
];

/** For storages that have `deleteIf`. @type {typeof CHECKS} */
const DELETE_IF_CHECKS = [
  ["deleteIf: an entry with the value is deleted", async ({ storage, key }) => {
    const name = key();
    await storage.set(name, "mine", inOneHour());
    await storage.deleteIf?.(name, "mine");
    await expectValue(storage, name, undefined);
  }],

  ["deleteIf: an entry with another value stays", async ({ storage, key }) => {
    const name = key();
    await storage.set(name, "another's", inOneHour());
    await storage.deleteIf?.(name, "mine");
    await expectValue(storage, name, "another's");
    await storage.deleteIf?.(key(), "mine");
  }],
];

/** For storages that have `keys`. @type {typeof CHECKS} */
const KEYS_CHECKS = [
  ["keys: all keys with the prefix are listed until they are deleted", async ({ storage, key }) => {
    const prefix = key();
    const names = range(20).map((index) => key(`${prefix}:${index}`));
    for (const name of names) await storage.set(name, "value", inOneHour());
    await expectKeys(storage, prefix, names);
    await storage.delete(names[0] ?? "");
    await expectKeys(storage, prefix, names.slice(1));
  }],
];

/** @param {TokenStorage} storage @param {string} prefix @param {string[]} expected */
async function expectKeys(storage, prefix, expected) {
  const names = [];
  for await (const name of (await storage.keys?.(prefix)) ?? []) if (name.startsWith(prefix)) names.push(name);
  expect(
    names.sort().join() === [...expected].sort().join(),
    `keys returned ${formatValue(names)}, not ${formatValue(expected)}`,
  );
}

/** @type {typeof import("./index.js").storageContract} */
export async function storageContract(make) {
  const storage = typeof make === "function" ? await make() : make;
  const prefix = `gsa1:contract:${crypto.randomUUID()}`;
  let count = 0;
  const optionalChecks = { add: ADD_CHECKS, deleteIf: DELETE_IF_CHECKS, keys: KEYS_CHECKS };
  const checks = [
    ...CHECKS,
    ...Object.entries(optionalChecks).flatMap(([name, list]) => (name in storage ? list : [])),
  ];
  const errors = [];
  for (const [name, check] of checks) {
    /** @type {Set<string>} */
    const used = new Set();
    const key = (name = `${prefix}:${(count += 1)}`) => {
      used.add(name);
      return name;
    };
    try {
      await withTimeout(check({ storage, key }));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      errors.push(new Error(`${name}: ${message}`, { cause: error }));
    }
    // Failures are ignored: another check covers `delete`.
    await withTimeout(Promise.allSettled([...used].map(async (name) => storage.delete(name)))).catch(() => {});
  }

  if (errors.length > 0) {
    const list = errors.map(({ message }) => `\n- ${message}`).join("");
    throw new AggregateError(errors, `the storage failed ${errors.length} of ${checks.length} checks${list}`);
  }
  return checks.map(([name]) => name);
}

/** @param {Promise<unknown>} promise */
function withTimeout(promise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the check took longer than ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}
