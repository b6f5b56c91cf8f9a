// @ts-check
import { earliest } from "./agenda.js";
import { authTime } from "./clock.js";
import { Inactive, actionStatus, startAction } from "./flow-actions.js";
import { StateError, stateInput, withResult } from "./flow-expressions.js";
import { Run } from "./flow-run.js";
import { chosen, handler, waitEnd } from "./flow-states.js";
import { uuid } from "./ids.js";
import { parseScopes, scopePaths } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./flow-records.js").Flow} Flow
 * @typedef {import("./flow-definition.js").State} State
 * @typedef {import("./flow-run.js").Position} Position
 */

/** A run that enters more states is assumed to be in an endless loop. */
const MOST_STATES = 1000;

/** The default time limit of an action, in seconds. */
const WAIT_TIME = 300;

/** All runs. They go from state to state as the clock moves. */
export class FlowRuns {
  /** @type {Map<string, Run>} */ #runs = new Map();
  /** @type {() => World} */ #world;

  /**
   * @param {import("./agenda.js").Agenda} agenda
   * @param {{ duration: number }} settings milliseconds that a run takes if it goes through each state of its flow once
   * @param {() => World} world
   */
  constructor(agenda, settings, world) {
    this.agenda = agenda;
    this.settings = settings;
    this.#world = world;
    agenda.add(this);
  }

  /** @param {Flow} flow @param {import("./flow-run.js").RunRequest} request */
  start(flow, request) {
    const run = new Run(flow, request, this.agenda.now());
    this.#runs.set(run.id, run);
    return run;
  }

  /** @param {string} id */
  get(id) {
    return this.#runs.get(id.toLowerCase());
  }

  all() {
    return [...this.#runs.values()];
  }

  /** @param {string} id */
  delete(id) {
    this.#runs.delete(id);
  }

  nextDue() {
    /** @type {{ at: number, run: () => void } | undefined} */
    let next;
    for (const run of this.#runs.values()) {
      const candidate = this.#nextOf(run);
      if (candidate && (!next || candidate.at < next.at)) next = candidate;
    }
    return next;
  }

  /** Moves the clock on because a client polls runs. @param {readonly Run[]} runs */
  look(runs) {
    this.agenda.look(() => earliest(runs.map((run) => this.nextStep(run))), this.settings.duration / 2);
  }

  /** Returns the time of an active run's next step: that of its task, while the run waits for one. @param {Run} run */
  nextStep(run) {
    if (run.status !== "ACTIVE") return undefined;
    const { action, deadline = Infinity } = (!run.next && run.position) || {};
    if (!action?.task || action.task.isOver) return this.#nextOf(run)?.at;
    const step = this.#world().tasks.nextStep(action.task);
    return step === undefined ? undefined : Math.min(step, deadline);
  }

  /** @param {Run} run */
  #nextOf(run) {
    if (run.status !== "ACTIVE") return undefined;
    const { next, position } = run;
    if (next) return { at: next.at, run: () => this.#enter(run, next.name, next.at) };
    if (!position) return undefined;
    const { action, deadline } = position;
    const end = action?.task ? (action.task.completedAt ?? Infinity) : position.due;
    const due = Math.max(end, position.from);
    if (deadline < due) return { at: deadline, run: () => this.#timeOut(run, position, deadline) };
    return due === Infinity ? undefined : { at: due, run: () => this.#leave(run, position, due) };
  }

  /** @param {Run} run @param {string} name @param {number} now */
  #enter(run, name, now) {
    const state = /** @type {State} */ (run.definition.States[name]);
    const share = this.settings.duration / Object.keys(run.definition.States).length;
    /** @type {Position} */
    const position = {
      name,
      state,
      input: undefined,
      from: now,
      due: now + share,
      deadline: Infinity,
      action: undefined,
    };
    run.position = position;
    run.next = undefined;
    if (++run.statesEntered > MOST_STATES) {
      // Not thrown: no Catch rule of the flow may handle this.
      const cause = `The fake Globus ends a run that has entered ${MOST_STATES} states`;
      return this.#fail(run, { state_name: name, error: "States.Runtime", cause }, now);
    }
    this.#trying(run, position, now, () => {
      position.input = stateInput(state, run.data);
      this.#describe(run, position, "Started", { input: position.input }, now);
      if (state.Type === "Wait") position.due = waitEnd(state, run.data, now);
      if (state.Type === "Action") this.#act(run, position, now);
    });
  }

