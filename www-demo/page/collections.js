// The collections that this account can see: search results, or collections that are shared with it.
import { $, api, h, plural, problemBlock } from "./dom.js";

/** All collections since the page was loaded, by id. A new search must not remove a destination from the menu. */
export const knownCollections = new Map();
let searchController;
/** The functions of the files pane that this pane calls. */
let filesPane;

/**
 * @param {string} text The first search text.
 * @param {{ currentId: () => string | undefined, onFound: () => void }} files
 */
export function startCollections(text, files) {
  filesPane = files;
  $("search").value = text;
  let typingTimer;
  $("search").addEventListener("input", () => {
    clearTimeout(typingTimer);
    typingTimer = setTimeout(searchCollections, 250);
  });
  return searchCollections();
}

/** Loads a collection by its id. A URL can name a collection that no search has found yet. */
export const loadCollection = async (id, signal) =>
  knownCollections.set(id, await api(`/collections/${id}`, { signal }));

async function searchCollections() {
  searchController?.abort();
  const { signal } = (searchController = new AbortController());
  const text = $("search").value.trim();
  const list = $("collections");
  try {
    const collections = await api(`/collections?text=${encodeURIComponent(text)}`, { signal });
    for (const collection of collections) knownCollections.set(collection.id, collection);
    list.replaceChildren(...collections.map(collectionItem));
    $("found").textContent = text ? plural(collections.length, "result", "results") : "Shared with this account";
    if (collections.length === 0) list.append(h("li", { class: "empty" }, ...emptyMessage(text)));
    markCurrent(filesPane.currentId());
    filesPane.onFound();
  } catch (problem) {
    if (signal.aborted) return;
    $("found").textContent = "";
    list.replaceChildren(h("li", {}, problemBlock(problem)));
  }
}

const emptyMessage = (text) =>
  text
    ? [`This account can see no collection that matches “${text}”.`]
    : ["No shared collections yet. Share a directory with this account's username, or search for a collection."];

const TYPE_LABELS = {
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
      h("span", { class: "note" }, [TYPE_LABELS[type] ?? type, organization].filter(Boolean).join(" · ")),
    ),
  );

/** Marks the collection whose files are shown. @param {string | undefined} id */
export function markCurrent(id) {
  for (const link of $("collections").querySelectorAll("a")) {
    if (link.hash === `#/${id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}
