// The server that both clients call: it answers everything at once and writes down what it was asked.
import { createServer } from "node:http";
import { PAGES } from "./calls.mjs";
import { GCS_CLIENT, GCS_ENDPOINT, ID } from "./values.mjs";

/** The header in which a client says for which call of the table a request is. */
export const CALL = "x-compat-call";

const SERVICES = ["auth", "transfer", "groups", "search", "flows", "timers", "compute", "gcs"];
const TOKEN = "/v2/oauth2/token";

/** Resource servers whose name is not in their scopes. */
const SCOPE_OWNERS = {
  openid: "auth.globus.org",
  profile: "auth.globus.org",
  email: "auth.globus.org",
  "eec9b274-0c81-4334-bdc2-54e90e689b9a": "flows.globus.org",
  "facd7ccc-c5f4-42aa-916b-a0e270e2c2a9": "funcx_service",
};

/** The scopes of a text that are not dependencies of others, each with its own dependencies. @param {string} text */
function topLevel(text) {
  const scopes = [];
  let depth = 0;
  let scope = "";
  for (const character of `${text} `) {
    if (character === "[") depth++;
    if (character === "]") depth--;
    if (character === " " && depth === 0) {
      if (scope) scopes.push(scope);
      scope = "";
    } else scope += character;
  }
  return scopes;
}

