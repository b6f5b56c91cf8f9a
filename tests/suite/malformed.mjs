// Malformed bodies of error responses: 10,000 bodies from a fixed seed, so that a failure can be reproduced. Each body
// becomes an error of the right class, with fields of the declared types and of bounded size.
import { ID, helpers, json } from "./helpers.mjs";
import { bodies } from "./malformed/bodies.mjs";
import { dice } from "./malformed/dice.mjs";

const SEED = 20_260_105;
const COUNT = 10_000;
const KIB = 1024;
/** The largest text that an error keeps of one body. The limits are in UTF-16 units. */
const MAX_BODY_TEXT = 64 * KIB;
/** The longest message. It is short because messages go into logs. */
const MAX_MESSAGE_LENGTH = 4 * KIB;
/** The largest text in all fields together. Required scopes are kept in full, and two fields contain them. */
const MAX_TOTAL_TEXT = 3 * MAX_BODY_TEXT + 16 * KIB;

const STATUSES = [
  // These four statuses decide most about an error. Together they are about as frequent as all others.
  ...Array.from({ length: 10 }, () => [400, 401, 403, 404]).flat(),
  300, 301, 302, 303, 307, 308, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 415, 418, 421, 422, 423, 424,
  425, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 507, 520, 529, 599,
];
const MEDIA_TYPES = [
  "application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.api+json", "text/html", "text/plain",
  "application/problem+json", "application/octet-stream", "image/png", "multipart/form-data; boundary=x", "nonsense", "",
];
const HEADERS = {
  "retry-after": ["0", "-1", "1e99", "999999999999", "soon", "Wed, 21 Oct 2015 07:28:00 GMT", "NaN", "0x10", "1.5"],
  "x-request-id": ["r", "x".repeat(3000), "<script>", "\u00ff"],
  "content-length": ["5", "99999999999"],
  date: ["never", "Wed, 21 Oct 2015 07:28:00 GMT"],
};

/** The error codes that a response of an API or of the token endpoint can lead to. */
const CODES = [
  "bad_request", "unauthorized", "forbidden", "consent_required", "authorization_required", "not_found", "conflict", "rate_limited",
  "limit_exceeded", "precondition_failed", "payload_too_large", "server_error", "endpoint_error", "invalid_response", "invalid_client", "not_a_service_account", "invalid_scope",
  "grant_failed",
];

const GCS_HOST = "abc.xyz.data.globus.org";
const HTTPS_SERVER = "https://files.example.org";
const CALLS = {
  auth: ({ auth }) => auth.getIdentities({ ids: [ID] }),
  transfer: ({ transfer }) => transfer.operationLs(ID, { path: "/" }),
  groups: ({ groups }) => groups.getGroup(ID),
  search: ({ search }) => search.getIndex(ID),
  flows: ({ flows }) => flows.getFlow(ID),
  timers: ({ timers }) => timers.getJob(ID),
  compute: ({ computeV2 }) => computeV2.getEndpoint(ID),
  gcs: (account) => account.gcs({ endpoint: ID, address: GCS_HOST }).getCollection(ID),
  https: (account) => account.collection(ID).get("/a"),
  request: (account) => account.request({ baseUrl: "https://example.org", path: "/a", target: `https://auth.globus.org/scopes/${ID}/https` }),
};
/** The `service` of an error from a server that is not one of the services. */
const ERROR_SERVICES = { https: "collection", request: "collection" };

