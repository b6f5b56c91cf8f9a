// @ts-check
import { authTime, parseTime } from "./clock.js";
import { flowEmbedDocument, runDocument } from "./flow-documents.js";
import { isTextList, validatePrincipals } from "./flow-members.js";
import { requireFlow, missingScope, requireScope } from "./flows-access.js";
import { flowsError, forbidden, notFound, readFlowsDocument, unprocessable, wrongState } from "./flows-errors.js";
import { readListParameter, paginateByMarker, sortByQuery, readListQuery } from "./flows-paging.js";
import { isObject, validateSchema } from "./json-schema.js";
import { flowsScope } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./flow-records.js").Flow} Flow
 * @typedef {import("./flow-run.js").Run} Run
 */

const SORT_FIELDS = ["id", "start_time", "completion_time", "status", "label"];

/**
 * Adds the routes that start flows, and read and control runs.
 * @param {import("hono/tiny").Hono<Env>} app
 * @param {World} world
 */
export function addRunRoutes(app, world) {
  app.post("/flows/:id/run", async (c) => {
    const { flow, request } = await readStartRequest(c, world);
    const run = world.runs.start(flow, request);
    return c.json(runDocument(run, c.get("callerId"), world), 201);
  });

  app.post("/flows/:id/validate_run", async (c) => {
    await readStartRequest(c, world);
    return c.json({ message: "validation successful" });
  });

  app.get("/runs", (c) => c.json(listRuns(c, world)));

  app.get("/runs/:id", (c) => {
    const run = requireVisibleRun(c, world);
    world.runs.advanceOnPoll([run]);
    const document = runDocument(run, c.get("callerId"), world);
    if (c.req.query("include_flow_description")?.toLowerCase() !== "true") return c.json(document);
    return c.json({ ...document, flow_description: flowEmbedDocument(run.flow) });
  });

  app.get("/runs/:id/definition", (c) => {
    const { flow, definition, inputSchema } = requireVisibleRun(c, world);
    return c.json({ flow_id: flow.id, definition, input_schema: inputSchema });
  });

  app.get("/runs/:id/log", (c) => {
    const run = requireVisibleRun(c, world);
    world.runs.advanceOnPoll([run]);
    const listQuery = readListQuery(c);
    const isReversed = listQuery.query.reverse_order?.[0]?.toLowerCase() === "true";
    const entries = run.log.map(({ time, ...rest }) => ({ time: authTime(time), ...rest }));
    if (isReversed) entries.reverse();
    const { page, limit, marker } = paginateByMarker(entries, listQuery, { name: "limit", size: 10 });
    return c.json({ limit, has_next_page: marker !== null, ...(marker !== null && { marker }), entries: page });
  });

  app.put("/runs/:id", async (c) => {
    const run = requireManagedRun(c, world, "UPDATE");
    const { label, tags, managers, monitors } = readMetadata(await readFlowsDocument(c));
    if (label !== undefined) run.label = label;
    if (tags !== undefined) run.tags = tags;
    if (managers !== undefined) run.managers = managers;
    if (monitors !== undefined) run.monitors = monitors;
    return c.json(runDocument(run, c.get("callerId"), world));
  });

  app.post("/runs/:id/cancel", (c) => {
    const run = requireManagedRun(c, world, "CANCEL");
    if (run.isOver) throw wrongState(run.id, run.status, ["ACTIVE", "INACTIVE"]);
    world.runs.cancel(run);
    return c.json(runDocument(run, c.get("callerId"), world), 202);
  });

  app.post("/runs/:id/release", (c) => {
    const run = requireManagedRun(c, world, "DELETE");
    if (!run.isOver) throw wrongState(run.id, run.status, ["ENDED", "SUCCEEDED", "FAILED"]);
    world.runs.delete(run.id);
    return c.json(runDocument(run, c.get("callerId"), world));
  });

  // The second path is the older one.
  for (const path of ["/runs/:id/resume", "/flows/:flow/:id/resume"]) {
    app.post(path, (c) => {
      const run = requireRun(c, world);
      requireFlowScope(c, run.flow);
      if (!run.allows(c.get("callerId"), "run_manager", world)) throw notFound("Run", run.id);
      if (run.isOver) throw wrongState(run.id, run.status, ["ACTIVE", "INACTIVE"]);
      world.runs.resume(run);
      return c.json(runDocument(run, c.get("callerId"), world));
    });
  }
}

/**
 * Requires a token for this flow. A flow without actions also accepts a token with Flows' own `run` scope.
 * @param {Context} c
 * @param {Flow} flow
 */
function requireFlowScope(c, flow) {
  const token = c.get("token");
  if (token.resourceServer === flow.id && token.scopes.has(flow.scope)) return;
  const hasNoActions = Object.values(flow.members.definition.States).every(({ Type: kind }) => kind !== "Action");
  if (!hasNoActions || !token.scopes.has(flowsScope("run"))) throw missingScope(flow.scope);
}

/**
 * Reads a request to start a run. Checks that the caller may start the flow and that the input is valid.
 * @param {Context} c
 * @param {World} world
 */
async function readStartRequest(c, world) {
  const flow = requireFlow(c, world);
  const callerId = c.get("callerId");
  requireFlowScope(c, flow);
  if (!flow.allows(callerId, "flow_starter", world)) throw forbidden("flow", flow.id, "RUN");
  const document = await readFlowsDocument(c);
  const request = readRunRequest(flow, document);
  return { flow, request: { ...request, ownerId: callerId, parentScopes: [flow.scope] } };
}

