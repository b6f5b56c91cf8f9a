// The listing of one directory, and what is selected in it. The address says where one is: #/<id>/<path>.
import { known, learn, markCurrent, startCollections } from "./collections.js";
import { $, Problem, api, copies, h, plural, problemBlock, size } from "./dom.js";
import { rows, skeleton } from "./listing.js";
import { onDone, submit } from "./transfers.js";

let account;
/** What is shown: the collection's id, the directory with a slash at its end, its entries. */
let here = { id: undefined, path: undefined, entries: [] };
let selected = new Set();
let listing;

export async function startFiles(whose) {
  account = whose;
  $("refresh").addEventListener("click", () => open());
  $("all").addEventListener("change", () => selectAll($("all").checked));
  $("entries").addEventListener("change", ({ target }) => select(target.value, target.checked));
  $("entries").addEventListener("keydown", walk);
  $("destination").addEventListener("change", showDirectory);
  $("send").addEventListener("submit", send);
  addEventListener("hashchange", () => open());
  onDone(({ destinationId }) => destinationId === here.id && open());
  await startCollections(account.search, { current: () => here.id, whenFound: showDestinations });
  if (!location.hash) {
    const first = known.keys().next().value;
    if (first) return location.replace(`#/${first}`);
  }
  open();
}

/** Where the address leads: an id, and a path if it names one. */
function place() {
  const [, id, ...parts] = location.hash.split("/");
  const path = parts.map(decoded).filter(Boolean);
  const isHome = parts.length === 0;
  return { id, path: isHome ? undefined : path.length > 0 ? `/${path.join("/")}/` : "/" };
}

/** An address that somebody typed may hold a bare percent sign. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const addressOf = (id, path) => `#/${id}${path.split("/").map(encodeURIComponent).join("/")}`;

async function open() {
  const { id, path } = place();
  if (!id) return showEmpty("Choose a collection to see its files.");
  listing?.abort();
  const { signal } = (listing = new AbortController());
  // Rows that are replaced take the focus with them.
  const hadFocus = $("files").contains(document.activeElement);
  const isSame = id === here.id && path === here.asked;
  here = { id, asked: path, path: path ?? known.get(id)?.defaultPath ?? "/", entries: isSame ? here.entries : [] };
  if (!isSame) clear();
  markCurrent(id);
  showPath();
  showDestinations();
  $("refresh").disabled = false;
  $("listing").setAttribute("aria-busy", "true");
  // An answer that comes at once should not flicker.
  const slow = setTimeout(() => here.entries.length === 0 && showEntries(skeleton()), 200);
  try {
    if (!known.has(id)) {
      await learn(id, signal);
      showPath();
    }
    const query = path === undefined ? "" : `?path=${encodeURIComponent(path)}`;
    const found = await api(`/collections/${id}/files${query}`, { signal });
    Object.assign(here, found);
    show();
    if (hadFocus && document.activeElement === document.body)
      ($("entries").querySelector("a") ?? $("files")).focus({ preventScroll: true });
  } catch (problem) {
    if (signal.aborted) return;
    here.entries = [];
    clear();
    showProblem(problem);
  } finally {
    clearTimeout(slow);
    if (!signal.aborted) $("listing").setAttribute("aria-busy", "false");
  }
}

function show() {
  const { entries, total, path } = here;
  showPath();
  selected = new Set(entries.map(({ name }) => name).filter((name) => selected.has(name)));
  if (entries.length === 0) showEmpty("This directory is empty.");
  else showEntries(rows(entries, { selected, addressOf: (name) => addressOf(here.id, `${path}${name}/`) }));
  const bytes = entries.reduce((sum, entry) => sum + (entry.type === "file" ? entry.size : 0), 0);
  const count =
    total > entries.length
      ? `first ${entries.length.toLocaleString("en")} of ${plural(total, "entry", "entries")}`
      : plural(total, "entry", "entries");
  $("sum").textContent = bytes > 0 ? `${count} · ${size(bytes)} in files` : count;
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

/** What this page itself can do about it. */
function actionsFor({ code, requiredScopes = [] }) {
  if (code === "forbidden") {
    const button = h("button", { class: "quiet edged", type: "button" }, "Copy the username");
    return [copies(button, () => account.username)];
  }
  if (code !== "consent_required" || !requiredScopes.some((scope) => scope.includes(here.id))) return [];
  const button = h("button", { class: "main", type: "button" }, "Give consent and open");
  const { id } = here;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await api(`/collections/${id}/consent`, { body: {} });
    } catch (problem) {
      return showProblem(problem);
    }
    open();
  });
  return [button];
}

