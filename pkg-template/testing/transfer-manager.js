// @ts-check
import { Collection } from "./collections.js";
import { badRequest, transferError } from "./errors.js";
import { isUuid, uuid } from "./ids.js";
import { readInteger } from "./paging.js";
import { managerTaskDocument } from "./task-document.js";
import { parseTime } from "./clock.js";
import { describeCollection, requireCollection } from "./transfer-collections.js";
import { readDocument, requireText, sendResult } from "./transfer-documents.js";
import { requireSharingHost } from "./transfer-endpoints.js";
import { makeEventList, makeMarkerList, makePauseInfo } from "./transfer-tasks.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./tasks.js").Task} Task
 * @typedef {{ id: string, message: string, taskIds: string[], callerId: string }} AdminCancel
 */

const MAX_PAGE_SIZE = 100;

/**
 * Adds the routes for managers of collections: tasks of other owners, and pause rules.
 * @param {import("hono/tiny").Hono<Env, {}, string>} service
 * @param {World} world
 */
export function addManagerRoutes(service, world) {
  const app = service.basePath("/endpoint_manager");
  app.get("/monitored_endpoints", (c) => {
    const collections = world.collections
      .all()
      .filter((collection) => collection.holds(c.get("callerId"), "activity_monitor"));
    return c.json({
      DATA_TYPE: "endpoint_list",
      DATA: collections.map((collection) => describeCollection(c, world, collection)),
    });
  });

  app.get("/endpoint/:id", (c) =>
    c.json({ ...describeCollection(c, world, requireMonitored(c, world)), in_use: null }),
  );

  app.get("/endpoint/:id/hosted_endpoint_list", (c) => {
    if (!world.endpoints.find(c.req.param("id"))) requireMonitored(c, world);
    const host = requireSharingHost(c, world);
    if (!host.holds(c.get("callerId"), "activity_monitor")) throw denied();
    const hosted = world.collections.guestsOf(host).map((collection) => describeCollection(c, world, collection));
    return c.json({ DATA_TYPE: "endpoint_list", DATA: hosted });
  });

  app.get("/endpoint/:id/access_list", (c) => {
    const rules = [...requireMonitored(c, world).rules.values()].map(Collection.ruleDocument);
    return c.json({ DATA_TYPE: "access_list", endpoint: c.req.param("id"), length: rules.length, DATA: rules });
  });

  addTaskRoutes(app, world);
  addAdminRoutes(app, world);
  addPauseRuleRoutes(app, world);
}

/** @param {import("hono/tiny").Hono<Env, {}, string>} app @param {World} world */
function addTaskRoutes(app, world) {
  app.get("/task_list", (c) => {
    const passes = taskFilter(c, world);
    const tasks = world.tasks
      .all()
      .reverse()
      .filter((task) => findCallerSides(c, task, "activity_monitor").length > 0);
    world.tasks.advanceOnPoll(tasks.filter(passes));
    const filteredTasks = tasks.filter(passes);
    // The key is opaque to clients. Here it is the position of the page's first item.
    const start = readInteger(c.req.query("last_key"), "last_key", 0);
    const limit = readInteger(c.req.query("limit"), "limit", MAX_PAGE_SIZE);
    const end = start + Math.max(1, Math.min(MAX_PAGE_SIZE, limit));
    return c.json({
      DATA_TYPE: "task_list",
      has_next_page: end < filteredTasks.length,
      last_key: String(Math.min(end, filteredTasks.length)),
      DATA: filteredTasks.slice(start, end).map((task) => managerTaskDocument(task, world.accounts)),
    });
  });

  app.get("/task/:id", (c) => c.json(managerTaskDocument(requireMonitoredTask(c, world), world.accounts)));
  app.get("/task/:id/event_list", (c) => c.json(makeEventList(c, requireMonitoredTask(c, world))));
  app.get("/task/:id/pause_info", (c) => c.json(makePauseInfo(requireMonitoredTask(c, world), world)));
  app.get("/task/:id/successful_transfers", (c) =>
    c.json(makeMarkerList(c, "successful_transfers", requireMonitoredTask(c, world).successfulTransfers)),
  );
  app.get("/task/:id/skipped_errors", (c) =>
    c.json(makeMarkerList(c, "skipped_errors", requireMonitoredTask(c, world).skippedErrors)),
  );
}

