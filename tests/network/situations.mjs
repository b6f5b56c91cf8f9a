// Ten networks with one fault each, on real sockets of this machine.
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificates } from "../../pkg-template/testing/certificates.js";

/** Starts a server on a free port. Returns its URL and a function that closes it. */
async function listen(server, scheme) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `${scheme}://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

const serveResponse = (status, headers, body) =>
  listen(http.createServer((_, response) => response.writeHead(status, headers).end(body)), "http");

/**
 * Returns a URL on which no server listens or can start to listen until `close`: its port is the local port of an open
 * connection. The system could assign the port of a server that was just closed to the next server.
 */
async function reservePort(scheme) {
  const server = net.createServer((socket) => void socket.on("error", () => {}));
  await listen(server, "tcp");
  const socket = net.connect(server.address().port, "127.0.0.1");
  await once(socket, "connect");
  return {
    url: `${scheme}://127.0.0.1:${socket.localPort}`,
    close: () => {
      socket.destroy();
      server.close();
    },
  };
}

/** Returns a certificate that is issued now, or at `time` (ms since the epoch). */
async function makeCertificatesAt(time = Date.now()) {
  const { now } = Date;
  Date.now = () => time;
  try {
    return await makeCertificates(["127.0.0.1"]);
  } finally {
    Date.now = now;
  }
}

async function serveTls(time) {
  const { ca, cert, key } = await makeCertificatesAt(time);
  const server = https.createServer({ cert, key }, (_, response) => response.end("{}"));
  return { ca, ...(await listen(server, "https")) };
}

const PAGE = "<html><head><title>Log in to the guest network</title></head><body>Welcome</body></html>";
const LONG_AGO = Date.UTC(2020, 0, 1);

/**
 * `make` starts the servers and returns their URL and environment variables. `code` is the code of doctor's check.
 * `message` matches the error's message. The advice includes the texts of `advice`. `codes` are the codes of runtimes
 * that report the fault differently.
 */
export const SITUATIONS = [
  {
    name: "DNS",
    make: () => ({ url: "https://auth.globus.invalid" }),
    code: "host_unknown",
    message: /ENOTFOUND|EAI_AGAIN|dns|FailedToOpenSocket|Unable to connect/i,
    advice: ["look up", "DNS"],
    codes: { bun: /host_unknown|connection_refused|network_error/ },
  },
  {
    name: "refused",
    make: () => reservePort("http"),
    code: "connection_refused",
    message: /ECONNREFUSED|Connection refused|ConnectionRefused/,
    advice: ["accepts no connections"],
  },
  {
    name: "reset",
    make: () =>
      listen(net.createServer((socket) => socket.once("data", () => socket.resetAndDestroy()).on("error", () => {})), "http"),
    code: "connection_lost",
    message: /ECONNRESET|reset|closed|UND_ERR_SOCKET/i,
    advice: ["closed the connection"],
  },
  {
    name: "TLS untrusted",
    make: () => serveTls(),
    code: "certificate_untrusted",
    message: /certificate|UNABLE_TO/i,
    advice: ["does not trust", "NODE_EXTRA_CA_CERTS"],
  },
  {
    name: "TLS expired",
    make: async () => {
      const { ca, ...server } = await serveTls(LONG_AGO);
      const folder = await mkdtemp(join(tmpdir(), "globus-service-account-"));
      const file = join(folder, "ca.pem");
      await writeFile(file, ca);
      const close = () => Promise.all([server.close(), rm(folder, { recursive: true })]);
      return { url: server.url, env: { NODE_EXTRA_CA_CERTS: file, DENO_CERT: file }, close };
    },
    code: "certificate_expired",
    message: /expired/i,
    advice: ["expired or is not yet valid", "date"],
    // Some versions check the authority before the dates.
    codes: { deno: /certificate_(expired|untrusted)/, bun: /certificate_(expired|untrusted)/ },
  },
  {
    name: "proxy ignored",
    make: async () => ({
      ...(await reservePort("https")),
      env: { HTTPS_PROXY: "http://user:hidden-password@127.0.0.1:9" },
    }),
    code: "proxy_ignored",
    message: /ECONNREFUSED|refused|connect/i,
    advice: ["HTTPS_PROXY", "NODE_USE_ENV_PROXY=1"],
    // They use the proxy, on whose port no server listens.
    codes: { deno: /connection_refused|network_error/, bun: /connection_refused|network_error/ },
  },
  {
    name: "407",
    make: () => serveResponse(407, { "Proxy-Authenticate": "Basic" }, PAGE),
    code: "proxy_login",
    message: /407|fetch failed/,
    advice: ["name and password"],
    // Node's `fetch` does not return a 407: it rejects without a reason.
    codes: { node: /^no_reason$/ },
  },
  {
    name: "302 to a login page",
    make: () => serveResponse(302, { Location: "http://login.example/?then=x" }, ""),
    code: "redirected",
    message: /302/,
    advice: ["never followed", "log in"],
  },
  {
    name: "200 HTML",
    make: () => serveResponse(200, { "Content-Type": "text/html" }, PAGE),
    code: "invalid_response",
    message: /not with JSON/,
    advice: ["answered instead"],
  },
  {
    name: "silent",
    make: () => {
      const server = net.createServer((socket) => void socket.on("error", () => {}));
      return listen(server, "http");
    },
    code: "timeout",
    message: /no answer in time/,
    advice: ["within the timeout"],
  },
];
