// The server that both clients call. It answers every request at once and records it.
import { createServer } from "node:http";
import { PAGES } from "./calls.mjs";
import { GCS_CLIENT, GCS_ENDPOINT, ID } from "./values.mjs";

/** The header in which a client names the call of the table that a request belongs to. */
export const CALL = "x-compat-call";

const SERVICES = ["auth", "transfer", "groups", "search", "flows", "timers", "compute", "gcs"];
const TOKEN = "/v2/oauth2/token";

/** Resource servers whose name is not part of their scopes. */
const SCOPE_OWNERS = {
  openid: "auth.globus.org",
  profile: "auth.globus.org",
  email: "auth.globus.org",
  "eec9b274-0c81-4334-bdc2-54e90e689b9a": "flows.globus.org",
  "facd7ccc-c5f4-42aa-916b-a0e270e2c2a9": "funcx_service",
};

/** Returns the top-level scopes of a text, each with its dependencies. @param {string} text */
function splitScopes(text) {
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

/**
 * Returns Auth's response to a grant: a token for each resource server. The text of a token contains the requested
 * scopes.
 */
function makeGrant(scopeText) {
  const byServer = new Map();
  for (const scope of splitScopes(scopeText)) {
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

/** Describes an Authorization header. A bearer is described by the scopes of its grant. */
function describeAuthorization(header, client) {
  if (header === undefined) return "none";
  const [kind, value = ""] = header.split(" ");
  if (kind === "Basic") {
    return value === btoa(`${client.clientId}:${client.clientSecret}`) ? "Basic" : "Basic, with other credentials";
  }
  const scopes = value.startsWith("granted.") && Buffer.from(value.slice(8), "base64url").toString();
  return scopes ? `Bearer ${[...new Set(splitScopes(scopes))].sort().join(" ")}` : header;
}

/** Parses a body: JSON, form fields, or text. */
function parseBody(type, text) {
  if (text === "") return undefined;
  if (type?.includes("json")) return JSON.parse(text);
  if (type?.includes("form")) return groupParameters(new URLSearchParams(text));
  return text;
}

/** Returns parameters as an object of lists. @param {URLSearchParams} parameters */
function groupParameters(parameters) {
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
}

/** Decodes the segments of a path. Clients may encode differently, but the number of segments must be the same. */
const decodePath = (path) => path.split("/").map(decodeSegment).join("/");
const decodeSegment = (text) => decodeURIComponent(text).replaceAll("/", "%2F");

const LISTS = ["DATA", "data", "shared_endpoints", "gmeta", "flows", "runs", "entries", "registered_apis"];

/** The lists that services return in one page. */
const SINGLE_LISTS = ["clients", "consents", "credentials", "identities", "identity_providers", "index_list", "jobs", "policies"]
  .concat(["projects", "role_list", "scopes", "tasks", "web_input_summaries"]);

/**
 * Returns the first of two pages, or the second if the request names it, with the members of every page style at once.
 */
function makePage(query, body) {
  const isSecond = ["marker", "next_token", "last_key", "offset"].some((name) => name in query || name in (body ?? {}));
  const marker = isSecond ? null : "page+2/=";
  return {
    ...Object.fromEntries([...LISTS, "web_input_summaries"].map((name) => [name, [{}, {}]])),
    has_next_page: !isSecond,
    marker: marker,
    next_marker: marker,
    next_token: marker,
    last_key: marker,
    count: 2,
    total: 4,
  };
}

/** @param {{ service: string, method?: string, path: string, body: any, origin: string }} request */
function makeReply({ service, method, path, body, origin }) {
  if (service === "auth" && path === TOKEN) {
    const scopes = body?.scope?.[0] ?? "urn:globus:auth:scope:transfer.api.globus.org:all";
    const { other_tokens, ...token } = makeGrant(scopes);
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
  // The reply to actions on memberships has the results by action.
  if (service === "groups" && method === "POST") return body;
  if (service === "compute" && path === "/v2/endpoints" && method === "GET") return [];
  // Every call accepts this reply: a document with all lists that any call returns.
  const lists = [...LISTS, ...SINGLE_LISTS].map((name) => [name, []]);
  return { code: "Done", task_id: ID, entity_type: "GCSv5_guest_collection", ...Object.fromEntries(lists) };
}

/**
 * @typedef {object} Recorded a request
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
    const path = decodePath(`/${rest.join("/")}`);
    const contentType = request.headers["content-type"];
    const body = parseBody(contentType, text);
    const key = request.headers[CALL];
    if (typeof key === "string") {
      calls.set(key, [
        ...(calls.get(key) ?? []),
        {
          service,
          method: request.method ?? "",
          path,
          query: groupParameters(searchParams),
          contentType: contentType ?? "none",
          body,
          accept: request.headers.accept ?? "none",
          authorization: describeAuthorization(request.headers.authorization, client),
        },
      ]);
    }
    response.setHeader("content-type", "application/json");
    const isList = typeof key === "string" && key.endsWith(PAGES);
    const origin = `http://${request.headers.host}/${service}`;
    const { method } = request;
    const document = isList ? makePage(groupParameters(searchParams), body) : makeReply({ service, method, path, body, origin });
    response.end(JSON.stringify(document));
  });
  // The server must not close a connection while a client pauses between its calls.
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const urls = Object.fromEntries(SERVICES.map((service) => [service, `http://127.0.0.1:${port}/${service}`]));
  return {
    urls,
    /** Returns the recorded requests and removes them. */
    take: () => {
      const requests = new Map(calls);
      calls.clear();
      return requests;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
