// Ten networks, each broken in one place, on real sockets of this machine.
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificates } from "../../pkg-template/testing/certificates.js";

/** A server on a free port, and its address. */
async function listening(server, scheme) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `${scheme}://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

const answering = (status, headers, body) =>
  listening(http.createServer((_, response) => response.writeHead(status, headers).end(body)), "http");

/**
 * An address where nothing listens, and nobody begins to while it is needed: its port is the near end of a connection of ours. One
 * that a server has just left would be given to the next server.
 */
async function closed(scheme) {
  const server = net.createServer((socket) => void socket.on("error", () => {}));
  await listening(server, "tcp");
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

/** A certificate, made now or when this machine's clock stands at `time`. */
async function certified(time = Date.now()) {
  const { now } = Date;
  Date.now = () => time;
  try {
    return await makeCertificates(["127.0.0.1"]);
  } finally {
    Date.now = now;
  }
}

async function secure(time) {
  const { ca, cert, key } = await certified(time);
  const server = https.createServer({ cert, key }, (_, response) => response.end("{}"));
  return { ca, ...(await listening(server, "https")) };
}

const PAGE = "<html><head><title>Log in to the guest network</title></head><body>Welcome</body></html>";
const LONG_AGO = Date.UTC(2020, 0, 1);

/**
 * For each its variables and servers; the cause by which doctor and advice know it; what the message says; who is to do
 * something about it, first. `causes` are those of runtimes that see it otherwise.
 */
export const SITUATIONS = [
  {
    name: "DNS",
    make: () => ({ url: "https://auth.globus.invalid" }),
    cause: "host_unknown",
    says: /ENOTFOUND|EAI_AGAIN|dns|FailedToOpenSocket|Unable to connect/i,
    advises: ["look up", "DNS"],
    causes: { bun: /host_unknown|connection_refused|network_error/ },
  },
  {
    name: "refused",
    make: () => closed("http"),
    cause: "connection_refused",
    says: /ECONNREFUSED|Connection refused|ConnectionRefused/,
    advises: ["accepts no connections"],
  },
  {
    name: "reset",
    make: () =>
      listening(net.createServer((socket) => socket.once("data", () => socket.resetAndDestroy()).on("error", () => {})), "http"),
    cause: "connection_lost",
    says: /ECONNRESET|reset|closed|UND_ERR_SOCKET/i,
    advises: ["closed the connection"],
  },
  {
    name: "TLS untrusted",
    make: () => secure(),
    cause: "certificate_untrusted",
    says: /certificate|UNABLE_TO/i,
    advises: ["does not trust", "NODE_EXTRA_CA_CERTS"],
  },
  {
    name: "TLS expired",
    make: async () => {
      const { ca, ...server } = await secure(LONG_AGO);
      const folder = await mkdtemp(join(tmpdir(), "globus-service-account-"));
      const file = join(folder, "ca.pem");
      await writeFile(file, ca);
      const close = () => Promise.all([server.close(), rm(folder, { recursive: true })]);
      return { url: server.url, env: { NODE_EXTRA_CA_CERTS: file, DENO_CERT: file }, close };
    },
    cause: "certificate_expired",
    says: /expired/i,
    advises: ["expired or is not yet valid", "date"],
    // Some complain of the authority first.
    causes: { deno: /certificate_(expired|untrusted)/, bun: /certificate_(expired|untrusted)/ },
  },
  {
    name: "proxy ignored",
    make: async () => ({
      ...(await closed("https")),
      env: { HTTPS_PROXY: "http://user:hidden-password@127.0.0.1:9" },
    }),
    cause: "proxy_ignored",
    says: /ECONNREFUSED|refused|connect/i,
    advises: ["HTTPS_PROXY", "NODE_USE_ENV_PROXY=1"],
    // They use it, and nobody is there.
    causes: { deno: /connection_refused|network_error/, bun: /connection_refused|network_error/ },
  },
  {
    name: "407",
    make: () => answering(407, { "Proxy-Authenticate": "Basic" }, PAGE),
    cause: "proxy_login",
    says: /407|fetch failed/,
    advises: ["name and password"],
    // Node's `fetch` gives no such answer: it fails, without a reason.
    causes: { node: /^no_reason$/ },
  },
  {
    name: "302 to a login page",
    make: () => answering(302, { Location: "http://login.example/?then=x" }, ""),
    cause: "redirected",
    says: /302/,
    advises: ["never followed", "log in"],
  },
  {
    name: "200 HTML",
    make: () => answering(200, { "Content-Type": "text/html" }, PAGE),
    cause: "invalid_response",
    says: /not with JSON/,
    advises: ["answered instead"],
  },
  {
    name: "silent",
    make: () => {
      const server = net.createServer((socket) => void socket.on("error", () => {}));
      return listening(server, "http");
    },
    cause: "timeout",
    says: /no answer in time/,
    advises: ["within the timeout"],
  },
];
