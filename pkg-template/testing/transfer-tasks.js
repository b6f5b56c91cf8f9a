// @ts-check
import { badRequest, transferError } from "./errors.js";
import { parseFilter } from "./filters.js";
import { isUuid } from "./ids.js";
import { markerPage, offsetPage, selectFields, sortBy } from "./paging.js";
import { taskDocument } from "./task-document.js";
import { planDelete, planTransfer } from "./task-plan.js";
import { parseTime, transferTime } from "./clock.js";
import { readDocument, requiredText, resource, result } from "./transfer-documents.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./tasks.js").Task} Task
 * @typedef {import("./collections.js").Collection} Collection
 */

const DAY = 86_400_000;
const TASK_FIELDS = [
  "task_id",
  "type",
  "status",
  "label",
  "request_time",
  "completion_time",
  "deadline",
  "files",
  "faults",
];
/** @type {Record<string, "text" | "time">} */
const TASK_FILTERS = {
  task_id: "text",
  type: "text",
  status: "text",
  label: "text",
  request_time: "time",
  completion_time: "time",
};

/**
 * Adds the routes that submit, read and change tasks.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addTaskRoutes(app, world) {
  app.get("/submission_id", (c) =>
    c.json({ DATA_TYPE: "submission_id", value: world.tasks.newSubmissionId(c.get("callerId")) }),
  );
  app.post("/transfer", (c) => submit(c, world, "TRANSFER"));
  app.post("/delete", (c) => submit(c, world, "DELETE"));

  app.get("/task_list", (c) => {
    const callerId = c.get("callerId");
    const passes = parseFilter(c.req.query("filter") ?? "", TASK_FILTERS);
    const own = world.tasks.all().filter(({ request }) => request.ownerId === callerId);
    // Newest first, also among tasks of the same second: their ids do not show their age.
    own.reverse();
    const documentOf = (/** @type {Task} */ task) => taskDocument(task, world.accounts);
    world.tasks.look(own.filter((task) => passes(documentOf(task))));
    const documents = own.map(documentOf).filter(passes);
    const sorted = sortBy(documents, c.req.query("orderby"), "request_time DESC", TASK_FIELDS);
    const { page, limit, offset, total } = offsetPage(sorted, c.req.query(), { limit: 10, max: 1000 });
    const DATA = page.map((document) => selectFields(document, c.req.query("fields")));
    return c.json({ DATA_TYPE: "task_list", length: page.length, limit, offset, total, DATA });
  });

  app.get("/task/:id", (c) =>
    c.json(selectFields(taskDocument(seenTask(c, world), world.accounts), c.req.query("fields"))),
  );

  app.put("/task/:id", async (c) => {
    const task = ownTask(c, world);
    const document = await readDocument(c);
    if (task.isOver) throw transferError(409, "Conflict", "Task is complete and can not be updated");
    if ("label" in document) task.request.label = readLabel(document);
    if ("deadline" in document) task.request.deadline = readDeadline(document, world) ?? task.request.deadline;
    return result(c, "Updated", "Updated task successfully");
  });

  app.post("/task/:id/cancel", (c) => {
    const task = ownTask(c, world);
    const more = { task_id: task.id };
    if (task.isOver) {
      return result(c, "TaskComplete", "The task completed before the cancel request was processed.", { more });
    }
    world.tasks.fail(task.id, { code: "CANCELED", description: "canceled" }, "canceled");
    return result(c, "Canceled", "The task has been cancelled successfully.", { more });
  });

  app.get("/task/:id/event_list", (c) => c.json(eventList(c, seenTask(c, world))));
  app.get("/task/:id/successful_transfers", (c) =>
    c.json(markedList(c, "successful_transfers", seenTask(c, world).successful)),
  );
  app.get("/task/:id/skipped_errors", (c) => c.json(markedList(c, "skipped_errors", seenTask(c, world).skipped)));
  app.get("/task/:id/pause_info", (c) => c.json(pauseInfo(seenTask(c, world), world)));
}

/** @param {Context} c @param {Task} task */
export function eventList(c, { events }) {
  const passes = parseFilter(c.req.query("filter") ?? "", { is_error: "text", code: "text" });
  const onlyErrors = c.req.query("filter_is_error");
  const wanted = events
    .map(({ code, description, details, isError, time }) => ({
      DATA_TYPE: "event",
      code,
      description,
      details,
      is_error: isError,
      time: transferTime(time),
    }))
    .filter((event) => passes({ code: event.code, is_error: event.is_error ? 1 : 0 }))
    .filter((event) => !onlyErrors || event.is_error === (onlyErrors === "1"));
  const { page, limit, offset, total } = offsetPage(wanted, c.req.query(), { limit: 10, max: 1000 });
  return { DATA_TYPE: "event_list", length: page.length, limit, offset, total, DATA: page };
}

/** @param {Task} task @param {World} world */
export const pauseInfo = (task, world) => ({
  DATA_TYPE: "pause_info_limited",
  pause_rules: task.isOver ? [] : task.pauseRules().map((rule) => world.pauseRules.limitedDocument(rule)),
  source_pause_message: task.pausedAt === "source" ? task.paused : null,
  source_pause_message_share: null,
  destination_pause_message: task.pausedAt === "destination" ? task.paused : null,
  destination_pause_message_share: null,
});

