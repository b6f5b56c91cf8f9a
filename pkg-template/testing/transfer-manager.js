// @ts-check
import { Collection } from "./collections.js";
import { badRequest, transferError } from "./errors.js";
import { isUuid, uuid } from "./ids.js";
import { integer } from "./paging.js";
import { managerTaskDocument } from "./task-document.js";
import { parseTime } from "./clock.js";
import { describe, named } from "./transfer-collections.js";
import { readDocument, requiredText, result } from "./transfer-documents.js";
import { host } from "./transfer-endpoints.js";
import { eventList, markedList, pauseInfo } from "./transfer-tasks.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./tasks.js").Task} Task
 * @typedef {{ id: string, message: string, taskIds: string[], by: string }} AdminCancel
 */

const LARGEST_PAGE = 100;

/**
 * Adds the routes for managers of collections: tasks of other owners, and pause rules.
 * @param {import("hono/tiny").Hono<Env, {}, string>} service
 * @param {World} world
 */
export function addManagerRoutes(service, world) {
  const app = service.basePath("/endpoint_manager");
  app.get("/monitored_endpoints", (c) => {
    const monitored = world.collections.all().filter((it) => it.holds(c.get("callerId"), "activity_monitor"));
    return c.json({ DATA_TYPE: "endpoint_list", DATA: monitored.map((it) => describe(c, world, it)) });
  });

  app.get("/endpoint/:id", (c) => c.json({ ...describe(c, world, monitored(c, world)), in_use: null }));

  app.get("/endpoint/:id/hosted_endpoint_list", (c) => {
    if (!world.endpoints.find(c.req.param("id"))) monitored(c, world);
    const place = host(c, world);
    if (!place.holds(c.get("callerId"), "activity_monitor")) throw denied();
    const hosted = world.collections.guestsOf(place).map((it) => describe(c, world, it));
    return c.json({ DATA_TYPE: "endpoint_list", DATA: hosted });
  });

  app.get("/endpoint/:id/access_list", (c) => {
    const rules = [...monitored(c, world).rules.values()].map(Collection.ruleDocument);
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
      .filter((task) => sides(c, task, "activity_monitor").length > 0);
    world.tasks.look(tasks.filter(passes));
    const wanted = tasks.filter(passes);
    // The key is opaque to clients. Here it is the position of the page's first item.
    const start = integer(c.req.query("last_key"), "last_key", 0);
    const limit = integer(c.req.query("limit"), "limit", LARGEST_PAGE);
    const end = start + Math.max(1, Math.min(LARGEST_PAGE, limit));
    return c.json({
      DATA_TYPE: "task_list",
      has_next_page: end < wanted.length,
      last_key: String(Math.min(end, wanted.length)),
      DATA: wanted.slice(start, end).map((task) => managerTaskDocument(task, world.accounts)),
    });
  });

  app.get("/task/:id", (c) => c.json(managerTaskDocument(monitoredTask(c, world), world.accounts)));
  app.get("/task/:id/event_list", (c) => c.json(eventList(c, monitoredTask(c, world))));
  app.get("/task/:id/pause_info", (c) => c.json(pauseInfo(monitoredTask(c, world), world)));
  app.get("/task/:id/successful_transfers", (c) =>
    c.json(markedList(c, "successful_transfers", monitoredTask(c, world).successful)),
  );
  app.get("/task/:id/skipped_errors", (c) => c.json(markedList(c, "skipped_errors", monitoredTask(c, world).skipped)));
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
    const message = requiredText(document, "message");
    const tasks = managedTasks(c, world, document);
    for (const { task, where } of tasks) {
      if (task.isOver) continue;
      task.canceledByAdmin = {
        side: where.length > 1 ? "BOTH" : where[0] === "source" ? "SOURCE" : "DESTINATION",
        message,
      };
      world.tasks.fail(task.id, { code: "CANCELED", description: "canceled" }, "canceled");
    }
    const cancel = { id: uuid(), message, taskIds: tasks.map(({ task }) => task.id), by: c.get("callerId") };
    cancels.set(cancel.id, cancel);
    return c.json(cancelDocument(cancel));
  });

  app.get("/admin_cancel/:id", (c) => {
    const cancel = cancels.get(c.req.param("id"));
    if (cancel?.by !== c.get("callerId")) {
      throw transferError(404, "AdminCancelNotFound", `No such admin_cancel '${c.req.param("id")}'`);
    }
    return c.json(cancelDocument(/** @type {AdminCancel} */ (cancel)));
  });

  app.post("/admin_pause", async (c) => {
    const document = await readDocument(c);
    const message = requiredText(document, "message");
    for (const { task, where } of managedTasks(c, world, document)) world.tasks.pause(task.id, message, where[0]);
    return result(c, "PauseAccepted", "The tasks are being paused.");
  });

  app.post("/admin_resume", async (c) => {
    for (const { task } of managedTasks(c, world, await readDocument(c))) world.tasks.resume(task.id);
    return result(c, "ResumeAccepted", "The tasks are being resumed.");
  });
}

