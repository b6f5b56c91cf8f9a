// @ts-check
import { earliest } from "./agenda.js";
import { transferTime } from "./clock.js";
import { PathError } from "./files.js";
import { uuid } from "./ids.js";

/**
 * @typedef {import("./collections.js").Collection} Collection
 * @typedef {{ cost: number, run: (task: Task) => void, workMs: number }} Step
 * @typedef {{ code: string, description: string }} FatalError
 * @typedef {{ code: string, description: string, details: string, isError: boolean, time: number }} TaskEvent
 * @typedef {{ type: "TRANSFER" | "DELETE", ownerId: string, submission: Record<string, unknown>, source: Collection,
 *   destination?: Collection | undefined, deadline: number, label: string | null }} TaskRequest
 */

/** The error of a step that failed. */
export class TaskFault extends Error {
  /**
   * @param {string} code
   * @param {string} details
   * @param {Record<string, unknown>} [skipped] the document to list if the task skips errors
   */
  constructor(code, details, skipped) {
    super(details);
    this.code = code;
    this.description = code.toLowerCase().replaceAll("_", " ");
    this.skipped = skipped;
  }
}

/** The numbers of steps, by outcome. */
const SUBTASKS = { succeeded: 0, skipped: 0, failed: 0, canceled: 0, expired: 0 };

/** A transfer or delete: a list of steps, each done after a certain time of work. */
export class Task {
  id = uuid();
  /** @type {"ACTIVE" | "INACTIVE" | "SUCCEEDED" | "FAILED"} */ status = "ACTIVE";
  /** @type {number | undefined} */ completedAt;
  /** @type {FatalError | null} */ fatalError = null;
  /** @type {string | null} the message of the administrator who paused the task */ pauseMessage = null;
  /** @type {"source" | "destination"} the side of that administrator */ pauseSide = "source";
  /** @type {{ side: "SOURCE" | "DESTINATION" | "BOTH", message: string } | undefined} */ canceledByAdmin;
  /** @type {() => readonly import("./pause-rules.js").PauseRule[]} */ pauseRules = () => [];
  /** @type {Step[]} */ steps = [];
  stepsDone = 0;
  /** Milliseconds of work so far. A paused or inactive task does not work. */
  workedMs = 0;
  counts = { files: 0, directories: 0, filesTransferred: 0, filesSkipped: 0, bytes: 0, faults: 0, ...SUBTASKS };
  /** @type {TaskEvent[]} newest first */ events = [];
  /** @type {Record<string, unknown>[]} */ successfulTransfers = [];
  /** @type {Record<string, unknown>[]} */ skippedErrors = [];

  /** @param {TaskRequest} request @param {number} now */
  constructor(request, now) {
    this.request = request;
    this.requestedAt = now;
    this.lastTick = now;
  }

  get isPaused() {
    return !this.isOver && (this.pauseMessage !== null || this.pauseRules().length > 0);
  }

  get isRunning() {
    return this.status === "ACTIVE" && !this.isPaused;
  }

  get isOver() {
    return this.completedAt !== undefined;
  }

  /** @param {string} code @param {string} details @param {number} time @param {boolean} [isError] */
  addEvent(code, details, time, isError = false) {
    this.events.unshift({ code, description: code.toLowerCase().replaceAll("_", " "), details, isError, time });
  }

  /**
   * @param {FatalError | null} error
   * @param {number} now
   * @param {"failed" | "canceled" | "expired"} [outcome] the outcome of the steps that were not done
   */
  finish(error, now, outcome = "failed") {
    const stepsLeft = this.steps.length - this.stepsDone;
    if (error) this.counts[outcome] += stepsLeft;
    this.stepsDone = this.steps.length;
    this.status = error ? "FAILED" : "SUCCEEDED";
    this.fatalError = error;
    this.pauseMessage = null;
    this.completedAt = now;
    if (error) this.addEvent(error.code, error.description, now, true);
    else this.addEvent("SUCCEEDED", JSON.stringify({ files_succeeded: this.counts.filesTransferred }), now);
  }
}

/** All tasks. Their steps run when they fall due. */
export class Tasks {
  /** @type {Map<string, Task>} */ #tasks = new Map();
  /** @type {Map<string, { ownerId: string, taskId: string | undefined }>} */ #submissions = new Map();

  /**
   * @param {import("./agenda.js").Agenda} agenda
   * @param {{ duration: number }} settings milliseconds from the start to the end of a task
   * @param {(task: Task) => readonly import("./pause-rules.js").PauseRule[]} [pauseRules]
   */
  constructor(agenda, settings, pauseRules = () => []) {
    this.agenda = agenda;
    this.settings = settings;
    this.pauseRules = pauseRules;
    agenda.add(this);
  }

  /** @param {string} ownerId */
  newSubmissionId(ownerId) {
    const id = uuid();
    this.#submissions.set(id, { ownerId, taskId: undefined });
    return id;
  }

