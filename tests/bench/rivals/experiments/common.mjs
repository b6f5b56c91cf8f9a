import { tokenServer } from "../server.mjs";

/** Runs `body` with a token server for this library, and closes it. */
export async function withServer(library, body) {
  const server = await tokenServer(library.dialect, library.life);
  try {
    return await body(server);
  } finally {
    await server.close();
  }
}

/**
 * How a call ended and after how many ms. One that does not end within `limit` is left behind.
 * @returns {Promise<{ ended: boolean, ok: boolean, ms: number, value?: unknown, error?: unknown }>}
 */
export async function timed(call, limit = 60_000) {
  const begin = performance.now();
  const since = () => performance.now() - begin;
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve({ ended: false, ok: false, ms: since() }), limit);
  });
  const call_ = call().then(
    (value) => ({ ended: true, ok: true, ms: since(), value }),
    (error) => ({ ended: true, ok: false, ms: since(), error }),
  );
  const result = await Promise.race([call_, late]);
  clearTimeout(timer);
  return result;
}
