// Tokens with the time they have left, and what the account did lately.
import { $, api, clock, h, left, problemLine } from "./dom.js";

const POLL = 1_200;
const MOST_ROWS = 200;

let tokens = [];
let last = 0;
/** The newest row, to which repetitions are counted. */
let newest;

export function startActivity() {
  showTokens();
  setInterval(tick, 1_000);
  poll();
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
  tick();
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

/** The last part of a scope tells it from the others of its resource server. */
function shortScopes(scope) {
  const names = scope.split(" ").map((name) => name.split(/[:/]/).at(-1));
  return `${names.length === 1 ? "scope" : "scopes"} ${names.join(", ")}`;
}

function tick() {
  tokens.forEach(({ expiresAt, grantedAt }, i) => {
    const row = $("tokens").children[i];
    const remaining = expiresAt - Date.now();
    const share = grantedAt ? Math.min(1, remaining / (expiresAt - grantedAt)) : 1;
    row.querySelector(".left").textContent = remaining > 0 ? left(remaining) : "renewed when needed";
    row.querySelector(".fill").style.transform = `scaleX(${Math.max(0, share)})`;
    row.classList.toggle("low", share < 0.1);
  });
}

async function poll() {
  if (!document.hidden) {
    try {
      show(await api(`/events?after=${last}`));
      $("live").textContent = "live";
      $("live").className = "note live on";
    } catch ({ code }) {
      $("live").textContent = code === "unreachable" ? "no connection" : "no account";
      $("live").className = "note live off";
    }
  }
  setTimeout(poll, POLL);
}

function show(events) {
  for (const event of events) {
    last = event.id;
    addRow(event);
  }
  const rows = $("events");
  while (rows.children.length > MOST_ROWS) rows.lastChild.remove();
  if (events.some(({ type }) => type === "grant")) showTokens();
}

function addRow(event) {
  // What differs each time does not make it another thing.
  const { id, time, duration, callId, requestId, ...rest } = event;
  const what = JSON.stringify(rest);
  const row = newest?.what === what ? newest : { what, count: 0, element: h("tr") };
  row.count++;
  row.element.className = tone(event);
  row.element.replaceChildren(
    h("td", { class: "time" }, clock(new Date(time))),
    h("td", { class: "type" }, event.type.replace("_", " ")),
    h("td", { class: "method", "data-type": event.type.replace("_", " ") }, event.method ?? ""),
    h("td", { class: "status" }, String(event.status ?? "")),
    h("td", { class: "duration" }, duration === undefined ? "" : `${Math.round(duration)} ms`),
    h(
      "td",
      { class: "what", title: [subject(event), callId && `call ${callId}`, requestId && `request ${requestId}`].filter(Boolean).join("\n") },
      ...breakable(short(subject(event))),
      row.count > 1 && h("span", { class: "times" }, `×\u00a0${row.count}`),
    ),
  );
  if (row !== newest) $("events").prepend(row.element);
  newest = row;
}

const subject = (event) =>
  event.path ?? event.resourceServers?.join(", ") ?? event.resourceServer ?? event.code ?? event.scope ?? "";

/** Ids are told apart by their beginnings. */
const short = (text) => text.replace(/([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "$1…");

/** Where there is too little room for it, a path breaks before a slash. */
const breakable = (text) => text.split(/(?=\/)/).flatMap((part) => [h("wbr"), part]);

function tone({ type, status, code }) {
  if (type === "grant") return "good";
  if (type === "grant_failed" || code || status >= 400) return "bad";
  return type === "response" ? "" : "warn";
}
