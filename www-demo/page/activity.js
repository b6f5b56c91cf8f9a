// The tokens with their remaining lifetime, and the latest events of the account.
import { $, api, clockTime, h, formatRemaining, problemLine } from "./dom.js";

const POLL_INTERVAL_MS = 1_200;
const MAX_ROWS = 200;

let tokens = [];
let lastEventId = 0;
/** The newest row of the event table. It also counts repetitions of its event. */
let newestRow;

export function startActivity() {
  showTokens();
  setInterval(updateRemaining, 1_000);
  pollEvents();
}

async function showTokens() {
  try {
    tokens = await api("/tokens");
  } catch (problem) {
    tokens = [];
    $("tokens").replaceChildren(problemLine(problem));
    return;
  }
  $("tokens").replaceChildren(...tokens.map(tokenRow));
  updateRemaining();
}

function tokenRow({ resourceServer, scope }) {
  return h(
    "li",
    { class: "token" },
    h("span", { class: "server" }, resourceServer),
    h("span", { class: "left" }),
    h("span", { class: "bar" }, h("span", { class: "fill" })),
    h("span", { class: "scope", title: scope.replaceAll(" ", "\n") }, shortScopes(scope)),
  );
}

/** Returns the last part of each scope, which is unique within its resource server. */
function shortScopes(scope) {
  const names = scope.split(" ").map((name) => name.split(/[:/]/).at(-1));
  return `${names.length === 1 ? "scope" : "scopes"} ${names.join(", ")}`;
}

function updateRemaining() {
  tokens.forEach(({ expiresAt, grantedAt }, i) => {
    const row = $("tokens").children[i];
    const remaining = expiresAt - Date.now();
    const share = grantedAt ? Math.min(1, remaining / (expiresAt - grantedAt)) : 1;
    row.querySelector(".left").textContent = remaining > 0 ? formatRemaining(remaining) : "renewed when needed";
    row.querySelector(".fill").style.transform = `scaleX(${Math.max(0, share)})`;
    row.classList.toggle("low", share < 0.1);
  });
}

async function pollEvents() {
  if (!document.hidden) {
    try {
      showEvents(await api(`/events?after=${lastEventId}`));
      $("live").textContent = "live";
      $("live").className = "note live on";
    } catch ({ code }) {
      $("live").textContent = code === "unreachable" ? "no connection" : "no account";
      $("live").className = "note live off";
    }
  }
  setTimeout(pollEvents, POLL_INTERVAL_MS);
}

function showEvents(events) {
  for (const event of events) {
    lastEventId = event.id;
    addRow(event);
  }
  const rows = $("events");
  while (rows.children.length > MAX_ROWS) rows.lastChild.remove();
  if (events.some(({ type }) => type === "grant")) showTokens();
}

function addRow(event) {
  // Two events that differ only in these fields share one row.
  const { id, time, duration, callId, requestId, ...repeatedFields } = event;
  const text = JSON.stringify(repeatedFields);
  const row = newestRow?.text === text ? newestRow : { text, count: 0, element: h("tr") };
  row.count++;
  row.element.className = rowClass(event);
  row.element.replaceChildren(
    h("td", { class: "time" }, clockTime(new Date(time))),
    h("td", { class: "type" }, event.type.replace("_", " ")),
    h("td", { class: "method", "data-type": event.type.replace("_", " ") }, event.method ?? ""),
    h("td", { class: "status" }, String(event.status ?? "")),
    h("td", { class: "duration" }, duration === undefined ? "" : `${Math.round(duration)} ms`),
    h(
      "td",
      {
        class: "what",
        title: [eventSubject(event), callId && `call ${callId}`, requestId && `request ${requestId}`]
          .filter(Boolean)
          .join("\n"),
      },
      ...breakAtSlashes(shortenIds(eventSubject(event))),
      row.count > 1 && h("span", { class: "times" }, `×\u00a0${row.count}`),
    ),
  );
  if (row !== newestRow) $("events").prepend(row.element);
  newestRow = row;
}

const eventSubject = (event) =>
  event.path ?? event.resourceServers?.join(", ") ?? event.resourceServer ?? event.code ?? event.scope ?? "";

/** Shortens UUIDs to their first eight digits. */
const shortenIds = (text) => text.replace(/([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "$1…");

/** Allows a line break before each slash of a path. */
const breakAtSlashes = (text) => text.split(/(?=\/)/).flatMap((part) => [h("wbr"), part]);

function rowClass({ type, status, code }) {
  if (type === "grant") return "good";
  if (type === "grant_failed" || code || status >= 400) return "bad";
  return type === "response" ? "" : "warn";
}
