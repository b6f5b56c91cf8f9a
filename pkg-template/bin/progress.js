// @ts-check
// How a task goes: a line that changes on a terminal, else a line now and then, and nothing for programs.
import { clock, count, safe, size } from "./text.js";

/** @typedef {import("globus-service-account").Task} Task */

/** How long the bar is, and on a terminal of so many columns. It keeps its length, whatever stands beside it. */
const [BAR, LONG_BAR, WIDE] = [10, 30, 100];
/** ms between two redrawings, for the time, and between two lines of a log: there at least a tenth of what has passed. */
const [TICK, LOG] = [1000, 5000];

export class Progress {
  /** What was seen last. @type {Task | undefined} */ task;
  /** Bytes there are in all, where that is known: Globus does not tell it. @type {number | undefined} */ total;
  #begin = Date.now();
  #logged = -Infinity;
  #troubles = "";
  /** @type {ReturnType<typeof setInterval> | undefined} */ #timer;

  /** @param {import("./screen.js").Screen} screen */
  constructor(screen) {
    this.screen = screen;
    this.isBar = !screen.isJson && screen.err.isTerminal;
    if (this.isBar) {
      this.#draw();
      this.#timer = setInterval(() => this.#draw(), TICK);
    }
  }

  /** @param {Task} task */
  show(task) {
    this.task = task;
    this.#tellTroubles(task);
    if (this.isBar) this.#draw();
    else this.#log();
  }

  end() {
    clearInterval(this.#timer);
    this.screen.status("");
  }

  get #elapsed() {
    return Date.now() - this.#begin;
  }

  /** Globus goes on trying; who waits may know what hinders it. @param {Task} task */
  #tellTroubles(task) {
    const reason = task.nice_status_details || task.nice_status_short_description || task.nice_status || "";
    const troubles = task.status === "ACTIVE" && task.is_ok === false ? reason : "";
    if (troubles && troubles !== this.#troubles) this.screen.note(`Globus goes on trying, but: ${troubles}`);
    this.#troubles = troubles;
  }

  #log() {
    const elapsed = this.#elapsed;
    if (elapsed - this.#logged < Math.max(LOG, elapsed / 10)) return;
    this.#logged = elapsed;
    this.screen.note(this.#parts().join(", "));
  }

  #draw() {
    const { err } = this.screen;
    const width = err.columns < WIDE ? BAR : LONG_BAR;
    const full = Math.floor(width * this.#share());
    const bar = err.paint("green", "█".repeat(full)) + err.paint("dim", "░".repeat(width - full));
    const [percent = "", ...parts] = this.#parts().map(safe);
    parts.unshift(percent.padStart(4));
    // The last column stays free: what is written there makes some terminals begin a new line.
    const room = err.columns - width - 2;
    while (parts.length > 1 && parts.join("  ").length > room) parts.pop();
    this.screen.status(`${bar} ${parts.join("  ")}`);
  }

  /** How much of it is done, from 0 to 1. */
  #share() {
    if (!this.task) return 0;
    const { bytes_transferred: bytes, files, files_transferred: transferred, files_skipped: skipped } = this.task;
    const [done, all] = this.total ? [bytes, this.total] : [transferred + skipped, files];
    return all > 0 ? Math.min(1, done / all) : 0;
  }

  /** The most important first. */
  #parts() {
    const { task, total } = this;
    const [share, elapsed] = [this.#share(), this.#elapsed];
    const percent = `${Math.floor(share * 100)}%`;
    if (!task) return [percent, clock(elapsed)];
    const { bytes_transferred: bytes, files, files_transferred: transferred, files_skipped: skipped } = task;
    const speed = task.is_paused ? "paused" : `${size(task.effective_bytes_per_second)}/s`;
    const left = share > 0.02 && share < 1 ? [`${clock((elapsed * (1 - share)) / share)} left`] : [];
    return [
      percent,
      ...(total
        ? [`${size(bytes)}/${size(total)}`]
        : [size(bytes), `${(transferred + skipped).toLocaleString("en")}/${count(files, "file")}`]),
      speed,
      clock(elapsed),
      ...left,
    ];
  }
}

/** What a task has done. @param {Task} task */
export function summary(task) {
  const { files_transferred: files, files_skipped: skipped, bytes_transferred: bytes } = task;
  const ms = Date.parse(task.completion_time ?? "") - Date.parse(task.request_time);
  const took = ms >= 0 ? ` in ${clock(ms)}` : "";
  const there = skipped ? `, ${count(skipped, "file")} there already` : "";
  return safe(`${count(files, "file")}, ${size(bytes)}${took}, ${size(task.effective_bytes_per_second)}/s${there}`);
}
