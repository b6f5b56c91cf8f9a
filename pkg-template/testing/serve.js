// @ts-check
import { SERVICE_NAMES, serviceUrlVariables } from "./environments.js";
import { NetworkError } from "./faults.js";
import { Listeners } from "./listeners.js";

/**
 * @typedef {(request: Request, signal: AbortSignal) => Promise<Response>} Handler
 * @typedef {{ ca: string, caFile: string, cert: string, key: string, remove: () => Promise<void> }} Authority
 */

/**
 * What is reached by host: managers of endpoints, and collections over HTTPS. Each gets a port when a document names it, so
 * that no client takes a bearer to the real Internet. What speaks GridFTP is not there, but has a name on this machine too.
 */
const NAME = "(?:[gms]-[0-9a-f]{5,6}\\.)?[0-9a-f]{6}\\.[0-9a-f]{4}\\.data\\.globus\\.org";
const HOST = new RegExp(`(https://|tlsftp://|"(?:domain_name|hostname)":")(${NAME})(?::443)?(?![\\w.:-])`, "g");
const NAMES_HOSTS = /^\/(transfer\/)?(v0\.10|v2|api)\//;

/**
 * Answers over http or https on Node: each service below a path of its own, each host at a port of its own.
 * @param {Handler} handler
 * @param {{ port?: number, host?: string, tls?: boolean, isHost: (name: string) => boolean }} options isHost tells
 *   whether the handler answers to a host
 */
export async function serve(handler, { port = 0, host = "127.0.0.1", tls = false, isHost }) {
  const authority = tls ? await makeAuthority(host) : undefined;
  const listeners = new Listeners(host, authority);
  /** @type {Map<string, Promise<string>>} */
  const places = new Map();

  /** @param {string} base @returns {import("node:http").RequestListener} */
  const listener = (base) => (incoming, outgoing) => {
    answer(handler, base, incoming, outgoing, withPlaces).catch((error) => {
      if (error instanceof NetworkError || outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500, { "Content-Type": "text/plain" }).end(`Error in the fake Globus: ${error?.stack}\n`);
    });
  };

  /** Where a host is reached. @param {string} name */
  const placeOf = (name) => {
    const place = places.get(name) ?? listeners.open(() => listener(`https://${name}`));
    places.set(name, place);
    return place;
  };

  /** @param {string} text */
  async function withPlaces(text) {
    const found = [...text.matchAll(HOST)].filter(([, how = ""]) => how === "https://" || how.includes("domain_name"));
    const names = new Set(found.map(([, , name = ""]) => name).filter(isHost));
    const known = new Map(
      await Promise.all([...names].map(async (name) => /** @type {const} */ ([name, await placeOf(name)]))),
    );
    return text.replace(HOST, (all, how, name) => {
      const place = known.get(name);
      if (how === "https://") return place ?? all;
      if (how === "tlsftp://") return how + new URL(url).host;
      return how + (how.includes("hostname") ? host : place ? new URL(place).host : name);
    });
  }

  const url = await listeners.open((own) => listener(own), port);
  const serviceUrls = /** @type {Record<import("./environments.js").ServiceName, string>} */ (
    Object.fromEntries(SERVICE_NAMES.map((name) => [name, `${url}/${name}`]))
  );
  const trust = authority && {
    GLOBUS_SDK_VERIFY_SSL: authority.caFile,
    REQUESTS_CA_BUNDLE: authority.caFile,
    NODE_EXTRA_CA_CERTS: authority.caFile,
  };
  return {
    url,
    serviceUrls,
    env: { ...serviceUrlVariables(serviceUrls), ...trust },
    ...(authority && { ca: authority.ca, caFile: authority.caFile }),
    async close() {
      await listeners.close();
      await authority?.remove();
    },
  };
}

/** @param {string} host @returns {Promise<Authority>} */
async function makeAuthority(host) {
  // Loaded here, and only here: everything else runs where there is no Node.
  const [{ makeCertificates }, { mkdtemp, rm, writeFile }, { tmpdir }, { join }] = await Promise.all([
    import("./certificates.js"),
    import("node:fs/promises"),
    import("node:os"),
    import("node:path"),
  ]);
  const certificates = await makeCertificates([...new Set([host, "localhost", "127.0.0.1", "::1"])]);
  const folder = await mkdtemp(join(tmpdir(), "fake-globus-"));
  const caFile = join(folder, "ca.pem");
  await writeFile(caFile, certificates.ca);
  return { ...certificates, caFile, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * @param {Handler} handler
 * @param {string} base
 * @param {import("node:http").IncomingMessage} incoming
 * @param {import("node:http").ServerResponse} outgoing
 * @param {(text: string) => Promise<string>} withPlaces
 */
async function answer(handler, base, incoming, outgoing, withPlaces) {
  const gone = new AbortController();
  outgoing.on("close", () => gone.abort());
  const headers = new Headers();
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    headers.append(incoming.rawHeaders[i] ?? "", incoming.rawHeaders[i + 1] ?? "");
  }
  const method = incoming.method ?? "GET";
  const upload = method === "GET" || method === "HEAD" ? {} : { body: bodyOf(incoming), duplex: "half" };
  const response = await handler(new Request(base + incoming.url, { method, headers, ...upload }), gone.signal);
  if (gone.signal.aborted) return;
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  const isJson = /\bjson\b/.test(response.headers.get("Content-Type") ?? "");
  const body = response.body ?? [];
  // Waiting for each part lets the beginning of a body arrive whose rest does not.
  for await (const chunk of isJson && NAMES_HOSTS.test(incoming.url ?? "") ? rewritten(body, withPlaces) : body) {
    await new Promise((sent) => outgoing.write(chunk, sent));
    if (gone.signal.aborted) return;
  }
  outgoing.end();
  // What was refused before it was read.
  incoming.resume();
}

/**
 * A text as a whole, or what there is of it when it breaks off.
 * @param {AsyncIterable<Uint8Array> | never[]} body
 * @param {(text: string) => Promise<string>} change
 */
async function* rewritten(body, change) {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
  } finally {
    if (text) yield new TextEncoder().encode(await change(text));
  }
}

/** The body as it comes. @param {import("node:http").IncomingMessage} incoming @returns {ReadableStream<Uint8Array>} */
function bodyOf(incoming) {
  const chunks = incoming[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
  });
}
