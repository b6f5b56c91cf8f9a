// @ts-check
import { place } from "./args.js";
import { DONE } from "./stop.js";
import { minute, safe, size } from "./text.js";

/** @typedef {import("globus-service-account").FileEntry} FileEntry */

/** @param {import("./main.js").Task} task */
export async function ls({ account, operands: [operand = ""], options, screen, signal }) {
  const { collection, path } = place("ls", "COLLECTION", operand);
  const document = await account.transfer.operationLs(collection, { path }, { signal });
  if (screen.isJson) screen.json(document);
  else if (document.DATA.length > 0) screen.print(lines(document.DATA, options.long, screen).join("\n"));
  // Sends nothing, and says if the server did not give the whole directory.
  for await (const _ of document);
  return DONE;
}

/** @param {FileEntry[]} entries @param {boolean} isLong @param {import("./screen.js").Screen} screen */
function lines(entries, isLong, { out }) {
  const before = isLong ? details(entries) : [];
  return entries.map((entry, index) => {
    const isDirectory = entry.type === "dir";
    const name = safe(entry.name);
    const target = isLong && entry.link_target ? ` -> ${safe(entry.link_target)}` : "";
    return `${before[index] ?? ""}${isDirectory ? `${out.paint("blue", name)}/` : name}${target}`;
  });
}

/** What stands before the names, in columns. @param {FileEntry[]} entries */
function details(entries) {
  const rows = entries.map((entry) => [
    mode(entry),
    safe(entry.user ?? "-"),
    safe(entry.group ?? "-"),
    typeof entry.size === "number" && entry.type !== "dir" ? size(entry.size) : "-",
    entry.last_modified ? minute(new Date(entry.last_modified.replace(" ", "T"))) : "-",
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0));
  const SIZE = 3;
  return rows.map((row) =>
    row.map((cell, column) => cell[column === SIZE ? "padStart" : "padEnd"](widths[column] ?? 0) + "  ").join(""),
  );
}

const KINDS = { dir: "d", file: "-", invalid_symlink: "l" };

/** `0755` of a directory as `drwxr-xr-x`. @param {FileEntry} entry */
function mode({ type, link_target: target, permissions }) {
  const kind = target ? "l" : (KINDS[/** @type {keyof typeof KINDS} */ (type)] ?? "?");
  const bits = parseInt(permissions ?? "", 8);
  if (Number.isNaN(bits)) return `${kind}---------`;
  const letters = [..."rwxrwxrwx"].map((letter, index) => ((bits >> (8 - index)) & 1 ? letter : "-"));
  return kind + letters.join("");
}
