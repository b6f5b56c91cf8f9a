// `makeError()`: errors that users make for their own tests. They have the form of the package's own errors.
import { helpers, ID, json } from "./helpers.mjs";

export default function (test, env) {
  const { GlobusApiError, GlobusAuthError, GlobusConfigError, GlobusError, GlobusNetworkError, GlobusTimeoutError, ServiceAccount } = env;
  const { assert, makeError } = env;
  const { stub, stage, failure, thrown } = helpers(env);
  const options = { retries: 0 };

  /** Functions that provoke a real error of the package, by error code. */
  const provocations = {
    invalid_option: () => thrown(() => new ServiceAccount({})),
    unknown_target: () => failure(stub(() => json({})).account.getToken("unknown")),
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
    const refuse = () => json({ code: "Some", message: "text" }, { status });
    provocations[code] = () => failure(stub(refuse, options).account.transfer.getTask("x"));
  }

  test("makeError: class, status and `retryable` equal those of the package's own error with that code", async () => {
    for (const [code, provoke] of Object.entries(provocations)) {
      const real = await provoke();
      const made = makeError({ code });
      assert.equal(real.code, code);
      for (const type of [GlobusApiError, GlobusAuthError, GlobusConfigError, GlobusError, GlobusNetworkError, GlobusTimeoutError]) {
        assert.equal(made instanceof type, real instanceof type, `${code} ${type.name}`);
      }
      const shape = ({ name, code, status, retryable, messages, requiredScopes }) =>
        ({ name, code, status, retryable, lists: [messages, requiredScopes].map(Array.isArray) });
      assert.deepEqual(shape(made), shape(real));
      assert.instanceOf(made, Error);
    }
  });

  test("makeError: given fields replace the defaults, and the error is serialized and compared like any GlobusError", () => {
    const cause = new Error("below");
    const body = { code: "ServiceUnavailable" };
    const made = makeError({ code: "server_error", message: "down", status: 503, service: "transfer", body, requestId: "r1", retryAfter: 5, retryable: false, cause });
    assert.deepInclude(made, { code: "server_error", message: "down", status: 503, service: "transfer", body, requestId: "r1", retryAfter: 5, retryable: false, cause });
    assert.deepInclude(made.toJSON(), { name: "GlobusApiError", code: "server_error", status: 503 });
    assert.match(makeError({ code: "not_found" }).message, /not_found/);
    assert.equal(makeError({ code: "of_a_version_to_come" }).name, "GlobusApiError");
    assert.notProperty(makeError({ code: "invalid_option", status: undefined }), "status");
    // Not a tail call: Bun removes the frame of a tail call from the stack.
    const byTheTest = () => [makeError({ code: "timeout" })];
    assert.match(byTheTest()[0].stack, /^GlobusTimeoutError: .*\n.*byTheTest/, "the stack names the function that called makeError");
  });

  test("makeError: a program's error handling can be tested without a request", async () => {
    const { account, calls } = stub(() => json({}));
    account.transfer.getTask = async () => {
      throw makeError({ code: "not_found", service: "transfer" });
    };
    const describeTask = async () => account.transfer.getTask(ID).catch((error) => error instanceof GlobusApiError && error.code === "not_found" && "none");
    assert.equal(await describeTask(), "none");
    assert.lengthOf(calls, 0);
  });
}
