// The listing of one directory, and its selected entries. The fragment of the URL names the directory: #/<id>/<path>.
import { knownCollections, loadCollection, markCurrent, startCollections } from "./collections.js";
import { $, Problem, api, addCopyAction, h, plural, problemBlock, formatSize } from "./dom.js";
import { makeRows, makePlaceholderRows } from "./listing.js";
import { setDoneListener, submitTransfer } from "./transfers.js";

let account;
/** The shown directory: the collection's id, the path with a slash at its end, and the entries. */
let current = { id: undefined, path: undefined, entries: [] };
let selectedNames = new Set();
let listingController;

export async function startFiles(accountInfo) {
  account = accountInfo;
  $("refresh").addEventListener("click", () => openDirectory());
  $("all").addEventListener("change", () => selectAll($("all").checked));
  $("entries").addEventListener("change", ({ target }) => selectEntry(target.value, target.checked));
  $("entries").addEventListener("keydown", moveFocus);
  $("destination").addEventListener("change", showDirectory);
  $("send").addEventListener("submit", sendTransfer);
  addEventListener("hashchange", () => openDirectory());
  setDoneListener(({ destinationId }) => destinationId === current.id && openDirectory());
  await startCollections(account.search, { currentId: () => current.id, onFound: showDestinations });
  if (!location.hash) {
    const first = knownCollections.keys().next().value;
    if (first) return location.replace(`#/${first}`);
  }
  openDirectory();
}

/** Reads the collection's id and the path from the URL. Without a path, the collection's default directory is shown. */
function readAddress() {
  const [, id, ...parts] = location.hash.split("/");
  const path = parts.map(decodePart).filter(Boolean);
  const isHome = parts.length === 0;
  return { id, path: isHome ? undefined : path.length > 0 ? `/${path.join("/")}/` : "/" };
}

/** Decodes a part of the URL. A typed URL can contain a percent sign that encodes nothing. */
function decodePart(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const makeAddress = (id, path) => `#/${id}${path.split("/").map(encodeURIComponent).join("/")}`;

async function openDirectory() {
  const { id, path } = readAddress();
  if (!id) return showEmpty("Choose a collection to see its files.");
  listingController?.abort();
  const { signal } = (listingController = new AbortController());
  // The focus is lost when its row is replaced, so it is restored below.
  const hadFocus = $("files").contains(document.activeElement);
  const isSame = id === current.id && path === current.requestedPath;
  current = {
    id,
    requestedPath: path,
    path: path ?? knownCollections.get(id)?.defaultPath ?? "/",
    entries: isSame ? current.entries : [],
  };
  if (!isSame) clearSelection();
  markCurrent(id);
  showPath();
  showDestinations();
  $("refresh").disabled = false;
  $("listing").setAttribute("aria-busy", "true");
  // Placeholders appear only after 200 ms, so that a fast response causes no flicker.
  const placeholderTimer = setTimeout(() => current.entries.length === 0 && showEntries(makePlaceholderRows()), 200);
  try {
    if (!knownCollections.has(id)) {
      await loadCollection(id, signal);
      showPath();
    }
    const query = path === undefined ? "" : `?path=${encodeURIComponent(path)}`;
    const directory = await api(`/collections/${id}/files${query}`, { signal });
    Object.assign(current, directory);
    showListing();
    if (hadFocus && document.activeElement === document.body)
      ($("entries").querySelector("a") ?? $("files")).focus({ preventScroll: true });
  } catch (problem) {
    if (signal.aborted) return;
    current.entries = [];
    clearSelection();
    showProblem(problem);
  } finally {
    clearTimeout(placeholderTimer);
    if (!signal.aborted) $("listing").setAttribute("aria-busy", "false");
  }
}

function showListing() {
  const { entries, total, path } = current;
  showPath();
  selectedNames = new Set(entries.map(({ name }) => name).filter((name) => selectedNames.has(name)));
  if (entries.length === 0) showEmpty("This directory is empty.");
  else
    showEntries(
      makeRows(entries, { selected: selectedNames, addressOf: (name) => makeAddress(current.id, `${path}${name}/`) }),
    );
  const bytes = entries.reduce((sum, entry) => sum + (entry.type === "file" ? entry.size : 0), 0);
  const count =
    total > entries.length
      ? `first ${entries.length.toLocaleString("en")} of ${plural(total, "entry", "entries")}`
      : plural(total, "entry", "entries");
  $("sum").textContent = bytes > 0 ? `${count} · ${formatSize(bytes)} in files` : count;
  showSelection();
}

function showEntries(elements) {
  $("message").hidden = true;
  $("entries").replaceChildren(...elements);
}

function showEmpty(text) {
  $("sum").textContent = "";
  $("entries").replaceChildren();
  $("message").replaceChildren(h("p", { class: "nothing" }, text));
  $("message").hidden = false;
  showSelection();
}

function showProblem(problem) {
  $("sum").textContent = "";
  $("entries").replaceChildren();
  $("message").replaceChildren(problemBlock(problem, ...actionsFor(problem)));
  $("message").hidden = false;
  showSelection();
}

/** Returns buttons for the steps that this page itself can do. */
function actionsFor({ code, requiredScopes = [] }) {
  if (code === "forbidden") {
    const button = h("button", { class: "quiet edged", type: "button" }, "Copy the username");
    return [addCopyAction(button, () => account.username)];
  }
  if (code !== "consent_required" || !requiredScopes.some((scope) => scope.includes(current.id))) return [];
  const button = h("button", { class: "main", type: "button" }, "Give consent and open");
  const { id } = current;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await api(`/collections/${id}/consent`, { body: {} });
    } catch (problem) {
      return showProblem(problem);
    }
    openDirectory();
  });
  return [button];
}

