import { startTokenServer } from "../server.mjs";

/** Runs `body` with a token server for this library. Closes the server afterwards. */
export async function withServer(library, body) {
  const server = await startTokenServer(library.dialect, library.lifetime);
  try {
    return await body(server);
  } finally {
    await server.close();
  }
}

/**
 * Runs a call. Returns its result and its duration in ms. A call that does not end within `limit` ms is abandoned.
 * @returns {Promise<{ ended: boolean, ok: boolean, ms: number, value?: unknown, error?: unknown }>}
 */
export async function measureCall(call, limit = 60_000) {
  const begin = performance.now();
  const elapsed = () => performance.now() - begin;
  let timer;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(() => resolve({ ended: false, ok: false, ms: elapsed() }), limit);
  });
  const settled = call().then(
    (value) => ({ ended: true, ok: true, ms: elapsed(), value }),
    (error) => ({ ended: true, ok: false, ms: elapsed(), error }),
  );
  const result = await Promise.race([settled, timeout]);
  clearTimeout(timer);
  return result;
}
