// An edge worker with a service account. It serves a small JSON API and a page that uses it.
//
// The worker has no login, so every client that reaches it acts as the service account. It therefore answers only at
// the loopback address. Put a login in front of it before you make it reachable elsewhere.
import { GlobusError, ServiceAccount } from "globus-service-account";

const MAX_EVENTS = 300;
const MAX_ENTRIES = 2_000;
const MAX_SELECTED = 500;
const TRANSFER_ALL = "urn:globus:auth:scope:transfer.api.globus.org:all";

// The state of one isolate: the account with its tokens, and its latest events.
/** @type {ServiceAccount | undefined} */
let account;
const events = [];
/**
 * The time of the latest grant, by resource server, and the grant time of each token. A later grant can keep a token.
 */
const grantedAt = new Map();
const issuedAt = new WeakMap();
let lastEventId = 0;

/**
 * Returns the account. Makes it in the first request, because only requests carry bindings. Later ones share its
 * tokens.
 */
const getAccount = (env) =>
  (account ??= ServiceAccount.fromEnv(env, { appName: "globus-service-account-demo", onEvent: recordEvent }));

function recordEvent(event) {
  // The "response" event repeats all fields of the "request" event.
  if (event.type === "request") return;
  const { time, url, ...fields } = event;
  events.push({ id: ++lastEventId, time, ...fields, ...(url && { path: new URL(url).pathname }) });
  if (events.length > MAX_EVENTS) events.shift();
  if (event.type === "grant") for (const server of event.resourceServers) grantedAt.set(server, time);
}

/** A refusal by this worker itself, not by Globus. */
class RejectedRequest extends Error {
  constructor(message, { status = 400, code = "bad_request" } = {}) {
    super(message);
    Object.assign(this, { status, code });
  }
}

const routes = [
  makeRoute("GET", "/api/account", async (account) => {
    const { name, organization } = await account.whoami();
    const { clientId, username } = account;
    return { name, organization, username, identityId: clientId };
  }),

  makeRoute("GET", "/api/tokens", async (account) => {
    const tokens = await account.getTokens(["transfer", "auth"]);
    return tokens.map((token) => {
      const { resourceServer, scope, expiresAt } = token;
      if (!issuedAt.has(token)) issuedAt.set(token, grantedAt.get(resourceServer));
      return { resourceServer, scope, grantedAt: issuedAt.get(token), expiresAt: expiresAt.getTime() };
    });
  }),

  makeRoute("GET", "/api/events", async (_, { query }) => {
    const after = Number(query.get("after")) || 0;
    return events.filter(({ id }) => id > after);
  }),

  makeRoute("GET", "/api/collections", async ({ transfer }, { query }) => {
    const text = query.get("text")?.trim().slice(0, 200);
    const searchEndpoints = (filter) =>
      transfer.endpointSearch({ ...filter, filter_non_functional: false }).toArray({ max: 100 });
    const foundCollections = text
      ? await searchEndpoints({ filter_fulltext: text })
      : (await Promise.all(DEFAULT_SEARCH_SCOPES.map((filter_scope) => searchEndpoints({ filter_scope })))).flat();
    // Several scopes can find the same collection.
    return [...new Map(foundCollections.map((collection) => [collection.id, collectionSummary(collection)])).values()];
  }),

  makeRoute("GET", "/api/collections/:id", async ({ transfer }, { id }) =>
    collectionSummary(await transfer.getEndpoint(id)),
  ),

  makeRoute("GET", "/api/collections/:id/files", async ({ transfer }, { id, query }) => {
    const path = query.has("path") ? readDirectoryPath(query.get("path")) : undefined;
    const listing = await transfer.operationLs(id, { path, orderby: ["type", "name"], limit: MAX_ENTRIES });
    const entries = listing.DATA.map(({ name, type, size, last_modified }) => ({
      name,
      type,
      size,
      modified: last_modified,
    }));
    return { path: listing.absolute_path ?? listing.path, total: listing.total, entries };
  }),

  // A service account gives consent for itself: a grant that names the scope creates the consent.
  makeRoute("POST", "/api/collections/:id/consent", async (account, { id }) => {
    await account.getToken(`${TRANSFER_ALL}[*https://auth.globus.org/scopes/${id}/data_access]`);
    return { consented: true };
  }),

  makeRoute("GET", "/api/transfers", async ({ transfer }) => {
    const { DATA } = await transfer.taskList({ filter: "type:TRANSFER", orderby: "request_time DESC", limit: 5 });
    return DATA.map(taskSummary);
  }),

  makeRoute("POST", "/api/transfers", async ({ transfer }, { body }) => {
    const [from, to] = [readDirectoryPath(body.sourcePath), readDirectoryPath(body.destinationPath)];
    const entries = Array.isArray(body.entries) ? body.entries : [];
    if (entries.length === 0 || entries.length > MAX_SELECTED)
      throw new RejectedRequest(`'entries' must be a list of 1 to ${MAX_SELECTED} entries.`);
    if (!entries.every((entry) => isFileName(entry?.name)))
      throw new RejectedRequest("The name of each entry must be a file name.");
    const items = entries.map(({ name, directory }) => {
      return { source_path: from + name, destination_path: to + name, recursive: directory === true };
    });
    const { task_id } = await transfer.submitTransfer({
      source_endpoint: requireUuid(body.source),
      destination_endpoint: requireUuid(body.destination),
      label: makeLabel(entries.map(({ name }) => name)),
      notify_on_succeeded: false,
      notify_on_failed: false,
      notify_on_inactive: false,
      DATA: items,
    });
    return { id: task_id };
  }),

  makeRoute("GET", "/api/transfers/:id", async ({ transfer }, { id }) => taskSummary(await transfer.getTask(id))),

  makeRoute("POST", "/api/transfers/:id/cancel", async ({ transfer }, { id }) => {
    const { code, message } = await transfer.cancelTask(id);
    return { code, message };
  }),
];

