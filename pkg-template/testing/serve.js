// @ts-check
import { SERVICE_NAMES, serviceUrlVariables } from "./environments.js";
import { NetworkError } from "./faults.js";

/**
 * @typedef {(request: Request, signal: AbortSignal) => Promise<Response>} Handler
 */

/**
 * Answers over http on Node, each service below a path of its own.
 * @param {Handler} handler
 * @param {{ port?: number, host?: string }} [options]
 */
export async function serve(handler, { port = 0, host = "127.0.0.1" } = {}) {
  // Loaded here, and only here: everything else runs where there is no Node.
  const { createServer } = await import("node:http");
  const server = createServer((incoming, outgoing) => {
    answer(handler, url, incoming, outgoing).catch((error) => {
      if (error instanceof NetworkError || outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500, { "Content-Type": "text/plain" }).end(`Error in the fake Globus: ${error?.stack}\n`);
    });
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
  const serviceUrls = /** @type {Record<import("./environments.js").ServiceName, string>} */ (
    Object.fromEntries(SERVICE_NAMES.map((name) => [name, `${url}/${name}`]))
  );
  return {
    url,
    serviceUrls,
    env: serviceUrlVariables(serviceUrls),
    /** @returns {Promise<void>} */
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {Handler} handler
 * @param {string} base
 * @param {import("node:http").IncomingMessage} incoming
 * @param {import("node:http").ServerResponse} outgoing
 */
async function answer(handler, base, incoming, outgoing) {
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  /** @type {Buffer[]} */
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = new Headers();
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    headers.append(incoming.rawHeaders[i] ?? "", incoming.rawHeaders[i + 1] ?? "");
  }
  const method = incoming.method ?? "GET";
  const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
  const request = new Request(base + incoming.url, { method, headers, ...body });
  const response = await handler(request, gone.signal);
  if (gone.signal.aborted) return;
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  // Waiting for each part lets the beginning of a body arrive whose rest does not.
  for await (const chunk of response.body ?? []) await new Promise((sent) => outgoing.write(chunk, sent));
  outgoing.end();
}
