// Errors of a broken network. The message contains the reason; the advice names the next steps and states that the
// credentials were not refused. The reasons are in the words of the engines; `cargo xtask test network` provokes them
// on real sockets.
import { helpers, ID, json, SECRET, TOKEN_URL, TRANSFER_URL } from "./helpers.mjs";

const codedError = (code, message, more) => Object.assign(new Error(message), { code, ...more });
const undiciError = (cause) => new TypeError("fetch failed", { cause });
const connectionRefused = (address) => codedError("ECONNREFUSED", `connect ECONNREFUSED ${address}`);

/** By diagnosis: values that `fetch` throws, each with the reason that the error's message contains. */
const THROWN_VALUES = {
  host_unknown: [
    [undiciError(codedError("ENOTFOUND", "getaddrinfo ENOTFOUND auth.globus.org")), "getaddrinfo ENOTFOUND auth.globus.org"],
    [undiciError(codedError("EAI_AGAIN", "getaddrinfo EAI_AGAIN auth.globus.org")), "getaddrinfo EAI_AGAIN auth.globus.org"],
    [
      new TypeError("error sending request for url (https://auth.globus.org/a?secret=1): client error (Connect): dns error"),
      "error sending request for url (https://auth.globus.org/a): client error (Connect): dns error",
    ],
    [codedError("FailedToOpenSocket", "Was there a typo in the url or port?"), "Was there a typo in the url or port? (FailedToOpenSocket)"],
    ["DNS lookup failed", "DNS lookup failed"],
  ],
  connection_refused: [
    [undiciError(connectionRefused("127.0.0.1:1")), "connect ECONNREFUSED 127.0.0.1:1"],
    [
      undiciError(Object.assign(new AggregateError([connectionRefused("::1:1"), connectionRefused("127.0.0.1:1")], ""), { code: "ECONNREFUSED" })),
      "connect ECONNREFUSED ::1:1; connect ECONNREFUSED 127.0.0.1:1",
    ],
    [codedError("ConnectionRefused", "Unable to connect."), "Unable to connect. (ConnectionRefused)"],
  ],
  connection_lost: [
    [undiciError(codedError("ECONNRESET", "read ECONNRESET")), "read ECONNRESET"],
    [undiciError(codedError("UND_ERR_SOCKET", "other side closed", { socket: {} })), "other side closed (UND_ERR_SOCKET)"],
    [new Error("Network connection lost."), "Network connection lost."],
  ],
  certificate_untrusted: [
    [
      undiciError(codedError("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate")),
      "unable to verify the first certificate (UNABLE_TO_VERIFY_LEAF_SIGNATURE)",
    ],
    [undiciError(codedError("SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain")), "self-signed certificate in certificate chain (SELF_SIGNED_CERT_IN_CHAIN)"],
    [new TypeError("invalid peer certificate: UnknownIssuer"), "invalid peer certificate: UnknownIssuer"],
  ],
  certificate_expired: [
    [undiciError(codedError("CERT_HAS_EXPIRED", "certificate has expired")), "certificate has expired (CERT_HAS_EXPIRED)"],
    [new TypeError("invalid peer certificate: Expired"), "invalid peer certificate: Expired"],
  ],
  proxy_login: [
    [undiciError(codedError("UND_ERR_ABORTED", "Proxy response (407) !== 200 when HTTP Tunneling")), "Proxy response (407) !== 200 when HTTP Tunneling (UND_ERR_ABORTED)"],
  ],
  timeout: [
    [undiciError(codedError("UND_ERR_CONNECT_TIMEOUT", "Connect Timeout Error")), "Connect Timeout Error (UND_ERR_CONNECT_TIMEOUT)"],
  ],
  no_reason: [[undiciError(undefined), "fetch failed"]],
  network_error: [[new Error("something\n\x1b[31melse"), "something [31melse"]],
};

/** The page of a server that is not Globus. */
const LOGIN_PAGE = "<html><title>Log in</title></html>";
/** By diagnosis: responses of a server that is not Globus. */
const RESPONSES = {
  redirected: () => new Response("", { status: 302, headers: { Location: "https://login.example/?next=x" } }),
  proxy_login: () => new Response(LOGIN_PAGE, { status: 407 }),
  invalid_response: () => new Response(LOGIN_PAGE, { headers: { "content-type": "text/html" } }),
};

