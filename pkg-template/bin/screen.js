// @ts-check
// The two output streams: results go to stdout, all other output to stderr.
import process from "node:process";
import { escapeLine, escapeLines, toSafeJson, wrap } from "./text.js";

/** Used if a terminal does not report its width. */
const DEFAULT_COLUMNS = 80;
/** Text is wrapped at this column at the latest: longer lines are hard to read. */
const MAX_TEXT_WIDTH = 100;
const INDENT = "  ";

/**
 * `advice` is the text for people. `steps` are the same as data.
 * @typedef {{ advice?: string | undefined, steps?: readonly { command?: string }[] | undefined }} Advice
 */

const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34 };

/** A stream whose reader may end early, as in `| head`. Later output is then dropped, which is not an error. */
class Output {
  /** The first write error other than `EPIPE`: a pipe closed by its reader. @type {Error | undefined} */ writeError;
  #isClosed = false;
  /** Settles when the last write has ended. @type {Promise<void>} */ #written = Promise.resolve();

  /** @param {NodeJS.WriteStream} stream */
  constructor(stream) {
    this.stream = stream;
    stream.on("error", (error) => this.#close(error));
    const { NO_COLOR, TERM } = process.env;
    this.isTerminal = stream.isTTY === true && TERM !== "dumb";
    this.isColoured = this.isTerminal && !NO_COLOR;
  }

  get columns() {
    return (this.isTerminal && this.stream.columns) || DEFAULT_COLUMNS;
  }

  /** The width to which text is wrapped. */
  get width() {
    return Math.min(this.columns, MAX_TEXT_WIDTH);
  }

  /** @param {string} text */
  write(text) {
    if (this.#isClosed) return;
    this.#written = new Promise((resolve) => {
      const done = (/** @type {any} */ error) => {
        if (error) this.#close(error);
        resolve();
      };
      // Deno throws an error that the other runtimes pass to the callback.
      try {
        this.stream.write(text, done);
      } catch (error) {
        done(error);
      }
    });
  }

  /** @param {NodeJS.ErrnoException} error */
  #close(error) {
    this.#isClosed = true;
    if (error.code !== "EPIPE") this.writeError ??= error;
  }

  /** @param {keyof typeof STYLES} style @param {string} text */
  paint(style, text) {
    return this.isColoured ? `\x1b[${STYLES[style]}m${text}\x1b[0m` : text;
  }

  /**
   * Returns the advice, wrapped, and below it the commands of its steps. A command is not wrapped, so that a user can
   * copy it. Commands are read from `steps` only, never from a text.
   * @param {Advice} advice
   * @param {string} indent
   */
  formatAdvice({ advice = "", steps = [] }, indent) {
    const commands = new Set(steps.flatMap(({ command }) => command ?? []));
    const lines = [...commands].map((command) => `${indent}${INDENT}${this.paint("bold", escapeLine(command))}`);
    return [wrap(escapeLines(advice), this.width, indent), ...lines].join("\n");
  }

  /** Waits until all output is written. */
  flush() {
    return this.#written;
  }
}

export class Screen {
  out = new Output(process.stdout);
  err = new Output(process.stderr);
  /** Whether `--json` was passed: a program reads the output. */
  isJson = false;
  /** The line at the bottom of a terminal that is redrawn. Empty if there is none. */
  #statusLine = "";

  /** Prints one line of a result. @param {string} line */
  print(line) {
    this.out.write(`${line}\n`);
  }

  /** Prints a result for `--json`. @param {unknown} document */
  printJson(document) {
    this.print(toSafeJson(document, 2));
  }

  /**
   * Prints a message about the progress of a command. Prints nothing with `--json`.
   * @param {string} text @param {Advice} [advice]
   */
  note(text, advice) {
    if (this.isJson) return;
    this.#printMessage(wrap(escapeLines(text), this.err.width));
    if (advice?.advice) this.#printMessage(this.err.formatAdvice(advice, INDENT));
  }

  /** @param {string} message */
  warn(message) {
    if (this.isJson) this.err.write(`${toSafeJson({ warning: message })}\n`);
    else this.#printMessage(this.#formatTitled("warning:", "yellow", message));
  }

  /** Prints an error of the library, or a `CommandError`. @param {any} error */
  printError(error) {
    const { err } = this;
    const { message, advice, steps, requestId } = error;
    if (this.isJson) return err.write(`${toSafeJson(error.toJSON?.() ?? { message })}\n`);
    err.write(`${this.#formatTitled("error:", "red", message)}\n`);
    if (advice) err.write(`${err.formatAdvice({ advice, steps }, INDENT)}\n`);
    if (requestId) err.write(`${INDENT}${err.paint("dim", `Request id: ${escapeLine(requestId)}`)}\n`);
  }

  /** @param {string} title @param {keyof typeof STYLES} style @param {string} message */
  #formatTitled(title, style, message) {
    const text = wrap(`${title} ${escapeLines(message).trim()}`, this.err.width, INDENT).trimStart();
    return this.err.paint(style, title) + text.slice(title.length);
  }

  /** Replaces the line that is redrawn. An empty line removes it. @param {string} line */
  setStatusLine(line) {
    if (line !== this.#statusLine) this.err.write(line ? `\r${line}\x1b[K` : "\r\x1b[K");
    this.#statusLine = line;
  }

  /** Prints above the line that is redrawn. @param {string} text */
  #printMessage(text) {
    const statusLine = this.#statusLine;
    this.setStatusLine("");
    this.err.write(`${text}\n`);
    this.setStatusLine(statusLine);
  }

  /** Waits until all output is written. Returns the write error of stdout, if there was one. */
  async flush() {
    await Promise.all([this.out.flush(), this.err.flush()]);
    return this.out.writeError;
  }
}
