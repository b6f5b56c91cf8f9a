// @ts-check
import { parseCollectionPath } from "./args.js";
import { DONE } from "./exit.js";
import { escapeLine, formatDateTime, formatSize } from "./text.js";

/** @typedef {import("globus-service-account").FileEntry} FileEntry */

/** @param {import("./main.js").CommandContext} context */
export async function ls({ account, operands: [operand = ""], options, screen, signal }) {
  const { collection, path } = parseCollectionPath("ls", "COLLECTION", operand);
  const document = await account.transfer.operationLs(collection, { path }, { signal });
  if (screen.isJson) screen.printJson(document);
  else if (document.DATA.length > 0) screen.print(formatItems(document.DATA, options.long, screen).join("\n"));
  // Sends no request. Throws `listing_truncated` if the server did not return the whole directory.
  for await (const _ of document);
  return DONE;
}

/** @param {FileEntry[]} items @param {boolean} isLong @param {import("./screen.js").Screen} screen */
function formatItems(items, isLong, { out }) {
  const details = isLong ? formatDetails(items) : [];
  return items.map((item, index) => {
    const isDirectory = item.type === "dir";
    const name = escapeLine(item.name);
    const target = isLong && item.link_target ? ` -> ${escapeLine(item.link_target)}` : "";
    return `${details[index] ?? ""}${isDirectory ? `${out.paint("blue", name)}/` : name}${target}`;
  });
}

/** Returns the columns before each name. @param {FileEntry[]} items */
function formatDetails(items) {
  const rows = items.map((item) => [
    formatMode(item),
    escapeLine(item.user ?? "-"),
    escapeLine(item.group ?? "-"),
    typeof item.size === "number" && item.type !== "dir" ? formatSize(item.size) : "-",
    item.last_modified ? formatDateTime(new Date(item.last_modified.replace(" ", "T"))) : "-",
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => rows.reduce((max, row) => Math.max(max, row[column]?.length ?? 0), 0));
  const SIZE = 3;
  return rows.map((row) =>
    row.map((cell, column) => cell[column === SIZE ? "padStart" : "padEnd"](widths[column] ?? 0) + "  ").join(""),
  );
}

const TYPE_LETTERS = { dir: "d", file: "-", invalid_symlink: "l" };

/** Returns the mode as `ls -l` prints it: `0755` of a directory as `drwxr-xr-x`. @param {FileEntry} item */
function formatMode({ type, link_target: target, permissions }) {
  const typeLetter = target ? "l" : (TYPE_LETTERS[/** @type {keyof typeof TYPE_LETTERS} */ (type)] ?? "?");
  const bits = parseInt(permissions ?? "", 8);
  if (Number.isNaN(bits)) return `${typeLetter}---------`;
  const letters = [..."rwxrwxrwx"].map((letter, index) => ((bits >> (8 - index)) & 1 ? letter : "-"));
  return typeLetter + letters.join("");
}