function resourceServer(scope) {
  const name = scope.split("[")[0];
  const owner = name.match(/^urn:globus:auth:scope:([^:]+):/)?.[1] ?? name.match(/\/scopes\/([^/]+)\//)?.[1] ?? name;
  return SCOPE_OWNERS[owner] ?? owner;
}

/** What Auth answers to a grant: a token for each resource server, whose text says what was asked for. */
function grant(scopeText) {
  const byServer = new Map();
  for (const scope of topLevel(scopeText)) {
    const server = resourceServer(scope);
    byServer.set(server, [...(byServer.get(server) ?? []), scope]);
  }
  const [first, ...others] = [...byServer].map(([resource_server, scopes]) => ({
    access_token: `granted.${Buffer.from(scopes.join(" ")).toString("base64url")}`,
    scope: scopes.map((scope) => scope.split("[")[0]).join(" "),
    expires_in: 172_800,
    token_type: "Bearer",
    resource_server,
  }));
  return { ...first, other_tokens: others };
}

/** An Authorization header in words: for a bearer, the scopes it was granted for. */
function authorization(header, client) {
  if (header === undefined) return "none";
  const [kind, value = ""] = header.split(" ");
  if (kind === "Basic") {
    return value === btoa(`${client.clientId}:${client.clientSecret}`) ? "Basic" : "Basic, with something else";
  }
  const scopes = value.startsWith("granted.") && Buffer.from(value.slice(8), "base64url").toString();
  return scopes ? `Bearer ${[...new Set(topLevel(scopes))].sort().join(" ")}` : header;
}

/** A body as what it says: JSON, form fields, or text. */
function content(type, text) {
  if (text === "") return undefined;
  if (type?.includes("json")) return JSON.parse(text);
  if (type?.includes("form")) return grouped(new URLSearchParams(text));
  return text;
}

/** Parameters as an object of lists. @param {URLSearchParams} parameters */
function grouped(parameters) {
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
}

/** A path whose segments are decoded: how a client encodes is its own affair, as long as a segment stays one. */
const decoded = (path) => path.split("/").map(segment).join("/");
const segment = (text) => decodeURIComponent(text).replaceAll("/", "%2F");

const LISTS = ["DATA", "data", "shared_endpoints", "gmeta", "flows", "runs", "entries", "registered_apis"];

/** Of what comes in one page. */
const SINGLE_LISTS = ["clients", "consents", "credentials", "identities", "identity_providers", "index_list", "jobs", "policies"]
  .concat(["projects", "role_list", "scopes", "tasks", "web_input_summaries"]);

/** The first of two pages, or the second one when it is asked for, in the words of every page style at once. */
function page(query, body) {
  const isSecond = ["marker", "next_token", "last_key", "offset"].some((name) => name in query || name in (body ?? {}));
  const mark = isSecond ? null : "page+2/=";
  return {
    ...Object.fromEntries([...LISTS, "web_input_summaries"].map((name) => [name, [{}, {}]])),
    has_next_page: !isSecond,
    marker: mark,
    next_marker: mark,
    next_token: mark,
    last_key: mark,
    count: 2,
    total: 4,
  };
}

/** @param {{ service: string, method?: string, path: string, body: any, origin: string }} request */
function reply({ service, method, path, body, origin }) {
  if (service === "auth" && path === TOKEN) {
    const scopes = body?.scope?.[0] ?? "urn:globus:auth:scope:transfer.api.globus.org:all";
    const { other_tokens, ...token } = grant(scopes);
    const isDependent = body?.grant_type?.[0]?.endsWith("dependent_token");
    return isDependent ? [token, ...other_tokens] : { ...token, other_tokens };
  }
  if (path === "/.well-known/openid-configuration") return { issuer: origin, jwks_uri: `${origin}/jwk.json` };
  if (path === "/jwk.json") return { keys: [] };
  if (path.endsWith("/submission_id")) return { value: ID };
  if (service === "gcs" && path === "/api/info") {
    const info = { DATA_TYPE: "info#1.0.0", client_id: GCS_CLIENT, endpoint_id: GCS_ENDPOINT };
    return { DATA_TYPE: "result#1.0.0", code: "success", http_response_code: 200, data: [info] };
  }
  if (service === "gcs") return { DATA_TYPE: "result#1.0.0", code: "success", http_response_code: 200, data: [] };
  if (service === "transfer" && /\/task\/[^/]+$/.test(path)) return { task_id: ID, status: "SUCCEEDED" };
  if (service === "transfer" && path.endsWith("/task_list")) return { DATA: [], length: 0, total: 0 };
  if (service === "groups" && path === "/v2/groups/my_groups") return [];
  // An action on memberships is answered with what has become of them, by action.
  if (service === "groups" && method === "POST") return body;
  if (service === "compute" && path === "/v2/endpoints" && method === "GET") return [];
  // What every call takes for a success: a document, with whatever list it may be about.
  const lists = [...LISTS, ...SINGLE_LISTS].map((name) => [name, []]);
  return { code: "Done", task_id: ID, entity_type: "GCSv5_guest_collection", ...Object.fromEntries(lists) };
}

/**
 * @typedef {object} Recorded one request
 * @property {string} service
 * @property {string} method
 * @property {string} path
 * @property {Record<string, string[]>} query
 * @property {string} contentType
 * @property {unknown} body
 * @property {string} accept
 * @property {string} authorization
 *
 * @param {{ clientId: string, clientSecret: string }} client
 */
export async function startRecorder(client) {
  /** @type {Map<string, Recorded[]>} */
  const calls = new Map();
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://recorder");
    const [, service, ...rest] = pathname.split("/");
    const path = decoded(`/${rest.join("/")}`);
    const contentType = request.headers["content-type"];
    const body = content(contentType, text);
    const key = request.headers[CALL];
    if (typeof key === "string") {
      calls.set(key, [
        ...(calls.get(key) ?? []),
        {
          service,
          method: request.method ?? "",
          path,
          query: grouped(searchParams),
          contentType: contentType ?? "none",
          body,
          accept: request.headers.accept ?? "none",
          authorization: authorization(request.headers.authorization, client),
        },
      ]);
    }
    response.setHeader("content-type", "application/json");
    const isList = typeof key === "string" && key.endsWith(PAGES);
    const origin = `http://${request.headers.host}/${service}`;
    const { method } = request;
    const answer = isList ? page(grouped(searchParams), body) : reply({ service, method, path, body, origin });
    response.end(JSON.stringify(answer));
  });
  // A connection of a client that pauses between its calls must not be closed under its hands.
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const urls = Object.fromEntries(SERVICES.map((service) => [service, `http://127.0.0.1:${port}/${service}`]));
  return {
    urls,
    /** Takes what was recorded, and forgets it. */
    take: () => {
      const taken = new Map(calls);
      calls.clear();
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
