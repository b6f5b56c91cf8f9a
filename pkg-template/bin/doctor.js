// @ts-check
import { id, place } from "./args.js";
import { DONE, FAILED } from "./stop.js";
import { safe, safeLines, wrap } from "./text.js";

/**
 * @typedef {import("globus-service-account").DoctorReport} Report
 * @typedef {import("globus-service-account").DoctorCheck} Check
 * @typedef {import("globus-service-account").DoctorSubjectCheck} Subject
 */

const MARKS = /** @type {const} */ ({
  ok: ["✓", "green"],
  warning: ["!", "yellow"],
  failed: ["✗", "red"],
  skipped: ["-", "dim"],
  unknown: ["?", "yellow"],
});

/** By whether it exists: what is not seen. */
const UNSEEN = {
  true: "exists, but the account may not see it",
  false: "does not exist",
  unknown: "whether it exists is unknown",
};
/** By whether they block: what policies are called. */
const POLICY = { true: "policy in the way", false: "policy, not in the way", unknown: "policy, perhaps in the way" };

/** @param {import("./main.js").Task} task */
export async function doctor({ account, options, screen, signal }) {
  const list = (/** @type {string} */ name) => /** @type {string[]} */ (options[name] ?? []);
  const ids = (/** @type {string} */ name) => list(name).map((text) => id("doctor", `--${name}`, text));
  const subjects = {
    collections: list("collection").map((text) => {
      const { collection, path } = place("doctor", "--collection", text);
      return path ? { id: collection, path } : collection;
    }),
    groups: ids("group"),
    indexes: ids("index"),
    flows: ids("flow"),
  };
  const report = await account.doctor(subjects, { signal });
  if (screen.isJson) screen.json(report);
  else show(report, screen);
  return report.ok ? DONE : FAILED;
}

/** Where what belongs to a check begins. */
const [INDENT, ARROW] = ["    ", "→ "];

/** @param {Report} report @param {import("./screen.js").Screen} screen */
function show({ ok, identity, environment, checks }, screen) {
  const { out } = screen;
  const { name, username } = identity;
  screen.print(out.paint("bold", safe(name ? `${name} (${username})` : username)));
  screen.print(out.paint("dim", `Globus environment: ${safe(environment)}`));
  const column = Math.max(...checks.map(({ check }) => check.length)) + 2;
  // Blank lines stand around what has more than a line.
  let isLong = true;
  for (const { check, status, summary, advice, steps, ...more } of checks) {
    const [mark, style] = MARKS[status];
    const said = wrap(safeLines(summary), out.width, " ".repeat(column + 2)).trimStart();
    const facts = "id" in more ? factsOf(more, status === "skipped") : [];
    const wasLong = isLong;
    isLong = Boolean(advice) || facts.length > 0;
    if (isLong || wasLong) screen.print("");
    screen.print(`${out.paint(style, mark)} ${out.paint("bold", safe(check).padEnd(column))}${said}`);
    for (const fact of facts) screen.print(out.paint("dim", wrap(safe(fact), out.width, INDENT)));
    if (advice) {
      const text = out.advised({ advice, steps }, INDENT + " ".repeat(ARROW.length)).trimStart();
      screen.print(`${INDENT}${out.paint(status === "ok" ? "dim" : style, ARROW)}${text}`);
    }
  }
  screen.print(`\n${out.paint(ok ? "green" : "red", counts(checks))}`);
}

/**
 * What is known of a subject.
 * @param {Omit<Subject, "check" | "status" | "summary">} subject
 * @param {boolean} isSkipped
 */
function factsOf({ id, path, exists, visible, can, roles, policies, consents = [] }, isSkipped) {
  const place = path ? `${id}:${path}` : id;
  if (isSkipped) return [place];
  const abilities = [
    ["may", true],
    ["may not", false],
    ["unknown", "unknown"],
  ].flatMap(([label, value]) => {
    const names = Object.keys(can).filter((ability) => can[ability] === value);
    return names.length > 0 ? [`${label}: ${names.join(", ").replaceAll("_", " ")}`] : [];
  });
  return [
    place,
    ...(visible === true ? [] : [UNSEEN[`${exists}`]]),
    abilities.join("; "),
    roles.length > 0 ? `roles: ${roles.join(", ")}` : "",
    ...policies.map(({ policy, blocks, details }) => {
      const said = `${POLICY[`${blocks}`]}: ${policy.replaceAll("_", " ")}`;
      return details ? `${said} (${details})` : said;
    }),
    ...consents.map((scope) => `consent just given: ${scope}`),
  ].filter(Boolean);
}

/** @param {readonly Check[]} checks */
const counts = (checks) =>
  Object.keys(MARKS)
    .map((status) => [checks.filter((check) => check.status === status).length, status])
    .filter(([number]) => number)
    .map(([number, status]) => `${number} ${status}`)
    .join(", ");
