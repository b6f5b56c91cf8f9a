// The rows of a listing.
import { day, h, icon, size } from "./dom.js";

const TRANSFERABLE = new Set(["file", "dir"]);
const ODD = { invalid_symlink: "broken link", chr: "device", blk: "device", pipe: "pipe" };

/** @param {object[]} entries @param {{ selected: Set<string>, addressOf: (name: string) => string }} context */
export const rows = (entries, context) => entries.map((entry) => row(entry, context));

function row({ name, type, size: bytes, modified }, { selected, addressOf }) {
  const isDirectory = type === "dir";
  const box = h("input", {
    type: "checkbox",
    value: name,
    checked: selected.has(name),
    disabled: !TRANSFERABLE.has(type),
    "aria-label": `Select ${name}`,
  });
  const named = isDirectory
    ? h("a", { class: "entry", href: addressOf(name), title: name }, icon("dir"), h("span", {}, name))
    : h("span", { class: "entry", title: name }, icon(type === "file" ? "file" : "link"), h("span", {}, name));
  // A file has nothing to open, so its whole name selects it.
  if (!isDirectory) named.addEventListener("click", () => box.click());
  return h(
    "tr",
    {},
    h("td", { class: "tick" }, box),
    h("td", { class: "name" }, named),
    h("td", { class: "size" }, isDirectory ? "–" : (ODD[type] ?? size(bytes))),
    h("td", { class: "date" }, day(modified)),
  );
}

/** What stands in for rows that are on their way. */
export const skeleton = () =>
  [46, 38, 52, 30, 44, 36].map((width) => {
    const bone = h("span", { class: "bone" });
    bone.style.width = `${width}%`;
    return h("tr", { class: "waiting" }, h("td", { class: "tick" }), h("td", { class: "name", colSpan: 3 }, bone));
  });
