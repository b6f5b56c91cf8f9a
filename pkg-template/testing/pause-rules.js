// @ts-check
import { uuid } from "./ids.js";
import { parseTime, transferTime } from "./clock.js";

/**
 * @typedef {import("./collections.js").Collection} Collection
 * @typedef {import("./tasks.js").Task} Task
 * @typedef {{ id: string, collection: Collection, message: string, identityId: string | null,
 *   startsAt: number | undefined, modifiedBy: string, pauses: Record<string, boolean> }} PauseRule
 */

/** The operations that a rule can pause. A rule pauses all of them, except those that its document sets to false. */
export const PAUSE_FLAGS = [
  "pause_ls",
  "pause_mkdir",
  "pause_rename",
  "pause_symlink",
  "pause_task_delete",
  "pause_task_transfer_read",
  "pause_task_transfer_write",
];

/** Rules with which the managers of a collection pause operations. In the fake they pause tasks only. */
export class PauseRules {
  /** @type {Map<string, PauseRule>} */ records = new Map();
  /** @type {import("./clock.js").Clock} */ #clock;

  /** @param {import("./clock.js").Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** @param {Collection} collection @param {Record<string, unknown>} document @param {string} callerId */
  add(collection, document, callerId) {
    /** @type {PauseRule} */
    const rule = {
      id: uuid(),
      collection,
      message: String(document.message ?? ""),
      identityId: typeof document.identity_id === "string" ? document.identity_id.toLowerCase() : null,
      startsAt: parseTime(document.start_time),
      modifiedBy: callerId,
      pauses: Object.fromEntries(PAUSE_FLAGS.map((name) => [name, document[name] !== false])),
    };
    this.records.set(rule.id, rule);
    return rule;
  }

  /** @param {PauseRule} rule @param {Record<string, unknown>} document @param {string} callerId */
  update(rule, document, callerId) {
    if (typeof document.message === "string") rule.message = document.message;
    if ("start_time" in document) rule.startsAt = parseTime(document.start_time);
    for (const name of PAUSE_FLAGS) if (typeof document[name] === "boolean") rule.pauses[name] = document[name];
    rule.modifiedBy = callerId;
  }

  /** Returns the time at which the next rule starts. */
  nextStartTime() {
    const now = this.#clock.now();
    const starts = [...this.records.values()].map(({ startsAt = 0 }) => startsAt);
    return Math.min(...starts.filter((time) => time > now), Infinity);
  }

  /**
   * Returns the rules for an identity on a collection, including the rules of its mapped collection.
   * @param {Collection} collection
   * @param {string} identityId
   */
  effectiveRules(collection, identityId) {
    const now = this.#clock.now();
    return [...this.records.values()].filter(
      (rule) =>
        (rule.collection === collection || rule.collection === collection.mapped) &&
        (rule.identityId === null || rule.identityId === identityId) &&
        (rule.startsAt ?? -Infinity) <= now,
    );
  }

  /** Returns the rules that pause a task. @param {Task} task @returns {PauseRule[]} */
  rulesForTask({ request }) {
    const { source, destination, ownerId, type } = request;
    const findRules = (/** @type {Collection | undefined} */ collection, /** @type {string} */ flag) =>
      collection ? this.effectiveRules(collection, ownerId).filter(({ pauses }) => pauses[flag]) : [];
    if (type === "DELETE") return findRules(source, "pause_task_delete");
    const rules = [
      ...findRules(source, "pause_task_transfer_read"),
      ...findRules(destination, "pause_task_transfer_write"),
    ];
    return [...new Set(rules)];
  }

  /** Returns the part of a rule that every identity may see. @param {PauseRule} rule */
  makeLimitedDocument({ id, collection, message, identityId, startsAt, pauses }) {
    return {
      DATA_TYPE: "pause_rule_limited",
      id,
      message,
      start_time: startsAt === undefined ? null : transferTime(startsAt),
      endpoint_id: collection.id,
      endpoint_display_name: collection.displayName,
      identity_id: identityId,
      ...pauses,
    };
  }

  /** @param {PauseRule} rule @param {string} identityId the caller's */
  makeDocument(rule, identityId) {
    return {
      ...this.makeLimitedDocument(rule),
      DATA_TYPE: "pause_rule",
      modified_by_id: rule.modifiedBy,
      created_by_host_manager: false,
      editable: rule.collection.holds(identityId, "activity_manager"),
    };
  }
}
