// Builds elements, calls the worker, and formats numbers.
// File names and server messages are untrusted, so the page inserts them only as text.

export const $ = (id) => document.getElementById(id);

/**
 * Makes an element. `props` are properties of it. Names with a dash, `role` and `scope` are attributes, and `class` is
 * short for `className`.
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined) continue;
    if (name === "class") element.className = value;
    else if (name.includes("-") || name === "role" || name === "scope") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  dir: "M1.75 4.25v8.5h12.5V5.5H7.5L6 3.75H1.75z",
  file: "M3.75 1.75h5.5l3 3v9.5h-8.5zM9 2v3h3",
  link: "M6.5 9.5l3-3M7.5 5l1.4-1.4a2.4 2.4 0 013.4 3.4L11 8.5M8.5 11l-1.4 1.4a2.4 2.4 0 01-3.4-3.4L5 7.5",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** An error that the worker sent, or that its missing response caused. */
export class Problem extends Error {
  constructor(fields) {
    super(fields.message);
    Object.assign(this, fields);
  }
}

export async function api(path, { body, signal } = {}) {
  const init = body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(`/api${path}`, { ...init, signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem({ code: "unreachable", message: "The worker does not respond. Is the demo still running?" });
  }
  const document = await response.json().catch(() => undefined);
  if (response.ok) return document;
  throw new Problem(
    document?.error ?? { code: "internal", message: `The worker responded with status ${response.status}.` },
  );
}

const TITLES = {
  forbidden: "This account has no access to this directory",
  consent_required: "This collection requires consent first",
  authorization_required: "The collection's policy is not met",
  not_found: "This does not exist",
  endpoint_error: "The collection reported an error",
  invalid_client: "Globus does not accept these credentials",
  not_a_service_account: "These credentials do not belong to a service account",
  invalid_option: "The account is not set up",
  network_error: "Globus cannot be reached",
  timeout: "Globus did not respond in time",
  rate_limited: "Too many requests for now",
  unreachable: "No connection to the worker",
};

const NO_ACCOUNT = new Set(["invalid_client", "not_a_service_account", "invalid_option"]);

/** Shows an error in one line. The top of the page already shows an error of the account itself. */
export const problemLine = ({ code, message }) =>
  h("li", { class: "empty" }, NO_ACCOUNT.has(code) ? "Not available without an account." : message);

/** Shows the commands of the advice. They come only from the field `command`, never from the text of a server. */
const commandElements = (steps = []) =>
  steps
    .filter(({ command }) => command)
    .map(({ who, command }) =>
      h(
        "p",
        { class: "command" },
        h("code", {}, command),
        addCopyAction(h("button", { type: "button", title: `For the ${who}` }, "Copy"), () => command),
      ),
    );

/** Shows an error: its title, the advice, then the messages of the server. */
export function problemBlock(problem, ...actions) {
  const references = [
    [problem.status, problem.serverCode].filter(Boolean).join(" "),
    problem.requestId && `request ${problem.requestId}`,
  ];
  const serverText = problem.messages?.length > 0 ? problem.messages.join("\n") : problem.message;
  return h(
    "div",
    { class: "problem" },
    h("h3", {}, TITLES[problem.code] ?? "The request failed"),
    problem.advice && h("p", { class: "advice" }, problem.advice),
    ...commandElements(problem.steps),
    actions.length > 0 && h("p", { class: "actions" }, ...actions),
    h("pre", { class: "server-text" }, serverText.trim()),
    references.some(Boolean) && h("p", { class: "note" }, references.filter(Boolean).join(" · ")),
  );
}

/** Makes a button copy a text. The button then shows "Copied" for a moment. */
export function addCopyAction(button, text) {
  const label = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text());
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = label), 1_500);
  });
  return button;
}

/** Announces a text to screen readers. */
export const announce = (text) => ($("announcement").textContent = text);

export const plural = (count, singular, pluralForm) =>
  `${count.toLocaleString("en")} ${count === 1 ? singular : pluralForm}`;

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"];

/** Formats a size with three digits and decimal units, as Globus does. */
export function formatSize(bytes) {
  if (typeof bytes !== "number") return "–";
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const digits = power === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${value.toFixed(digits)} ${UNITS[power]}`;
}

const pad = (number) => String(number).padStart(2, "0");

/** Shows a time of Globus, for instance "2021-01-15 01:45:50+00:00", in local time without seconds. */
export function dayElement(text) {
  const date = new Date(text?.replace(" ", "T") ?? NaN);
  if (Number.isNaN(date.getTime())) return h("span", {}, "–");
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${clockTime(date).slice(0, 5)}`;
  return h("time", { dateTime: date.toISOString(), title: date.toLocaleString() }, day);
}

export const clockTime = (date) => [date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(":");

/** Formats milliseconds: less than an hour as m:ss, otherwise as hours and minutes. */
export function formatRemaining(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
  return `${Math.floor(seconds / 3_600)} h ${pad(Math.floor((seconds % 3_600) / 60))} min`;
}
