// @ts-check
import { searchError } from "./errors.js";
import { taskDocument } from "./search-documents.js";
import { badRequest } from "./search-filters.js";
import { readIngest, validationError } from "./search-ingest.js";
import { resultDocument, scroll, search, subjectsOf } from "./search-query.js";
import { requireRole, requireScope, requireIndex, requireIndexWithStatus, readBody } from "./search-requests.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("./search-indexes.js").Index} Index
 * @typedef {import("./search-query.js").Viewer} Viewer
 * @typedef {import("hono").Context<Env>} Context
 */

const WRITE_ACCESS = /** @type {const} */ ({ scopes: ["all", "ingest"], role: "writer" });

/**
 * Adds the routes for the entries of an index: searches, writes, and the tasks that perform the writes.
 * @param {import("hono/tiny").Hono<Env>} app
 * @param {World} world
 */
export function addDataRoutes(app, world) {
  const { indexes } = world;

  app.get("/v1/index/:id/search", (c) => {
    const { q, limit, offset, advanced, bypass_visible_to: bypass, filter_principal_sets: sets } = c.req.query();
    const query = {
      q,
      limit: readNumber(limit),
      offset: readNumber(offset),
      advanced: isTrueText(advanced),
      bypass_visible_to: isTrueText(bypass),
      ...(sets !== undefined && { filter_principal_sets: sets.split(",") }),
    };
    const index = requireIndexWithStatus(c, world);
    return c.json(search(index, makeViewer(c, world, index, query), query));
  });

  app.post("/v1/index/:id/search", async (c) => {
    const query = await readBody(c);
    const index = requireIndexWithStatus(c, world);
    return c.json(search(index, makeViewer(c, world, index, query), query));
  });

  app.post("/v1/index/:id/scroll", async (c) => {
    const query = await readBody(c);
    const index = requireIndexWithStatus(c, world);
    return c.json(scroll(index, makeViewer(c, world, index, query), query));
  });

  app.get("/v1/index/:id/subject", (c) => {
    const subject = requireParameter(c, "subject");
    const { entries, viewer } = readVisibleEntries(c, world, subject);
    if (entries.length === 0) throw notFound("subject");
    return c.json(resultDocument({ subject, entries }, viewer));
  });

  app.get("/v1/index/:id/entry", (c) => {
    const subject = requireParameter(c, "subject");
    const { entries, viewer } = readVisibleEntries(c, world, subject);
    const entry = entries.find(({ id }) => id === readEntryId(c));
    if (!entry) throw notFound("entry");
    return c.json(resultDocument({ subject, entries: [entry] }, viewer));
  });

  /**
   * Queues a task and sends its id.
   * @param {Context} c
   * @param {Index} index
   * @param {string} type
   * @param {() => void} run
   */
  const submitTask = (c, index, type, run) =>
    c.json({ acknowledged: true, task_id: indexes.submit(index, type, run).id });

  app.post("/v1/index/:id/ingest", async (c) => {
    const index = requireWritableIndex(c, world, "ingest");
    const entries = readIngest(await readBody(c));
    return submitTask(c, index, "ingest", () => entries.forEach((entry) => index.put(entry)));
  });

  app.post("/v1/index/:id/delete_by_query", async (c) => {
    const index = requireWritableIndex(c, world, "delete_by_query");
    const { limit, offset, sort, facets, boosts, ...query } = await readBody(c);
    // A writer can delete entries that it cannot see. The first search refuses an invalid query at once.
    const unrestrictedViewer = { canSee: () => true, matchesPrincipal: () => true };
    subjectsOf(index, unrestrictedViewer, query);
    return submitTask(c, index, "delete_by_query", () => {
      for (const subject of subjectsOf(index, unrestrictedViewer, query)) index.remove(subject);
    });
  });

  app.post("/v1/index/:id/batch_delete_by_subject", async (c) => {
    const index = requireWritableIndex(c, world, "batch_delete_by_subject");
    const { subjects } = await readBody(c);
    if (!Array.isArray(subjects)) throw validationError({ subjects: ["Missing data for required field."] });
    return submitTask(c, index, "batch_delete_by_subject", () => subjects.forEach((subject) => index.remove(subject)));
  });

  app.delete("/v1/index/:id/subject", (c) => {
    const index = requireWritableIndex(c, world, "delete_by_subject");
    const subject = requireParameter(c, "subject");
    return submitTask(c, index, "delete_by_subject", () => index.remove(subject));
  });

  app.delete("/v1/index/:id/entry", (c) => {
    const index = requireWritableIndex(c, world, "delete_entry");
    const subject = requireParameter(c, "subject");
    const id = readEntryId(c);
    if (!index.subjects.get(subject)?.has(id)) throw notFound("entry");
    return submitTask(c, index, "delete_entry", () => index.remove(subject, id));
  });

  app.get("/v1/task/:task", (c) => {
    requireScope(c, world, "get_task", WRITE_ACCESS.scopes);
    const task = indexes.task(c.req.param("task"));
    const index = task && indexes.get(task.indexId);
    if (!task || !index) throw notFound("task");
    requireRole(c, world, index, "get_task", WRITE_ACCESS);
    indexes.poll([task]);
    return c.json(taskDocument(task, world.clock.now()));
  });

  app.get("/v1/task_list/:id", (c) => {
    const index = requireIndex(c, world);
    requireRole(c, world, index, "task_list", WRITE_ACCESS);
    const tasks = indexes.tasks(index).slice(0, 1000);
    indexes.poll(tasks);
    return c.json({ index_id: index.id, tasks: tasks.map((task) => taskDocument(task, world.clock.now())) });
  });
}