export default function (test, env) {
  const { GlobusApiError, GlobusAuthError, GlobusError, assert } = env;
  const { stub, failure } = helpers(env);

  /** Returns a response with this body (text, bytes or a stream) and with a random status, media type and headers. */
  function response(body, random) {
    const status = random.pick(STATUSES);
    const headers = new Headers();
    const type = random.pick(MEDIA_TYPES);
    if (type) headers.set("content-type", type);
    for (const [name, values] of Object.entries(HEADERS)) if (random.below(8) === 0) headers.set(name, random.pick(values));
    return new Response(body, { status, headers });
  }

  const kinds = {
    text: (value) => typeof value === "string",
    optionalText: (value) => value === undefined || typeof value === "string",
    texts: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
    boolean: (value) => typeof value === "boolean",
    optionalDuration: (value) => value === undefined || (Number.isFinite(value) && value >= 0),
    anything: () => true,
  };
  const FIELDS = {
    code: (value) => CODES.includes(value),
    status: Number.isInteger,
    serverCode: kinds.optionalText,
    service: kinds.optionalText,
    messages: kinds.texts,
    requestId: kinds.optionalText,
    retryable: kinds.boolean,
    retryAfter: kinds.optionalDuration,
    body: kinds.anything,
    cause: kinds.anything,
    requiredScopes: kinds.texts,
    authorizationParameters: (value) => value === undefined || isAuthorizationParameters(value),
    advice: kinds.optionalText,
    steps: (value) => Array.isArray(value) && value.every(({ who, text }) => kinds.text(who) && kinds.text(text)),
    method: kinds.text,
    url: kinds.text,
  };
  const PARAMETERS = {
    session_message: kinds.text,
    session_required_identities: kinds.texts,
    session_required_policies: kinds.texts,
    session_required_single_domain: kinds.texts,
    session_required_mfa: kinds.boolean,
    required_scopes: kinds.texts,
    prompt: kinds.text,
  };
  const isAuthorizationParameters = (value) =>
    Object.prototype.toString.call(value) === "[object Object]" &&
    Object.entries(value).every(([name, part]) => Object.hasOwn(PARAMETERS, name) && PARAMETERS[name](part));

  /**
   * Counts the text in a value, in UTF-16 units. Does not recurse: a value may be nested deeper than the call stack.
   */
  function countText(value) {
    let sum = 0;
    for (const left = [value]; left.length > 0; ) {
      const part = left.pop();
      if (typeof part === "string") sum += part.length;
      if (typeof part !== "object" || part === null) continue;
      for (const [name, inner] of Object.entries(part)) {
        if (!Array.isArray(part)) sum += name.length;
        left.push(inner);
      }
    }
    return sum;
  }

  /** Returns what is wrong with an error, or undefined. Uses plain conditions because it is called 10,000 times. */
  function findFlaw(error, { type, status, service }) {
    if (!(error instanceof GlobusError) || !(error instanceof type)) return `not a ${type.name}: ${error}`;
    if (error.status !== status) return `status ${error.status}`;
    if (error.service !== service) return `of ${error.service}`;
    for (const name of Object.keys(error)) if (!Object.hasOwn(FIELDS, name)) return `a member ${name}`;
    for (const [name, isRight] of Object.entries(FIELDS)) if (!isRight(error[name])) return `${name}: ${JSON.stringify(error[name])}`;
    if (countText(error.body) > MAX_BODY_TEXT) return `${countText(error.body)} in the body`;
    const plain = error.toJSON();
    if (countText(plain) > MAX_TOTAL_TEXT) return `${countText(plain)} in all`;
    if (error.message.length > MAX_MESSAGE_LENGTH) return `a message of ${error.message.length}`;
    // JSON escapes one character as six at most. JSON.stringify may write a number longer than the service did.
    if (JSON.stringify(error).length > 6 * MAX_TOTAL_TEXT) return "too much to log";
    structuredClone(plain);
    return undefined;
  }

  const services = Object.keys(CALLS);

  test(`malformed: of ${COUNT} bodies, each becomes a complete error of the right class and of bounded size`, async (reportProgress) => {
    const random = dice(SEED);
    let current;
    const { account } = stub(
      ({ url }) => {
        if (url.endsWith("/api/info")) return json({ data: [{ DATA_TYPE: "info#1.0.0", client_id: ID }] });
        if (url.endsWith(`/endpoint/${ID}`) && current.service === "https") return json({ https_server: HTTPS_SERVER });
        return current.response();
      },
      { retries: 0 },
    );
    const made = bodies(random, COUNT);
    for (const [number, body] of made.entries()) {
      reportProgress();
      const service = services[number % services.length];
      const first = response(body(), random);
      const { status, headers } = first;
      const left = [first];
      current = { service, response: () => left.pop() ?? new Response(body(), { status, headers }) };
      const error = await failure(CALLS[service](account));
      const flaw = findFlaw(error, { type: GlobusApiError, status, service: ERROR_SERVICES[service] ?? service });
      if (flaw) assert.fail(`body ${number} of ${service}, ${status}: ${flaw.slice(0, 300)}`);
    }
    assert.lengthOf(made, COUNT);
    assert.isUndefined({}.polluted);
  });

  test("malformed: bodies of the token endpoint become errors of the right class and of bounded size", async (reportProgress) => {
    const random = dice(SEED + 1);
    for (const [number, body] of bodies(random, 500).entries()) {
      reportProgress();
      const refusal = response(body(), random);
      const { status } = refusal;
      const { account } = stub(() => json({ code: "Done" }), { retries: 0, grant: () => refusal });
      const flaw = findFlaw(await failure(account.getToken("transfer")), { type: GlobusAuthError, status, service: "auth" });
      if (flaw) assert.fail(`body ${number}, ${status}: ${flaw.slice(0, 300)}`);
    }
  });

  test("malformed: of a body of 50 MB, less than 512 KiB is read, whatever the body contains", async (reportProgress) => {
    const random = dice(SEED + 2);
    for (const begin of ['{"message": "', '{"errors": [', "<html>", "", '{"code": "ConsentRequired", "required_scopes": ["', "\0"]) {
      for (const fill of ["x", '{"code": "A"}, ', "\ud83d\ude00", "[", "\\"]) {
        reportProgress();
        const state = { sent: 0, cancelled: false };
        const response = new Response(flood(begin, fill, state), { status: random.pick([400, 403, 404, 500]) });
        const { status } = response;
        const { account } = stub(() => response, { retries: 0 });
        const flaw = findFlaw(await failure(account.transfer.getTask(ID)), { type: GlobusApiError, status, service: "transfer" });
        if (flaw) assert.fail(`${begin} ${fill}: ${flaw.slice(0, 300)}`);
        assert.isTrue(state.cancelled);
        assert.isBelow(state.sent, 512 * KIB);
      }
    }
  });

  /** Returns a stream of 50 MB. `state` counts the bytes sent and records whether the reader cancelled the stream. */
  function flood(begin, fill, state) {
    const chunk = new TextEncoder().encode(fill.repeat(Math.ceil((16 * KIB) / fill.length)));
    return new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode(begin)),
      pull(controller) {
        state.sent += chunk.length;
        if (state.sent > 50_000_000) controller.close();
        else controller.enqueue(chunk);
      },
      cancel: () => void (state.cancelled = true),
    });
  }
}