  /** @param {Run} run @param {Position} position @param {number} now */
  #act(run, position, now) {
    const { state, input } = position;
    const { ownerId, above } = run;
    position.action = startAction(this.#world(), { url: String(state.ActionUrl), input, ownerId, above, now });
    position.deadline = now + (typeof state.WaitTime === "number" ? state.WaitTime : WAIT_TIME) * 1000;
    run.details.action_statuses = [this.#statusOf(run, position, "ACTIVE", now)];
  }

  /**
   * @param {Run} run
   * @param {Position} position
   * @param {string} status
   * @param {number} now
   * @param {unknown} [details]
   */
  #statusOf({ ownerId }, { name, state, input, action }, status, now, details) {
    const started = action ?? { id: uuid(), url: String(state.ActionUrl), input, startedAt: now, task: undefined };
    return actionStatus(started, { status, stateName: name, ownerId, now, details }, this.#world());
  }

  /**
   * @param {Run} run
   * @param {Position} position
   * @param {"Started" | "Completed"} what
   * @param {Record<string, unknown>} more
   * @param {number} now
   */
  #describe(run, { name, state: { Type: kind } }, what, more, now) {
    const [code, description] = [`${kind}${what}`, `State ${name} of type ${kind} ${what.toLowerCase()}`];
    const details = { state_name: name, state_type: kind, ...more };
    run.note(code, description, details, now);
    run.details = { time: authTime(now), code, description, details };
  }

