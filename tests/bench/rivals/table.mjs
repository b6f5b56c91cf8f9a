// Formats findings as a Markdown table.
import { LIMIT_MS } from "./experiments/outages.mjs";

const seconds = (ms) => (ms < 50 ? "at once" : `after ${(ms / 1000).toFixed(1)} s`);
const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
const formatResult = ({ ok, ms }) => `${ok ? "ok" : "error"} ${seconds(ms)}`;

const perWindow = (format) => (windows) =>
  windows.map((window) => (window.label ? `${window.label}: ` : "") + format(window)).join("; ");

function formatColdCallers(runs) {
  const formatRun = ({ store, callers, requests, errors, kinds }) => {
    const all = `${store ? `${store}: ` : ""}${requests}`;
    return errors ? `${all}, ${errors} of ${callers} fail (${kinds.join(", ")})` : all;
  };
  return runs.map(formatRun).join("; ");
}

function formatWorkers({ waiters, hung, failed, requests, later }) {
  const failing = failed ? `, ${failed} fail` : "";
  const next = later.ok ? "the next is ok" : later.ended ? "the next fails" : "the next hangs";
  return `${hung ? `${hung} of ${waiters} hang` : "none hangs"}${failing}; ${next}; ${plural(requests, "request")}`;
}

function formatRetry({ ok, ended, waited, early }, isDate) {
  if (!ended) return "no result";
  if (waited === undefined) return ok ? "ok" : "error, no retry";
  const when = isDate ? (early > 50 ? `${(early / 1000).toFixed(1)} s before it` : "not before it") : seconds(waited);
  return `retry ${when}, ${ok ? "ok" : "error"}`;
}

function formatSilentEndpoint({ byDefaultResult, withTimeout, withSignal }) {
  const within = ({ ended, ms }) => (ended ? `ends ${seconds(ms)}` : `none within ${LIMIT_MS / 1000} s`);
  const parts = [within(byDefaultResult)];
  if (withTimeout) parts.push(`${within(withTimeout)} with ${withTimeout.how}`);
  if (withSignal) parts.push(`${within(withSignal)} with \`signal\``);
  return parts.join("; ");
}

function formatPrintedSecrets({ client, token, error }) {
  const findings = Object.entries({ "secret in client": client, "token in client": token, "secret in error": error });
  const nonEmpty = findings.filter(([, forms]) => forms.length > 0);
  return nonEmpty.map(([title, forms]) => `${title} (${forms.join(", ")})`).join("; ") || "nothing";
}

const formatOwners = (tokens) => tokens.join(", ");
const ifShared = (format) => (finding) => (finding.onOneStore ? format(finding) : "no shared cache");

/** The title of each row, its experiment, and a function that formats the finding. */
const ROWS = [
  ["E1. Cold callers at once (50; Python 20 threads): token requests", "E1", formatColdCallers],
  ["E2. workerd: the request that started the refresh ends, 19 wait", "E2", formatWorkers],
  [
    "E3. Token valid but near expiry, endpoint answers 500, 20 calls",
    "E3",
    perWindow(({ failing: { ok, calls, first, requestTimes } }) => {
      const short = calls < 20 ? ` (stopped after 10 s, the first took ${(first.ms / 1000).toFixed(1)} s)` : "";
      return `${ok} of ${calls} ok${short}, ${plural(requestTimes.length, "request")}`;
    }),
  ],
  ["E3. The same, endpoint takes 1.5 s to answer 500: first call", "E3", perWindow(({ slow }) => formatResult(slow))],
  ["E4. Wrong secret, 20 calls: token requests", "E4", ({ requests }) => String(requests)],
  ["E5. 429 once, `Retry-After: 3`", "E5", ({ inSeconds }) => formatRetry(inSeconds, false)],
  ["E5. 429 once, `Retry-After:` a date at least 3 s ahead", "E5", ({ asDate }) => formatRetry(asDate, true)],
  ["E6. Endpoint never answers: result of the call", "E6", formatSilentEndpoint],
  ["E7. Secrets and tokens in printed objects", "E7", formatPrintedSecrets],
  ["E8. Two accounts in one process: whose token each gets", "E8", ({ inOneProcess }) => formatOwners(inOneProcess)],
  [
    "E8. Two accounts on one store: at once, then again from the store",
    "E8",
    ifShared(({ onOneStore: { concurrent, later, asked }, how }) => {
      const requests = asked ? ` by ${plural(asked, "request")}` : "";
      return `${formatOwners(concurrent)}; ${formatOwners(later)}${requests} (${how})`;
    }),
  ],
  [
    "E8. The token in the store has expired",
    "E8",
    ifShared(({ onOneStore }) => (onOneStore.expired ? "returned" : "not returned")),
  ],
];

function cell(column, id, format) {
  if (column.missing) return "skipped";
  const finding = column.findings[id];
  if (finding === undefined) return "-";
  return finding.notRun ? "could not be run" : format(finding);
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
    ...ROWS.map(([title, id, format]) => line([title, ...columns.map((column) => cell(column, id, format))])),
    "",
    "E2 in detail, with and without `ctx.waitUntil` for the shared promise:",
    "",
    line(["the token is shared by", "19 waiting requests, the request after them, token requests"]),
    line(["---", "---"]),
    ...workers.map((worker) => line([worker.title, formatWorkers(worker)])),
    "",
    "The setup of each library:",
    "",
    ...columns.map(({ title, setup, missing }) => `- **${title}**: ${missing ? `skipped, ${missing}` : setup}`),
  ].join("\n");
}
