// @ts-check
import { earliest } from "./agenda.js";
import { ServiceError } from "./errors.js";
import { InactiveAction, startAction } from "./flow-actions.js";
import { StateError } from "./flow-expressions.js";
import { readRunRequest } from "./flow-run-routes.js";
import { uuid } from "./ids.js";
import { TIMER_SCOPE } from "./scopes.js";
import { tickAfter } from "./timer-schedule.js";
import { consentRequirements, timersError } from "./timers-errors.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./timer-schedule.js").Schedule} Schedule
 * @typedef {import("./flow-actions.js").Action} Action
 * @typedef {import("./flow-run.js").Run} Run
 * @typedef {{ cause: "user" | "globus_auth_requirements", detail: Record<string, unknown> | null }} InactiveReason
 * @typedef {{ at: number, action?: Action, run?: Run, error?: { status: number, document: unknown } }} Result
 * @typedef {object} TimerRequest
 * @property {string} ownerId
 * @property {string | null} name
 * @property {"transfer" | "flow" | "generic"} type
 * @property {Schedule} schedule
 * @property {string} url the URL that the timer calls
 * @property {Record<string, any>} body the body of that request
 * @property {string | null} scope
 * @property {string} [flowId]
 */

export class Timer {
  id = uuid();
  /** @type {InactiveReason | null} */ stopReason = null;
  runs = 0;
  errors = 0;
  /** @type {Result[]} newest first */ results = [];

  /** @param {TimerRequest} request @param {number} now */
  constructor(request, now) {
    this.request = request;
    this.name = request.name;
    this.submittedAt = now;
    /** @type {number | undefined} */
    this.nextRun = request.schedule.start;
  }

  /** The result whose run or task is not over. While it exists, ticks are skipped. */
  get currentResult() {
    const [last] = this.results;
    if (last?.run && !last.run.isOver) return last;
    return last?.action?.task && !last.action.task.isOver ? last : undefined;
  }

  /** Why the timer waits: its owner paused it, or its run waits for a consent. @returns {InactiveReason | null} */
  get inactiveReason() {
    const run = this.currentResult?.run;
    if (this.stopReason || run?.status !== "INACTIVE" || run.details.required_scope === undefined)
      return this.stopReason;
    const { description, required_scope: scope } = run.details;
    const detail = consentRequirements(String(description), [String(scope)]);
    return { cause: "globus_auth_requirements", detail };
  }

  get status() {
    if (this.inactiveReason) return "inactive";
    return this.nextRun === undefined && !this.currentResult ? "ended" : "active";
  }
}

/** All timers. They run as the clock moves. */
export class TimerJobs {
  /** @type {Map<string, Timer>} */ #timers = new Map();
  /** @type {() => World} */ #world;

  /** @param {import("./agenda.js").Agenda} agenda @param {() => World} world */
  constructor(agenda, world) {
    this.agenda = agenda;
    this.#world = world;
    agenda.add(this);
  }

  /** @param {TimerRequest} request */
  add(request) {
    if (request.flowId !== undefined) this.#requireFlowConsent(request);
    const timer = new Timer(request, this.agenda.now());
    this.#timers.set(timer.id, timer);
    return timer;
  }

  /** @param {string} id */
  get(id) {
    return this.#timers.get(id.toLowerCase());
  }

