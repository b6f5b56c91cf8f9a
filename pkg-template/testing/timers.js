// @ts-check
import { Hono } from "hono/tiny";
import { parseTime } from "./clock.js";
import { ServiceError } from "./errors.js";
import { isUuid } from "./ids.js";
import { isObject } from "./json-schema.js";
import { TIMERS, TIMER_SCOPE, TRANSFER_ALL, flowUserScope } from "./scopes.js";
import { newTimerDocument, timerDocument } from "./timer-documents.js";
import { readJobSchedule, readSchedule } from "./timer-schedule.js";
import { invalid, timerNotFound, timersError } from "./timers-errors.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./timer-jobs.js").Timer} Timer
 * @typedef {import("./timer-jobs.js").TimerRequest} TimerRequest
 * @typedef {import("./timers-errors.js").ValidationError} ValidationError
 */

const TRANSFER_URL = "https://transfer.actions.globus.org/transfer/run";

/** The default number of results in a document. */
const DEFAULT_RESULT_COUNT = 10;

/** The default members of a transfer. */
const DEFAULT_TRANSFER_BODY = {
  DATA_TYPE: "transfer",
  delete_destination_extra: false,
  encrypt_data: false,
  fail_on_quota_errors: false,
  notify_on_failed: true,
  notify_on_inactive: true,
  notify_on_succeeded: true,
  preserve_timestamp: false,
  skip_source_errors: false,
  store_base_path_info: false,
  verify_checksum: false,
};

/**
 * Creates the fake of Globus Timers.
 * @param {World} world
 */
export function timersService(world) {
  /** @type {Hono<Env>} */
  const app = new Hono();
  app.onError((error, c) => {
    if (!(error instanceof ServiceError)) throw error;
    return c.json(error.document, /** @type {400} */ (error.status));
  });
  app.notFound((c) => c.json(timersError(404, "NOT_FOUND", `The fake Globus has no ${c.req.path}`).document, 404));

  app.use("*", async (c, next) => {
    const token = world.tokens.fromHeader(c.req.header("Authorization"));
    if (typeof token === "string" || token.resourceServer !== TIMERS || !token.scopes.has(TIMER_SCOPE)) {
      throw timersError(401, "AUTHENTICATION_ERROR", "Invalid or expired token");
    }
    c.set("callerId", token.clientId);
    await next();
  });

  app.post("/v2/timer", async (c) => {
    const { timer: document } = await readTimersDocument(c);
    const timer = world.timers.add(readTimer(document, c.get("callerId"), world.clock));
    return c.json({ timer: newTimerDocument(timer, world.clock.now()) }, 201);
  });

  for (const path of ["/jobs/", "/jobs"]) {
    app.get(path, (c) => c.json({ jobs: listTimers(c, world) }));
    app.post(path, async (c) => {
      const timer = world.timers.add(readJob(await readTimersDocument(c), c.get("callerId"), world.clock));
      return c.json({ ...timerDocument(timer, { world, count: DEFAULT_RESULT_COUNT }), status: "new" }, 201);
    });
  }

  app.get("/jobs/:id", (c) => {
    const count = readInteger(c, "page_size") ?? DEFAULT_RESULT_COUNT;
    const timer = requireOwnTimer(c, world);
    const start = readInteger(c, "results_pt") ?? 0;
    world.timers.advanceOnPoll([timer]);
    return c.json(timerDocument(timer, { world, count, start }));
  });

  app.patch("/jobs/:id", async (c) => {
    const timer = requireOwnTimer(c, world);
    const { name } = await readTimersDocument(c);
    if (name !== undefined && typeof name !== "string") {
      throw invalid([{ loc: ["body", "name"], msg: "str type expected", type: "type_error.str" }]);
    }
    if (name !== undefined) timer.name = name;
    return c.json(timerDocument(timer, { world, count: DEFAULT_RESULT_COUNT }));
  });

  app.delete("/jobs/:id", (c) => {
    const timer = requireOwnTimer(c, world);
    world.timers.delete(timer);
    const document = timerDocument(timer, { world, count: DEFAULT_RESULT_COUNT });
    return c.json({ ...document, status: "delete_in_progress", next_run: null, activity: null });
  });

  app.post("/jobs/:id/pause", (c) => {
    const timer = requireOwnTimer(c, world);
    world.timers.pause(timer);
    return c.json({ message: `Successfully paused job ${timer.id}.` });
  });

  app.post("/jobs/:id/resume", async (c) => {
    const timer = requireOwnTimer(c, world);
    // The OpenAPI description has the parameter in the query. The Python SDK sends it in the body.
    const { update_credentials: inBody } = await c.req.json().catch(() => ({}));
    const inQuery = c.req.query("update_credentials");
    world.timers.resume(timer, inBody ?? (inQuery === undefined ? undefined : inQuery.toLowerCase() === "true"));
    return c.json({ message: `Successfully resumed job ${timer.id}.` });
  });
  return app;
}

/** @param {Context} c @returns {Promise<Record<string, unknown>>} */
async function readTimersDocument(c) {
  try {
    const document = JSON.parse(await c.req.text());
    if (isObject(document)) return document;
  } catch {
    // Refused below, like a body that is not an object.
  }
  throw invalid([{ loc: ["body"], msg: "value is not a valid dict", type: "type_error.dict" }]);
}

/** @param {Context} c @param {World} world @returns {Timer} */
function requireOwnTimer(c, world) {
  const id = c.req.param("id") ?? "";
  if (!isUuid(id)) {
    throw invalid([{ loc: ["path", "job_id"], msg: "value is not a valid uuid", type: "type_error.uuid" }]);
  }
  const timer = world.timers.get(id);
  if (timer?.request.ownerId !== c.get("callerId")) throw timerNotFound(id);
  return /** @type {Timer} */ (timer);
}

