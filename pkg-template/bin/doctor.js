// @ts-check
import { checkId, parseCollectionPath } from "./args.js";
import { DONE, FAILED } from "./exit.js";
import { escapeLine, escapeLines, wrap } from "./text.js";

/**
 * @typedef {import("globus-service-account").DoctorReport} Report
 * @typedef {import("globus-service-account").DoctorCheck} Check
 * @typedef {import("globus-service-account").DoctorSubjectCheck} SubjectCheck
 */

const MARKS = /** @type {const} */ ({
  ok: ["✓", "green"],
  warning: ["!", "yellow"],
  failed: ["✗", "red"],
  skipped: ["-", "dim"],
  unknown: ["?", "yellow"],
});

/** The text for a subject that the account does not see, by `exists`. */
const NOT_VISIBLE = {
  true: "exists, but the account may not see it",
  false: "does not exist",
  unknown: "whether it exists is unknown",
};
/** The label of a policy, by `blocks`. */
const POLICY = { true: "policy that blocks", false: "policy that does not block", unknown: "policy that may block" };

/** @param {import("./main.js").CommandContext} context */
export async function doctor({ account, options, screen, signal }) {
  const values = (/** @type {string} */ name) => /** @type {string[]} */ (options[name] ?? []);
  const ids = (/** @type {string} */ name) => values(name).map((text) => checkId("doctor", `--${name}`, text));
  const subjects = {
    collections: values("collection").map((text) => {
      const { collection, path } = parseCollectionPath("doctor", "--collection", text);
      return path ? { id: collection, path } : collection;
    }),
    groups: ids("group"),
    indexes: ids("index"),
    flows: ids("flow"),
  };
  const report = await account.doctor(subjects, { signal });
  if (screen.isJson) screen.printJson(report);
  else printReport(report, screen);
  return report.ok ? DONE : FAILED;
}

/** `INDENT` begins each line below a check. `ARROW` marks its advice. */
const [INDENT, ARROW] = ["    ", "→ "];

/** @param {Report} report @param {import("./screen.js").Screen} screen */
function printReport({ ok, identity, environment, checks }, screen) {
  const { out } = screen;
  const { name, username } = identity;
  screen.print(out.paint("bold", escapeLine(name ? `${name} (${username})` : username)));
  screen.print(out.paint("dim", `Globus environment: ${escapeLine(environment)}`));
  const column = Math.max(...checks.map(({ check }) => check.length)) + 2;
  // A check of more than one line has a blank line before and after it.
  let isLong = true;
  for (const { check, status, summary, advice, steps, ...subject } of checks) {
    const [mark, style] = MARKS[status];
    const text = wrap(escapeLines(summary), out.width, " ".repeat(column + 2)).trimStart();
    const facts = "id" in subject ? formatFacts(subject, status === "skipped") : [];
    const wasLong = isLong;
    isLong = Boolean(advice) || facts.length > 0;
    if (isLong || wasLong) screen.print("");
    screen.print(`${out.paint(style, mark)} ${out.paint("bold", escapeLine(check).padEnd(column))}${text}`);
    for (const fact of facts) screen.print(out.paint("dim", wrap(escapeLine(fact), out.width, INDENT)));
    if (advice) {
      const text = out.formatAdvice({ advice, steps }, INDENT + " ".repeat(ARROW.length)).trimStart();
      screen.print(`${INDENT}${out.paint(status === "ok" ? "dim" : style, ARROW)}${text}`);
    }
  }
  screen.print(`\n${out.paint(ok ? "green" : "red", countByStatus(checks))}`);
}

/**
 * Returns the facts about a subject, each one line. Of a skipped check only the id and path are known.
 * @param {Omit<SubjectCheck, "check" | "status" | "summary">} subject
 * @param {boolean} isSkipped
 */
function formatFacts({ id, path, exists, visible, can, roles, policies, consents = [] }, isSkipped) {
  const idAndPath = path ? `${id}:${path}` : id;
  if (isSkipped) return [idAndPath];
  const abilities = [
    ["may", true],
    ["may not", false],
    ["unknown", "unknown"],
  ].flatMap(([label, value]) => {
    const names = Object.keys(can).filter((ability) => can[ability] === value);
    return names.length > 0 ? [`${label}: ${names.join(", ").replaceAll("_", " ")}`] : [];
  });
  return [
    idAndPath,
    ...(visible === true ? [] : [NOT_VISIBLE[`${exists}`]]),
    abilities.join("; "),
    roles.length > 0 ? `roles: ${roles.join(", ")}` : "",
    ...policies.map(({ policy, blocks, details }) => {
      const text = `${POLICY[`${blocks}`]}: ${policy.replaceAll("_", " ")}`;
      return details ? `${text} (${details})` : text;
    }),
    ...consents.map((scope) => `consent just granted: ${scope}`),
  ].filter(Boolean);
}

/** @param {readonly Check[]} checks */
const countByStatus = (checks) =>
  Object.keys(MARKS)
    .map((status) => [checks.filter((check) => check.status === status).length, status])
    .filter(([number]) => number)
    .map(([number, status]) => `${number} ${status}`)
    .join(", ");
