// @ts-check
import { badRequest, transferError } from "./errors.js";
import { parseFilter } from "./filters.js";
import { isUuid } from "./ids.js";
import { paginateByMarker, paginateByOffset, selectFields, sortBy } from "./paging.js";
import { taskDocument } from "./task-document.js";
import { planDelete, planTransfer } from "./task-plan.js";
import { parseTime, transferTime } from "./clock.js";
import { readDocument, requireText, resourceName, sendResult } from "./transfer-documents.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./tasks.js").Task} Task
 * @typedef {import("./collections.js").Collection} Collection
 */

const DAY_MS = 86_400_000;
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
    const callerTasks = world.tasks.all().filter(({ request }) => request.ownerId === callerId);
    // Newest first, also among tasks of the same second: their ids do not show their age.
    callerTasks.reverse();
    const toDocument = (/** @type {Task} */ task) => taskDocument(task, world.accounts);
    world.tasks.advanceOnPoll(callerTasks.filter((task) => passes(toDocument(task))));
    const documents = callerTasks.map(toDocument).filter(passes);
    const sorted = sortBy(documents, c.req.query("orderby"), "request_time DESC", TASK_FIELDS);
    const { page, limit, offset, total } = paginateByOffset(sorted, c.req.query(), { limit: 10, max: 1000 });
    const DATA = page.map((document) => selectFields(document, c.req.query("fields")));
    return c.json({ DATA_TYPE: "task_list", length: page.length, limit, offset, total, DATA });
  });

  app.get("/task/:id", (c) =>
    c.json(selectFields(taskDocument(pollOwnTask(c, world), world.accounts), c.req.query("fields"))),
  );

  app.put("/task/:id", async (c) => {
    const task = requireOwnTask(c, world);
    const document = await readDocument(c);
    if (task.isOver) throw transferError(409, "Conflict", "Task is complete and can not be updated");
    if ("label" in document) task.request.label = readLabel(document);
    if ("deadline" in document) task.request.deadline = readDeadline(document, world) ?? task.request.deadline;
    return sendResult(c, "Updated", "Updated task successfully");
  });

  app.post("/task/:id/cancel", (c) => {
    const task = requireOwnTask(c, world);
    const more = { task_id: task.id };
    if (task.isOver) {
      return sendResult(c, "TaskComplete", "The task completed before the cancel request was processed.", { more });
    }
    world.tasks.fail(task.id, { code: "CANCELED", description: "canceled" }, "canceled");
    return sendResult(c, "Canceled", "The task has been cancelled successfully.", { more });
  });

  app.get("/task/:id/event_list", (c) => c.json(makeEventList(c, pollOwnTask(c, world))));
  app.get("/task/:id/successful_transfers", (c) =>
    c.json(makeMarkerList(c, "successful_transfers", pollOwnTask(c, world).successfulTransfers)),
  );
  app.get("/task/:id/skipped_errors", (c) =>
    c.json(makeMarkerList(c, "skipped_errors", pollOwnTask(c, world).skippedErrors)),
  );
  app.get("/task/:id/pause_info", (c) => c.json(makePauseInfo(pollOwnTask(c, world), world)));
}

/** @param {Context} c @param {Task} task */
export function makeEventList(c, { events }) {
  const passes = parseFilter(c.req.query("filter") ?? "", { is_error: "text", code: "text" });
  const onlyErrors = c.req.query("filter_is_error");
  const documents = events
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
  const { page, limit, offset, total } = paginateByOffset(documents, c.req.query(), { limit: 10, max: 1000 });
  return { DATA_TYPE: "event_list", length: page.length, limit, offset, total, DATA: page };
}

/** @param {Task} task @param {World} world */
export const makePauseInfo = (task, world) => ({
  DATA_TYPE: "pause_info_limited",
  pause_rules: task.isOver ? [] : task.pauseRules().map((rule) => world.pauseRules.makeLimitedDocument(rule)),
  source_pause_message: task.pauseSide === "source" ? task.pauseMessage : null,
  source_pause_message_share: null,
  destination_pause_message: task.pauseSide === "destination" ? task.pauseMessage : null,
  destination_pause_message_share: null,
});

/** @param {Context} c @param {World} world */
function requireOwnTask(c, world) {
  const id = c.req.param("id") ?? "";
  if (!isUuid(id)) throw badRequest(`Invalid task id '${id}'`);
  const task = world.tasks.get(id);
  if (task?.request.ownerId !== c.get("callerId")) throw transferError(404, "TaskNotFound", `Task id ${id} not found`);
  return /** @type {Task} */ (task);
}

/** Returns the caller's task, after the poll has moved the clock. @param {Context} c @param {World} world */
function pollOwnTask(c, world) {
  const task = requireOwnTask(c, world);
  world.tasks.advanceOnPoll([task]);
  return task;
}

/** @param {Context} c @param {string} type @param {readonly Record<string, unknown>[]} items */
export function makeMarkerList(c, type, items) {
  const { page, marker, nextMarker } = paginateByMarker(items, c.req.query("marker"), 100);
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
  const submissionId = requireText(document, "submission_id");
  const submission = world.tasks.submission(submissionId, callerId);
  if (!submission) throw badRequest(`Invalid submission_id '${submissionId}'`);
  if (submission.taskId === undefined) {
    submission.taskId = startTask(world, { ownerId: callerId, type, document }).id;
    return sendSubmissionResult(c, type, submissionId, submission.taskId, 202, "Accepted");
  }
  return sendSubmissionResult(c, type, submissionId, submission.taskId, 200, "Duplicate");
}

/**
 * Starts a task for a caller, or for a service that acts for a caller. The consent paths of such a service begin with
 * `parentScopes`, before Transfer's scope.
 * @param {World} world
 * @param {{ ownerId: string, type: "TRANSFER" | "DELETE", document: Record<string, unknown>,
 *   parentScopes?: readonly string[] }} options
 */
export function startTask(world, { ownerId: callerId, type, document, parentScopes = [] }) {
  const deadline = readDeadline(document, world) ?? world.agenda.now() + DAY_MS;
  const label = readLabel(document);
  const items = readItems(document, type);
  const ids = type === "TRANSFER" ? ["source_endpoint", "destination_endpoint"] : ["endpoint"];
  const collections = ids.map((name) => world.collections.get(requireText(document, name)));
  world.collections.requireConsent(collections, callerId, parentScopes);
  const unusable = collections.find((collection) => !collection.canUse(callerId));
  if (unusable)
    throw transferError(
      403,
      "PermissionDenied",
      `You do not have permission to use the collection '${unusable.displayName}' (${unusable.id})`,
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
  for (const item of items) for (const name of names) requireText(item ?? {}, name);
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
  const time = world.clock.fromClientTime(parseTime(deadline));
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
function sendSubmissionResult(c, type, submissionId, taskId, status, code) {
  const kind = type.toLowerCase();
  const message =
    code === "Accepted"
      ? `The ${kind} has been accepted and a task has been created and queued for execution`
      : `A ${kind} with id '${submissionId}' was already submitted`;
  return c.json(
    {
      DATA_TYPE: `${kind}_result`,
      code,
      message,
      request_id: c.env.requestId,
      resource: resourceName(c),
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