/** @param {Context} c @param {string} name */
function readInteger(c, name) {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw invalid([{ loc: ["query", name], msg: "value is not a valid integer", type: "type_error.integer" }]);
}

/**
 * @param {unknown} document
 * @param {string} ownerId
 * @param {import("./clock.js").Clock} clock
 * @returns {TimerRequest}
 */
function readTimer(document, ownerId, clock) {
  if (!isObject(document)) throw invalid([missingField("timer")]);
  const { name = null, timer_type: type, body, flow_id: flowId } = document;
  const schedule = readSchedule(document.schedule, clock);
  const faults = Array.isArray(schedule) ? schedule : [];
  if (type !== "transfer" && type !== "flow") faults.push(missingField("timer", "timer_type"));
  const required = type === "transfer" ? ["source_endpoint", "destination_endpoint", "DATA"] : ["body"];
  if (!isObject(body)) faults.push(missingField("timer", "body"));
  else faults.push(...required.filter((key) => !(key in body)).map((key) => missingField("timer", "body", key)));
  if (isObject(body) && type === "transfer" && "DATA" in body && !Array.isArray(body.DATA)) {
    faults.push({ loc: ["body", "timer", "body", "DATA"], msg: "value is not a valid list", type: "type_error.list" });
  }
  if (type === "flow" && !isUuid(flowId)) faults.push(missingField("timer", "flow_id"));
  if (faults.length > 0 || Array.isArray(schedule)) throw invalid(faults);
  const common = { ownerId, name: /** @type {string | null} */ (name), schedule };
  const timerBody = /** @type {Record<string, any>} */ (body);
  if (type === "transfer") {
    const items = timerBody.DATA.map((/** @type {object} */ item) => ({ DATA_TYPE: "transfer_item", ...item }));
    const transferBody = { ...DEFAULT_TRANSFER_BODY, ...timerBody, DATA: items };
    return { ...common, type, url: TRANSFER_URL, body: transferBody, scope: TRANSFER_ALL };
  }
  const id = String(flowId).toLowerCase();
  const url = `https://flows.automate.globus.org/flows/${id}/run`;
  return { ...common, type: "flow", url, body: timerBody, scope: flowUserScope(id), flowId: id };
}

/**
 * Reads a timer in the older form, which can call any action provider.
 * @param {Record<string, unknown>} document
 * @param {string} ownerId
 * @param {import("./clock.js").Clock} clock
 * @returns {TimerRequest}
 */
function readJob(document, ownerId, clock) {
  const schedule = readJobSchedule(document, clock);
  const faults = Array.isArray(schedule) ? schedule : [];
  const required = ["callback_url", "callback_body"];
  faults.push(...required.filter((name) => document[name] === undefined).map((name) => missingField(name)));
  if (document.callback_body !== undefined && !isObject(document.callback_body)) {
    faults.push({ loc: ["body", "callback_body"], msg: "value is not a valid dict", type: "type_error.dict" });
  }
  if (faults.length > 0 || Array.isArray(schedule)) throw invalid(faults);
  const { name = null, scope = null } = /** @type {Record<string, string | null>} */ (document);
  const url = String(document.callback_url);
  const callback = /** @type {Record<string, any>} */ (document.callback_body);
  const common = { ownerId, name, schedule, url, scope };
  const [, flowId] = /\/flows\/([0-9a-f-]{36})\/run\/?$/i.exec(url) ?? [];
  if (flowId !== undefined) return { ...common, type: "flow", body: callback, flowId: flowId.toLowerCase() };
  const isTransfer = /\btransfer\b.*\/transfer(\/run)?\/?$/.test(url);
  return { ...common, type: isTransfer ? "transfer" : "generic", body: callback.body ?? callback };
}

/** @param {string[]} path @returns {ValidationError} */
const missingField = (...path) => ({ loc: ["body", ...path], msg: "field required", type: "value_error.missing" });

/** @param {Context} c @param {World} world */
function listTimers(c, world) {
  const query = c.req.query();
  const count = readInteger(c, "result_count") ?? DEFAULT_RESULT_COUNT;
  const statuses = query.filter_status?.split(",") ?? [];
  if (query.filter_active?.toLowerCase() === "true") statuses.push("active");
  if (query.filter_stopped?.toLowerCase() === "true") statuses.push("ended");
  const name = query.filter_name?.toLowerCase() ?? "";
  const [after, before] = [
    parseTime(query.submitted_after) ?? -Infinity,
    parseTime(query.submitted_before) ?? Infinity,
  ];
  const hasRequestedStatus = (/** @type {Timer} */ { status }) => statuses.length === 0 || statuses.includes(status);
  const callerTimers = world.timers
    .all()
    .filter(({ request }) => request.ownerId === c.get("callerId"))
    .filter((timer) => (timer.name ?? "").toLowerCase().includes(name))
    .filter(({ submittedAt }) => submittedAt > after && submittedAt < before);
  world.timers.advanceOnPoll(callerTimers.filter(hasRequestedStatus));
  const timers = callerTimers.filter(hasRequestedStatus).map((timer) => timerDocument(timer, { world, count }));
  const [field = "submitted_at", direction = "asc"] = (query.order ?? "").split(" ").filter(Boolean);
  const sign = direction.toLowerCase() === "desc" ? -1 : 1;
  const sortKey = (/** @type {Record<string, unknown>} */ document) => String(document[field] ?? "");
  return timers.sort((a, b) => (sortKey(a) === sortKey(b) ? 0 : sortKey(a) < sortKey(b) ? -sign : sign));
}
