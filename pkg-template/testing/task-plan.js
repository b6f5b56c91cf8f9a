// @ts-check
import { FileTree } from "./files.js";
import { wildcard } from "./filters.js";
import { TaskFault } from "./tasks.js";

/**
 * @typedef {import("./tasks.js").Task} Task
 * @typedef {import("./collections.js").Collection} Collection
 * @typedef {import("./files.js").Node} Node
 * @typedef {import("./files.js").File} File
 * @typedef {{ cost: number, run: (task: Task) => void }} PlannedStep
 * @typedef {{ source_path: string, destination_path: string, recursive?: boolean }} TransferItem
 */

/** The cost of a step in addition to the bytes of its file, in bytes: making a directory takes time too. */
const STEP_OVERHEAD_BYTES = 1;

/**
 * Plans the steps of a transfer. Each item has a step that checks it, then steps for its directories and files.
 * @param {Task} task
 * @param {readonly TransferItem[]} items
 * @returns {PlannedStep[]}
 */
export function planTransfer(task, items) {
  return items.flatMap((item) => {
    const node = task.request.source.tree.stat(item.source_path);
    /** @type {PlannedStep} */
    const check = { cost: STEP_OVERHEAD_BYTES, run: () => checkItem(task, item) };
    if (!node || hasWrongType(item, node)) return [check];
    if (node.type === "file") return [check, copyFile(task, item.source_path, item.destination_path, node)];
    const [from, to] = [addSlash(item.source_path), addSlash(item.destination_path)];
    const isIncluded = makeNameTest(task.request.submission.filter_rules);
    const descendants = [...FileTree.walk(node)].filter(({ path, node: { type } }) => isIncluded(path, type));
    const copies = descendants.map(({ path, node: child }) =>
      child.type === "dir" ? makeDirectory(task, `${to}${path}`) : copyFile(task, from + path, to + path, child),
    );
    const extra = task.request.submission.delete_destination_extra === true ? [removeExtra(task, node, to)] : [];
    return [check, makeDirectory(task, to), ...copies, ...extra];
  });
}

/** @param {TransferItem} item @param {Node} node */
const hasWrongType = ({ recursive }, { type }) => recursive !== undefined && recursive !== (type === "dir");

/** @param {Task} task @param {TransferItem} item */
function checkItem(task, item) {
  const { source, destination, ownerId } = task.request;
  if (!source.allows(ownerId, item.source_path, "read")) throw denied(source, item.source_path, item);
  if (!destination?.allows(ownerId, item.destination_path, "write")) {
    throw denied(destination ?? source, item.destination_path);
  }
  const node = source.tree.stat(item.source_path);
  if (!node) throw notFound(source, item.source_path, item);
  if (!hasWrongType(item, node)) return;
  const [code, details] =
    node.type === "dir" ? ["IS_A_DIRECTORY", "is a directory"] : ["NOT_A_DIRECTORY", "is not a directory"];
  throw new TaskFault(code, details);
}

/** @param {Task} task @param {string} path @returns {PlannedStep} */
function makeDirectory(task, path) {
  task.counts.directories++;
  return { cost: STEP_OVERHEAD_BYTES, run: () => void task.request.destination?.tree.makeDirectory(path) };
}

/** @param {Task} task @param {string} from @param {string} to @param {File} planned @returns {PlannedStep} */
function copyFile(task, from, to, planned) {
  task.counts.files++;
  const { source, destination, submission } = task.request;
  const run = () => {
    const file = source.tree.stat(from);
    if (file?.type !== "file") throw notFound(source, from, { source_path: from, destination_path: to });
    const existing = destination?.tree.stat(to);
    if (existing?.type === "dir") throw new TaskFault("IS_A_DIRECTORY", `${to} is a directory`);
    if (existing && isUpToDate(submission.sync_level, file, existing)) {
      task.counts.filesSkipped++;
      return;
    }
    const modified = submission.preserve_timestamp === true ? file.modified : task.lastTick;
    destination?.tree.put(to, { ...file, modified });
    task.counts.filesTransferred++;
    task.counts.bytes += file.size;
    const paths = { source_path: from, destination_path: to };
    const checksum = { checksum: null, checksum_algorithm: null };
    task.successfulTransfers.push({ DATA_TYPE: "successful_transfer", ...paths, size: file.size, ...checksum });
  };
  return { cost: STEP_OVERHEAD_BYTES + planned.size, run };
}

/**
 * Whether an existing file counts as the same, by sync level: 0 exists, 1 size, 2 modification time, 3 checksum.
 * @param {unknown} level
 * @param {File} file
 * @param {File} existing
 */
function isUpToDate(level, file, existing) {
  if (level === 0) return true;
  if (level === 1) return file.size === existing.size;
  if (level === 2) return file.size === existing.size && file.modified <= existing.modified;
  return level === 3 && file.size === existing.size && hasSameContent(file, existing);
}

/**
 * Compares two files of one size. A file with only a size contains zeros. A stream equals only itself.
 * @param {File} a
 * @param {File} b
 */
