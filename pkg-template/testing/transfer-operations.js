// @ts-check
import { badRequest, transferError } from "./errors.js";
import { parseFilter } from "./filters.js";
import { fileTime } from "./clock.js";
import { integer, sortBy } from "./paging.js";
import { readDocument, requiredText, result } from "./transfer-documents.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./world.js").Env} Env
 * @typedef {import("hono").Context<Env>} Context
 * @typedef {import("./collections.js").Collection} Collection
 * @typedef {import("./files.js").Node} Node
 */

const LARGEST_LISTING = 100_000;
const FILE_FIELDS = ["name", "type", "size", "last_modified", "user", "group", "permissions"];
/** @type {Record<string, "text" | "time">} */
const FILE_FILTERS = {
  name: "text",
  type: "text",
  size: "text",
  user: "text",
  group: "text",
  permissions: "text",
  last_modified: "time",
};

/**
 * Adds the routes that read the files of a collection, and those of changes that need no task.
 * @param {import("hono/tiny").Hono<Env, {}, string>} app
 * @param {World} world
 */
export function addOperationRoutes(app, world) {
  app.get("/operation/endpoint/:id/ls", (c) => {
    const collection = enter(c, world);
    const path = c.req.query("path") || collection.defaultDirectory;
    requireAccess(c, collection, path, "read", "MLSC");
    const node = collection.tree.stat(path);
    if (!node) {
      throw transferError(404, "ClientError.NotFound", `Directory '${path}' not found on endpoint '${collection.id}'`);
    }
    if (node.type === "file")
      throw transferError(
        502,
        "ExternalError.DirListingFailed.NotDirectory",
        failure("list", collection, "Not a directory"),
      );
    const offset = integer(c.req.query("offset"), "offset", 0);
    const limit = integer(c.req.query("limit"), "limit", LARGEST_LISTING);
    const entries = listing(c, node);
    if (entries.length > LARGEST_LISTING && c.req.query("limit") === undefined) {
      throw transferError(
        502,
        "ExternalError.DirListingFailed.SizeLimit",
        `Directory limit of ${LARGEST_LISTING} reached.`,
      );
    }
    const page = entries.slice(offset, offset + Math.min(limit, LARGEST_LISTING));
    return c.json({
      DATA_TYPE: "file_list",
      endpoint: collection.id,
      path: path.endsWith("/") ? path : `${path}/`,
      absolute_path: `${collection.tree.absolute(path)}/`.replace("//", "/"),
      rename_supported: true,
      symlink_supported: false,
      length: page.length,
      total: entries.length,
      DATA: page,
    });
  });

  app.get("/operation/endpoint/:id/stat", (c) => {
    const collection = enter(c, world);
    const path = c.req.query("path");
    if (!path) throw badRequest("Missing value for 'path'");
    requireAccess(c, collection, path, "read", "MLST");
    const node = collection.tree.stat(path);
    if (!node)
      throw transferError(
        404,
        "NotFound",
        `Path not found, ${failure("list", collection, "No such file or directory")}`,
      );
    return c.json(fileDocument(collection.tree.parts(path).at(-1) ?? "/", node));
  });

  app.post("/operation/endpoint/:id/mkdir", async (c) => {
    const collection = enter(c, world);
    const path = requiredText(await readDocument(c), "path");
    requireAccess(c, collection, path, "write", "MKD");
    if (collection.tree.stat(path)) {
      throw transferError(502, "ExternalError.MkdirFailed.Exists", failure("mkdir", collection, "Path already exists"));
    }
    if (parentOf(collection, path)?.type !== "dir") {
      throw transferError(502, "ExternalError.MkdirFailed", failure("mkdir", collection, "No such file or directory"));
    }
    collection.tree.makeDirectory(path);
    return result(c, "DirectoryCreated", "The directory was created successfully", {
      status: 202,
      type: "mkdir_result",
    });
  });

  app.post("/operation/endpoint/:id/rename", async (c) => {
    const collection = enter(c, world);
    const document = await readDocument(c);
    const [from, to] = [requiredText(document, "old_path"), requiredText(document, "new_path")];
    for (const path of [from, to]) requireAccess(c, collection, path, "write", "RNFR");
    const node = collection.tree.stat(from);
    if (!node || parentOf(collection, to)?.type !== "dir") {
      throw transferError(
        404,
        "NotFound",
        `Path not found, ${failure("rename", collection, "No such file or directory")}`,
      );
    }
    if (collection.tree.stat(to)) {
      throw transferError(409, "Exists", `Path already exists, ${failure("rename", collection, "File exists")}`);
    }
    if (`${collection.tree.absolute(to)}/`.startsWith(`${collection.tree.absolute(from)}/`)) {
      throw badRequest("A directory cannot be moved into itself");
    }
    collection.tree.remove(from);
    collection.tree.put(to, node);
    return result(c, "FileRenamed", "File or directory renamed successfully");
  });
}