/** @param {import("hono/tiny").Hono<Env, {}, string>} app @param {World} world */
function addAdminRoutes(app, world) {
  /** @type {Map<string, AdminCancel>} */
  const cancels = new Map();
  const cancelDocument = (/** @type {AdminCancel} */ { id, message, taskIds }) => ({
    DATA_TYPE: "admin_cancel",
    id,
    done: taskIds.every((taskId) => world.tasks.get(taskId)?.isOver),
    message,
    task_id_list: taskIds,
  });

  app.post("/admin_cancel", async (c) => {
    const document = await readDocument(c);
    const message = requireText(document, "message");
    const tasks = requireManagedTasks(c, world, document);
    for (const { task, sides } of tasks) {
      if (task.isOver) continue;
      task.canceledByAdmin = {
        side: sides.length > 1 ? "BOTH" : sides[0] === "source" ? "SOURCE" : "DESTINATION",
        message,
      };
      world.tasks.fail(task.id, { code: "CANCELED", description: "canceled" }, "canceled");
    }
    const cancel = { id: uuid(), message, taskIds: tasks.map(({ task }) => task.id), callerId: c.get("callerId") };
    cancels.set(cancel.id, cancel);
    return c.json(cancelDocument(cancel));
  });

  app.get("/admin_cancel/:id", (c) => {
    const cancel = cancels.get(c.req.param("id"));
    if (cancel?.callerId !== c.get("callerId")) {
      throw transferError(404, "AdminCancelNotFound", `No such admin_cancel '${c.req.param("id")}'`);
    }
    return c.json(cancelDocument(/** @type {AdminCancel} */ (cancel)));
  });

  app.post("/admin_pause", async (c) => {
    const document = await readDocument(c);
    const message = requireText(document, "message");
    for (const { task, sides } of requireManagedTasks(c, world, document))
      world.tasks.pause(task.id, message, sides[0]);
    return sendResult(c, "PauseAccepted", "The tasks are being paused.");
  });

  app.post("/admin_resume", async (c) => {
    for (const { task } of requireManagedTasks(c, world, await readDocument(c))) world.tasks.resume(task.id);
    return sendResult(c, "ResumeAccepted", "The tasks are being resumed.");
  });
}

/** @param {import("hono/tiny").Hono<Env, {}, string>} app @param {World} world */
function addPauseRuleRoutes(app, world) {
  const { pauseRules } = world;
  const requirePauseRule = (/** @type {Context} */ c, role = "activity_monitor") => {
    const rule = pauseRules.records.get(c.req.param("id") ?? "");
    if (!rule) throw transferError(404, "PauseRuleNotFound", `No such pause rule '${c.req.param("id")}'`);
    requireRole(c, rule.collection, role);
    return rule;
  };

  app.get("/pause_rule_list", (c) => {
    const callerId = c.get("callerId");
    const filter = c.req.query("filter_endpoint");
    const collections = filter ? [requireMonitoredById(c, world, filter)] : world.collections.all();
    const monitoredCollections = collections.filter((collection) => collection.holds(callerId, "activity_monitor"));
    if (monitoredCollections.length === 0) throw denied();
    const isMonitored = (/** @type {Collection} */ collection) =>
      monitoredCollections.includes(collection) ||
      (collection.mapped !== undefined && monitoredCollections.includes(collection.mapped));
    const rules = [...pauseRules.records.values()].filter(({ collection }) => isMonitored(collection));
    return c.json({ DATA_TYPE: "pause_rule_list", DATA: rules.map((rule) => pauseRules.makeDocument(rule, callerId)) });
  });

  app.post("/pause_rule", async (c) => {
    const document = await readDocument(c);
    const collection = world.collections.get(requireText(document, "endpoint_id"));
    requireRole(c, collection, "activity_manager");
    requireText(document, "message");
    const rule = pauseRules.add(collection, document, c.get("callerId"));
    return c.json(pauseRules.makeDocument(rule, c.get("callerId")), 201);
  });

  app.get("/pause_rule/:id", (c) => c.json(pauseRules.makeDocument(requirePauseRule(c), c.get("callerId"))));

  app.put("/pause_rule/:id", async (c) => {
    const rule = requirePauseRule(c, "activity_manager");
    pauseRules.update(rule, await readDocument(c), c.get("callerId"));
    return c.json(pauseRules.makeDocument(rule, c.get("callerId")));
  });

  app.delete("/pause_rule/:id", (c) => {
    const { id } = requirePauseRule(c, "activity_manager");
    pauseRules.records.delete(id);
    return sendResult(c, "Deleted", `Pause rule '${id}' deleted successfully`);
  });
}