  all() {
    return [...this.#timers.values()];
  }

  /** @param {Timer} timer */
  delete(timer) {
    this.#timers.delete(timer.id);
  }

  /** Moves the clock on because a client polls timers. @param {readonly Timer[]} timers */
  advanceOnPoll(timers) {
    this.agenda.advanceOnPoll(() => earliest(timers.map((timer) => this.#nextStepTime(timer))));
  }

  /**
   * Returns the next step of the run or task that a timer started, else its next tick. A timer without an end rests
   * between its runs: a client that polls for the result of one run must not start the next.
   * @param {Timer} timer
   */
  #nextStepTime({ inactiveReason, currentResult, nextRun, runs, request: { schedule } }) {
    if (inactiveReason) return undefined;
    const { run, action } = currentResult ?? {};
    if (run) return this.#world().runs.nextStepTime(run);
    if (action?.task) return this.#world().tasks.nextStepTime(action.task);
    const hasEnd = schedule.count !== undefined || schedule.until !== undefined;
    return runs === 0 || hasEnd ? nextRun : undefined;
  }

  nextDue() {
    /** @type {{ at: number, run: () => void } | undefined} */
    let next;
    for (const timer of this.#timers.values()) {
      const { nextRun: at, inactiveReason } = timer;
      if (at === undefined || inactiveReason || (next && next.at <= at)) continue;
      next = { at, run: () => this.#runTick(timer, at) };
    }
    return next;
  }

  /** @param {Timer} timer @param {number} at */
  #runTick(timer, at) {
    const { schedule } = timer.request;
    if (!timer.currentResult) {
      const result = this.#startRun(timer, at);
      if (!result) return;
      timer.results.unshift(result);
      timer.runs++;
      if (result.error) timer.errors++;
    }
    timer.nextRun = timer.runs >= (schedule.count ?? Infinity) ? undefined : tickAfter(schedule, at);
  }

  /**
   * Starts the flow or action of a timer. Returns undefined if a consent is missing: the timer then waits for its
   * owner.
   * @param {Timer} timer
   * @param {number} at
   * @returns {Result | undefined}
   */
  #startRun(timer, at) {
    const { request, runs } = timer;
    try {
      if (request.flowId !== undefined) return { at, run: this.#startFlow(request) };
      const { url, ownerId, body } = request;
      const label = `${body?.label ?? timer.name ?? timer.id}, run ${runs + 1}`.slice(-128);
      const input = request.type === "transfer" ? { ...body, label } : body;
      return { at, action: startAction(this.#world(), { url, input, ownerId, parentScopes: [TIMER_SCOPE], now: at }) };
    } catch (error) {
      if (error instanceof InactiveAction) {
        const { description, required_scope: scope } = error.details;
        const detail = consentRequirements(String(description), [`${TIMER_SCOPE}[${String(scope)}]`]);
        timer.stopReason = { cause: "globus_auth_requirements", detail };
        return undefined;
      }
      if (error instanceof ServiceError) return { at, error };
      const cause = error instanceof StateError ? error.cause : { code: "Error", message: String(error) };
      return { at, error: { status: 400, document: cause } };
    }
  }

  /** @param {TimerRequest} request */
  #startFlow(request) {
    const { ownerId, body } = request;
    const world = this.#world();
    const flow = this.#requireFlow(request);
    if (!this.#hasFlowConsent(request)) {
      throw new InactiveAction({ description: MISSING_FLOW_CONSENT, required_scope: flow.scope });
    }
    if (!flow.allows(ownerId, "flow_starter", world)) throw timersError(403, "FORBIDDEN", "Missing permissions: RUN.");
    return world.runs.start(flow, { ...readRunRequest(flow, body), ownerId, parentScopes: [TIMER_SCOPE, flow.scope] });
  }

  /** @param {TimerRequest} request */
  #requireFlow({ flowId = "" }) {
    const flow = this.#world().flows.get(flowId);
    if (!flow) throw timersError(404, "NOT_FOUND", `No flow with id ${flowId}`);
    return flow;
  }

  /** @param {TimerRequest} request */
  #hasFlowConsent(request) {
    return this.#world().tokens.hasConsent(request.ownerId, [TIMER_SCOPE, this.#requireFlow(request).scope]);
  }

  /**
   * Requires the consent for the flow: Timers acts for the caller at the flow. That Timers refuses a timer without it
   * is documented ("ConsentRequired errors when creating flow timers"). The form of the refusal is not.
   * @param {TimerRequest} request
   */
  #requireFlowConsent(request) {
    if (this.#hasFlowConsent(request)) return;
    const scopes = [`${TIMER_SCOPE}[${this.#requireFlow(request).scope}]`];
    const requirements = consentRequirements(MISSING_FLOW_CONSENT, scopes);
    throw timersError(403, "ConsentRequired", MISSING_FLOW_CONSENT, requirements);
  }

  /** @param {Timer} timer */
  pause(timer) {
    timer.stopReason = { cause: "user", detail: null };
  }

  /**
   * Resumes a timer. A run that it missed starts at once. A timer that waits for a consent keeps waiting if its
   * credentials are not updated.
   * @param {Timer} timer
   * @param {boolean | undefined} updateCredentials by default, they are updated if the timer waits for a consent
   */
  resume(timer, updateCredentials) {
    const reason = timer.inactiveReason;
    if (reason?.cause === "globus_auth_requirements" && updateCredentials === false) return;
    const run = timer.currentResult?.run;
    if (run) this.#world().runs.resume(run);
    timer.stopReason = null;
    if (timer.nextRun !== undefined) timer.nextRun = Math.max(timer.nextRun, this.agenda.now());
  }
}

const MISSING_FLOW_CONSENT = "Missing required consent for the flow";
