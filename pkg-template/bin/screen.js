// @ts-check
// The two streams: results go to stdout, all else to stderr.
import process from "node:process";
import { json, safe, safeLines, wrap } from "./text.js";

/** What is left when a terminal does not say. */
const COLUMNS = 80;
/** Lines longer than this are hard to read. */
const WIDEST = 100;
const INDENT = "  ";

/**
 * What is to be done: `advice` for people, and the steps it is made of.
 * @typedef {{ advice?: string | undefined, steps?: readonly { command?: string }[] | undefined }} Advised
 */

const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34 };

/** A stream that may be closed at its other end, as by `| head`: what else is written then is lost, and that is all. */
class Sink {
  /** What hindered it, other than that. @type {Error | undefined} */ failure;
  #isClosed = false;
  /** @type {Promise<void>} */ #written = Promise.resolve();

  /** @param {NodeJS.WriteStream} stream */
  constructor(stream) {
    this.stream = stream;
    stream.on("error", (error) => this.#close(error));
    const { NO_COLOR, TERM } = process.env;
    this.isTerminal = stream.isTTY === true && TERM !== "dumb";
    this.isColoured = this.isTerminal && !NO_COLOR;
  }

  get columns() {
    return (this.isTerminal && this.stream.columns) || COLUMNS;
  }

  /** Text is wrapped to this. */
  get width() {
    return Math.min(this.columns, WIDEST);
  }

  /** @param {string} text */
  write(text) {
    if (this.#isClosed) return;
    this.#written = new Promise((resolve) => {
      const done = (/** @type {any} */ error) => {
        if (error) this.#close(error);
        resolve();
      };
      // Deno throws what others tell.
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
    if (error.code !== "EPIPE") this.failure ??= error;
  }

  /** @param {keyof typeof STYLES} style @param {string} text */
  paint(style, text) {
    return this.isColoured ? `\x1b[${STYLES[style]}m${text}\x1b[0m` : text;
  }

  /**
   * An advice, and below it the commands of its steps, whole, so that they can be copied. None is looked for in a text.
   * @param {Advised} advised
   * @param {string} indent
   */
  advised({ advice = "", steps = [] }, indent) {
    const commands = new Set(steps.flatMap(({ command }) => command ?? []));
    const lines = [...commands].map((command) => `${indent}${INDENT}${this.paint("bold", safe(command))}`);
    return [wrap(safeLines(advice), this.width, indent), ...lines].join("\n");
  }

  /** Until what was written has left. */
  flushed() {
    return this.#written;
  }
}

export class Screen {
  out = new Sink(process.stdout);
  err = new Sink(process.stderr);
  /** Whether programs read what is printed. */
  isJson = false;
  /** The line that changes, at the end of a terminal. */
  #status = "";

  /** A line of a result. @param {string} line */
  print(line) {
    this.out.write(`${line}\n`);
  }

  /** A result for programs. @param {unknown} document */
  json(document) {
    this.print(json(document, 2));
  }

  /** Something worth knowing on the way. @param {string} text @param {Advised} [advised] */
  note(text, advised) {
    if (this.isJson) return;
    this.#say(wrap(safeLines(text), this.err.width));
    if (advised?.advice) this.#say(this.err.advised(advised, INDENT));
  }

  /** @param {string} message */
  warn(message) {
    if (this.isJson) this.err.write(`${json({ warning: message })}\n`);
    else this.#say(this.#titled("warning:", "yellow", message));
  }

  /** An error of the library, or one of ours. @param {any} error */
  fail(error) {
    const { err } = this;
    const { message, advice, steps, requestId } = error;
    if (this.isJson) return err.write(`${json(error.toJSON?.() ?? { message })}\n`);
    err.write(`${this.#titled("error:", "red", message)}\n`);
    if (advice) err.write(`${err.advised({ advice, steps }, INDENT)}\n`);
    if (requestId) err.write(`${INDENT}${err.paint("dim", `Request id: ${safe(requestId)}`)}\n`);
  }

  /** @param {string} title @param {keyof typeof STYLES} style @param {string} message */
  #titled(title, style, message) {
    const text = wrap(`${title} ${safeLines(message).trim()}`, this.err.width, INDENT).trimStart();
    return this.err.paint(style, title) + text.slice(title.length);
  }

  /** Replaces the line that changes; an empty one takes it away. @param {string} line */
  status(line) {
    if (line !== this.#status) this.err.write(line ? `\r${line}\x1b[K` : "\r\x1b[K");
    this.#status = line;
  }

  /** @param {string} text */
  #say(text) {
    const status = this.#status;
    this.status("");
    this.err.write(`${text}\n`);
    this.status(status);
  }

  /** Until all is written. Gives what hindered it, if anything did. */
  async flushed() {
    await Promise.all([this.out.flushed(), this.err.flushed()]);
    return this.out.failure;
  }
}
