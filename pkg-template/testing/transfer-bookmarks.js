// @ts-check
import { transferError } from "./errors.js";
import { uuid } from "./ids.js";
import { readDocument, requireText, sendResult } from "./transfer-documents.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 */

/**
 * Adds the routes of bookmarks: names of an identity for paths.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addBookmarkRoutes(app, world) {
  /** @type {Map<string, { ownerId: string, document: Record<string, unknown> }>} */
  const bookmarks = new Map();
  const findOwn = (/** @type {Context} */ c) =>
    [...bookmarks].filter(([, { ownerId }]) => ownerId === c.get("callerId"));
  const requireOwn = (/** @type {Context} */ c) => {
    const bookmark = findOwn(c).find(([id]) => id === c.req.param("id"));
    if (!bookmark) throw transferError(404, "BookmarkNotFound", `No such bookmark '${c.req.param("id")}'`);
    return bookmark[1].document;
  };
  const requireFreeName = (/** @type {Context} */ c, /** @type {string} */ name) => {
    const isTaken = findOwn(c).some(([, { document }]) => document.name === name);
    if (isTaken) throw transferError(409, "Exists", `A bookmark named '${name}' already exists`);
    return name;
  };

  app.get("/bookmark_list", (c) => {
    return c.json({ DATA_TYPE: "bookmark_list", DATA: findOwn(c).map(([, { document }]) => document) });
  });

  app.get("/bookmark/:id", (c) => c.json(requireOwn(c)));

  app.post("/bookmark", async (c) => {
    const request = await readDocument(c);
    const name = requireFreeName(c, requireText(request, "name"));
    const path = requireText(request, "path");
    const collection = world.collections.get(requireText(request, "endpoint_id"));
    const document = { DATA_TYPE: "bookmark", id: uuid(), name, endpoint_id: collection.id, path, pinned: false };
    bookmarks.set(document.id, { ownerId: c.get("callerId"), document });
    return c.json(document, 201);
  });

  app.put("/bookmark/:id", async (c) => {
    const document = requireOwn(c);
    document.name = requireFreeName(c, requireText(await readDocument(c), "name"));
    return c.json(document);
  });

  app.delete("/bookmark/:id", (c) => {
    const { id } = requireOwn(c);
    bookmarks.delete(String(id));
    return sendResult(c, "Deleted", `Bookmark '${id}' deleted successfully`);
  });
}
