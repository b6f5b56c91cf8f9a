// Findings as Markdown.
import { LIMIT } from "./experiments/outages.mjs";

const seconds = (ms) => (ms < 50 ? "at once" : `after ${(ms / 1000).toFixed(1)} s`);
const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
const result = ({ ok, ms }) => `${ok ? "ok" : "error"} ${seconds(ms)}`;

const perWindow = (show) => (windows) =>
  windows.map((window) => (window.label ? `${window.label}: ` : "") + show(window)).join("; ");

function cold(runs) {
  const one = ({ store, callers, requests, errors, kinds }) => {
    const all = `${store ? `${store}: ` : ""}${requests}`;
    return errors ? `${all}, ${errors} of ${callers} fail (${kinds.join(", ")})` : all;
  };
  return runs.map(one).join("; ");
}

function inWorkerd({ waiters, hung, failed, requests, later }) {
  const failing = failed ? `, ${failed} fail` : "";
  const next = later.ok ? "the next is ok" : later.ended ? "the next fails" : "the next hangs";
  return `${hung ? `${hung} of ${waiters} hang` : "none hangs"}${failing}; ${next}; ${plural(requests, "request")}`;
}

function told({ ok, ended, waited, early }, isDate) {
  if (!ended) return "no answer";
  if (waited === undefined) return ok ? "ok" : "error, not repeated";
  const when = isDate ? (early > 50 ? `${(early / 1000).toFixed(1)} s before it` : "not before it") : seconds(waited);
  return `repeated ${when}, ${ok ? "ok" : "error"}`;
}

function silence({ asItComes, withTimeout, withSignal }) {
  const within = ({ ended, ms }) => (ended ? `ends ${seconds(ms)}` : `none within ${LIMIT / 1000} s`);
  const parts = [within(asItComes)];
  if (withTimeout) parts.push(`${within(withTimeout)} with ${withTimeout.how}`);
  if (withSignal) parts.push(`${within(withSignal)} with \`signal\``);
  return parts.join("; ");
}

function leaks({ client, token, error }) {
  const places = Object.entries({ "secret in client": client, "token in client": token, "secret in error": error });
  const found = places.filter(([, forms]) => forms.length > 0);
  return found.map(([place, forms]) => `${place} (${forms.join(", ")})`).join("; ") || "nothing";
}

const owners = (tokens) => tokens.join(", ");
const store = (show) => (finding) => (finding.onOneStore ? show(finding) : "no shared cache");

/** What is asked, of which experiment, and how its finding reads. */
const ROWS = [
  ["E1. Cold callers at once (50; Python 20 threads): token requests", "E1", cold],
  ["E2. workerd: the request that began the refresh ends, 19 wait", "E2", inWorkerd],
  [
    "E3. Token valid but near its end, endpoint answers 500, 20 calls",
    "E3",
    perWindow(({ failing: { ok, calls, first, at } }) => {
      const short = calls < 20 ? ` (stopped after 10 s, the first took ${(first.ms / 1000).toFixed(1)} s)` : "";
      return `${ok} of ${calls} ok${short}, ${plural(at.length, "request")}`;
    }),
  ],
  ["E3. The same, endpoint takes 1.5 s to answer 500: first call", "E3", perWindow(({ slow }) => result(slow))],
  ["E4. Wrong secret, 20 calls: token requests", "E4", ({ requests }) => String(requests)],
  ["E5. 429 once, `Retry-After: 3`", "E5", ({ inSeconds }) => told(inSeconds, false)],
  ["E5. 429 once, `Retry-After:` a date at least 3 s ahead", "E5", ({ asDate }) => told(asDate, true)],
  ["E6. Endpoint never answers: answer to the caller", "E6", silence],
  ["E7. What is found in print", "E7", leaks],
  ["E8. Two accounts in one process: whose token each gets", "E8", ({ inOneProcess }) => owners(inOneProcess)],
  [
    "E8. Two accounts on one store: at once, then again from the store",
    "E8",
    store(({ onOneStore: { concurrent, later, asked }, how }) => {
      const requests = asked ? ` by ${plural(asked, "request")}` : "";
      return `${owners(concurrent)}; ${owners(later)}${requests} (${how})`;
    }),
  ],
  [
    "E8. The token in the store has expired",
    "E8",
    store(({ onOneStore }) => (onOneStore.expired ? "handed out" : "not handed out")),
  ],
];

function cell(column, id, show) {
  if (column.missing) return "skipped";
  const finding = column.findings[id];
  if (finding === undefined) return "-";
  return finding.notRun ? "could not be run" : show(finding);
}

const line = (cells) => `| ${cells.map((text) => String(text).replaceAll("|", "\\|")).join(" | ")} |`;

/** @param {{ columns: object[], workers: object[], runtimes: string }} results */
export function markdown({ columns, workers, runtimes }) {
  const heads = columns.map(({ title, version }) => (version ? `${title} ${version}` : title));
  return [
    runtimes,
    "",
    line(["", ...heads]),
    line(["---", ...columns.map(() => "---")]),
    ...ROWS.map(([title, id, show]) => line([title, ...columns.map((column) => cell(column, id, show))])),
    "",
    "E2 in full, with the remedy that a careful user of a shared promise has:",
    "",
    line(["the token is shared by", "19 waiting, one after them, token requests"]),
    line(["---", "---"]),
    ...workers.map((one) => line([one.title, inWorkerd(one)])),
    "",
    "How each was set up:",
    "",
    ...columns.map(({ title, setup, missing }) => `- **${title}**: ${missing ? `skipped, ${missing}` : setup}`),
  ].join("\n");
}