  /** @param {Run} run @param {Position} position @param {number} now */
  #leave(run, position, now) {
    const { state } = position;
    this.#trying(run, position, now, () => {
      if (state.Type === "Fail") throw new StateError(String(state.Error ?? "Fail"), state.Cause ?? null);
      const result = this.#result(run, position, now);
      if (state.Type !== "Choice" && state.Type !== "Wait") run.data = withResult(run.data, state.ResultPath, result);
      this.#describe(run, position, "Completed", { output: result }, now);
      const isLast = state.Type !== "Choice" && state.End === true;
      if (isLast) this.#succeed(run, now);
      else run.next = { name: state.Type === "Choice" ? chosen(state, run.data) : String(state.Next), at: now };
    });
  }

  /** @param {Run} run @param {Position} position @param {number} now */
  #result(run, position, now) {
    const { state, input, action } = position;
    if (state.Type === "Pass" && "Result" in state) return state.Result;
    if (state.Type !== "Action") return input;
    const status = action?.task?.status ?? "SUCCEEDED";
    const result = this.#statusOf(run, position, status, now);
    if (status === "FAILED" && state.ExceptionOnActionFailure === true) {
      throw new StateError("ActionFailedException", result);
    }
    return result;
  }

  /** @param {Run} run @param {Position} position @param {number} now */
  #timeOut(run, position, now) {
    this.#trying(run, position, now, () => {
      throw new StateError("ActionTimeout", this.#statusOf(run, position, "ACTIVE", now));
    });
  }

  /**
   * Runs work that may throw. Then a Catch rule of the state handles the error, or the run fails.
   * @param {Run} run
   * @param {Position} position
   * @param {number} now
   * @param {() => void} work
   */
  #trying(run, position, now, work) {
    try {
      work();
    } catch (thrown) {
      if (thrown instanceof Inactive) return this.#suspend(run, position, thrown.details, now);
      // A definition may be invalid in ways that its validation does not check.
      const error = thrown instanceof StateError ? thrown : new StateError("States.Runtime", String(thrown));
      const info = { state_name: position.name, error: error.name, cause: error.cause };
      if (position.state.Type === "Action") {
        const description = `State ${position.name} of type Action failed`;
        run.note("ActionFailed", description, { ...info, state_type: "Action" }, now);
      }
      const rule = handler(position.state, error.name);
      if (!rule) return this.#fail(run, info, now);
      run.data = withResult(run.data, rule.ResultPath, { Error: error.name, Cause: error.cause });
      run.next = { name: String(rule.Next), at: now };
    }
  }

  /**
   * Makes a run inactive because its action needs a consent. Flows names that scope as a dependency of its own scopes.
   * @param {Run} run
   * @param {Position} position
   * @param {Record<string, unknown>} details
   * @param {number} now
   */
  #suspend(run, position, details, now) {
    const scope = run.above.reduceRight((inner, outer) => `${outer}[${inner}]`, String(details.required_scope));
    run.status = "INACTIVE";
    run.suspendedAt = now;
    run.details = {
      action_statuses: [this.#statusOf(run, position, "INACTIVE", now, details)],
      code: details.code,
      description: details.description,
      required_scope: scope,
      state_name: position.name,
    };
  }

  /** @param {Run} run @param {number} now */
  #succeed(run, now) {
    const output = run.data;
    run.note("FlowSucceeded", "The Flow Instance completed successfully", { output }, now);
    run.details = {
      code: "FlowSucceeded",
      description: "The Flow run reached a successful completion state",
      output,
    };
    this.#end(run, "SUCCEEDED", now);
  }

  /** @param {Run} run @param {Record<string, unknown>} details @param {number} now */
  #fail(run, details, now) {
    this.#stop(run, "FlowFailed", "The Flow Instance failed", details, now);
  }

  /**
   * @param {Run} run
   * @param {string} code
   * @param {string} description
   * @param {Record<string, unknown>} details
   * @param {number} now
   */
  #stop(run, code, description, details, now) {
    run.note(code, description, details, now);
    run.details = { time: authTime(now), code, description, details };
    this.#end(run, "FAILED", now);
  }

  /** @param {Run} run @param {"SUCCEEDED" | "FAILED"} status @param {number} now */
  #end(run, status, now) {
    run.status = status;
    run.completedAt = now;
    run.next = undefined;
  }

  /** @param {Run} run */
  cancel(run) {
    const task = run.position?.action?.task;
    if (task) this.#world().tasks.fail(task.id, { code: "CANCELED", description: "canceled" }, "canceled");
    this.#stop(run, "FlowCanceled", "The Flow Instance was canceled by the user", {}, this.agenda.now());
  }

  /**
   * Continues an inactive run where it stopped. It stays inactive until the consent it needs is given.
   * @param {Run} run
   */
  resume(run) {
    const { details, position } = run;
    if (run.status !== "INACTIVE" || !this.#hasConsents(run, details.required_scope)) return;
    const now = this.agenda.now();
    run.status = "ACTIVE";
    if (position && !run.next && (position.action || position.state.Type !== "Action")) {
      // The time while the run was inactive does not count.
      const waited = now - run.suspendedAt;
      position.from = now;
      position.due += waited;
      position.deadline += waited;
      this.#describe(run, position, "Started", { input: position.input }, now);
    } else {
      // The state never began, because a consent was missing: it begins anew.
      run.next = { name: run.next?.name ?? position?.name ?? run.definition.StartAt, at: now };
    }
  }

  /** @param {Run} run @param {unknown} scope */
  #hasConsents({ ownerId }, scope) {
    if (typeof scope !== "string") return true;
    return scopePaths(parseScopes(scope)).every(({ path }) => this.#world().tokens.hasConsent(ownerId, path));
  }

  /** @param {string} id */
  #required(id) {
    this.agenda.settle();
    const run = this.get(id);
    if (!run) throw new TypeError(`no run has the id ${id}`);
    return run;
  }

  /** Ends a run as failed, for tests. @param {string} id @param {Record<string, unknown>} details */
  fail(id, details) {
    const run = this.#required(id);
    if (!run.isOver) this.#fail(run, { state_name: run.position?.name, ...details }, this.agenda.now());
  }

  /** Makes a run inactive, for tests. @param {string} id @param {Record<string, unknown>} details */
  deactivate(id, details) {
    const run = this.#required(id);
    if (run.isOver) return;
    run.status = "INACTIVE";
    run.suspendedAt = this.agenda.now();
    run.details = { ...details, ...(run.position && { state_name: run.position.name }) };
  }
}
