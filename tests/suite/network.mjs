// What is told of a network that is broken: the reason in the message, what to do, and that it is not the credentials. The words
// are those that engines have for it; `cargo xtask test network` meets them on real sockets.
import { helpers, ID, json, SECRET, TOKEN_URL, TRANSFER_URL } from "./helpers.mjs";

const coded = (code, message, more) => Object.assign(new Error(message), { code, ...more });
const undici = (cause) => new TypeError("fetch failed", { cause });
const refusedAt = (address) => coded("ECONNREFUSED", `connect ECONNREFUSED ${address}`);

/** What `fetch` throws, by the cause that is recognised, and the reason in the message. */
const THROWN = {
  host_unknown: [
    [undici(coded("ENOTFOUND", "getaddrinfo ENOTFOUND auth.globus.org")), "getaddrinfo ENOTFOUND auth.globus.org"],
    [undici(coded("EAI_AGAIN", "getaddrinfo EAI_AGAIN auth.globus.org")), "getaddrinfo EAI_AGAIN auth.globus.org"],
    [
      new TypeError("error sending request for url (https://auth.globus.org/a?secret=1): client error (Connect): dns error"),
      "error sending request for url (https://auth.globus.org/a): client error (Connect): dns error",
    ],
    [coded("FailedToOpenSocket", "Was there a typo in the url or port?"), "Was there a typo in the url or port? (FailedToOpenSocket)"],
    ["DNS lookup failed", "DNS lookup failed"],
  ],
  connection_refused: [
    [undici(refusedAt("127.0.0.1:1")), "connect ECONNREFUSED 127.0.0.1:1"],
    [
      undici(Object.assign(new AggregateError([refusedAt("::1:1"), refusedAt("127.0.0.1:1")], ""), { code: "ECONNREFUSED" })),
      "connect ECONNREFUSED ::1:1; connect ECONNREFUSED 127.0.0.1:1",
    ],
    [coded("ConnectionRefused", "Unable to connect."), "Unable to connect. (ConnectionRefused)"],
  ],
  connection_lost: [
    [undici(coded("ECONNRESET", "read ECONNRESET")), "read ECONNRESET"],
    [undici(coded("UND_ERR_SOCKET", "other side closed", { socket: {} })), "other side closed (UND_ERR_SOCKET)"],
    [new Error("Network connection lost."), "Network connection lost."],
  ],
  certificate_untrusted: [
    [
      undici(coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate")),
      "unable to verify the first certificate (UNABLE_TO_VERIFY_LEAF_SIGNATURE)",
    ],
    [undici(coded("SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain")), "self-signed certificate in certificate chain (SELF_SIGNED_CERT_IN_CHAIN)"],
    [new TypeError("invalid peer certificate: UnknownIssuer"), "invalid peer certificate: UnknownIssuer"],
  ],
  certificate_expired: [
    [undici(coded("CERT_HAS_EXPIRED", "certificate has expired")), "certificate has expired (CERT_HAS_EXPIRED)"],
    [new TypeError("invalid peer certificate: Expired"), "invalid peer certificate: Expired"],
  ],
  proxy_login: [
    [undici(coded("UND_ERR_ABORTED", "Proxy response (407) !== 200 when HTTP Tunneling")), "Proxy response (407) !== 200 when HTTP Tunneling (UND_ERR_ABORTED)"],
  ],
  timeout: [
    [undici(coded("UND_ERR_CONNECT_TIMEOUT", "Connect Timeout Error")), "Connect Timeout Error (UND_ERR_CONNECT_TIMEOUT)"],
  ],
  no_reason: [[undici(undefined), "fetch failed"]],
  network_error: [[new Error("something\n\x1b[31melse"), "something [31melse"]],
};

/** Answers that are not Globus's. */
const PAGE = "<html><title>Log in</title></html>";
const ANSWERED = {
  redirected: () => new Response("", { status: 302, headers: { Location: "https://login.example/?next=x" } }),
  proxy_login: () => new Response(PAGE, { status: 407 }),
  invalid_response: () => new Response(PAGE, { headers: { "content-type": "text/html" } }),
};

export default function (test, env) {
  const { GlobusNetworkError, ServiceAccount, assert, runtime } = env;
  const { stub, failure } = helpers(env);

  /** What doctor says where no grant comes through. */
  async function doctored(grant) {
    const { account } = stub(() => json({ code: "Done" }), { grant, retries: 0 });
    const { ok, checks } = await account.doctor({ flows: ID });
    assert.isFalse(ok);
    assert.deepInclude(checks[1], { check: "credentials", status: "skipped" });
    assert.isTrue(checks.slice(1).every(({ status }) => status !== "failed"), "the rest is not said to be wrong");
    return checks[0];
  }

  for (const [cause, thrown] of Object.entries(THROWN)) {
    test(`network: ${cause} is told with its reason and what to do, and doctor says the same`, async () => {
      for (const [value, reason] of thrown) {
        const throwing = () => {
          throw value;
        };
        const { account } = stub(throwing, { retries: 0 });
        const error = await failure(account.transfer.operationLs(ID, { path: "/private" }));
        assert.instanceOf(error, GlobusNetworkError);
        const url = `${TRANSFER_URL}/operation/endpoint/${ID}/ls`;
        assert.equal(error.message, `no answer from GET ${url}: ${reason}`);
        assert.deepInclude(error, { code: "network_error", method: "GET", url, service: "transfer" });
        assert.isNotEmpty(error.steps);
        assert.match(error.advice, /the credentials were not refused|within the time/);
        const check = await doctored(throwing);
        assert.deepInclude(check, { check: "network", status: "failed", code: cause });
        assert.equal(check.summary, `no answer from POST ${TOKEN_URL}: ${reason}`);
        assert.deepEqual(check.steps, error.steps);
      }
    });
  }

  for (const [cause, answer] of Object.entries(ANSWERED)) {
    test(`network: an answer that is not Globus's, ${cause}, is told with what to do, and doctor says the same`, async () => {
      const { account } = stub(answer, { retries: 0 });
      const error = await failure(account.transfer.getTask("x"));
      assert.isNotEmpty(error.steps);
      assert.match(error.advice, /the credentials were not refused/);
      assert.notInclude(JSON.stringify(error), "login.example");
      assert.deepInclude(await doctored(answer), { check: "network", status: "failed", code: cause });
    });
  }

  test("network: silence is told with what to do", async () => {
    const { account } = stub(() => new Promise(() => {}), { retries: 0, timeout: 5 });
    const error = await failure(account.transfer.getTask("x"));
    assert.deepInclude(error, { code: "timeout", message: `no answer in time from GET ${TRANSFER_URL}/task/x`, method: "GET" });
    assert.include(error.advice, "within the time");
    assert.isNotEmpty(error.steps);
  });

  test("network: nothing that is secret gets into a message, an address or the advice", async () => {
    const { account } = stub(
      ({ headers, url }) => {
        throw undici(coded("EPROXY", `cannot reach http://me:hidden@proxy:8080 for ${url} with ${headers.get("authorization")}`));
      },
      { retries: 0 },
    );
    const error = await failure(account.fetch(`${TRANSFER_URL}/task/x?a=hidden#hidden`));
    assert.notMatch([error.message, error.url, error.advice, JSON.stringify(error.steps)].join(), /hidden|Bearer Ag/);
    assert.include(error.message, "cannot reach http://proxy:8080");
    assert.equal(error.url, `${TRANSFER_URL}/task/x`);
  });

  test("network: what caused the failure may be its own cause, and as deep as it likes", async () => {
    const circular = new Error("round");
    circular.cause = circular;
    const deep = Array.from({ length: 300 }).reduce((cause) => new Error("deeper", { cause }), new Error("bottom"));
    for (const thrown of [circular, deep, {}, null, 5, [], { message: 5, errors: "x", cause: {} }]) {
      const { account } = stub(() => Promise.reject(thrown), { retries: 0 });
      const { message } = await failure(account.transfer.getTask("x"));
      assert.match(message, /^no answer from GET [^ ]+\/task\/x(: (round|deeper|\[.*\]))?$/);
    }
  });

  if (runtime !== "node") return;

  test("network: a proxy that Node's fetch does not use is named, and only where it should be used", async () => {
    const { fetch } = globalThis;
    const { env: variables } = process;
    const kept = { ...variables };
    const names = ["HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "NODE_USE_ENV_PROXY"];
    globalThis.fetch = () => Promise.reject(undici(refusedAt("1.2.3.4:443")));
    const adviceWith = async (given, options) => {
      for (const name of names) delete variables[name];
      Object.assign(variables, given);
      const account = new ServiceAccount({ clientId: ID, clientSecret: SECRET, retries: 0, ...options });
      return (await failure(account.getToken("auth"))).advice;
    };
    try {
      const HTTPS_PROXY = "http://me:hidden@proxy:8080";
      const ignored = await adviceWith({ HTTPS_PROXY });
      assert.match(ignored, /^HTTPS_PROXY names a proxy.*NODE_USE_ENV_PROXY=1.*dispatcher/);
      assert.notInclude(ignored, "hidden");
      assert.match(await adviceWith({ https_proxy: HTTPS_PROXY }), /^https_proxy names a proxy/);
      for (const NO_PROXY of ["*", "auth.globus.org", ".globus.org", "x, *.globus.org:443"]) {
        assert.notMatch(await adviceWith({ HTTPS_PROXY, NO_PROXY }), /names a proxy/, NO_PROXY);
      }
      assert.match(await adviceWith({ HTTPS_PROXY, NO_PROXY: "globus.com,lobus.org" }), /names a proxy/);
      assert.notMatch(await adviceWith({}), /names a proxy/);
      assert.notMatch(await adviceWith({ HTTPS_PROXY }, { fetch: globalThis.fetch }), /names a proxy/, "that is the user's own");
      // Where this Node knows how, it does use it.
      const knows = process.allowedNodeEnvironmentFlags.has("--use-env-proxy");
      assert.equal(/names a proxy/.test(await adviceWith({ HTTPS_PROXY, NODE_USE_ENV_PROXY: "1" })), !knows);
    } finally {
      globalThis.fetch = fetch;
      for (const name of names) delete variables[name];
      Object.assign(variables, kept);
    }
  });
}