const denied = () => transferError(403, "PermissionDenied", "User does not have the required effective role");

/** @param {Context} c @param {Collection} collection @param {string} role */
function requireRole(c, collection, role) {
  if (!collection.holds(c.get("callerId"), role)) throw denied();
  return collection;
}

/** @param {Context} c @param {World} world */
const requireMonitored = (c, world) => requireRole(c, requireCollection(c, world), "activity_monitor");

/** @param {Context} c @param {World} world @param {string} id */
const requireMonitoredById = (c, world, id) => requireRole(c, world.collections.get(id), "activity_monitor");

/**
 * Returns the sides of a task on which the caller has a role.
 * @param {Context} c
 * @param {Task} task
 * @param {string} role
 */
function findCallerSides(c, { request }, role) {
  return /** @type {const} */ (["source", "destination"]).filter((side) =>
    request[side]?.holds(c.get("callerId"), role),
  );
}

/**
 * Requires a role on a collection of the task: its owner has no access otherwise.
 * @param {Context} c
 * @param {World} world
 */
function requireMonitoredTask(c, world) {
  const task = requireTask(world, c.req.param("id") ?? "");
  if (findCallerSides(c, task, "activity_monitor").length === 0) throw denied();
  world.tasks.advanceOnPoll([task]);
  return task;
}

/** @param {World} world @param {unknown} id */
function requireTask(world, id) {
  if (!isUuid(id)) throw badRequest(`Invalid task id '${String(id)}'`);
  const task = world.tasks.get(id);
  if (!task) throw transferError(404, "TaskNotFound", `Task id ${id} not found`);
  return task;
}

/**
 * Requires a role on each of the tasks.
 * @param {Context} c
 * @param {World} world
 * @param {Record<string, unknown>} document
 */
function requireManagedTasks(c, world, { task_id_list: ids }) {
  if (!Array.isArray(ids) || ids.length === 0) throw badRequest("Missing or invalid value for 'task_id_list'");
  return ids.map((id) => {
    const task = requireTask(world, id);
    const callerSides = findCallerSides(c, task, "activity_manager");
    if (callerSides.length === 0) throw denied();
    return { task, sides: callerSides };
  });
}

/** @param {Context} c @param {World} world @returns {(task: Task) => boolean} */
function taskFilter(c, world) {
  const query = c.req.query();
  const list = (/** @type {string | undefined} */ text) => text?.split(",").map((item) => item.trim());
  const [statuses, ids] = [list(query.filter_status), list(query.filter_task_id)];
  const endpoint = query.filter_endpoint ? requireMonitoredById(c, world, query.filter_endpoint) : undefined;
  const requestedSide = query.filter_endpoint_use;
  if (requestedSide && !endpoint) throw badRequest("'filter_endpoint_use' requires 'filter_endpoint'");
  const [from, to] = (list(query.filter_completion_time) ?? []).map(parseTime);
  const isPaused = query.filter_is_paused?.toLowerCase();
  const faults = readInteger(query.filter_min_faults, "filter_min_faults", 0);
  return (task) => {
    const { source, destination, ownerId } = task.request;
    const matchesEndpoint = (/** @type {Collection | undefined} */ collection) =>
      collection === endpoint || collection?.mapped === endpoint;
    if (
      endpoint &&
      !(
        (requestedSide !== "destination" && matchesEndpoint(source)) ||
        (requestedSide !== "source" && destination && matchesEndpoint(destination))
      )
    )
      return false;
    if (query.filter_completion_time && task.completedAt === undefined) return false;
    const completedAt = task.completedAt ?? 0;
    return (
      (!statuses || statuses.includes(task.status)) &&
      (!ids || ids.includes(task.id)) &&
      (!query.filter_owner_id || query.filter_owner_id === ownerId) &&
      (!isPaused || task.isPaused === (isPaused === "true" || isPaused === "1")) &&
      (from === undefined || completedAt >= from) &&
      (to === undefined || completedAt <= to) &&
      task.counts.faults >= faults
    );
  };
}
