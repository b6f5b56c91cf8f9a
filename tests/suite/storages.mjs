// A storage that is watched, and accounts that share it as processes do: nothing but the storage.
import { helpers, json } from "./helpers.mjs";

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

export const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Until what goes on beside the calls is over, encryption included. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 100));

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
