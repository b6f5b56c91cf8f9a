// A storage that is watched, and accounts that share it as processes do: nothing but the storage.
import { helpers, json, requestedScope, tokenDocuments, tokenReply } from "./helpers.mjs";
import { withTime } from "./time.mjs";

/** Time stands still in every test of a storage: the package's limits for it never end because a machine is busy. */
export const still = (test) => (name, body) => test(name, () => withTime(body));

/** A grant of tokens that live so long. */
export const living = (seconds) => ({ init }) => tokenReply(tokenDocuments(requestedScope(init), { expires_in: seconds }));

/** A storage that remembers what was done to it. */
export function store(more = {}) {
  const entries = new Map();
  const log = [];
  const storage = {
    get: (key) => (log.push(`get ${key}`), entries.get(key)),
    set: (key, value, life) => void (log.push(`set ${key}`), entries.set(key, value), (storage.life = life)),
    delete: (key) => void (log.push(`delete ${key}`), entries.delete(key)),
    ...more,
  };
  return { storage, entries, log };
}

export function processes(env) {
  const { stub } = helpers(env);

  /** An account of its own process. */
  return (storage, options = {}) => {
    const events = [];
    const staged = stub(() => json({ ok: true }), { storage, onEvent: (event) => events.push(event), ...options });
    const of = (type) => events.filter((event) => event.type === type);
    return { ...staged, events, of };
  };
}