function showPath() {
  const parts = here.path.split("/").filter(Boolean);
  const name = known.get(here.id)?.name ?? "…";
  const steps = [name, ...parts].map((part, i) => {
    const isLast = i === parts.length;
    const above = `/${parts
      .slice(0, i)
      .map((part) => `${part}/`)
      .join("")}`;
    return isLast ? h("span", { "aria-current": "location" }, part) : h("a", { href: addressOf(here.id, above) }, part);
  });
  $("path").replaceChildren(...steps);
}

function clear() {
  selected = new Set();
  $("sum").textContent = "";
  showSelection();
}

const transferable = () => here.entries.filter(({ type }) => type === "file" || type === "dir");

function select(name, isSelected) {
  if (isSelected) selected.add(name);
  else selected.delete(name);
  showSelection();
}

function selectAll(isSelected) {
  selected = new Set(isSelected ? transferable().map(({ name }) => name) : []);
  for (const box of $("entries").querySelectorAll("input:enabled")) box.checked = isSelected;
  showSelection();
}

const chosen = () => transferable().filter(({ name }) => selected.has(name));

function showSelection(failure) {
  const entries = chosen();
  const bytes = sumOf(entries);
  const directories = entries.filter(({ type }) => type === "dir").length;
  const what = [
    directories > 0 && plural(directories, "directory", "directories"),
    entries.length > directories && plural(entries.length - directories, "file", "files"),
  ];
  const text =
    entries.length === 0 ? "Nothing selected" : what.filter(Boolean).join(", ") + (bytes ? ` · ${size(bytes)}` : "");
  $("chosen").textContent = failure ?? text;
  $("chosen").classList.toggle("bad", failure !== undefined);
  $("submit").disabled = entries.length === 0 || !$("destination").value;
  $("send").classList.toggle("ready", entries.length > 0);
  $("all").disabled = transferable().length === 0;
  $("all").checked = entries.length > 0 && entries.length === transferable().length;
  $("all").indeterminate = entries.length > 0 && !$("all").checked;
}

/** Known only where no directory is among them. */
const sumOf = (entries) =>
  entries.some(({ type }) => type === "dir") ? undefined : entries.reduce((sum, { size }) => sum + size, 0);

function showDestinations() {
  const before = $("destination").value;
  const others = [...known.values()].filter(({ id }) => id !== here.id);
  const options = others.map(({ id, name }) => h("option", { value: id }, name));
  $("destination").replaceChildren(...options);
  if (others.some(({ id }) => id === before)) $("destination").value = before;
  if ($("destination").value !== before) showDirectory();
}

const showDirectory = () => ($("directory").value = known.get($("destination").value)?.defaultPath ?? "/");

async function send(event) {
  event.preventDefault();
  const entries = chosen();
  const request = {
    source: here.id,
    sourcePath: here.path,
    destination: $("destination").value,
    destinationPath: $("directory").value.trim(),
    entries: entries.map(({ name, type }) => ({ name, directory: type === "dir" })),
  };
  $("submit").disabled = true;
  try {
    await submit(request, sumOf(entries));
    selectAll(false);
  } catch (problem) {
    showSelection(problem instanceof Problem ? (problem.messages?.[0] ?? problem.message) : String(problem));
  }
}

/** The arrow keys go from row to row and stay in their column. */
function walk(event) {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const row = event.target.closest("tr")?.[step ?? ""];
  if (!row) return;
  event.preventDefault();
  const wanted = event.target.matches("a")
    ? (row.querySelector("a") ?? row.querySelector("input"))
    : row.querySelector("input");
  wanted?.focus();
}
