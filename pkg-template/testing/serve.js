// @ts-check
import { SERVICE_NAMES, serviceUrlVariables } from "./environments.js";
import { NetworkError } from "./faults.js";
import { Listeners } from "./listeners.js";

/**
 * @typedef {import("./environments.js").ServiceName} ServiceName
 * @typedef {(request: Request, signal: AbortSignal) => Promise<Response>} Handler
 * @typedef {{ ca: string, caFile: string, cert: string, key: string, remove: () => Promise<void> }} Authority
 */

/**
 * Host names of GCS Managers and of collections. Each host gets a port when a document names it, so that no client
 * sends a bearer to the real Internet. No GridFTP server runs, but documents name this machine as its host too.
 */
const HOST_NAME_PATTERN = "(?:[gms]-[0-9a-f]{5,6}\\.)?[0-9a-f]{6}\\.[0-9a-f]{4}\\.data\\.globus\\.org";
const HOST_REFERENCE = new RegExp(
  `(https://|tlsftp://|"(?:domain_name|hostname)":")(${HOST_NAME_PATTERN})(?::443)?(?![\\w.:-])`,
  "g",
);
const PATHS_WITH_HOSTS = /^\/(transfer\/)?(v0\.10|v2|api)\//;

/**
 * Serves the fake on Node over http or https. All services share one port, each below a path of its own. Each service
 * also has a port of its own, because some of Globus's clients drop a path. Each host has a port of its own too.
 * @param {Handler} handler
 * @param {{ port?: number, host?: string, tls?: boolean, isServed: (url: URL) => boolean }} options isServed checks
 *   whether the handler has a service at a URL
 */
