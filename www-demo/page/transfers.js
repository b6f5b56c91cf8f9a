// Submits transfers, and shows the progress of active ones.
import { $, api, clockTime, h, plural, problemLine, announce, formatSize } from "./dom.js";

const POLL_INTERVAL_MS = 1_000;
const ENDED_STATUSES = new Set(["SUCCEEDED", "FAILED"]);

/** The shown transfers by task id, with the size and directory that only the submitting page knows. */
const shownTransfers = new Map();
/** The page calls this function with each task that has just succeeded. */
let doneListener = () => {};

export async function startTransfers() {
  try {
    const tasks = await api("/transfers");
    $("transfers").replaceChildren();
    for (const task of tasks.reverse()) showTransfer(task);
    if (tasks.length === 0) showEmpty();
  } catch (problem) {
    $("transfers").replaceChildren(problemLine(problem));
  }
}

const showEmpty = () =>
  $("transfers").replaceChildren(
    h(
      "li",
      { class: "empty" },
      "No transfers yet. Select files or directories, choose a destination, and press Transfer.",
    ),
  );

/** @param {(task: object) => void} listener */
export const setDoneListener = (listener) => (doneListener = listener);

/** @param {object} request The body for the worker. @param {number | undefined} bytes The total size, if known. */
export async function submitTransfer(request, bytes) {
  const { id } = await api("/transfers", { body: request });
  const task = await api(`/transfers/${id}`);
  $("transfers").querySelector(".empty")?.remove();
  shownTransfers.set(id, { bytes, directory: request.destinationPath });
  showTransfer(task);
  $("transfers").scrollTop = 0;
  announce(`Transfer of ${task.label} started`);
}

function showTransfer(task) {
  const previous = shownTransfers.get(task.id) ?? {};
  const wasActive = previous.task && !ENDED_STATUSES.has(previous.task.status);
  const transfer = {
    ...previous,
    task,
    element: previous.element ?? makeItem(task),
    share: progressShare(task, previous),
    seen: Boolean(previous.task),
  };
  shownTransfers.set(task.id, transfer);
  if (!previous.element) $("transfers").prepend(transfer.element);
  updateItem(transfer);
  const active = [...shownTransfers.values()].filter(({ task }) => task && !ENDED_STATUSES.has(task.status)).length;
  $("active").textContent = active > 0 ? `${active} active` : "";
  if (!ENDED_STATUSES.has(task.status)) setTimeout(() => pollTransfer(task.id), POLL_INTERVAL_MS);
  else if (wasActive) {
    announce(`Transfer of ${task.label}: ${statusText(task)}`);
    if (task.status === "SUCCEEDED") doneListener(task);
  }
}

async function pollTransfer(id) {
  const transfer = shownTransfers.get(id);
  try {
    showTransfer(await api(`/transfers/${id}`));
  } catch {
    // The list of events shows the error. This transfer keeps its last known status.
    transfer.element.classList.add("stale");
    setTimeout(() => pollTransfer(id), 3 * POLL_INTERVAL_MS);
  }
}

/**
 * Returns the progress of a transfer, from 0 to 1. Counts bytes if the total is known, otherwise steps. The number of
 * steps can grow, so the progress never decreases.
 */
function progressShare(task, { bytes, share: previousShare = 0 }) {
  if (task.status === "SUCCEEDED") return 1;
  // A failed or cancelled task has no pending steps, so its files show the progress.
  if (task.status === "FAILED") return previousShare || task.filesDone / Math.max(1, task.files);
  const currentShare = bytes ? task.bytes / bytes : task.steps > 0 ? task.stepsDone / task.steps : 0;
  return Math.max(previousShare, Math.min(0.99, currentShare));
}

const statusText = (task) => {
  if (task.status === "SUCCEEDED") return "Succeeded";
  if (task.status === "FAILED") return task.canceled ? "Cancelled" : "Failed";
  if (task.status === "INACTIVE") return "Waiting";
  return task.paused ? "Paused" : "Active";
};

function makeItem({ id }) {
  const cancel = h("button", { class: "quiet cancel", type: "button" }, "Cancel");
  cancel.addEventListener("click", () => cancelTransfer(id, cancel));
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

function updateItem({ task, element, share, directory, seen }) {
  const find = (name) => element.querySelector(name);
  const state = statusText(task);
  element.className = `transfer ${state.toLowerCase()}${seen ? " watched" : ""}`;
  find(".label").textContent = task.label ?? "Transfer";
  find(".state").textContent = state === "Active" ? `${Math.floor(share * 100)}%` : state;
  const path = directory ? directory.split("/").map(encodeURIComponent).join("/") : "";
  const destinationLink = h(
    "a",
    { href: `#/${task.destinationId}${path}` },
    task.destination ?? "a deleted collection",
  );
  // The link is made only once: a new one would replace the link under the pointer.
  if (!find(".route a"))
    find(".route").append(h("span", {}, task.source ?? "a deleted collection"), h("b", {}, "→"), destinationLink);
  find(".bar").setAttribute("aria-valuenow", String(Math.floor(share * 100)));
  find(".bar").setAttribute("aria-label", `Transfer of ${task.label}`);
  find(".fill").style.transform = `scaleX(${share})`;
  find(".figures").textContent = formatFigures(task);
  find(".ended").textContent = task.completed ? clockTime(new Date(task.completed)).slice(0, 5) : "";
  find(".cancel").disabled = ENDED_STATUSES.has(task.status);
}

function formatFigures(task) {
  const { files, filesDone, failure, trouble, bytes, bytesPerSecond, faults } = task;
  const fileCount = plural(files, "file", "files");
  const done = filesDone === files ? fileCount : `${filesDone} of ${fileCount}`;
  // A failed transfer shows its reason in place of its speed.
  if (failure && !task.canceled) return `${failure[0].toUpperCase()}${failure.slice(1)} · ${done}`;
  const speed = bytes > 0 && `${formatSize(bytesPerSecond)}/s`;
  const errors = faults > 0 && plural(faults, "fault", "faults");
  return [trouble, formatSize(bytes), done, speed, errors].filter(Boolean).join(" · ");
}

async function cancelTransfer(id, button) {
  button.disabled = true;
  try {
    await api(`/transfers/${id}/cancel`, { body: {} });
  } catch (problem) {
    button.disabled = false;
    announce(problem.message);
  }
}
