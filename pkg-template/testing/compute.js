// @ts-check
import { Hono } from "hono/tiny";
import * as errors from "./compute-errors.js";
import { endpointConfig, endpointDocument, functionDocument, computeTime, taskDocument } from "./compute-documents.js";
import { ServiceError } from "./errors.js";
import { isUuid } from "./ids.js";
import { isObject } from "./json-schema.js";
import { COMPUTE_SCOPE } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("hono/tiny").Hono<Env>} App
 */

const VERSION = { api: "1.23.0", min_sdk_version: "1.0.0a6", min_ep_version: "1.0.0a0", git_sha: null };

/**
 * Builds versions 2 and 3 of Globus Compute.
 * @param {World} world
 */
export function computeService(world) {
  /** @type {Hono<Env>} */
  const app = new Hono();
  app.onError((error, c) => {
    if (!(error instanceof ServiceError)) throw error;
    return c.json(error.document, /** @type {400} */ (error.status));
  });
  app.notFound((c) => {
    const error = errors.computeError(404, "UNKNOWN_ERROR", `The fake Globus has no ${c.req.path}`);
    return c.json(error.document, 404);
  });

  app.get("/v2/version", (c) => c.json(c.req.query("service") === "all" ? VERSION : VERSION.api));

  app.use("*", async (c, next) => {
    const token = world.tokens.fromHeader(c.req.header("Authorization"));
    if (typeof token === "string" || token.resourceServer !== "funcx_service") throw errors.unauthenticated();
    if (!token.scopes.has(COMPUTE_SCOPE)) throw errors.insufficientScope();
    c.set("callerId", token.clientId);
    await next();
  });

  app.get("/v2/get_amqp_result_connection_url", (c) =>
    c.json({ queue_prefix: c.get("callerId"), connection_url: "amqps://user:password@amqp.compute.invalid" }),
  );
  addFunctionRoutes(app, world);
  addEndpointRoutes(app, world);
  addTaskRoutes(app, world);
  return app;
}

/** @param {App} app @param {World} world */
function addFunctionRoutes(app, world) {
  const { compute } = world;
  for (const version of ["v2", "v3"]) {
    app.post(`/${version}/functions`, async (c) => {
      const metadata = version === "v3" ? "meta" : "metadata";
      const document = await readDocument(c, ["function_name", "function_code", ...(version === "v3" ? ["meta"] : [])]);
      const id = compute.addFunction({
        ownerId: c.get("callerId"),
        name: String(document.function_name),
        code: String(document.function_code),
        description: /** @type {string} */ (document.description ?? null),
        metadata: /** @type {Record<string, unknown>} */ (document[metadata] ?? {}),
        public: document.public === true,
        group: /** @type {string} */ (document.group ?? null),
      });
      return c.json({ function_uuid: id });
    });
  }

  app.get("/v2/functions/:id", (c) =>
    c.json(functionDocument(compute.requireUsableFunction(c.req.param("id"), c.get("callerId"), world))),
  );

  app.delete("/v2/functions/:id", (c) => {
    const { id, ownerId } = compute.requireUsableFunction(c.req.param("id"), c.get("callerId"), world);
    if (ownerId !== c.get("callerId")) throw errors.functionForbidden(id);
    compute.functions.delete(id);
    return c.json({ result: 302 });
  });
}

