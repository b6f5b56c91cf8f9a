// @ts-check
import { searchError } from "./errors.js";
import { taskDocument } from "./search-documents.js";
import { badRequest } from "./search-filters.js";
import { readIngest, validationError } from "./search-ingest.js";
import { resultDocument, scroll, search, subjectsOf } from "./search-query.js";
import { allow, authorize, named, open, readBody } from "./search-requests.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("./search-indexes.js").Index} Index
 * @typedef {import("./search-query.js").Viewer} Viewer
 * @typedef {import("hono").Context<Env>} Context
 */

const WRITE = /** @type {const} */ ({ scopes: ["all", "ingest"], role: "writer" });

/**
 * What is in an index: searching it, filling it, and the tasks by which it is filled.
 * @param {import("hono/tiny").Hono<Env>} app
 * @param {World} world
 */
export function addDataRoutes(app, world) {
  const { indexes } = world;

  app.get("/v1/index/:id/search", (c) => {
    const { q, limit, offset, advanced, bypass_visible_to: bypass, filter_principal_sets: sets } = c.req.query();
    const query = {
      q,
      limit: number(limit),
      offset: number(offset),
      advanced: isTrue(advanced),
      bypass_visible_to: isTrue(bypass),
      ...(sets !== undefined && { filter_principal_sets: sets.split(",") }),
    };
    const index = open(c, world);
    return c.json(search(index, viewer(c, world, index, query), query));
  });

  app.post("/v1/index/:id/search", async (c) => {
    const query = await readBody(c);
    const index = open(c, world);
    return c.json(search(index, viewer(c, world, index, query), query));
  });

  app.post("/v1/index/:id/scroll", async (c) => {
    const query = await readBody(c);
    const index = open(c, world);
    return c.json(scroll(index, viewer(c, world, index, query), query));
  });

  app.get("/v1/index/:id/subject", (c) => {
    const subject = required(c, "subject");
    const { entries, seen } = entriesOf(c, world, subject);
    if (entries.length === 0) throw noSuch("subject");
    return c.json(resultDocument({ subject, entries }, seen));
  });

  app.get("/v1/index/:id/entry", (c) => {
    const subject = required(c, "subject");
    const { entries, seen } = entriesOf(c, world, subject);
    const entry = entries.find(({ id }) => id === entryId(c));
    if (!entry) throw noSuch("entry");
    return c.json(resultDocument({ subject, entries: [entry] }, seen));
  });

  /** @param {Context} c @param {Index} index @param {string} type @param {() => void} work */
  const submit = (c, index, type, work) =>
    c.json({ acknowledged: true, task_id: indexes.submit(index, type, work).id });

  app.post("/v1/index/:id/ingest", async (c) => {
    const index = writable(c, world, "ingest");
    const entries = readIngest(await readBody(c));
    return submit(c, index, "ingest", () => entries.forEach((entry) => index.put(entry)));
  });

  app.post("/v1/index/:id/delete_by_query", async (c) => {
    const index = writable(c, world, "delete_by_query");
    const { limit, offset, sort, facets, boosts, ...query } = await readBody(c);
    // Whoever may write may delete what is hidden from them.
    const all = { sees: () => true, isMeant: () => true };
    subjectsOf(index, all, query);
    return submit(c, index, "delete_by_query", () => {
      for (const subject of subjectsOf(index, all, query)) index.remove(subject);
    });
  });

  app.post("/v1/index/:id/batch_delete_by_subject", async (c) => {
    const index = writable(c, world, "batch_delete_by_subject");
    const { subjects } = await readBody(c);
    if (!Array.isArray(subjects)) throw validationError({ subjects: ["Missing data for required field."] });
    return submit(c, index, "batch_delete_by_subject", () => subjects.forEach((subject) => index.remove(subject)));
  });

  app.delete("/v1/index/:id/subject", (c) => {
    const index = writable(c, world, "delete_by_subject");
    const subject = required(c, "subject");
    return submit(c, index, "delete_by_subject", () => index.remove(subject));
  });

  app.delete("/v1/index/:id/entry", (c) => {
    const index = writable(c, world, "delete_entry");
    const subject = required(c, "subject");
    const id = entryId(c);
    if (!index.subjects.get(subject)?.has(id)) throw noSuch("entry");
    return submit(c, index, "delete_entry", () => index.remove(subject, id));
  });

  app.get("/v1/task/:task", (c) => {
    authorize(c, world, "get_task", WRITE.scopes);
    const task = indexes.task(c.req.param("task"));
    const index = task && indexes.get(task.indexId);
    if (!task || !index) throw noSuch("task");
    allow(c, world, index, "get_task", WRITE);
    indexes.look([task]);
    return c.json(taskDocument(task, world.clock.now()));
  });

  app.get("/v1/task_list/:id", (c) => {
    const index = named(c, world);
    allow(c, world, index, "task_list", WRITE);
    const tasks = indexes.tasks(index).slice(0, 1000);
    indexes.look(tasks);
    return c.json({ index_id: index.id, tasks: tasks.map((task) => taskDocument(task, world.clock.now())) });
  });
}

/**
 * What a caller, who may be nobody, sees of an index.
 * @param {Context} c
 * @param {World} world
 * @param {Index} index
 * @param {Record<string, unknown>} query
 * @returns {Viewer}
 */
function viewer(c, world, index, { bypass_visible_to: bypass }) {
  const callerId = c.get("callerId");
  if (callerId !== undefined) authorize(c, world, "search", ["all", "search"]);
  if (bypass === true) allow(c, world, index, "search", { scopes: ["all", "search"], role: "admin" });
  const isMeant = (/** @type {string} */ principal) => world.indexes.isMeant(principal, callerId);
  return { isMeant, sees: ({ visibleTo }) => bypass === true || visibleTo.some(isMeant) };
}

/** @param {Context} c @param {World} world @param {string} subject */
function entriesOf(c, world, subject) {
  const index = open(c, world);
  const seen = viewer(c, world, index, { bypass_visible_to: isTrue(c.req.query("bypass_visible_to")) });
  return { entries: [...(index.subjects.get(subject)?.values() ?? [])].filter(seen.sees), seen };
}

/** @param {Context} c @param {World} world @param {string} operation */
function writable(c, world, operation) {
  const index = open(c, world);
  allow(c, world, index, operation, WRITE);
  return index;
}

/** @param {Context} c @param {string} name */
function required(c, name) {
  const value = c.req.query(name);
  if (value) return value;
  throw validationError({ [name]: ["Missing data for required field."] });
}

/** The default entry has none. @param {Context} c */
const entryId = (c) => c.req.query("entry_id") || null;

/** @param {string} what */
const noSuch = (what) => searchError(404, "NotFound.Generic", `There is no such ${what}, or it is not visible to you`);

/** Python writes True and False. @param {string | undefined} text */
const isTrue = (text) => /^(true|1)$/i.test(text ?? "");

/** @param {string | undefined} text */
function number(text) {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw badRequest(`Not a number: '${text}'`);
  return Number(text);
}
