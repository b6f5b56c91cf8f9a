// A storage with a log, and accounts that share only the storage, like accounts of separate processes.
import { helpers, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import { withTime } from "./time.mjs";

/**
 * Returns a `test` function that runs each test with fake time. The package waits for a storage only up to a time
 * limit; with fake time, a busy machine cannot reach that limit.
 */
export const wrapWithTime = (test) => (name, body) => test(name, () => withTime(body));

/** Returns the answer of a token endpoint whose tokens have a lifetime of `seconds`. */
export const grantWithLifetime = (seconds) => ({ init }) => tokenReply(tokenDocuments(requestedScope(init), { expires_in: seconds }));

/** Returns a storage with its entries and with a log of the operations on it. */
export function createWatchedStorage(more = {}) {
  const entries = new Map();
  const log = [];
  const storage = {
    get: (key) => (log.push(`get ${key}`), entries.get(key)),
    set: (key, value, setOptions) => void (log.push(`set ${key}`), entries.set(key, value), (storage.lastSetOptions = setOptions)),
    delete: (key) => void (log.push(`delete ${key}`), entries.delete(key)),
    ...more,
  };
  return { storage, entries, log };
}

/** Returns a function that starts a process: an account that shares only the storage with others. */
export function createStarter(env) {
  const { stub } = helpers(env);

  /** Starts a process. Returns its account, its requests and its events. */
  return (storage, options = {}) => {
    const events = [];
    const staged = stub(() => json({ ok: true }), { storage, onEvent: (event) => events.push(event), ...options });
    const eventsOf = (type) => events.filter((event) => event.type === type);
    return { ...staged, events, eventsOf };
  };
}
