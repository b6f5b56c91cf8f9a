import { helpers, json } from "./helpers.mjs";
import { inspectors } from "./consoles.mjs";

/** The form of errors in logs. A change of this form breaks the log parsers of users. */
export default function (test, env) {
  const { GlobusError, assert } = env;
  const { stub, stage, failure } = helpers(env);

  const REFUSAL = { code: "Busy", message: "m", request_id: "r", required_scope: "s" };
  const MFA = { code: "PermissionDenied", message: "m", authorization_parameters: { session_required_mfa: true } };
  const refuseWith = (body, init) => failure(stub(() => json(body, init), { retries: 0 }).account.transfer.getTask("x"));
  const hanging = () => new Promise(() => {});

  /**
   * By class: a function that provokes an error, and the members of the error's JSON form in order. `advice` is
   * optional.
   */
  const ERRORS = {
    GlobusConfigError: [
      () => failure(stub(() => json({ code: "Done" })).account.getToken("nope")),
      "name message code messages requiredScopes field retryable advice steps",
    ],
    GlobusAuthError: [
      () => failure(stage({ clientSecret: "wrong" }).account.getToken("auth")),
      "name message code messages requiredScopes status serverCode service requestId retryable method url advice steps body",
    ],
    GlobusApiError: [
      () => refuseWith(REFUSAL, { status: 429, headers: { "Retry-After": "90" } }),
      "name message code messages requiredScopes status serverCode service requestId retryable retryAfter method url advice steps body",
    ],
    "GlobusApiError with authorization parameters": [
      () => refuseWith(MFA, { status: 403 }),
      "name message code messages requiredScopes status serverCode service retryable method url authorizationParameters advice steps body",
    ],
    GlobusNetworkError: [
      () => failure(stub(() => Promise.reject(new TypeError("gone")), { retries: 0 }).account.transfer.getTask("x")),
      "name message code messages requiredScopes service retryable method url advice steps cause",
    ],
    GlobusTimeoutError: [
      () => failure(stub(hanging, { retries: 0, timeout: 5 }).account.transfer.getTask("x")),
      "name message code messages requiredScopes service retryable method url advice steps",
    ],
  };

  for (const [name, [make, members]] of Object.entries(ERRORS)) {
    test(`shapes: the JSON form of a ${name} has these members, in this order`, async () => {
      const error = await make();
      assert.equal(error.name, name.split(" ")[0]);
      const expected = members.split(" ").filter((member) => member !== "advice" || error.advice !== undefined);
      assert.deepEqual(Object.keys(error.toJSON()), expected);
      assert.deepEqual(Object.keys(JSON.parse(JSON.stringify({ error })).error), expected);
      const own = Object.keys(error);
      assert.deepEqual(own, expected.filter((member) => !["name", "message", "cause"].includes(member)), "the error has no other members");
    });
  }

  test("shapes: a structured clone of an error is a plain Error with message and stack, and sometimes fields", async () => {
    const error = await refuseWith(REFUSAL, { status: 429 });
    const clone = structuredClone(error);
    assert.isFalse(clone instanceof GlobusError);
    assert.instanceOf(clone, Error);
    assert.equal(clone.message, error.message);
    assert.include(clone.stack, error.message);
    // Newer versions of workerd also keep the name and the members.
    assert.include(["Error", error.name], clone.name);
    for (const [name, value] of Object.entries(clone)) if (name !== "name") assert.deepEqual(value, error[name]);
  });

  test("shapes: a stack begins with the class and the message", async () => {
    const error = await refuseWith(REFUSAL, { status: 429 });
    assert.isTrue(error.stack.startsWith("GlobusApiError: transfer answered 429 Busy: m\n"), error.stack);
  });

  /** Removes the lines of stacks, and Bun's lines of source code, from a text that a console prints. */
  const removeStacks = (text) => text
    .replaceAll(/\n +(at |\.{3} \d+ lines).*?(?= \{\n|\n|$)/g, "")
    .replaceAll(/^(\d+ \| .*| +\^)\n/gm, "")
    .replaceAll(/\n{2,}/g, "\n\n")
    .trim();

  const NODE = [
    `GlobusApiError: transfer answered 429 Busy: m {
  code: 'rate_limited',
  messages: [ 'm' ],
  requiredScopes: [ 's' ],
  status: 429,
  serverCode: 'Busy',
  service: 'transfer',
  requestId: 'r',
  retryable: true,
  retryAfter: 90000,
  method: 'GET',
  url: 'https://transfer.api.globus.org/v0.10/task/x',
  body: { code: 'Busy', message: 'm', request_id: 'r', required_scope: 's' }
}`,
    `GlobusNetworkError: no answer from GET https://transfer.api.globus.org/v0.10/task/x: gone {
  code: 'network_error',
  messages: [],
  requiredScopes: [],
  service: 'transfer',
  retryable: true,
  method: 'GET',
  url: 'https://transfer.api.globus.org/v0.10/task/x',
  [cause]: TypeError: gone
}`,
  ];

  /** Bun prints `code` last, and a cause after its error. */
  const BUN = [
    `GlobusApiError: transfer answered 429 Busy: m
   messages: [ "m" ],
 requiredScopes: [ "s" ],
     status: 429,
 serverCode: "Busy",
    service: "transfer",
  requestId: "r",
  retryable: true,
 retryAfter: 90000,
     method: "GET",
        url: "https://transfer.api.globus.org/v0.10/task/x",
       body: {
  code: "Busy",
  message: "m",
  request_id: "r",
  required_scope: "s",
},
       code: "rate_limited"`,
    `GlobusNetworkError: no answer from GET https://transfer.api.globus.org/v0.10/task/x: gone
   messages: [],
 requiredScopes: [],
    service: "transfer",
  retryable: true,
     method: "GET",
        url: "https://transfer.api.globus.org/v0.10/task/x",
       code: "network_error"

TypeError: gone`,
  ];

  const PRINTED = {
    "util.inspect": NODE,
    "Deno.inspect": NODE.map((text) => text.replaceAll("'", '"')),
    "Bun.inspect": BUN,
  };

  for (const [inspector, inspect] of Object.entries(inspectors)) {
    test(`shapes: ${inspector} prints an error in this form`, async () => {
      const errors = [await ERRORS.GlobusApiError[0](), await ERRORS.GlobusNetworkError[0]()];
      for (const [index, error] of errors.entries()) {
        // Other tests check the advice and the steps.
        delete error.advice;
        delete error.steps;
        // Bun prints the source lines around the line that created an error. This package's lines are minified.
        if (error.cause === undefined) assert.notMatch(inspect(error), /^\d+ \|/m);
        assert.equal(removeStacks(inspect(error)), PRINTED[inspector][index]);
      }
    });
  }
}
