// Errors that users make for their own tests: like those that the package makes.
import { helpers, ID, json } from "./helpers.mjs";

export default function (test, env) {
  const { GlobusApiError, GlobusAuthError, GlobusConfigError, GlobusError, GlobusNetworkError, GlobusTimeoutError, ServiceAccount } = env;
  const { assert, makeError } = env;
  const { stub, stage, failure, thrown } = helpers(env);
  const options = { retries: 0 };

  /** What the package makes, by how it comes about. */
  const real = {
    invalid_option: () => thrown(() => new ServiceAccount({})),
    unknown_target: () => failure(stub(() => json({})).account.getToken("nobody")),
    ambiguous_target: () => failure(stub(() => json({})).account.getToken(["transfer", "groups"])),
    foreign_origin: () => failure(stub(() => json({})).account.fetch("https://example.org/", { target: "transfer" })),
    invalid_client: () => failure(stage({ ...options, clientSecret: "wrong" }).account.getToken("transfer")),
    not_a_service_account: () => failure(stage({ ...options, client: { serviceAccount: false } }).account.getToken("transfer")),
    invalid_scope: () => failure(stage(options).account.getToken("urn:globus:auth:scope:transfer.api.globus.org:none")),
    network_error: () => failure(stub(() => Promise.reject(new TypeError("gone")), options).account.transfer.getTask("x")),
    timeout: () => failure(stub(() => new Promise(() => {}), { ...options, timeout: 1 }).account.transfer.getTask("x")),
  };
  for (const [code, status] of Object.entries({
    bad_request: 400,
    unauthorized: 401,
    forbidden: 403,
    not_found: 404,
    conflict: 409,
    rate_limited: 429,
    server_error: 500,
  })) {
    const answer = () => json({ code: "Some", message: "text" }, { status });
    real[code] = () => failure(stub(answer, options).account.transfer.getTask("x"));
  }

  test("makeError: its class, status and whether it may pass are those of the package's own errors of that code", async () => {
    for (const [code, provoke] of Object.entries(real)) {
      const found = await provoke();
      const made = makeError({ code });
      assert.equal(found.code, code);
      for (const type of [GlobusApiError, GlobusAuthError, GlobusConfigError, GlobusError, GlobusNetworkError, GlobusTimeoutError]) {
        assert.equal(made instanceof type, found instanceof type, `${code} ${type.name}`);
      }
      const shape = ({ name, code, status, retryable, messages, requiredScopes }) =>
        ({ name, code, status, retryable, lists: [messages, requiredScopes].map(Array.isArray) });
      assert.deepEqual(shape(made), shape(found));
      assert.instanceOf(made, Error);
    }
  });

  test("makeError: what is given is in it, and goes before what is usual; it is written and compared as any", () => {
    const cause = new Error("below");
    const body = { code: "ServiceUnavailable" };
    const made = makeError({ code: "server_error", message: "down", status: 503, service: "transfer", body, requestId: "r1", retryAfter: 5, retryable: false, cause });
    assert.deepInclude(made, { code: "server_error", message: "down", status: 503, service: "transfer", body, requestId: "r1", retryAfter: 5, retryable: false, cause });
    assert.deepInclude(made.toJSON(), { name: "GlobusApiError", code: "server_error", status: 503 });
    assert.match(makeError({ code: "not_found" }).message, /not_found/);
    assert.equal(makeError({ code: "of_a_version_to_come" }).name, "GlobusApiError");
    assert.notProperty(makeError({ code: "invalid_option", status: undefined }), "status");
    // Not as a tail call, of which Bun keeps no line.
    const byTheTest = () => [makeError({ code: "timeout" })];
    assert.match(byTheTest()[0].stack, /^GlobusTimeoutError: .*\n.*byTheTest/, "where the test made it");
  });

  test("makeError: a program's handling is tested without a request", async () => {
    const { account, calls } = stub(() => json({}));
    account.transfer.getTask = async () => {
      throw makeError({ code: "not_found", service: "transfer" });
    };
    const found = async () => account.transfer.getTask(ID).catch((error) => error instanceof GlobusApiError && error.code === "not_found" && "none");
    assert.equal(await found(), "none");
    assert.lengthOf(calls, 0);
  });
}
