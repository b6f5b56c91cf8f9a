// What a service may answer with when something goes wrong on the way: 10,000 bodies, made of a seed, so that a failure can be
// made again. Whatever comes, an error of the right class comes out, with members of the declared types and of bounded size.
import { ID, helpers, json } from "./helpers.mjs";
import { bodies } from "./malformed/bodies.mjs";
import { dice } from "./malformed/dice.mjs";

const SEED = 20_260_105;
const COUNT = 10_000;
const KIB = 1024;
/** Text that may be kept of one body, */
const MOST_OF_BODY = 64 * KIB;
/** of it in the message, which goes into logs, */
const MOST_OF_MESSAGE = 4 * KIB;
/** and in all members together: scopes that are required are kept whole, and come twice. */
const MOST_IN_ALL = 3 * MOST_OF_BODY + 16 * KIB;

const STATUSES = [
  // What most depends on comes as often as all others together.
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

/** What an answer can become, of an API or of the token endpoint. */
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
/** What servers that are none of the services are called. */
const OTHERS = { https: "collection", request: "collection" };

export default function (test, env) {
  const { GlobusApiError, GlobusAuthError, GlobusError, assert } = env;
  const { stub, failure } = helpers(env);

  /** The response for a body: text, bytes or a stream, under a random status, media type and headers. */
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
    maybeText: (value) => value === undefined || typeof value === "string",
    texts: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
    truth: (value) => typeof value === "boolean",
    maybeTime: (value) => value === undefined || (Number.isFinite(value) && value >= 0),
    anything: () => true,
  };
  const FIELDS = {
    code: (value) => CODES.includes(value),
    status: Number.isInteger,
    serverCode: kinds.maybeText,
    service: kinds.maybeText,
    messages: kinds.texts,
    requestId: kinds.maybeText,
    retryable: kinds.truth,
    retryAfter: kinds.maybeTime,
    body: kinds.anything,
    cause: kinds.anything,
    requiredScopes: kinds.texts,
    authorizationParameters: (value) => value === undefined || canonical(value),
    advice: kinds.maybeText,
    steps: (value) => Array.isArray(value) && value.every(({ who, text }) => kinds.text(who) && kinds.text(text)),
    method: kinds.text,
    url: kinds.text,
  };
  const PARAMETERS = {
    session_message: kinds.text,
    session_required_identities: kinds.texts,
    session_required_policies: kinds.texts,
    session_required_single_domain: kinds.texts,
    session_required_mfa: kinds.truth,
    required_scopes: kinds.texts,
    prompt: kinds.text,
  };
  const canonical = (value) =>
    Object.prototype.toString.call(value) === "[object Object]" &&
    Object.entries(value).every(([name, part]) => Object.hasOwn(PARAMETERS, name) && PARAMETERS[name](part));

  /** All the text in a value, in UTF-16 units. It may be deeper than a stack. */
  function text(value) {
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

  /** What is wrong with an error, in a word. Plain conditions: it is asked 10,000 times. */
  function flaw(error, { type, status, service }) {
    if (!(error instanceof GlobusError) || !(error instanceof type)) return `not a ${type.name}: ${error}`;
    if (error.status !== status) return `status ${error.status}`;
    if (error.service !== service) return `of ${error.service}`;
    for (const name of Object.keys(error)) if (!Object.hasOwn(FIELDS, name)) return `a member ${name}`;
    for (const [name, isRight] of Object.entries(FIELDS)) if (!isRight(error[name])) return `${name}: ${JSON.stringify(error[name])}`;
    if (text(error.body) > MOST_OF_BODY) return `${text(error.body)} in the body`;
    const plain = error.toJSON();
    if (text(plain) > MOST_IN_ALL) return `${text(plain)} in all`;
    if (error.message.length > MOST_OF_MESSAGE) return `a message of ${error.message.length}`;
    // Six characters at most for one, where it has to be escaped; numbers may become longer than they were.
    if (JSON.stringify(error).length > 6 * MOST_IN_ALL) return "too much to log";
    structuredClone(plain);
    return undefined;
  }

  const services = Object.keys(CALLS);

  test(`malformed: of ${COUNT} bodies each becomes an error of the right class, whole and of bounded size`, async (goesOn) => {
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
      goesOn();
      const service = services[number % services.length];
      const first = response(body(), random);
      const { status, headers } = first;
      const left = [first];
      current = { service, response: () => left.pop() ?? new Response(body(), { status, headers }) };
      const error = await failure(CALLS[service](account));
      const wrong = flaw(error, { type: GlobusApiError, status, service: OTHERS[service] ?? service });
      if (wrong) assert.fail(`body ${number} of ${service}, ${status}: ${wrong.slice(0, 300)}`);
    }
    assert.lengthOf(made, COUNT);
    assert.isUndefined({}.polluted);
  });

  test("malformed: what the token endpoint says is read as carefully", async (goesOn) => {
    const random = dice(SEED + 1);
    for (const [number, body] of bodies(random, 500).entries()) {
      goesOn();
      const refusal = response(body(), random);
      const { status } = refusal;
      const { account } = stub(() => json({ code: "Done" }), { retries: 0, grant: () => refusal });
      const wrong = flaw(await failure(account.getToken("transfer")), { type: GlobusAuthError, status, service: "auth" });
      if (wrong) assert.fail(`body ${number}, ${status}: ${wrong.slice(0, 300)}`);
    }
  });

  test("malformed: of a body of 50 MB little is taken, whatever it looks like", async (goesOn) => {
    const random = dice(SEED + 2);
    for (const begin of ['{"message": "', '{"errors": [', "<html>", "", '{"code": "ConsentRequired", "required_scopes": ["', "\0"]) {
      for (const fill of ["x", '{"code": "A"}, ', "\ud83d\ude00", "[", "\\"]) {
        goesOn();
        const state = { sent: 0, cancelled: false };
        const response = new Response(flood(begin, fill, state), { status: random.pick([400, 403, 404, 500]) });
        const { status } = response;
        const { account } = stub(() => response, { retries: 0 });
        const wrong = flaw(await failure(account.transfer.getTask(ID)), { type: GlobusApiError, status, service: "transfer" });
        if (wrong) assert.fail(`${begin} ${fill}: ${wrong.slice(0, 300)}`);
        assert.isTrue(state.cancelled);
        assert.isBelow(state.sent, 512 * KIB);
      }
    }
  });

  /** 50 MB, as long as somebody reads. */
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
