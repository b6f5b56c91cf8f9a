// Transfers: submitting one, and following those that are under way.
import { $, api, clock, h, plural, problemLine, say, size } from "./dom.js";

const POLL = 1_000;
const ENDED = new Set(["SUCCEEDED", "FAILED"]);

/** By task id: what is shown, and what only the page that submitted it knows. */
const shown = new Map();
/** Called with a task that has just succeeded. */
let whenDone = () => {};

export async function startTransfers() {
  try {
    const tasks = await api("/transfers");
    $("transfers").replaceChildren();
    for (const task of tasks.reverse()) show(task);
    if (tasks.length === 0) showEmpty();
  } catch (problem) {
    $("transfers").replaceChildren(problemLine(problem));
  }
}

const showEmpty = () =>
  $("transfers").replaceChildren(
    h("li", { class: "empty" }, "None yet. Select files or directories, choose where they go, and press Transfer."),
  );

/** @param {(task: object) => void} listener */
export const onDone = (listener) => (whenDone = listener);

/** @param {object} request As the worker takes it. @param {number | undefined} bytes In all, where that is known. */
export async function submit(request, bytes) {
  const { id } = await api("/transfers", { body: request });
  const task = await api(`/transfers/${id}`);
  $("transfers").querySelector(".empty")?.remove();
  shown.set(id, { bytes, directory: request.destinationPath });
  show(task);
  $("transfers").scrollTop = 0;
  say(`Transfer of ${task.label} started`);
}

function show(task) {
  const known = shown.get(task.id) ?? {};
  const wasActive = known.task && !ENDED.has(known.task.status);
  const entry = {
    ...known,
    task,
    element: known.element ?? newItem(task),
    share: share(task, known),
    seen: Boolean(known.task),
  };
  shown.set(task.id, entry);
  if (!known.element) $("transfers").prepend(entry.element);
  fill(entry);
  const active = [...shown.values()].filter(({ task }) => task && !ENDED.has(task.status)).length;
  $("active").textContent = active > 0 ? `${active} active` : "";
  if (!ENDED.has(task.status)) setTimeout(() => follow(task.id), POLL);
  else if (wasActive) {
    say(`Transfer of ${task.label}: ${statusText(task)}`);
    if (task.status === "SUCCEEDED") whenDone(task);
  }
}

async function follow(id) {
  const entry = shown.get(id);
  try {
    show(await api(`/transfers/${id}`));
  } catch {
    // The list of events says what is wrong; here the last known state stands.
    entry.element.classList.add("stale");
    setTimeout(() => follow(id), 3 * POLL);
  }
}

/** How far it is: by bytes if their sum is known, else by steps, whose sum may still grow; never backwards. */
function share(task, { bytes, share: before = 0 }) {
  if (task.status === "SUCCEEDED") return 1;
  // What failed or was cancelled has no steps left; its files tell how far it came.
  if (task.status === "FAILED") return before || task.filesDone / Math.max(1, task.files);
  const now = bytes ? task.bytes / bytes : task.steps > 0 ? task.stepsDone / task.steps : 0;
  return Math.max(before, Math.min(0.99, now));
}

const statusText = (task) => {
  if (task.status === "SUCCEEDED") return "Succeeded";
  if (task.status === "FAILED") return task.canceled ? "Cancelled" : "Failed";
  if (task.status === "INACTIVE") return "Waiting";
  return task.paused ? "Paused" : "Active";
};

function newItem({ id }) {
  const cancel = h("button", { class: "quiet cancel", type: "button" }, "Cancel");
  cancel.addEventListener("click", () => stop(id, cancel));
  return h(
    "li",
    { class: "transfer" },
    h("p", { class: "label" }),
    h("p", { class: "state" }),
    h("p", { class: "route" }),
    h(
      "div",
      { class: "bar", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" },
      h("span", { class: "fill" }),
    ),
    h("p", { class: "figures" }),
    h("p", { class: "ended" }),
    cancel,
  );
}

function fill({ task, element, share, directory, seen }) {
  const $$ = (name) => element.querySelector(name);
  const state = statusText(task);
  element.className = `transfer ${state.toLowerCase()}${seen ? " watched" : ""}`;
  $$(".label").textContent = task.label ?? "Transfer";
  $$(".state").textContent = state === "Active" ? `${Math.floor(share * 100)}%` : state;
  const path = directory ? directory.split("/").map(encodeURIComponent).join("/") : "";
  const there = h("a", { href: `#/${task.destinationId}${path}` }, task.destination ?? "a deleted collection");
  // Once, lest a link be taken away from under the pointer.
  if (!$$(".route a"))
    $$(".route").append(h("span", {}, task.source ?? "a deleted collection"), h("b", {}, "→"), there);
  $$(".bar").setAttribute("aria-valuenow", String(Math.floor(share * 100)));
  $$(".bar").setAttribute("aria-label", `Transfer of ${task.label}`);
  $$(".fill").style.transform = `scaleX(${share})`;
  $$(".figures").textContent = figures(task);
  $$(".ended").textContent = task.completed ? clock(new Date(task.completed)).slice(0, 5) : "";
  $$(".cancel").disabled = ENDED.has(task.status);
}

function figures(task) {
  const { files, filesDone, failure, trouble, bytes, bytesPerSecond, faults } = task;
  const sum = plural(files, "file", "files");
  const done = filesDone === files ? sum : `${filesDone} of ${sum}`;
  // The reason is what counts then.
  if (failure && !task.canceled) return `${failure[0].toUpperCase()}${failure.slice(1)} · ${done}`;
  const speed = bytes > 0 && `${size(bytesPerSecond)}/s`;
  const errors = faults > 0 && plural(faults, "fault", "faults");
  return [trouble, size(bytes), done, speed, errors].filter(Boolean).join(" · ");
}

async function stop(id, button) {
  button.disabled = true;
  try {
    await api(`/transfers/${id}/cancel`, { body: {} });
  } catch (problem) {
    button.disabled = false;
    say(problem.message);
  }
}
