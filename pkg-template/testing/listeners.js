// @ts-check
/**
 * HTTP servers on this machine. All use http, or all use https with one certificate.
 */
export class Listeners {
  /** @type {import("node:http").Server[]} */ #servers = [];

  /** @param {string} host @param {{ cert: string, key: string } | undefined} tls */
  constructor(host, tls) {
    this.host = host;
    this.tls = tls;
  }

  /**
   * @param {(url: string) => import("node:http").RequestListener} listener is called with the server's URL
   * @param {number} [port]
   * @returns {Promise<string>} the server's URL
   */
  async open(listener, port = 0) {
    const { host, tls } = this;
    const [{ createServer }, { createServer: createTlsServer }] = await Promise.all([
      import("node:http"),
      import("node:https"),
    ]);
    const server = tls ? createTlsServer({ cert: tls.cert, key: tls.key }) : createServer();
    await new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, () => resolve(undefined));
    });
    this.#servers.push(server);
    const address = /** @type {import("node:net").AddressInfo} */ (server.address());
    const url = `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
    server.on("request", listener(url));
    return url;
  }

  async close() {
    await Promise.all(
      this.#servers.map(
        (server) =>
          new Promise((resolve) => {
            server.close(() => resolve(undefined));
            server.closeAllConnections();
          }),
      ),
    );
  }
}