/** @param {Context} c @param {World} world */
function ownTask(c, world) {
  const id = c.req.param("id") ?? "";
  if (!isUuid(id)) throw badRequest(`Invalid task id '${id}'`);
  const task = world.tasks.get(id);
  if (task?.request.ownerId !== c.get("callerId")) throw transferError(404, "TaskNotFound", `Task id ${id} not found`);
  return /** @type {Task} */ (task);
}

/** Returns the caller's task, after the poll has moved the clock. @param {Context} c @param {World} world */
function seenTask(c, world) {
  const task = ownTask(c, world);
  world.tasks.look([task]);
  return task;
}

/** @param {Context} c @param {string} type @param {readonly Record<string, unknown>[]} items */
export function markedList(c, type, items) {
  const { page, marker, nextMarker } = markerPage(items, c.req.query("marker"), 100);
  return { DATA_TYPE: type, marker, next_marker: nextMarker, DATA: page };
}

/**
 * Submits a task once: a second request with the same submission id receives the task of the first.
 * @param {Context} c
 * @param {World} world
 * @param {"TRANSFER" | "DELETE"} type
 */
async function submit(c, world, type) {
  const document = await readDocument(c);
  const callerId = c.get("callerId");
  const submissionId = requiredText(document, "submission_id");
  const submission = world.tasks.submission(submissionId, callerId);
  if (!submission) throw badRequest(`Invalid submission_id '${submissionId}'`);
  if (submission.taskId === undefined) {
    submission.taskId = startTask(world, { ownerId: callerId, type, document }).id;
    return accepted(c, type, submissionId, submission.taskId, 202, "Accepted");
  }
  return accepted(c, type, submissionId, submission.taskId, 200, "Duplicate");
}

/**
 * Starts a task for a caller, or for a service that acts for a caller. The consent paths of such a service begin with
 * the scopes `above`, before Transfer's scope.
 * @param {World} world
 * @param {{ ownerId: string, type: "TRANSFER" | "DELETE", document: Record<string, unknown>, above?: readonly string[] }} options
 */
export function startTask(world, { ownerId: callerId, type, document, above = [] }) {
  const deadline = readDeadline(document, world) ?? world.agenda.now() + DAY;
  const label = readLabel(document);
  const items = readItems(document, type);
  const ids = type === "TRANSFER" ? ["source_endpoint", "destination_endpoint"] : ["endpoint"];
  const collections = ids.map((name) => world.collections.get(requiredText(document, name)));
  world.collections.requireConsent(collections, callerId, above);
  const stranger = collections.find((collection) => !collection.knows(callerId));
  if (stranger)
    throw transferError(
      403,
      "PermissionDenied",
      `You do not have permission to use the collection '${stranger.displayName}' (${stranger.id})`,
    );
  const [source, destination] = collections;
  const request = {
    type,
    ownerId: callerId,
    submission: document,
    source: /** @type {Collection} */ (source),
    destination,
    deadline,
    label,
  };
  return world.tasks.start(request, (task) =>
    type === "TRANSFER" ? planTransfer(task, items) : planDelete(task, items),
  );
}

/**
 * Reads the items of a submission. Checks that they have the required paths.
 * @param {Record<string, unknown>} document
 * @param {"TRANSFER" | "DELETE"} type
 * @returns {{ path: string, source_path: string, destination_path: string, recursive?: boolean }[]}
 */
function readItems(document, type) {
  const items = document.DATA;
  if (!Array.isArray(items) || items.length === 0) {
    if (type === "TRANSFER") {
      throw transferError(400, "ClientError.BadRequest.NoTransferItems", "A transfer requires at least one item");
    }
    throw transferError(400, "ClientError.BadRequest", "A delete requires at least one item");
  }
  const names = type === "TRANSFER" ? ["source_path", "destination_path"] : ["path"];
  for (const item of items) for (const name of names) requiredText(item ?? {}, name);
  return items;
}

/** @param {Record<string, unknown>} document */
function readLabel({ label = null }) {
  if (label !== null && (typeof label !== "string" || label.length > 128)) {
    throw badRequest("Invalid value for 'label'");
  }
  return label;
}

/** @param {Record<string, unknown>} document @param {World} world */
function readDeadline({ deadline = null }, world) {
  if (deadline === null) return undefined;
  const time = world.clock.meant(parseTime(deadline));
  if (time === undefined || time <= world.agenda.now()) {
    throw badRequest("Invalid value for 'deadline': must be a time in the future");
  }
  return time;
}

/**
 * @param {Context} c
 * @param {"TRANSFER" | "DELETE"} type
 * @param {string} submissionId
 * @param {string} taskId
 * @param {200 | 202} status
 * @param {string} code
 */
function accepted(c, type, submissionId, taskId, status, code) {
  const what = type.toLowerCase();
  const message =
    code === "Accepted"
      ? `The ${what} has been accepted and a task has been created and queued for execution`
      : `A ${what} with id '${submissionId}' was already submitted`;
  return c.json(
    {
      DATA_TYPE: `${what}_result`,
      code,
      message,
      request_id: c.env.requestId,
      resource: resource(c),
      submission_id: submissionId,
      task_id: taskId,
      task_link: {
        DATA_TYPE: "link",
        href: `task/${taskId}?format=json`,
        rel: "related",
        resource: "task",
        title: "related task",
      },
    },
    status,
  );
}