function hasSameContent(a, b) {
  if (a.stream || b.stream) return a.stream === b.stream;
  const [content, otherContent] = a.content ? [a.content, b.content] : [b.content, undefined];
  return content === otherContent || (content?.every((byte, i) => byte === (otherContent?.[i] ?? 0)) ?? true);
}

/**
 * @param {Task} task
 * @param {import("./files.js").Directory} sourceDirectory
 * @param {string} to
 * @returns {PlannedStep}
 */
function removeExtra(task, sourceDirectory, to) {
  const run = () => {
    const tree = task.request.destination?.tree;
    const existing = tree?.stat(to);
    if (existing?.type !== "dir") return;
    const keptPaths = new Set([...FileTree.walk(sourceDirectory)].map(({ path }) => path));
    for (const { path } of [...FileTree.walk(existing)]) if (!keptPaths.has(path)) tree?.remove(to + path);
  };
  return { cost: STEP_OVERHEAD_BYTES, run };
}

/**
 * Returns a test for filter rules. The first rule that matches a name decides, and a name without a matching rule is
 * included. Everything in an excluded directory is excluded.
 * @param {unknown} rules
 * @returns {(path: string, type: "file" | "dir") => boolean}
 */
function makeNameTest(rules) {
  if (!Array.isArray(rules) || rules.length === 0) return () => true;
  const parsed = rules.map((rule) => ({ method: rule.method, type: rule.type, matches: wildcard(String(rule.name)) }));
  /** @type {(name: string, type: "file" | "dir") => boolean} */
  const isIncluded = (name, type) =>
    parsed.find((rule) => (!rule.type || rule.type === type) && rule.matches(name))?.method !== "exclude";
  return (path, type) => {
    const parts = path.split("/");
    return parts.every((part, i) => isIncluded(part, i === parts.length - 1 ? type : "dir"));
  };
}

/**
 * @param {Task} task
 * @param {readonly { path: string }[]} items
 * @returns {PlannedStep[]}
 */
export function planDelete(task, items) {
  return items.map(({ path }) => {
    if (task.request.source.tree.stat(path)?.type === "dir") task.counts.directories++;
    else task.counts.files++;
    return { cost: STEP_OVERHEAD_BYTES, run: () => deleteItem(task, path) };
  });
}

/** @param {Task} task @param {string} path */
function deleteItem(task, path) {
  const { source, ownerId, submission } = task.request;
  if (!source.allows(ownerId, path, "write")) throw denied(source, path);
  const targets = submission.interpret_globs === true ? expandGlob(source.tree, path) : [path];
  for (const target of targets.length > 0 ? targets : [path]) {
    const node = source.tree.stat(target);
    if (!node && submission.ignore_missing !== true) throw notFound(source, target);
    if (node?.type === "dir" && submission.recursive !== true) {
      throw new TaskFault("IS_A_DIRECTORY", `${target} is a directory`);
    }
    source.tree.remove(target);
  }
}

/** Expands a glob in the last part of a path. @param {FileTree} tree @param {string} path */
function expandGlob(tree, path) {
  const parts = tree.splitPath(path);
  const pattern = parts.pop() ?? "";
  const parentPath = `/${parts.join("/")}`;
  const directory = tree.stat(parentPath);
  if (!/[*?]/.test(pattern) || directory?.type !== "dir") return [path];
  const matches = wildcard(pattern);
  return [...directory.children.keys()].filter((name) => matches(name)).map((name) => `${addSlash(parentPath)}${name}`);
}

/**
 * @param {Collection} collection
 * @param {string} path
 * @param {{ source_path: string, destination_path: string }} [item]
 */
function notFound(collection, path, item) {
  return new TaskFault(
    "FILE_NOT_FOUND",
    `${formatLocation("stat", collection)}File: ${path}\nMessage: No such file or directory\n`,
    skippedErrorDocument(item),
  );
}

/**
 * @param {Collection} collection
 * @param {string} path
 * @param {{ source_path: string, destination_path: string }} [item]
 */
function denied(collection, path, item) {
  return new TaskFault(
    "PERMISSION_DENIED",
    `${formatLocation("transfer", collection)}File: ${path}\nMessage: Path not allowed.\n`,
    skippedErrorDocument(item),
  );
}

/** @param {{ source_path: string, destination_path: string } | undefined} item */
const skippedErrorDocument = (item) =>
  item && {
    DATA_TYPE: "skipped_error",
    source_path: item.source_path,
    destination_path: item.destination_path,
    checksum_algorithm: null,
    external_checksum: null,
    is_delete_destination_extra: false,
    is_directory: false,
    is_symlink: false,
  };

/** @param {string} action @param {Collection} collection */
const formatLocation = (action, { displayName, id, domain }) =>
  `Error (${action})\nEndpoint: ${displayName} (${id})\nServer: ${domain}:443\n`;

/** @param {string} path */
const addSlash = (path) => (path.endsWith("/") ? path : `${path}/`);