/** @param {App} app @param {World} world */
function addEndpointRoutes(app, { compute }) {
  app.post("/v2/endpoints", async (c) => {
    const { endpoint_uuid: id, ...document } = await readDocument(c, ["endpoint_name", "endpoint_uuid"]);
    if (!isUuid(id)) throw errors.computeError(400, "INVALID_UUID", `Invalid UUID: ${String(id)}`, [id]);
    compute.registerEndpoint({ id, ownerId: c.get("callerId"), document });
    return c.json(endpointConfig(compute.endpoint(id), "v2"));
  });

  app.post("/v3/endpoints", async (c) => {
    const document = await readDocument(c, ["endpoint_name", "metadata"]);
    const id = compute.registerEndpoint({ ownerId: c.get("callerId"), document });
    return c.json(endpointConfig(compute.endpoint(id), "v3"));
  });

  app.put("/v3/endpoints/:id", async (c) => {
    const { id } = compute.requireAdministeredEndpoint(c.req.param("id"), c.get("callerId"));
    compute.registerEndpoint({ id, ownerId: c.get("callerId"), document: await readDocument(c, []) });
    return c.json(endpointConfig(compute.endpoint(id), "v3"));
  });

  app.get("/v2/endpoints", (c) => {
    const role = c.req.query("role") ?? "owner";
    const listedEndpoints = [...compute.endpoints.values()].filter(
      ({ ownerId, document }) => ownerId === c.get("callerId") || (role === "any" && document.public === true),
    );
    return c.json(
      listedEndpoints.map(({ id, ownerId, document: { endpoint_name: name, display_name: displayName = name } }) => ({
        uuid: id,
        name,
        display_name: displayName,
        owner: ownerId,
      })),
    );
  });

  app.get("/v2/endpoints/:id", (c) => c.json(endpointDocument(compute.endpoint(c.req.param("id")))));

  app.get("/v2/endpoints/:id/status", (c) => {
    const { id, isOnline } = compute.endpoint(c.req.param("id"));
    const unfinishedTasks = [...compute.tasks.values()].filter(
      ({ endpointId, outcome }) => endpointId === id && !outcome,
    );
    const [total, running] = isOnline ? [1, Math.min(1, unfinishedTasks.length)] : [0, 0];
    return c.json({
      status: isOnline ? "online" : "offline",
      details: {
        total_workers: total,
        idle_workers: total - running,
        pending_tasks: unfinishedTasks.length - running,
        outstanding_tasks: unfinishedTasks.length,
        managers: total,
      },
    });
  });

  // Version 2 sends the end of the lock as text, version 3 as seconds since 1970.
  app.post("/v2/endpoints/:id/lock", (c) => {
    const until = compute.lockEndpoint(c.req.param("id"), c.get("callerId"));
    return c.json({ endpoint_id: c.req.param("id"), lock_expiration_timestamp: computeTime(until) });
  });
  app.post("/v3/endpoints/:id/lock", (c) => {
    const until = compute.lockEndpoint(c.req.param("id"), c.get("callerId"));
    return c.json({ endpoint_id: c.req.param("id"), lock_expiration_timestamp: until / 1000 });
  });

  for (const version of ["v2", "v3"]) {
    app.delete(`/${version}/endpoints/:id`, (c) => {
      compute.endpoints.delete(compute.requireAdministeredEndpoint(c.req.param("id") ?? "", c.get("callerId")).id);
      return c.json({ result: 302 });
    });
  }

  app.get("/v3/endpoints/:id/allowed_functions", (c) => {
    const { id, document } = compute.endpoint(c.req.param("id"));
    const allowed = document.allowed_functions;
    return c.json({ endpoint_id: id, restricted: Array.isArray(allowed), functions: allowed ?? null });
  });
}

