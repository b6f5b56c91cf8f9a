import { helpers, json } from "./helpers.mjs";
import { inspectors } from "./consoles.mjs";

/** The form that errors have in logs: a change of it breaks somebody's parser. */
export default function (test, env) {
  const { GlobusError, assert } = env;
  const { stub, stage, failure } = helpers(env);

  const REFUSAL = { code: "Busy", message: "m", request_id: "r", required_scope: "s" };
  const MFA = { code: "PermissionDenied", message: "m", authorization_parameters: { session_required_mfa: true } };
  const refusedWith = (body, init) => failure(stub(() => json(body, init), { retries: 0 }).account.transfer.getTask("x"));
  const hanging = () => new Promise(() => {});

  /** An error of each class, and the members of its JSON form, in order. `advice` may be among them. */
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
      () => refusedWith(REFUSAL, { status: 429, headers: { "Retry-After": "90" } }),
      "name message code messages requiredScopes status serverCode service requestId retryable retryAfter method url advice steps body",
    ],
    "GlobusApiError with authorization parameters": [
      () => refusedWith(MFA, { status: 403 }),
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
      assert.deepEqual(own, expected.filter((member) => !["name", "message", "cause"].includes(member)), "nor are there others");
    });
  }

  test("shapes: a clone that is not of toJSON is a plain Error with the message, the stack and perhaps some fields", async () => {
    const error = await refusedWith(REFUSAL, { status: 429 });
    const clone = structuredClone(error);
    assert.isFalse(clone instanceof GlobusError);
    assert.instanceOf(clone, Error);
    assert.equal(clone.message, error.message);
    assert.include(clone.stack, error.message);
    // Workers of late keep the name and the members as well.
    assert.include(["Error", error.name], clone.name);
    for (const [name, value] of Object.entries(clone)) if (name !== "name") assert.deepEqual(value, error[name]);
  });

  test("shapes: a stack begins with the class and the message", async () => {
    const error = await refusedWith(REFUSAL, { status: 429 });
    assert.isTrue(error.stack.startsWith("GlobusApiError: transfer answered 429 Busy: m\n"), error.stack);
  });

  /** What a console prints, without the lines of stacks and, in Bun, of sources. */
  const withoutPlaces = (text) => text
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

  /** It puts `code` last whatever the order, and a cause beside its error. */
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
    test(`shapes: ${inspector} prints this of an error`, async () => {
      const errors = [await ERRORS.GlobusApiError[0](), await ERRORS.GlobusNetworkError[0]()];
      for (const [index, error] of errors.entries()) {
        // Tested elsewhere, word by word.
        delete error.advice;
        delete error.steps;
        // Bun prints the lines around the place where an error began. Ours would be a minifier's.
        if (error.cause === undefined) assert.notMatch(inspect(error), /^\d+ \|/m);
        assert.equal(withoutPlaces(inspect(error)), PRINTED[inspector][index]);
      }
    });
  }
}
