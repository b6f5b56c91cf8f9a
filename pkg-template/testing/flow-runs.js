// @ts-check
import { earliest } from "./agenda.js";
import { authTime } from "./clock.js";
import { InactiveAction, actionStatus, startAction } from "./flow-actions.js";
import { StateError, resolveStateInput, mergeResult } from "./flow-expressions.js";
import { Run } from "./flow-run.js";
import { chooseNextState, findCatchRule, getWaitEnd } from "./flow-states.js";
import { uuid } from "./ids.js";
import { parseScopes, scopePaths } from "./scopes.js";

/**
 * @typedef {import("./world.js").World} World
 * @typedef {import("./flow-records.js").Flow} Flow
 * @typedef {import("./flow-definition.js").State} State
 * @typedef {import("./flow-run.js").ActiveState} Position
 */

/** How many states a run may enter. A run that enters more is assumed to be in an endless loop. */
const MAX_STATES_ENTERED = 1000;

/** The default time limit of an action, in seconds. */
const DEFAULT_WAIT_TIME_SECONDS = 300;

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
      const candidate = this.#nextWork(run);
      if (candidate && (!next || candidate.at < next.at)) next = candidate;
    }
    return next;
  }

  /** Moves the clock on because a client polls runs. @param {readonly Run[]} runs */
  advanceOnPoll(runs) {
    this.agenda.advanceOnPoll(() => earliest(runs.map((run) => this.nextStepTime(run))), this.settings.duration / 2);
  }

  /** Returns the time of an active run's next step: that of its task, while the run waits for one. @param {Run} run */
  nextStepTime(run) {
    if (run.status !== "ACTIVE") return undefined;
    const { action, deadline = Infinity } = (!run.nextState && run.activeState) || {};
    if (!action?.task || action.task.isOver) return this.#nextWork(run)?.at;
    const step = this.#world().tasks.nextStepTime(action.task);
    return step === undefined ? undefined : Math.min(step, deadline);
  }

  /** @param {Run} run */
  #nextWork(run) {
    if (run.status !== "ACTIVE") return undefined;
    const { nextState, activeState } = run;
    if (nextState) return { at: nextState.at, run: () => this.#enterState(run, nextState.name, nextState.at) };
    if (!activeState) return undefined;
    const { action, deadline } = activeState;
    const end = action?.task ? (action.task.completedAt ?? Infinity) : activeState.due;
    const due = Math.max(end, activeState.startedAt);
    if (deadline < due) return { at: deadline, run: () => this.#failOnTimeout(run, activeState, deadline) };
    return due === Infinity ? undefined : { at: due, run: () => this.#leaveState(run, activeState, due) };
  }

  /** @param {Run} run @param {string} name @param {number} now */
  #enterState(run, name, now) {
    const state = /** @type {State} */ (run.definition.States[name]);
    const stateDuration = this.settings.duration / Object.keys(run.definition.States).length;
    /** @type {Position} */
    const activeState = {
      name,
      state,
      input: undefined,
      startedAt: now,
      due: now + stateDuration,
      deadline: Infinity,
      action: undefined,
    };
    run.activeState = activeState;
    run.nextState = undefined;
    if (++run.statesEntered > MAX_STATES_ENTERED) {
      // Not thrown: no Catch rule of the flow may handle this.
      const cause = `The fake Globus ends a run that has entered ${MAX_STATES_ENTERED} states`;
      return this.#fail(run, { state_name: name, error: "States.Runtime", cause }, now);
    }
    this.#runWithCatch(run, activeState, now, () => {
      activeState.input = resolveStateInput(state, run.data);
      this.#recordState(run, activeState, "Started", { input: activeState.input }, now);
      if (state.Type === "Wait") activeState.due = getWaitEnd(state, run.data, now);
      if (state.Type === "Action") this.#startAction(run, activeState, now);
    });
  }

  /** @param {Run} run @param {Position} activeState @param {number} now */
  #startAction(run, activeState, now) {
    const { state, input } = activeState;
    const { ownerId, parentScopes } = run;
    activeState.action = startAction(this.#world(), {
      url: String(state.ActionUrl),
      input,
      ownerId,
      parentScopes,
      now,
    });
    activeState.deadline =
      now + (typeof state.WaitTime === "number" ? state.WaitTime : DEFAULT_WAIT_TIME_SECONDS) * 1000;
    run.details.action_statuses = [this.#describeAction(run, activeState, "ACTIVE", now)];
  }

  /**
   * @param {Run} run
   * @param {Position} activeState
   * @param {string} status
   * @param {number} now
   * @param {unknown} [details]
   */
  #describeAction({ ownerId }, { name, state, input, action }, status, now, details) {
    const knownAction = action ?? { id: uuid(), url: String(state.ActionUrl), input, startedAt: now, task: undefined };
    return actionStatus(knownAction, { status, stateName: name, ownerId, now, details }, this.#world());
  }

  /**
   * @param {Run} run
   * @param {Position} activeState
   * @param {"Started" | "Completed"} phase
   * @param {Record<string, unknown>} more
   * @param {number} now
   */
  #recordState(run, { name, state: { Type: kind } }, phase, more, now) {
    const [code, description] = [`${kind}${phase}`, `State ${name} of type ${kind} ${phase.toLowerCase()}`];
    const details = { state_name: name, state_type: kind, ...more };
    run.addLogEntry(code, description, details, now);
    run.details = { time: authTime(now), code, description, details };
  }

  /** @param {Run} run @param {Position} activeState @param {number} now */
  #leaveState(run, activeState, now) {
    const { state } = activeState;
    this.#runWithCatch(run, activeState, now, () => {
      if (state.Type === "Fail") throw new StateError(String(state.Error ?? "Fail"), state.Cause ?? null);
      const result = this.#stateResult(run, activeState, now);
      if (state.Type !== "Choice" && state.Type !== "Wait") run.data = mergeResult(run.data, state.ResultPath, result);
      this.#recordState(run, activeState, "Completed", { output: result }, now);
      const isLast = state.Type !== "Choice" && state.End === true;
      if (isLast) this.#succeed(run, now);
      else
        run.nextState = {
          name: state.Type === "Choice" ? chooseNextState(state, run.data) : String(state.Next),
          at: now,
        };
    });
  }

  /** @param {Run} run @param {Position} activeState @param {number} now */
  #stateResult(run, activeState, now) {
    const { state, input, action } = activeState;
    if (state.Type === "Pass" && "Result" in state) return state.Result;
    if (state.Type !== "Action") return input;
    const status = action?.task?.status ?? "SUCCEEDED";
    const result = this.#describeAction(run, activeState, status, now);
    if (status === "FAILED" && state.ExceptionOnActionFailure === true) {
      throw new StateError("ActionFailedException", result);
    }
    return result;
  }

  /** @param {Run} run @param {Position} activeState @param {number} now */
  #failOnTimeout(run, activeState, now) {
    this.#runWithCatch(run, activeState, now, () => {
      throw new StateError("ActionTimeout", this.#describeAction(run, activeState, "ACTIVE", now));
    });
  }

  /**
   * Runs work that may throw. Then a Catch rule of the state handles the error, or the run fails.
   * @param {Run} run
   * @param {Position} activeState
   * @param {number} now
   * @param {() => void} work
   */
  #runWithCatch(run, activeState, now, work) {
    try {
      work();
    } catch (thrown) {
      if (thrown instanceof InactiveAction) return this.#suspend(run, activeState, thrown.details, now);
      // A definition may be invalid in ways that its validation does not check.
      const error = thrown instanceof StateError ? thrown : new StateError("States.Runtime", String(thrown));
      const info = { state_name: activeState.name, error: error.name, cause: error.cause };
      if (activeState.state.Type === "Action") {
        const description = `State ${activeState.name} of type Action failed`;
        run.addLogEntry("ActionFailed", description, { ...info, state_type: "Action" }, now);
      }
      const rule = findCatchRule(activeState.state, error.name);
      if (!rule) return this.#fail(run, info, now);
      run.data = mergeResult(run.data, rule.ResultPath, { Error: error.name, Cause: error.cause });
      run.nextState = { name: String(rule.Next), at: now };
    }
  }

  /**
   * Makes a run inactive because its action needs a consent. Flows names that scope as a dependency of its own scopes.
   * @param {Run} run
   * @param {Position} activeState
   * @param {Record<string, unknown>} details
   * @param {number} now
   */
  #suspend(run, activeState, details, now) {
    const scope = run.parentScopes.reduceRight((inner, outer) => `${outer}[${inner}]`, String(details.required_scope));
    run.status = "INACTIVE";
    run.suspendedAt = now;
    run.details = {
      action_statuses: [this.#describeAction(run, activeState, "INACTIVE", now, details)],
      code: details.code,
      description: details.description,
      required_scope: scope,
      state_name: activeState.name,
    };
  }

  /** @param {Run} run @param {number} now */
  #succeed(run, now) {
    const output = run.data;
    run.addLogEntry("FlowSucceeded", "The Flow Instance completed successfully", { output }, now);
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
    run.addLogEntry(code, description, details, now);
    run.details = { time: authTime(now), code, description, details };
    this.#end(run, "FAILED", now);
  }

  /** @param {Run} run @param {"SUCCEEDED" | "FAILED"} status @param {number} now */
  #end(run, status, now) {
    run.status = status;
    run.completedAt = now;
    run.nextState = undefined;
  }

  /** @param {Run} run */
  cancel(run) {
    const task = run.activeState?.action?.task;
    if (task) this.#world().tasks.fail(task.id, { code: "CANCELED", description: "canceled" }, "canceled");
    this.#stop(run, "FlowCanceled", "The Flow Instance was canceled by the user", {}, this.agenda.now());
  }

  /**
   * Continues an inactive run where it stopped. It stays inactive until the consent it needs is given.
   * @param {Run} run
   */
  resume(run) {
    const { details, activeState } = run;
    if (run.status !== "INACTIVE" || !this.#hasConsents(run, details.required_scope)) return;
    const now = this.agenda.now();
    run.status = "ACTIVE";
    if (activeState && !run.nextState && (activeState.action || activeState.state.Type !== "Action")) {
      // The time while the run was inactive does not count.
      const waited = now - run.suspendedAt;
      activeState.startedAt = now;
      activeState.due += waited;
      activeState.deadline += waited;
      this.#recordState(run, activeState, "Started", { input: activeState.input }, now);
    } else {
      // The state never began, because a consent was missing: it begins anew.
      run.nextState = { name: run.nextState?.name ?? activeState?.name ?? run.definition.StartAt, at: now };
    }
  }

  /** @param {Run} run @param {unknown} scope */
  #hasConsents({ ownerId }, scope) {
    if (typeof scope !== "string") return true;
    return scopePaths(parseScopes(scope)).every(({ path }) => this.#world().tokens.hasConsent(ownerId, path));
  }

  /** @param {string} id */
  #requireRun(id) {
    this.agenda.settle();
    const run = this.get(id);
    if (!run) throw new TypeError(`no run has the id ${id}`);
    return run;
  }

  /** Ends a run as failed, for tests. @param {string} id @param {Record<string, unknown>} details */
  fail(id, details) {
    const run = this.#requireRun(id);
    if (!run.isOver) this.#fail(run, { state_name: run.activeState?.name, ...details }, this.agenda.now());
  }

  /** Makes a run inactive, for tests. @param {string} id @param {Record<string, unknown>} details */
  deactivate(id, details) {
    const run = this.#requireRun(id);
    if (run.isOver) return;
    run.status = "INACTIVE";
    run.suspendedAt = this.agenda.now();
    run.details = { ...details, ...(run.activeState && { state_name: run.activeState.name }) };
  }
}