/** @param {App} app @param {World} world */
function addTaskRoutes(app, world) {
  const { compute } = world;
  app.post("/v2/submit", async (c) => {
    const document = await readDocument(c, ["tasks"]);
    const isValid =
      Array.isArray(document.tasks) && document.tasks.every((task) => isStringArray(task) && task.length === 3);
    if (!isValid) throw errors.missingMembers(["tasks"]);
    const ownerId = c.get("callerId");
    const hasQueue = document.create_websocket_queue !== false;
    const group = compute.taskGroup(readTaskGroupId(document), ownerId, { mayCreate: true, hasQueue });
    const results = /** @type {[string, string, string][]} */ (document.tasks).map(([functionId, endpointId, text]) => {
      compute.requireUsableFunction(functionId, ownerId, world);
      const id = compute.addTask({ functionId, endpointId, arguments: text, ownerId, group });
      return { status: "success", task_uuid: id, http_status_code: 200, reason: null };
    });
    return c.json({ response: "success", task_group_id: group.id, results });
  });

  app.post("/v3/endpoints/:id/submit", async (c) => {
    const document = await readDocument(c, ["tasks"]);
    const ownerId = c.get("callerId");
    const { id: endpointId } = compute.endpoint(c.req.param("id"));
    const submissions = Object.entries(/** @type {Record<string, string[]>} */ (document.tasks));
    if (!submissions.every(([, texts]) => isStringArray(texts))) throw errors.missingMembers(["tasks"]);
    for (const [functionId] of submissions) compute.requireUsableFunction(functionId, ownerId, world);
    const hasQueue = document.create_queue === true;
    const group = compute.taskGroup(readTaskGroupId(document), ownerId, { mayCreate: false, hasQueue });
    const { result_serializers: serializers } = document;
    const taskOptions = {
      endpointId,
      resultSerializers: isStringArray(serializers) ? serializers : [],
      ownerId,
      group,
    };
    const tasks = submissions.map(([functionId, texts]) => [
      functionId,
      texts.map((text) => compute.addTask({ functionId, arguments: text, ...taskOptions })),
    ]);
    const ids = { request_id: crypto.randomUUID(), task_group_id: group.id, endpoint_id: endpointId };
    return c.json({ ...ids, tasks: Object.fromEntries(tasks) });
  });

  app.get("/v2/tasks/:id", (c) => {
    const id = c.req.param("id");
    const task = compute.tasks.get(id.toLowerCase());
    if (task?.ownerId !== c.get("callerId")) throw errors.taskNotFound(id);
    compute.poll([id], c.get("callerId"));
    return c.json(taskDocument(/** @type {import("./compute-records.js").ComputeTask} */ (task), compute));
  });

  app.post("/v2/batch_status", async (c) => {
    const { task_ids: ids } = await readDocument(c, ["task_ids"]);
    if (!isStringArray(ids)) throw errors.missingMembers(["task_ids"]);
    compute.poll(ids, c.get("callerId"));
    const results = ids.map((id) => {
      const task = compute.tasks.get(id.toLowerCase());
      const isOwn = task?.ownerId === c.get("callerId");
      return [
        id,
        isOwn ? taskDocument(task, compute) : { task_id: id, status: "failed", reason: `Task ${id} not found` },
      ];
    });
    return c.json({ response: "batch", results: Object.fromEntries(results) });
  });

  app.get("/v2/taskgroup/:id", (c) => {
    const id = c.req.param("id");
    const group = compute.taskGroup(id, c.get("callerId"), { mayCreate: false, hasQueue: false });
    return c.json({
      taskgroup_id: group.id,
      create_websockets_queue: group.hasQueue,
      tasks: group.tasks.map((task) => ({
        id: task,
        created_at: computeTime(compute.tasks.get(task)?.createdAt ?? 0),
      })),
    });
  });
}

/** @param {unknown} value @returns {value is string[]} */
const isStringArray = (value) => Array.isArray(value) && value.every((item) => typeof item === "string");

/** @param {Record<string, unknown>} document */
const readTaskGroupId = ({ task_group_id: id }) => (typeof id === "string" ? id : undefined);

/** @param {Context} c @param {readonly string[]} required @returns {Promise<Record<string, unknown>>} */
async function readDocument(c, required) {
  /** @type {unknown} */
  let document;
  try {
    document = JSON.parse(await c.req.text());
  } catch {
    // A body that is not JSON gets the same refusal as an empty document.
  }
  if (!isObject(document)) throw errors.missingMembers(required);
  const members = document;
  const missingNames = required.filter((name) => members[name] === undefined || members[name] === null);
  if (missingNames.length > 0) throw errors.missingMembers(missingNames);
  return document;
}