export default function (test, env) {
  const { GlobusNetworkError, ServiceAccount, assert, runtime } = env;
  const { stub, failure } = helpers(env);

  /** Returns doctor's network check when no grant succeeds. */
  async function runDoctor(grant) {
    const { account } = stub(() => json({ code: "Done" }), { grant, retries: 0 });
    const { ok, checks } = await account.doctor({ flows: ID });
    assert.isFalse(ok);
    assert.deepInclude(checks[1], { check: "credentials", status: "skipped" });
    assert.isTrue(checks.slice(1).every(({ status }) => status !== "failed"), "no other check fails");
    return checks[0];
  }

  for (const [diagnosis, cases] of Object.entries(THROWN_VALUES)) {
    test(`network: ${diagnosis}: the error has its reason and steps, and doctor reports the same`, async () => {
      for (const [value, reason] of cases) {
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
        assert.match(error.advice, /the credentials were not refused|within the timeout/);
        const check = await runDoctor(throwing);
        assert.deepInclude(check, { check: "network", status: "failed", code: diagnosis });
        assert.equal(check.summary, `no answer from POST ${TOKEN_URL}: ${reason}`);
        assert.deepEqual(check.steps, error.steps);
      }
    });
  }

  for (const [diagnosis, respond] of Object.entries(RESPONSES)) {
    test(`network: a response of another server, ${diagnosis}: the error has steps, and doctor reports the same`, async () => {
      const { account } = stub(respond, { retries: 0 });
      const error = await failure(account.transfer.getTask("x"));
      assert.isNotEmpty(error.steps);
      assert.match(error.advice, /the credentials were not refused/);
      assert.notInclude(JSON.stringify(error), "login.example");
      assert.deepInclude(await runDoctor(respond), { check: "network", status: "failed", code: diagnosis });
    });
  }

  test("network: a request without a response fails with steps", async () => {
    const { account } = stub(() => new Promise(() => {}), { retries: 0, timeout: 5 });
    const error = await failure(account.transfer.getTask("x"));
    assert.deepInclude(error, { code: "timeout", message: `no answer in time from GET ${TRANSFER_URL}/task/x`, method: "GET" });
    assert.include(error.advice, "within the timeout");
    assert.isNotEmpty(error.steps);
  });

  test("network: a message, a URL and the advice contain no secret", async () => {
    const { account } = stub(
      ({ headers, url }) => {
        throw undiciError(codedError("EPROXY", `cannot reach http://me:hidden@proxy:8080 for ${url} with ${headers.get("authorization")}`));
      },
      { retries: 0 },
    );
    const error = await failure(account.fetch(`${TRANSFER_URL}/task/x?a=hidden#hidden`));
    assert.notMatch([error.message, error.url, error.advice, JSON.stringify(error.steps)].join(), /hidden|Bearer Ag/);
    assert.include(error.message, "cannot reach http://proxy:8080");
    assert.equal(error.url, `${TRANSFER_URL}/task/x`);
  });

  test("network: a thrown value of any shape becomes an error with a message, even with a circular or deep cause", async () => {
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

  test("network: the advice names a proxy that Node's fetch ignores, unless NO_PROXY or a user's fetch applies", async () => {
    const { fetch } = globalThis;
    const { env: variables } = process;
    const savedVariables = { ...variables };
    const names = ["HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "NODE_USE_ENV_PROXY"];
    globalThis.fetch = () => Promise.reject(undiciError(connectionRefused("1.2.3.4:443")));
    const adviceWith = async (proxyVariables, options) => {
      for (const name of names) delete variables[name];
      Object.assign(variables, proxyVariables);
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
      assert.notMatch(await adviceWith({ HTTPS_PROXY }, { fetch: globalThis.fetch }), /names a proxy/, "the fetch is the user's own");
      // With NODE_USE_ENV_PROXY, a Node that has the `--use-env-proxy` flag uses the proxy.
      const supportsProxy = process.allowedNodeEnvironmentFlags.has("--use-env-proxy");
      assert.equal(/names a proxy/.test(await adviceWith({ HTTPS_PROXY, NODE_USE_ENV_PROXY: "1" })), !supportsProxy);
    } finally {
      globalThis.fetch = fetch;
      for (const name of names) delete variables[name];
      Object.assign(variables, savedVariables);
    }
  });
}
