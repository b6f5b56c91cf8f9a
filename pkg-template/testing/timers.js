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
 * @typedef {import("./timers-errors.js").Fault} Fault
 */

const TRANSFER_URL = "https://transfer.actions.globus.org/transfer/run";

/** The default number of results in a document. */
const RESULTS = 10;

/** The default members of a transfer. */
const TRANSFER_BODY = {
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
      return c.json({ ...timerDocument(timer, { world, count: RESULTS }), status: "new" }, 201);
    });
  }

  app.get("/jobs/:id", (c) => {
    const count = number(c, "page_size") ?? RESULTS;
    const timer = ownTimer(c, world);
    const start = number(c, "results_pt") ?? 0;
    world.timers.look([timer]);
    return c.json(timerDocument(timer, { world, count, start }));
  });

  app.patch("/jobs/:id", async (c) => {
    const timer = ownTimer(c, world);
    const { name } = await readTimersDocument(c);
    if (name !== undefined && typeof name !== "string") {
      throw invalid([{ loc: ["body", "name"], msg: "str type expected", type: "type_error.str" }]);
    }
    if (name !== undefined) timer.name = name;
    return c.json(timerDocument(timer, { world, count: RESULTS }));
  });

  app.delete("/jobs/:id", (c) => {
    const timer = ownTimer(c, world);
    world.timers.delete(timer);
    const document = timerDocument(timer, { world, count: RESULTS });
    return c.json({ ...document, status: "delete_in_progress", next_run: null, activity: null });
  });

  app.post("/jobs/:id/pause", (c) => {
    const timer = ownTimer(c, world);
    world.timers.pause(timer);
    return c.json({ message: `Successfully paused job ${timer.id}.` });
  });

  app.post("/jobs/:id/resume", async (c) => {
    const timer = ownTimer(c, world);
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
function ownTimer(c, world) {
  const id = c.req.param("id") ?? "";
  if (!isUuid(id)) {
    throw invalid([{ loc: ["path", "job_id"], msg: "value is not a valid uuid", type: "type_error.uuid" }]);
  }
  const timer = world.timers.get(id);
  if (timer?.request.ownerId !== c.get("callerId")) throw timerNotFound(id);
  return /** @type {Timer} */ (timer);
}

/** @param {Context} c @param {string} name */
function number(c, name) {
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
  if (!isObject(document)) throw invalid([missing("timer")]);
  const { name = null, timer_type: type, body, flow_id: flowId } = document;
  const schedule = readSchedule(document.schedule, clock);
  const faults = Array.isArray(schedule) ? schedule : [];
  if (type !== "transfer" && type !== "flow") faults.push(missing("timer", "timer_type"));
  const required = type === "transfer" ? ["source_endpoint", "destination_endpoint", "DATA"] : ["body"];
  if (!isObject(body)) faults.push(missing("timer", "body"));
  else faults.push(...required.filter((key) => !(key in body)).map((key) => missing("timer", "body", key)));
  if (isObject(body) && type === "transfer" && "DATA" in body && !Array.isArray(body.DATA)) {
    faults.push({ loc: ["body", "timer", "body", "DATA"], msg: "value is not a valid list", type: "type_error.list" });
  }
  if (type === "flow" && !isUuid(flowId)) faults.push(missing("timer", "flow_id"));
  if (faults.length > 0 || Array.isArray(schedule)) throw invalid(faults);
  const common = { ownerId, name: /** @type {string | null} */ (name), schedule };
  const given = /** @type {Record<string, any>} */ (body);
  if (type === "transfer") {
    const items = given.DATA.map((/** @type {object} */ item) => ({ DATA_TYPE: "transfer_item", ...item }));
    const filled = { ...TRANSFER_BODY, ...given, DATA: items };
    return { ...common, type, url: TRANSFER_URL, body: filled, scope: TRANSFER_ALL };
  }
  const id = String(flowId).toLowerCase();
  const url = `https://flows.automate.globus.org/flows/${id}/run`;
  return { ...common, type: "flow", url, body: given, scope: flowUserScope(id), flowId: id };
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
  faults.push(...required.filter((name) => document[name] === undefined).map((name) => missing(name)));
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

/** @param {string[]} path @returns {Fault} */
const missing = (...path) => ({ loc: ["body", ...path], msg: "field required", type: "value_error.missing" });

/** @param {Context} c @param {World} world */
function listTimers(c, world) {
  const query = c.req.query();
  const count = number(c, "result_count") ?? RESULTS;
  const statuses = query.filter_status?.split(",") ?? [];
  if (query.filter_active?.toLowerCase() === "true") statuses.push("active");
  if (query.filter_stopped?.toLowerCase() === "true") statuses.push("ended");
  const name = query.filter_name?.toLowerCase() ?? "";
  const [after, before] = [
    parseTime(query.submitted_after) ?? -Infinity,
    parseTime(query.submitted_before) ?? Infinity,
  ];
  const isOf = (/** @type {Timer} */ { status }) => statuses.length === 0 || statuses.includes(status);
  const seen = world.timers
    .all()
    .filter(({ request }) => request.ownerId === c.get("callerId"))
    .filter((timer) => (timer.name ?? "").toLowerCase().includes(name))
    .filter(({ submittedAt }) => submittedAt > after && submittedAt < before);
  world.timers.look(seen.filter(isOf));
  const timers = seen
    .filter(isOf)
    .map((timer) => timerDocument(timer, { world, count }));
  const [field = "submitted_at", direction = "asc"] = (query.order ?? "").split(" ").filter(Boolean);
  const sign = direction.toLowerCase() === "desc" ? -1 : 1;
  const key = (/** @type {Record<string, unknown>} */ document) => String(document[field] ?? "");
  return timers.sort((a, b) => (key(a) === key(b) ? 0 : key(a) < key(b) ? -sign : sign));
}
