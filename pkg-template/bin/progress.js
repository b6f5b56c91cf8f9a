// @ts-check
// Shows the progress of a task: on a terminal as a bar that is redrawn, elsewhere as lines of a log. With `--json` no
// progress is shown.
import { escapeLine, formatCount, formatElapsed, formatSize } from "./text.js";

/** @typedef {import("globus-service-account").Task} Task */

/** Widths in columns: of the bar, of the bar on a wide terminal, and from which width a terminal is wide. */
const [BAR_WIDTH, WIDE_BAR_WIDTH, WIDE_TERMINAL_WIDTH] = [10, 30, 100];
/**
 * ms between two redraws of the bar, and the minimum between two lines of a log. The interval of the log is at least a
 * tenth of the time waited.
 */
const [REDRAW_INTERVAL_MS, MIN_LOG_INTERVAL_MS] = [1000, 5000];

export class Progress {
  /** The task as last polled. @type {Task | undefined} */ task;
  /** Size of the transfer in bytes, if known. Globus does not report it. @type {number | undefined} */ totalBytes;
  #startTime = Date.now();
  /** When the last line was logged, in ms after the start. */
  #lastLogged = -Infinity;
  /** The problem that was last reported. */
  #problem = "";
  /** @type {ReturnType<typeof setInterval> | undefined} */ #timer;

  /** @param {import("./screen.js").Screen} screen */
  constructor(screen) {
    this.screen = screen;
    this.isBar = !screen.isJson && screen.err.isTerminal;
    if (this.isBar) {
      this.#draw();
      this.#timer = setInterval(() => this.#draw(), REDRAW_INTERVAL_MS);
    }
  }

  /** @param {Task} task */
  update(task) {
    this.task = task;
    this.#reportProblem(task);
    if (this.isBar) this.#draw();
    else this.#log();
  }

  end() {
    clearInterval(this.#timer);
    this.screen.setStatusLine("");
  }

  get #elapsed() {
    return Date.now() - this.#startTime;
  }

  /** Reports a problem once while Globus keeps trying. @param {Task} task */
  #reportProblem(task) {
    const reason = task.nice_status_details || task.nice_status_short_description || task.nice_status || "";
    const problem = task.status === "ACTIVE" && task.is_ok === false ? reason : "";
    if (problem && problem !== this.#problem) this.screen.note(`Globus keeps trying, but reports: ${problem}`);
    this.#problem = problem;
  }

  #log() {
    const elapsed = this.#elapsed;
    if (elapsed - this.#lastLogged < Math.max(MIN_LOG_INTERVAL_MS, elapsed / 10)) return;
    this.#lastLogged = elapsed;
    this.screen.note(this.#parts().join(", "));
  }

  #draw() {
    const { err } = this.screen;
    const width = err.columns < WIDE_TERMINAL_WIDTH ? BAR_WIDTH : WIDE_BAR_WIDTH;
    const filled = Math.floor(width * this.#fraction());
    const bar = err.paint("green", "█".repeat(filled)) + err.paint("dim", "░".repeat(width - filled));
    const [percent = "", ...parts] = this.#parts().map(escapeLine);
    parts.unshift(percent.padStart(4));
    // The last column stays free: some terminals begin a new line when it is written.
    const room = err.columns - width - 2;
    while (parts.length > 1 && parts.join("  ").length > room) parts.pop();
    this.screen.setStatusLine(`${bar} ${parts.join("  ")}`);
  }

  /** Returns the fraction of the task that is done, from 0 to 1: by bytes if the total is known, else by files. */
  #fraction() {
    if (!this.task) return 0;
    const { bytes_transferred: bytes, files, files_transferred: transferred, files_skipped: skipped } = this.task;
    const [done, all] = this.totalBytes ? [bytes, this.totalBytes] : [transferred + skipped, files];
    return all > 0 ? Math.min(1, done / all) : 0;
  }

  /** Returns the texts after the bar, the most important first: a narrow terminal drops the last ones. */
  #parts() {
    const { task, totalBytes } = this;
    const [fraction, elapsed] = [this.#fraction(), this.#elapsed];
    const percent = `${Math.floor(fraction * 100)}%`;
    if (!task) return [percent, formatElapsed(elapsed)];
    const { bytes_transferred: bytes, files, files_transferred: transferred, files_skipped: skipped } = task;
    const speed = task.is_paused ? "paused" : `${formatSize(task.effective_bytes_per_second)}/s`;
    const remaining =
      fraction > 0.02 && fraction < 1 ? [`${formatElapsed((elapsed * (1 - fraction)) / fraction)} left`] : [];
    return [
      percent,
      ...(totalBytes
        ? [`${formatSize(bytes)}/${formatSize(totalBytes)}`]
        : [formatSize(bytes), `${(transferred + skipped).toLocaleString("en")}/${formatCount(files, "file")}`]),
      speed,
      formatElapsed(elapsed),
      ...remaining,
    ];
  }
}

/** Returns one line about a task that has succeeded. @param {Task} task */
export function summarize(task) {
  const { files_transferred: files, files_skipped: skipped, bytes_transferred: bytes } = task;
  const ms = Date.parse(task.completion_time ?? "") - Date.parse(task.request_time);
  const duration = ms >= 0 ? ` in ${formatElapsed(ms)}` : "";
  const skippedFiles = skipped ? `, ${formatCount(skipped, "file")} skipped` : "";
  return escapeLine(
    `${formatCount(files, "file")}, ${formatSize(bytes)}${duration}, ` +
      `${formatSize(task.effective_bytes_per_second)}/s${skippedFiles}`,
  );
}