/** @param {import("hono/tiny").Hono<Env, {}, string>} app @param {World} world */
function addPauseRuleRoutes(app, world) {
  const { pauseRules } = world;
  const one = (/** @type {Context} */ c, role = "activity_monitor") => {
    const rule = pauseRules.records.get(c.req.param("id") ?? "");
    if (!rule) throw transferError(404, "PauseRuleNotFound", `No such pause rule '${c.req.param("id")}'`);
    requireRole(c, rule.collection, role);
    return rule;
  };

  app.get("/pause_rule_list", (c) => {
    const callerId = c.get("callerId");
    const filter = c.req.query("filter_endpoint");
    const collections = filter ? [monitoredById(c, world, filter)] : world.collections.all();
    const monitoredOnes = collections.filter((it) => it.holds(callerId, "activity_monitor"));
    if (monitoredOnes.length === 0) throw denied();
    const own = (/** @type {Collection} */ it) =>
      monitoredOnes.includes(it) || (it.mapped !== undefined && monitoredOnes.includes(it.mapped));
    const rules = [...pauseRules.records.values()].filter(({ collection }) => own(collection));
    return c.json({ DATA_TYPE: "pause_rule_list", DATA: rules.map((rule) => pauseRules.document(rule, callerId)) });
  });

  app.post("/pause_rule", async (c) => {
    const document = await readDocument(c);
    const collection = world.collections.get(requiredText(document, "endpoint_id"));
    requireRole(c, collection, "activity_manager");
    requiredText(document, "message");
    const rule = pauseRules.add(collection, document, c.get("callerId"));
    return c.json(pauseRules.document(rule, c.get("callerId")), 201);
  });

  app.get("/pause_rule/:id", (c) => c.json(pauseRules.document(one(c), c.get("callerId"))));

  app.put("/pause_rule/:id", async (c) => {
    const rule = one(c, "activity_manager");
    pauseRules.update(rule, await readDocument(c), c.get("callerId"));
    return c.json(pauseRules.document(rule, c.get("callerId")));
  });

  app.delete("/pause_rule/:id", (c) => {
    const { id } = one(c, "activity_manager");
    pauseRules.records.delete(id);
    return result(c, "Deleted", `Pause rule '${id}' deleted successfully`);
  });
}

const denied = () => transferError(403, "PermissionDenied", "User does not have the required effective role");

/** @param {Context} c @param {Collection} collection @param {string} role */
function requireRole(c, collection, role) {
  if (!collection.holds(c.get("callerId"), role)) throw denied();
  return collection;
}

/** @param {Context} c @param {World} world */
const monitored = (c, world) => requireRole(c, named(c, world), "activity_monitor");

/** @param {Context} c @param {World} world @param {string} id */
const monitoredById = (c, world, id) => requireRole(c, world.collections.get(id), "activity_monitor");

/**
 * Returns the sides of a task on which the caller has a role.
 * @param {Context} c
 * @param {Task} task
 * @param {string} role
 */
function sides(c, { request }, role) {
  return /** @type {const} */ (["source", "destination"]).filter((side) =>
    request[side]?.holds(c.get("callerId"), role),
  );
}

/**
 * Requires a role on a collection of the task: its owner has no access otherwise.
 * @param {Context} c
 * @param {World} world
 */
function monitoredTask(c, world) {
  const task = taskOf(world, c.req.param("id") ?? "");
  if (sides(c, task, "activity_monitor").length === 0) throw denied();
  world.tasks.look([task]);
  return task;
}

/** @param {World} world @param {unknown} id */
function taskOf(world, id) {
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
function managedTasks(c, world, { task_id_list: ids }) {
  if (!Array.isArray(ids) || ids.length === 0) throw badRequest("Missing or invalid value for 'task_id_list'");
  return ids.map((id) => {
    const task = taskOf(world, id);
    const where = sides(c, task, "activity_manager");
    if (where.length === 0) throw denied();
    return { task, where };
  });
}

/** @param {Context} c @param {World} world @returns {(task: Task) => boolean} */
function taskFilter(c, world) {
  const query = c.req.query();
  const list = (/** @type {string | undefined} */ text) => text?.split(",").map((item) => item.trim());
  const [statuses, ids] = [list(query.filter_status), list(query.filter_task_id)];
  const endpoint = query.filter_endpoint ? monitoredById(c, world, query.filter_endpoint) : undefined;
  const use = query.filter_endpoint_use;
  if (use && !endpoint) throw badRequest("'filter_endpoint_use' requires 'filter_endpoint'");
  const [from, to] = (list(query.filter_completion_time) ?? []).map(parseTime);
  const isPaused = query.filter_is_paused?.toLowerCase();
  const faults = integer(query.filter_min_faults, "filter_min_faults", 0);
  return (task) => {
    const { source, destination, ownerId } = task.request;
    const used = (/** @type {Collection | undefined} */ it) => it === endpoint || it?.mapped === endpoint;
    if (
      endpoint &&
      !((use !== "destination" && used(source)) || (use !== "source" && destination && used(destination)))
    )
      return false;
    if (query.filter_completion_time && task.completedAt === undefined) return false;
    const done = task.completedAt ?? 0;
    return (
      (!statuses || statuses.includes(task.status)) &&
      (!ids || ids.includes(task.id)) &&
      (!query.filter_owner_id || query.filter_owner_id === ownerId) &&
      (!isPaused || task.isPaused === (isPaused === "true" || isPaused === "1")) &&
      (from === undefined || done >= from) &&
      (to === undefined || done <= to) &&
      task.counts.faults >= faults
    );
  };
}