/** The search scopes that are used without a search text. */
const DEFAULT_SEARCH_SCOPES = ["shared-with-me", "administered-by-me", "recently-used"];

const collectionSummary = (collection) => ({
  id: collection.id,
  name: collection.display_name,
  type: collection.entity_type,
  organization: collection.organization,
  description: collection.description,
  owner: collection.owner_string,
  defaultPath: collection.default_directory,
});

const taskSummary = (task) => ({
  id: task.task_id,
  label: task.label,
  status: task.status,
  paused: task.is_paused,
  // A task without a problem reports "OK" or "Queued", which is not trouble.
  trouble: task.is_ok === false ? task.nice_status_short_description : null,
  failure: task.fatal_error?.description ?? null,
  canceled: task.fatal_error?.code === "CANCELED",
  source: task.source_endpoint_display_name,
  destination: task.destination_endpoint_display_name,
  destinationId: task.destination_endpoint_id,
  requested: task.request_time,
  completed: task.completion_time,
  bytes: task.bytes_transferred,
  bytesPerSecond: task.effective_bytes_per_second,
  files: task.files,
  filesDone: task.files_transferred + task.files_skipped,
  faults: task.faults,
  steps: task.subtasks_total,
  stepsDone: task.subtasks_total - task.subtasks_pending - task.subtasks_retrying,
});

/** Makes the label of a transfer from the first names. Globus allows 128 characters at most. */
function makeLabel(names) {
  const more = names.length > 3 ? ` and ${names.length - 2} more` : "";
  const first = names.slice(0, more ? 2 : 3).join(", ");
  return `${first
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 128 - more.length)}${more}`;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function requireUuid(value) {
  if (typeof value !== "string" || !UUID.test(value))
    throw new RejectedRequest("The id of a collection or task must be a UUID.");
  return value;
}

/** Reads the path of a directory and makes it end with a slash. */
function readDirectoryPath(value) {
  if (typeof value !== "string" || !/^[/~]/.test(value) || value.length > 4_096)
    throw new RejectedRequest("A path must begin with / or ~ and have at most 4096 characters.");
  return value.endsWith("/") ? value : `${value}/`;
}

const isFileName = (value) =>
  typeof value === "string" && /^[^/\0]{1,255}$/.test(value) && value !== "." && value !== "..";

function makeRoute(method, pathname, handle) {
  return { method, pattern: new URLPattern({ pathname }), handle };
}

/**
 * Reads the JSON body of a request. A page of another site can make the browser send requests to this worker, but not
 * with this content type: the browser would send a preflight request first, which this worker refuses.
 */
async function readBody(request) {
  if (request.method !== "POST") return {};
  if (request.headers.get("Content-Type") !== "application/json")
    throw new RejectedRequest("The content type must be application/json.", { status: 415 });
  const body = await request.json().catch(() => undefined);
  if (typeof body !== "object" || body === null) throw new RejectedRequest("The body must be a JSON object.");
  return body;
}

async function handleApiRequest(request, env, url) {
  // The only route that needs no account.
  if (url.pathname === "/api/about") return { globus: env.DEMO_GLOBUS, search: env.DEMO_SEARCH ?? "" };
  const pathRoutes = routes.filter(({ pattern }) => pattern.test(url));
  const route = pathRoutes.find(({ method }) => method === request.method);
  if (!route) {
    const [status, code] = pathRoutes.length > 0 ? [405, "method_not_allowed"] : [404, "not_found"];
    throw new RejectedRequest(`The worker has no route ${request.method} ${url.pathname}.`, { status, code });
  }
  const { id } = route.pattern.exec(url).pathname.groups;
  const body = await readBody(request);
  return route.handle(getAccount(env), {
    body,
    query: url.searchParams,
    ...(id !== undefined && { id: requireUuid(id) }),
  });
}

function describeError(error) {
  if (error instanceof RejectedRequest) return [error.status, { code: error.code, message: error.message }];
  if (!(error instanceof GlobusError)) {
    console.error(error);
    return [500, { code: "internal", message: "The worker failed. Its log shows the error." }];
  }
  const { code, message, messages, status, serverCode, requestId, requiredScopes, advice, steps } = error;
  return [status ?? 502, { code, message, messages, status, serverCode, requestId, requiredScopes, advice, steps }];
}

const RESPONSE_HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    // A site can point its own host name at the loopback address (DNS rebinding). Its pages must not reach the account.
    if (!["127.0.0.1", "localhost", "[::1]"].includes(url.hostname))
      return new Response("This worker answers only at the loopback address.\n", { status: 403 });
    if (!url.pathname.startsWith("/api/")) {
      const asset = await env.ASSETS.fetch(request);
      const response = new Response(asset.body, asset);
      for (const [name, value] of Object.entries(RESPONSE_HEADERS)) response.headers.set(name, value);
      return response;
    }
    try {
      return Response.json(await handleApiRequest(request, env, url), { headers: RESPONSE_HEADERS });
    } catch (error) {
      const [status, body] = describeError(error);
      return Response.json({ error: body }, { status, headers: RESPONSE_HEADERS });
    }
  },
};