  /** @param {string} id @param {string} ownerId */
  submission(id, ownerId) {
    const submission = this.#submissions.get(id.toLowerCase());
    return submission?.ownerId === ownerId ? submission : undefined;
  }

  /** @param {TaskRequest} request @param {(task: Task) => Omit<Step, "workMs">[]} plan */
  start(request, plan) {
    const now = this.agenda.now();
    const task = new Task(request, now);
    task.pauseRules = () => this.pauseRules(task);
    const steps = plan(task);
    const total = steps.reduce((sum, { cost }) => sum + cost, 0);
    let cost = 0;
    task.steps = steps.map((step) => ({ ...step, workMs: (this.settings.duration * (cost += step.cost)) / total }));
    task.addEvent(
      "STARTED",
      JSON.stringify({ type: "GridFTP Transfer", concurrency: 2, parallelism: 4, pipelining: 20 }),
      now,
    );
    this.#tasks.set(task.id, task);
    return task;
  }

  /** @param {string} id */
  get(id) {
    return this.#tasks.get(id.toLowerCase());
  }

  all() {
    return [...this.#tasks.values()];
  }

  /** Moves the clock on because a client polls tasks. @param {readonly Task[]} tasks */
  advanceOnPoll(tasks) {
    this.agenda.advanceOnPoll(() => earliest(tasks.map((task) => this.nextStepTime(task))), this.settings.duration / 2);
  }

  /** Returns when a running task does its next step or expires. @param {Task} task */
  nextStepTime(task) {
    return task.isRunning ? this.#nextWork(task)?.at : undefined;
  }

  /** Runs all work that is due, of tasks and of other services. */
  settle() {
    this.agenda.settle();
  }

  nextDue() {
    /** @type {{ at: number, run: () => void } | undefined} */
    let next;
    for (const task of this.#tasks.values()) {
      const candidate = this.#nextWork(task);
      if (candidate && (!next || candidate.at < next.at)) next = candidate;
    }
    return next;
  }

  /** @param {number} now */
  tick(now) {
    for (const task of this.#tasks.values()) this.#tick(task, now);
  }

  /** @param {Task} task */
  #nextWork(task) {
    if (task.isOver) return undefined;
    const { deadline } = task.request;
    const step = task.steps[task.stepsDone];
    const due = task.isRunning && step ? task.lastTick + Math.max(0, step.workMs - task.workedMs) : Infinity;
    if (deadline < due) return { at: deadline, run: () => this.#expire(task, deadline) };
    return step && due !== Infinity ? { at: due, run: () => this.#doStep(task, step, due) } : undefined;
  }

  /** @param {Task} task @param {number} now */
  #tick(task, now) {
    if (task.isRunning && now > task.lastTick) task.workedMs += now - task.lastTick;
    task.lastTick = Math.max(task.lastTick, now);
  }

  /** @param {Task} task @param {number} now */
  #expire(task, now) {
    this.#tick(task, now);
    task.finish({ code: "EXPIRED", description: "deadline expired" }, now, "expired");
  }

  /** @param {Task} task @param {Step} step @param {number} now */
  #doStep(task, step, now) {
    this.#tick(task, now);
    try {
      step.run(task);
      task.counts.succeeded++;
    } catch (thrown) {
      const error = thrown instanceof PathError ? new TaskFault("NOT_A_DIRECTORY", thrown.message) : thrown;
      if (!(error instanceof TaskFault)) throw error;
      task.counts.faults++;
      if (error.skipped && task.request.submission.skip_source_errors === true) {
        task.counts.skipped++;
        task.skippedErrors.push({
          ...error.skipped,
          error_code: error.code,
          error_details: error.message,
          error_time: transferTime(now),
        });
      } else {
        task.addEvent(error.code, error.message, now, true);
        task.finish({ code: error.code, description: error.description }, now);
        return;
      }
    }
    task.stepsDone++;
    if (task.stepsDone === task.steps.length) task.finish(null, now);
  }

  /** @param {string} id */
  #requireTask(id) {
    this.settle();
    const task = this.get(id);
    if (!task) throw new TypeError(`no task has the id ${id}`);
    return task;
  }

  /** @param {string} id @param {FatalError} error @param {"failed" | "canceled"} [outcome] */
  fail(id, error, outcome) {
    const task = this.#requireTask(id);
    if (!task.isOver) task.finish(error, this.agenda.now(), outcome);
  }

  /** @param {string} id @param {string} message @param {"source" | "destination"} [side] */
  pause(id, message, side = "source") {
    const task = this.#requireTask(id);
    if (task.isOver) return;
    task.pauseMessage = message;
    task.pauseSide = side;
  }

  /** @param {string} id */
  deactivate(id) {
    const task = this.#requireTask(id);
    if (task.isOver) return;
    task.status = "INACTIVE";
    task.addEvent("CREDENTIALS_EXPIRED", "Credentials are expired", this.agenda.now(), true);
  }

  /** @param {string} id */
  resume(id) {
    const task = this.#requireTask(id);
    if (task.isOver) return;
    task.pauseMessage = null;
    task.status = "ACTIVE";
  }
}