function showPath() {
  const parts = current.path.split("/").filter(Boolean);
  const name = knownCollections.get(current.id)?.name ?? "…";
  const steps = [name, ...parts].map((part, i) => {
    const isLast = i === parts.length;
    const parentPath = `/${parts
      .slice(0, i)
      .map((part) => `${part}/`)
      .join("")}`;
    return isLast
      ? h("span", { "aria-current": "location" }, part)
      : h("a", { href: makeAddress(current.id, parentPath) }, part);
  });
  $("path").replaceChildren(...steps);
}

function clearSelection() {
  selectedNames = new Set();
  $("sum").textContent = "";
  showSelection();
}

const transferableEntries = () => current.entries.filter(({ type }) => type === "file" || type === "dir");

function selectEntry(name, isSelected) {
  if (isSelected) selectedNames.add(name);
  else selectedNames.delete(name);
  showSelection();
}

function selectAll(isSelected) {
  selectedNames = new Set(isSelected ? transferableEntries().map(({ name }) => name) : []);
  for (const box of $("entries").querySelectorAll("input:enabled")) box.checked = isSelected;
  showSelection();
}

const selectedEntries = () => transferableEntries().filter(({ name }) => selectedNames.has(name));

function showSelection(failure) {
  const entries = selectedEntries();
  const bytes = sumSizes(entries);
  const directories = entries.filter(({ type }) => type === "dir").length;
  const counts = [
    directories > 0 && plural(directories, "directory", "directories"),
    entries.length > directories && plural(entries.length - directories, "file", "files"),
  ];
  const text =
    entries.length === 0
      ? "Nothing selected"
      : counts.filter(Boolean).join(", ") + (bytes ? ` · ${formatSize(bytes)}` : "");
  $("chosen").textContent = failure ?? text;
  $("chosen").classList.toggle("bad", failure !== undefined);
  $("submit").disabled = entries.length === 0 || !$("destination").value;
  $("send").classList.toggle("ready", entries.length > 0);
  $("all").disabled = transferableEntries().length === 0;
  $("all").checked = entries.length > 0 && entries.length === transferableEntries().length;
  $("all").indeterminate = entries.length > 0 && !$("all").checked;
}

/** Sums the sizes of files. Returns undefined if an entry is a directory, whose size is unknown. */
const sumSizes = (entries) =>
  entries.some(({ type }) => type === "dir") ? undefined : entries.reduce((sum, { size }) => sum + size, 0);

function showDestinations() {
  const previousId = $("destination").value;
  const destinations = [...knownCollections.values()].filter(({ id }) => id !== current.id);
  const options = destinations.map(({ id, name }) => h("option", { value: id }, name));
  $("destination").replaceChildren(...options);
  if (destinations.some(({ id }) => id === previousId)) $("destination").value = previousId;
  if ($("destination").value !== previousId) showDirectory();
}

const showDirectory = () => ($("directory").value = knownCollections.get($("destination").value)?.defaultPath ?? "/");

async function sendTransfer(event) {
  event.preventDefault();
  const entries = selectedEntries();
  const request = {
    source: current.id,
    sourcePath: current.path,
    destination: $("destination").value,
    destinationPath: $("directory").value.trim(),
    entries: entries.map(({ name, type }) => ({ name, directory: type === "dir" })),
  };
  $("submit").disabled = true;
  try {
    await submitTransfer(request, sumSizes(entries));
    selectAll(false);
  } catch (problem) {
    showSelection(problem instanceof Problem ? (problem.messages?.[0] ?? problem.message) : String(problem));
  }
}

/** Moves the focus with the arrow keys to the next row, in the same column. */
function moveFocus(event) {
  const sibling = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const row = event.target.closest("tr")?.[sibling ?? ""];
  if (!row) return;
  event.preventDefault();
  const nextFocus = event.target.matches("a")
    ? (row.querySelector("a") ?? row.querySelector("input"))
    : row.querySelector("input");
  nextFocus?.focus();
}
