// Makes the rows of a listing.
import { dayElement, h, icon, formatSize } from "./dom.js";

const TRANSFERABLE = new Set(["file", "dir"]);
const SPECIAL_TYPE_LABELS = { invalid_symlink: "broken link", chr: "device", blk: "device", pipe: "pipe" };

/** @param {object[]} entries @param {{ selected: Set<string>, addressOf: (name: string) => string }} context */
export const makeRows = (entries, context) => entries.map((entry) => makeRow(entry, context));

function makeRow({ name, type, size: bytes, modified }, { selected, addressOf }) {
  const isDirectory = type === "dir";
  const box = h("input", {
    type: "checkbox",
    value: name,
    checked: selected.has(name),
    disabled: !TRANSFERABLE.has(type),
    "aria-label": `Select ${name}`,
  });
  const nameElement = isDirectory
    ? h("a", { class: "entry", href: addressOf(name), title: name }, icon("dir"), h("span", {}, name))
    : h("span", { class: "entry", title: name }, icon(type === "file" ? "file" : "link"), h("span", {}, name));
  // A file cannot be opened, so a click on its name selects it.
  if (!isDirectory) nameElement.addEventListener("click", () => box.click());
  return h(
    "tr",
    {},
    h("td", { class: "tick" }, box),
    h("td", { class: "name" }, nameElement),
    h("td", { class: "size" }, isDirectory ? "–" : (SPECIAL_TYPE_LABELS[type] ?? formatSize(bytes))),
    h("td", { class: "date" }, dayElement(modified)),
  );
}

/** Makes placeholders for rows that are being loaded. */
export const makePlaceholderRows = () =>
  [46, 38, 52, 30, 44, 36].map((width) => {
    const placeholder = h("span", { class: "bone" });
    placeholder.style.width = `${width}%`;
    return h(
      "tr",
      { class: "waiting" },
      h("td", { class: "tick" }),
      h("td", { class: "name", colSpan: 3 }, placeholder),
    );
  });