/** Returns the collection of a request. Requires the consent for it. @param {Context} c @param {World} world */
function enter(c, world) {
  const collection = world.collections.get(c.req.param("id") ?? "");
  world.collections.requireConsent([collection], c.get("callerId"));
  return collection;
}

/**
 * @param {Context} c
 * @param {Collection} collection
 * @param {string} path
 * @param {import("./collections.js").Wish} wish
 * @param {string} command
 */
function requireAccess(c, collection, path, wish, command) {
  const callerId = c.get("callerId");
  if (collection.type === "mapped" && !collection.knows(callerId)) throw loginFailed(collection, callerId);
  if (collection.allows(callerId, path, wish)) return;
  const message = failure(
    "list",
    collection,
    `Fatal FTP Response\nCommand: ${command} ${path}`,
    "500 Command failed : Path not allowed.",
  );
  throw transferError(403, "EndpointPermissionDenied", `Denied by endpoint, ${message}`);
}

/**
 * Returns the error of a caller without a local account. Transfer passes on the server's text with its line ends
 * escaped.
 * @param {Collection} collection
 * @param {string} callerId
 */
function loginFailed(collection, callerId) {
  const isForeign = !collection.admits(callerId);
  const domains = collection.gateway.allowedDomains ?? [];
  const message = isForeign
    ? "None of your authenticated identities are from domains allowed by resource policies"
    : "Identity set contains an identity from an allowed domain, but it does not map to a valid username for this " +
      "connector";
  const detail = isForeign
    ? { DATA_TYPE: "not_from_allowed_domain#1.0.0", allowed_domains: domains }
    : { DATA_TYPE: "invalid_user#1.0.0", usernames: [collection.usernameOf(callerId)] };
  const more = isForeign ? { authorization_parameters: { session_required_single_domain: domains } } : {};
  const document = { DATA_TYPE: "result#1.1.0", ...more, code: "permission_denied", detail, has_next_page: false };
  const lines = [
    "530-Login incorrect. : GlobusError: v=1 c=LOGIN_DENIED",
    `530-GridFTP-Message: ${message}`,
    `530-GridFTP-JSON-Result: ${JSON.stringify({ ...document, http_response_code: 403, message })}`,
    "530 End.",
    "",
  ];
  const text = failure("login", collection, "Login Failed", lines.join("\\r\\n"));
  return transferError(502, "ExternalError.DirListingFailed.LoginFailed", `Command Failed: ${text}`, more);
}

/** @param {Collection} collection @param {string} path */
const parentOf = ({ tree }, path) => tree.stat(`/${tree.parts(path).slice(0, -1).join("/")}`);

/** @param {Context} c @param {import("./files.js").Directory} directory */
function listing(c, directory) {
  const hidden = c.req.query("show_hidden") !== "0" && c.req.query("show_hidden") !== "false";
  // An item is listed if it passes any of the filters.
  const filters = (c.req.queries("filter") ?? []).filter(Boolean).map((filter) => parseFilter(filter, FILE_FILTERS));
  const entries = [...directory.entries]
    .filter(([name]) => hidden || !name.startsWith("."))
    .map(([name, node]) => fileDocument(name, node))
    .filter((entry) => filters.length === 0 || filters.some((passes) => passes(entry)));
  return sortBy(entries, c.req.query("orderby"), "name", FILE_FIELDS);
}

/** @param {string} name @param {Node} node */
const fileDocument = (name, node) => ({
  DATA_TYPE: "file",
  name,
  type: node.type,
  size: node.type === "dir" ? 4096 : node.size,
  last_modified: fileTime(node.modified),
  permissions: node.type === "dir" ? "0755" : "0644",
  user: "globus",
  group: "globus",
  link_target: null,
  link_user: null,
  link_group: null,
  link_size: null,
  link_last_modified: null,
});

/** @param {string} action @param {Collection} collection @param {string} message @param {string} [details] */
function failure(action, { displayName, id, domain }, message, details = message) {
  return `Error (${action})\nEndpoint: ${displayName} (${id})\nServer: ${domain}:443\nMessage: ${message}\n---\nDetails: ${details}\n`;
}
