// Refusals in which a service requires a session or consents of the caller, in all forms that services use.

const TRANSFER = "urn:globus:auth:scope:transfer.api.globus.org:all";
const [ONE, TWO] = [`${TRANSFER}[*one]`, `${TRANSFER}[*two]`];
const POLICY = "3fb7ed4b-6d3c-4ba9-8a3b-7e2c5a5a4a4e";

const consent = (more) => ({ code: "ConsentRequired", message: "A consent is missing", ...more });
const parameters = (authorization_parameters, more) => ({ ...more, authorization_parameters });
const session = (member, value) => [
  `${member} as ${JSON.stringify(value)}`,
  403,
  parameters({ [member]: value, session_message: "sign in" }),
];

/** @type {["transfer", string, number, object, string?][]} */
const ROOTS = [
  // The canonical form.
  [
    "everything",
    403,
    {
      code: "AuthorizationRequired",
      authorization_parameters: {
        session_message: "sign in",
        session_required_identities: ["urn:globus:auth:identity:i"],
        session_required_policies: [POLICY],
        session_required_single_domain: ["example.org", "example.com"],
        session_required_mfa: true,
        required_scopes: [ONE],
        prompt: "login",
      },
    },
  ],
  ["scopes only", 403, parameters({ required_scopes: [ONE, TWO] }, { code: "AuthorizationRequired" })],
  ["a missing consent", 403, parameters({ required_scopes: [ONE] }, consent())],
  [
    "members that are null",
    403,
    parameters({ session_message: null, prompt: null, session_required_mfa: false }, { code: "X" }),
  ],
  ["unknown members", 403, parameters({ session_message: "sign in", colour: "red" }, { code: "X", more: 1 })],
  ["no parameter", 403, parameters({}, { code: "X" })],
  ["another status", 401, parameters({ session_required_policies: [POLICY] }, { code: "X" })],
  ["yet another status", 400, parameters({ session_required_policies: [POLICY] }, { code: "X" })],
  // Parameters without a code, or with lists in a text.
  ...[
    ["session_required_identities", ["i", "j"]],
    ["session_required_policies", ["p", "q"]],
    ["session_required_policies", "p,q"],
    ["session_required_single_domain", ["example.org"]],
    ["session_required_single_domain", "example.org,example.com"],
    ["session_required_mfa", true],
    ["session_required_mfa", false],
    ["prompt", "login"],
    ["required_scopes", [ONE]],
    ["session_required_policies", ""],
    ["required_scopes", ["", ONE]],
    // Of the wrong kind.
    ["session_message", 100],
    ["session_required_identities", "i,j"],
    ["session_required_policies", { p: "q" }],
    ["session_required_policies", ["p", 7]],
    ["session_required_single_domain", 7],
    ["session_required_mfa", "yes"],
    ["prompt", "none"],
    ["required_scopes", "not a list"],
  ].map(([member, value]) => session(member, value)),
  [
    "lists in a text, with a code",
    403,
    parameters({ session_required_policies: "p,q" }, { code: "UnsatisfiedPolicy" }),
  ],
  ["no parameters without a code", 403, parameters({})],
  ["parameters that are a text", 403, parameters("sign in", { code: "X", message: "m" })],
  ["parameters that are a list", 403, parameters(["sign in"], { code: "X", message: "m" })],
  ["parameters that are null", 403, parameters(null, { code: "X", message: "m" })],
  // The forms of Transfer and of action providers.
  ["Transfer's", 403, consent({ required_scopes: [ONE], request_id: "r1", resource: "/transfer" })],
  ["Transfer's with two", 403, consent({ required_scopes: [ONE, TWO] })],
  ["Transfer's without", 403, consent()],
  ["Transfer's with none", 403, consent({ required_scopes: [] })],
  ["Transfer's with an empty one", 403, consent({ required_scopes: [""] })],
  ["Transfer's with a number", 403, consent({ required_scopes: [ONE, 7] })],
  [
    "both of Transfer's",
    403,
    consent({
      required_scopes: [ONE],
      request_id: "r2",
      authorization_parameters: { session_message: "for two", required_scopes: [TWO], optional: "x" },
    }),
  ],
  [
    "both of Transfer's, with a message of the wrong kind",
    403,
    consent({
      required_scopes: [ONE],
      authorization_parameters: { session_message: 7, required_scopes: [TWO] },
    }),
  ],
  ["an action provider's", 401, { code: "ConsentRequired", required_scope: ONE, description: "A consent is missing" }],
  ["an action provider's with two", 403, { code: "ConsentRequired", required_scope: `${ONE} ${TWO}` }],
  ["an action provider's with a number", 403, { code: "ConsentRequired", required_scope: 7 }],
  ["scopes with another code", 403, { code: "Forbidden", message: "no", required_scopes: [ONE] }],
  // In the sub-errors.
  [
    "two in sub-errors",
    403,
    {
      errors: [ONE, TWO].map((scope) => parameters({ required_scopes: [scope], session_message: "m" }, consent())),
    },
  ],
  [
    "one in the second sub-error",
    403,
    {
      errors: [{ code: "OTHER", detail: "d" }, parameters({ session_required_policies: "p,q" }, { detail: "e" })],
    },
  ],
  [
    "a valid and an invalid one in sub-errors",
    403,
    {
      errors: [parameters({ required_scopes: [ONE], prompt: 7 }), parameters({ required_scopes: [TWO] }, consent())],
    },
  ],
  ["Transfer's in a sub-error", 403, { errors: [consent({ required_scopes: [ONE] })] }],
];