export async function serve(handler, { port = 0, host = "127.0.0.1", tls = false, isServed }) {
  const authority = tls ? await makeAuthority(host) : undefined;
  const listeners = new Listeners(host, authority);
  /** @type {Map<string, Promise<string>>} */
  const hostUrls = new Map();
  let url = "";
  /** @type {{ serviceUrls?: Record<string, string>, origins?: Record<string, string> }} */
  let urls = {};

  /** @param {string} base @returns {import("node:http").RequestListener} */
  const makeListener = (base) => (incoming, outgoing) => {
    const requestUrl = base + incoming.url;
    if (!URL.canParse(requestUrl) || !isServed(new URL(requestUrl))) return answerNotFound(incoming, outgoing, urls);
    forwardRequest(handler, base, incoming, outgoing, { rewriteHosts, rewriteLocation }).catch((error) => {
      if (error instanceof NetworkError || outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500, { "Content-Type": "text/plain" }).end(`Error in the fake Globus: ${error?.stack}\n`);
    });
  };

  /** Returns the URL of a host. Opens a port for a new host. @param {string} name */
  const findHostUrl = (name) => {
    const hostUrl = hostUrls.get(name) ?? listeners.open(() => makeListener(`https://${name}`));
    hostUrls.set(name, hostUrl);
    return hostUrl;
  };

  /** Rewrites the URL of a redirect: the login page is on this server too. @param {string} location */
  const rewriteLocation = (location) => location.replace("https://auth.globus.org", urls.serviceUrls?.auth ?? url);

  /** Replaces host names with addresses on this machine. @param {string} text */
  async function rewriteHosts(text) {
    const isServedHost = (/** @type {string} */ name) => isServed(new URL(`https://${name}`));
    const references = [...text.matchAll(HOST_REFERENCE)].filter(
      ([, prefix = ""]) => prefix === "https://" || prefix.includes("domain_name"),
    );
    const names = new Set(references.map(([, , name = ""]) => name).filter(isServedHost));
    const knownUrls = new Map(
      await Promise.all([...names].map(async (name) => /** @type {const} */ ([name, await findHostUrl(name)]))),
    );
    return text.replace(HOST_REFERENCE, (reference, prefix, name) => {
      const hostUrl = knownUrls.get(name);
      if (prefix === "https://") return hostUrl ?? reference;
      if (prefix === "tlsftp://") return prefix + new URL(url).host;
      return prefix + (prefix.includes("hostname") ? host : hostUrl ? new URL(hostUrl).host : name);
    });
  }

  async function close() {
    await listeners.close();
    await authority?.remove();
  }

  try {
    const origins = keyByService(await Promise.all(SERVICE_NAMES.map(() => listeners.open(makeListener))));
    // Opened last: a client that reaches this port also reaches the others.
    url = await listeners.open(makeListener, port);
    const serviceUrls = keyByService(SERVICE_NAMES.map((name) => `${url}/${name}`));
    urls = { serviceUrls, origins };
    const trustVariables = authority && {
      GLOBUS_SDK_VERIFY_SSL: authority.caFile,
      REQUESTS_CA_BUNDLE: authority.caFile,
      SSL_CERT_FILE: authority.caFile,
      NODE_EXTRA_CA_CERTS: authority.caFile,
    };
    const env = { ...serviceUrlVariables(origins), ...trustVariables };
    const certificate = authority && { ca: authority.ca, caFile: authority.caFile };
    return { url, serviceUrls, origins, env, ...certificate, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @param {readonly string[]} urls in the order of the services @returns {Record<ServiceName, string>} */
const keyByService = (urls) =>
  /** @type {Record<ServiceName, string>} */ (Object.fromEntries(SERVICE_NAMES.map((name, i) => [name, urls[i]])));

/**
 * Answers a request to a URL without a service: lists the URLs of the services.
 * @param {import("node:http").IncomingMessage} incoming
 * @param {import("node:http").ServerResponse} outgoing
 * @param {{ serviceUrls?: Record<string, string>, origins?: Record<string, string> }} directory
 */
function answerNotFound(incoming, outgoing, { serviceUrls = {}, origins = {} }) {
  const serviceList = SERVICE_NAMES.map((name) => `${serviceUrls[name]} or ${origins[name]}`);
  const message = `The fake Globus has no service at ${incoming.url}. Its services are at: ${serviceList.join(", ")}`;
  const body = JSON.stringify({ code: "NotFound", message, serviceUrls, origins });
  outgoing.writeHead(404, { "Content-Type": "application/json" }).end(body);
  // A client that uploads reads the response after it has sent the body.
  incoming.resume();
}

/** @param {string} host @returns {Promise<Authority>} */
async function makeAuthority(host) {
  // Imported here only: the rest of the fake also runs without Node.
  const [{ makeCertificates }, { mkdtemp, rm, writeFile }, { tmpdir }, { join }] = await Promise.all([
    import("./certificates.js"),
    import("node:fs/promises"),
    import("node:os"),
    import("node:path"),
  ]);
  const certificates = await makeCertificates([...new Set([host, "localhost", "127.0.0.1", "::1"])]);
  const directory = await mkdtemp(join(tmpdir(), "fake-globus-"));
  const caFile = join(directory, "ca.pem");
  await writeFile(caFile, certificates.ca);
  return { ...certificates, caFile, remove: () => rm(directory, { recursive: true, force: true }) };
}

/**
 * @param {Handler} handler
 * @param {string} base
 * @param {import("node:http").IncomingMessage} incoming
 * @param {import("node:http").ServerResponse} outgoing
 * @param {{ rewriteHosts: (text: string) => Promise<string>, rewriteLocation: (location: string) => string }} places
 */
async function forwardRequest(handler, base, incoming, outgoing, { rewriteHosts, rewriteLocation }) {
  const disconnection = new AbortController();
  outgoing.on("close", () => disconnection.abort());
  const headers = new Headers();
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    headers.append(incoming.rawHeaders[i] ?? "", incoming.rawHeaders[i + 1] ?? "");
  }
  const method = incoming.method ?? "GET";
  const bodyInit = method === "GET" || method === "HEAD" ? {} : { body: streamBody(incoming), duplex: "half" };
  const response = await handler(
    new Request(base + incoming.url, { method, headers, ...bodyInit }),
    disconnection.signal,
  );
  if (disconnection.signal.aborted) return;
  const location = response.headers.get("Location");
  if (location) response.headers.set("Location", rewriteLocation(location));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  const isJson = /\bjson\b/.test(response.headers.get("Content-Type") ?? "");
  const body = response.body ?? [];
  // The wait for each chunk lets the start of a body arrive even if its end never does.
  for await (const chunk of isJson && PATHS_WITH_HOSTS.test(incoming.url ?? "")
    ? rewriteBody(body, rewriteHosts)
    : body) {
    await new Promise((sent) => outgoing.write(chunk, sent));
    if (disconnection.signal.aborted) return;
  }
  outgoing.end();
  // Reads the rest of a body that was refused before it was read.
  incoming.resume();
}

/**
 * Changes a body as one text. If the body breaks off, changes the text so far.
 * @param {AsyncIterable<Uint8Array> | never[]} body
 * @param {(text: string) => Promise<string>} rewrite
 */
async function* rewriteBody(body, rewrite) {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
  } finally {
    if (text) yield new TextEncoder().encode(await rewrite(text));
  }
}

/**
 * Returns the request body as a stream.
 * @param {import("node:http").IncomingMessage} incoming
 * @returns {ReadableStream<Uint8Array>}
 */
function streamBody(incoming) {
  const chunks = incoming[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
  });
}