/**
 * Returns the entries and principals that apply to the caller, which may be unauthenticated.
 * @param {Context} c
 * @param {World} world
 * @param {Index} index
 * @param {Record<string, unknown>} query
 * @returns {Viewer}
 */
function makeViewer(c, world, index, { bypass_visible_to: bypass }) {
  const callerId = c.get("callerId");
  if (callerId !== undefined) requireScope(c, world, "search", ["all", "search"]);
  if (bypass === true) requireRole(c, world, index, "search", { scopes: ["all", "search"], role: "admin" });
  const matchesPrincipal = (/** @type {string} */ principal) => world.indexes.matchesPrincipal(principal, callerId);
  return { matchesPrincipal, canSee: ({ visibleTo }) => bypass === true || visibleTo.some(matchesPrincipal) };
}

/**
 * Returns the entries of a subject that the caller can see.
 * @param {Context} c
 * @param {World} world
 * @param {string} subject
 */
function readVisibleEntries(c, world, subject) {
  const index = requireIndexWithStatus(c, world);
  const viewer = makeViewer(c, world, index, { bypass_visible_to: isTrueText(c.req.query("bypass_visible_to")) });
  return { entries: [...(index.subjects.get(subject)?.values() ?? [])].filter(viewer.canSee), viewer };
}

/**
 * Returns the index if it is open and the caller can write.
 * @param {Context} c
 * @param {World} world
 * @param {string} operation
 */
function requireWritableIndex(c, world, operation) {
  const index = requireIndexWithStatus(c, world);
  requireRole(c, world, index, operation, WRITE_ACCESS);
  return index;
}

/** @param {Context} c @param {string} name */
function requireParameter(c, name) {
  const value = c.req.query(name);
  if (value) return value;
  throw validationError({ [name]: ["Missing data for required field."] });
}

/** Reads the id of an entry. Null stands for the entry without an id. @param {Context} c */
const readEntryId = (c) => c.req.query("entry_id") || null;

/** @param {string} kind */
const notFound = (kind) =>
  searchError(404, "NotFound.Generic", `There is no such ${kind}, or it is not visible to you`);

/** Whether a parameter is true. Clients in Python send "True". @param {string | undefined} text */
const isTrueText = (text) => /^(true|1)$/i.test(text ?? "");

/** @param {string | undefined} text */
function readNumber(text) {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw badRequest(`'${text}' is not a non-negative integer`);
  return Number(text);
}