const AUTHS = [
  [
    "a dependent consent",
    403,
    {
      error: "dependent_consent_required",
      error_description: "Approve",
      errors: [
        {
          code: "DEPENDENT_CONSENT_REQUIRED",
          id: "a1",
          status: "403",
          title: "Approve",
          detail: "not approved",
          unapproved_scopes: [ONE, TWO],
        },
      ],
    },
  ],
  [
    "a dependent consent for an empty scope",
    403,
    {
      error: "dependent_consent_required",
      errors: [{ code: "DEPENDENT_CONSENT_REQUIRED", id: "a4", detail: "not approved", unapproved_scopes: ["", ONE] }],
    },
  ],
  ["a dependent consent without scopes", 403, { error: "dependent_consent_required", errors: [{ id: "a2" }] }],
  ["a dependent consent without errors", 403, { error: "dependent_consent_required", errors: [] }],
  [
    "a policy and sub-errors",
    403,
    {
      errors: [
        { code: "FORBIDDEN", detail: "an administrator's session", id: "a3", status: "403", title: "Forbidden" },
      ],
      error: "forbidden",
      error_description: "Forbidden",
      authorization_parameters: { session_required_policies: [POLICY], session_message: "an administrator's session" },
    },
  ],
];

export const REQUIREMENTS = [
  ...ROOTS.map((one) => ["transfer", ...one]),
  ...AUTHS.flatMap((one) => [
    ["auth", ...one],
    ["grant", ...one],
  ]),
  ["groups", "a strict session", 403, parameters({ session_required_mfa: true }, { code: "AUTH", detail: "sign in" })],
  [
    "gcs",
    "a policy",
    403,
    parameters(
      { session_required_policies: [POLICY] },
      {
        DATA_TYPE: "result#1.1.0",
        code: "permission_denied",
        detail: "",
        http_response_code: 403,
        message: "sign in",
      },
    ),
  ],
  [
    "gcs",
    "a missing scope",
    401,
    {
      DATA_TYPE: "result#1.0.0",
      code: "not_authorized",
      detail: { DATA_TYPE: "missing_required_scopes#1.0.0", required_scopes: [ONE] },
      http_response_code: 401,
      message: "a scope is missing",
    },
  ],
  [
    "flows",
    "a policy next to the error",
    403,
    parameters(
      { session_required_policies: [POLICY] },
      {
        error: { code: "AUTHENTICATION_POLICY_REQUIRED", detail: "sign in" },
        debug_id: "f1",
      },
    ),
  ],
  ["flows", "a consent inside the error", 403, { error: consent({ required_scopes: [ONE], detail: "d" }) }],
  [
    "timers",
    "a consent inside the error",
    403,
    { error: parameters({ required_scopes: [ONE] }, consent({ detail: "d" })) },
  ],
];
