// The collections this account can see, found by words or because they are shared with it.
import { $, api, h, plural, problemBlock } from "./dom.js";

/** Every collection seen so far, by id: a search must not take a destination away. */
export const known = new Map();
let searching;
/** What the files pane tells and wants to be told. */
let pane;

/** @param {string} text To begin with. @param {{ current: () => string | undefined, whenFound: () => void }} files */
export function startCollections(text, files) {
  pane = files;
  $("search").value = text;
  let typing;
  $("search").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(search, 250);
  });
  return search();
}

/** An address from elsewhere may name a collection that no search has found yet. */
export const learn = async (id, signal) => known.set(id, await api(`/collections/${id}`, { signal }));

async function search() {
  searching?.abort();
  const { signal } = (searching = new AbortController());
  const text = $("search").value.trim();
  const list = $("collections");
  try {
    const found = await api(`/collections?text=${encodeURIComponent(text)}`, { signal });
    for (const collection of found) known.set(collection.id, collection);
    list.replaceChildren(...found.map(collectionItem));
    $("found").textContent = text ? plural(found.length, "result", "results") : "Shared with this account";
    if (found.length === 0) list.append(h("li", { class: "empty" }, ...nothingFound(text)));
    markCurrent(pane.current());
    pane.whenFound();
  } catch (problem) {
    if (signal.aborted) return;
    $("found").textContent = "";
    list.replaceChildren(h("li", {}, problemBlock(problem)));
  }
}

const nothingFound = (text) =>
  text
    ? [`Nothing that this account can see goes by “${text}”.`]
    : ["Nothing is shared with this account yet. Share a directory with its username, or search for a collection."];

const KINDS = {
  GCSv5_guest_collection: "Guest",
  GCSv5_mapped_collection: "Mapped",
  GCP_guest_collection: "Guest, personal",
  GCP_mapped_collection: "Personal",
};

const collectionItem = ({ id, name, type, organization, description }) =>
  h(
    "li",
    {},
    h(
      "a",
      { href: `#/${id}`, title: description ?? "" },
      h("span", { class: "name" }, name),
      h("span", { class: "note" }, [KINDS[type] ?? type, organization].filter(Boolean).join(" · ")),
    ),
  );

/** @param {string | undefined} id The collection whose files are shown. */
export function markCurrent(id) {
  for (const link of $("collections").querySelectorAll("a")) {
    if (link.hash === `#/${id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}