/**
 * Reads the input and metadata of a run, and validates them.
 * @param {Flow} flow
 * @param {Record<string, unknown>} document
 */
export function readRunRequest(flow, document) {
  const { body: input } = document;
  if (input === undefined) {
    throw unprocessable([{ loc: ["body"], msg: "field required", type: "value_error.missing" }]);
  }
  if (!isObject(input)) {
    throw unprocessable([{ loc: ["body"], msg: "value is not a valid dict", type: "type_error.dict" }]);
  }
  const metadata = readMetadata(document);
  const errors = validateSchema(input, flow.members.input_schema);
  if (errors.length > 0) {
    const detail = errors.map(({ path, message: msg }) => ({ loc: [path], type: "InvalidActionInput", msg }));
    const message = `Input failed schema validation with ${errors.length} error${errors.length === 1 ? "" : "s"}.`;
    throw flowsError(400, "FLOW_INPUT_ERROR", detail, { message });
  }
  const { label = null, tags = [], managers = [], monitors = [] } = metadata;
  return { input, label, tags, managers, monitors };
}

/** @param {Record<string, unknown>} document */
function readMetadata({ label, tags, run_managers, run_monitors }) {
  const errors = [
    ...validatePrincipals("run_managers", run_managers),
    ...validatePrincipals("run_monitors", run_monitors),
  ];
  if (label !== undefined && label !== null && typeof label !== "string") {
    errors.push({ loc: ["label"], msg: "str type expected", type: "type_error.str" });
  }
  if (tags !== undefined && !isTextList(tags)) {
    errors.push({ loc: ["tags"], msg: "value is not a valid list", type: "type_error.list" });
  }
  if (errors.length > 0) throw unprocessable(errors);
  return {
    label: /** @type {string | null | undefined} */ (label),
    tags: /** @type {string[] | undefined} */ (tags)?.map((tag) => tag.trim().replaceAll(/\s+/g, " ")),
    managers: /** @type {string[] | undefined} */ (run_managers),
    monitors: /** @type {string[] | undefined} */ (run_monitors),
  };
}

/** @param {Context} c @param {World} world @returns {Run} */
function requireRun(c, world) {
  const id = c.req.param("id") ?? "";
  const run = world.runs.get(id);
  if (!run) throw notFound("Run", id);
  return run;
}

/** @param {Context} c @param {World} world */
function requireVisibleRun(c, world) {
  requireScope(c, flowsScope("run_status"), flowsScope("run_manage"));
  const run = requireRun(c, world);
  if (!run.allows(c.get("callerId"), "run_monitor", world)) throw notFound("Run", run.id);
  return run;
}

/** @param {Context} c @param {World} world @param {string} permission */
function requireManagedRun(c, world, permission) {
  requireScope(c, flowsScope("run_manage"));
  const run = requireRun(c, world);
  if (!run.allows(c.get("callerId"), "run_monitor", world)) throw notFound("Run", run.id);
  if (!run.allows(c.get("callerId"), "run_manager", world)) throw forbidden("run", run.id, permission);
  return run;
}

/** @param {Context} c @param {World} world */
function listRuns(c, world) {
  requireScope(c, flowsScope("run_status"), flowsScope("run_manage"));
  const callerId = c.get("callerId");
  const listQuery = readListQuery(c);
  const { query } = listQuery;
  const roles = (readListParameter(query, "filter_roles") ?? readListParameter(query, "filter_role"))?.map((role) =>
    role.replace(/s$/, ""),
  );
  const flows = readListParameter(query, "filter_flow_id")?.map((id) => id.toLowerCase());
  const statuses = readListParameter(query, "filter_status");
  const hasRequestedStatus = (/** @type {Run} */ { status }) => statuses?.includes(status) ?? true;
  const visibleRuns = world.runs
    .all()
    .filter((run) => run.roles(callerId, world).some((role) => roles?.includes(role) ?? true))
    .filter((run) => flows?.includes(run.flow.id) ?? true);
  world.runs.advanceOnPoll(visibleRuns.filter(hasRequestedStatus));
  const documents = visibleRuns
    .filter(hasRequestedStatus)
    .map((run) => ({ ...runDocument(run, callerId, world), id: run.id }))
    .filter(
      ({ label, flow_title: title }) =>
        containsText(label, query.filter_label) && containsText(title, query.filter_flow_title),
    )
    .filter(({ start_time: time }) => isBetween(time, query.filter_start_time?.[0]))
    .filter(({ completion_time: time }) => isBetween(time, query.filter_completion_time?.[0]))
    .reverse();
  const { page, limit, marker } = paginateByMarker(sortByQuery(documents, query, SORT_FIELDS), listQuery);
  return { runs: page.map(({ id: _, ...document }) => document), limit, has_next_page: marker !== null, marker };
}

/** @param {string | null} content @param {readonly string[] | undefined} texts */
const containsText = (content, texts) =>
  !texts || texts.some((text) => (content ?? "").toLowerCase().includes(text.toLowerCase()));

/**
 * Whether a time is in a range written `from,to`. The end is excluded.
 * @param {string | null} time
 * @param {string | undefined} range
 */
function isBetween(time, range) {
  if (range === undefined) return true;
  const ms = parseTime(time);
  const [from, to] = range.split(",");
  return ms !== undefined && ms >= (parseTime(from) ?? -Infinity) && ms < (parseTime(to) ?? Infinity);
}
