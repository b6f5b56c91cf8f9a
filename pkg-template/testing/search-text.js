// @ts-check
import { searchError } from "./errors.js";
import { wildcard } from "./filters.js";
import { compare, leaves, splitPath, words } from "./search-fields.js";

/**
 * How well a content fits: 0 is not at all.
 * @typedef {(content: TextContent) => number} Match
 * @typedef {{ path: readonly string[], words: readonly string[], value: string | number | boolean,
 *   boost: number }} Leaf
 * @typedef {readonly Leaf[]} TextContent
 * @typedef {{ advanced: boolean, operator: "and" | "or" }} TextOptions
 * @typedef {"must" | "should" | "not"} Occur
 */

/**
 * A content as text queries look at it.
 * @param {unknown} content
 * @param {ReadonlyMap<string, number>} boosts factor by field
 * @returns {TextContent}
 */
export const textContent = (content, boosts) =>
  leaves(content).map(({ path, value }) => ({
    path,
    value,
    words: words(value),
    boost: boosts.get(path.join(".")) ?? 1,
  }));

/**
 * Reads a query text. The standard syntax knows words, phrases in quotes, and a `*` at the end of a word; the advanced
 * one is Lucene's: fields, AND, OR, NOT, + and -, brackets, wild cards, ranges.
 * @param {string} q
 * @param {TextOptions} options
 * @returns {Match}
 */
export const parseText = (q, { advanced, operator }) =>
  advanced ? new AdvancedText(q, operator).parse() : simpleText(q, operator);

/** Never fails, whatever the text. @param {string} q @param {"and" | "or"} operator @returns {Match} */
function simpleText(q, operator) {
  const parts = (q.match(/"[^"]*"?|\S+/g) ?? []).flatMap((part) => {
    if (part === "*") return [everything];
    if (part.startsWith('"')) return [phrase(words(part))];
    const found = words(part);
    return found.map((word, i) => (part.endsWith("*") && i === found.length - 1 ? prefix(word) : phrase([word])));
  });
  return combine(parts.map((match) => ({ occur: operator === "and" ? "must" : "should", match })));
}

/** @type {Match} */
const everything = () => 1;

/** @param {(leaf: Leaf) => boolean} test @returns {Match} */
const anyLeaf = (test) => (content) => content.reduce((sum, leaf) => sum + (test(leaf) ? leaf.boost : 0), 0);

/** Words that follow one another. @param {readonly string[]} wanted */
const phrase = (wanted) =>
  anyLeaf(
    (leaf) =>
      wanted.length > 0 && leaf.words.some((_, start) => wanted.every((word, i) => leaf.words[start + i] === word)),
  );

/** @param {string} start */
const prefix = (start) => anyLeaf((leaf) => leaf.words.some((word) => word.startsWith(start)));

/**
 * As Lucene's boolean queries: all that must, none that must not, and one of the rest if there is nothing that must.
 * @param {readonly { occur: Occur, match: Match }[]} clauses
 * @returns {Match}
 */
function combine(clauses) {
  const of = (/** @type {Occur} */ wanted) => clauses.filter(({ occur }) => occur === wanted);
  const [must, should, not] = [of("must"), of("should"), of("not")];
  return (content) => {
    if (not.some(({ match }) => match(content) > 0)) return 0;
    const scores = must.map(({ match }) => match(content));
    if (scores.some((score) => score === 0)) return 0;
    const isOnlyNot = not.length > 0 && not.length === clauses.length;
    return [...scores, ...should.map(({ match }) => match(content))].reduce(
      (sum, score) => sum + score,
      isOnlyNot ? 1 : 0,
    );
  };
}

/** A reader of Lucene's query syntax, as much of it as queries for metadata use. */
class AdvancedText {
  /** @type {string[]} */ #tokens;
  #at = 0;
  /** @type {"and" | "or"} */ #operator;

  /** @param {string} q @param {"and" | "or"} operator */
  constructor(q, operator) {
    this.#operator = operator;
    this.#tokens = q.match(/"(?:\\.|[^"\\])*"|[[{][^\]}]*[\]}]|&&|\|\||[()!+-]|(?:\\.|[^\s()":])+:?|\S/gs) ?? [];
  }

  /** @returns {Match} */
  parse() {
    const match = this.#clauses(undefined);
    if (this.#at < this.#tokens.length) throw badText(`unexpected '${this.#tokens[this.#at]}'`);
    return match;
  }

  #peek() {
    return this.#tokens[this.#at];
  }

  /** @param {readonly string[]} wanted */
  #take(...wanted) {
    const token = this.#peek();
    if (token === undefined || !wanted.includes(token)) return undefined;
    this.#at++;
    return token;
  }

  /** @param {string | undefined} field @returns {Match} */
  #clauses(field) {
    /** @type {{ occur: Occur, match: Match }[]} */
    const clauses = [];
    for (let token = this.#peek(); token !== undefined && token !== ")"; token = this.#peek()) {
      const and = this.#take("AND", "&&");
      const or = and ? undefined : this.#take("OR", "||");
      const last = clauses.at(-1);
      if ((and || or) && !last) throw badText(`'${and ?? or}' has nothing before it`);
      if (and && last?.occur === "should") last.occur = "must";
      /** @type {Occur} */
      let occur = and || (this.#operator === "and" && !or) ? "must" : "should";
      const sign = this.#take("NOT", "!", "-", "+");
      if (sign) occur = sign === "+" ? "must" : "not";
      clauses.push({ occur, match: this.#clause(field) });
    }
    return combine(clauses);
  }

  /** @param {string | undefined} field @returns {Match} */
  #clause(field) {
    const token = this.#tokens[this.#at++];
    if (token === undefined || token === ")") throw badText("it ends too early");
    if (token === "(") {
      const match = this.#clauses(field);
      if (!this.#take(")")) throw badText("a bracket is not closed");
      return match;
    }
    if (token.endsWith(":") && token.length > 1) return this.#clause(token.slice(0, -1));
    if (field === "_exists_") return within(token.replaceAll("\\", ""), everything);
    return within(field, value(token));
  }
}

/** Only what is at a field, or below it. @param {string | undefined} field @param {Match} match @returns {Match} */
function within(field, match) {
  if (field === undefined || field === "*") return match;
  const path = splitPath(field);
  return (content) => {
    const below = content.filter((leaf) => path.every((name, i) => leaf.path[i] === name));
    return below.length > 0 ? match(below) : 0;
  };
}

/** @param {string} token @returns {Match} */
function value(token) {
  if (token.startsWith('"')) return phrase(words(token.replace(/\\(.)/gs, "$1")));
  if (/^[[{]/.test(token)) return range(token);
  const [, sign = "", bound = ""] = /^([<>]=?)(.+)$/.exec(token) ?? [];
  if (sign) return range(sign.startsWith(">") ? `[${bound} TO *]` : `[* TO ${bound}]`, sign.length === 1);
  if (token === "*") return everything;
  if (/(^|[^\\])[*?]/.test(token)) {
    const fits = wildcard(token.toLowerCase());
    return anyLeaf((leaf) => leaf.words.some(fits) || fits(String(leaf.value).toLowerCase()));
  }
  // Boosts and fuzziness say how much something counts and how far it may be off: neither is looked at.
  return phrase(words(token.replace(/[~^][\d.]*$/, "").replace(/\\(.)/gs, "$1")));
}

/** `[a TO b]`, or with braces without its ends. @param {string} token @param {boolean} [open] @returns {Match} */
function range(token, open = false) {
  const [, start, from = "", to = "", end] = /^([[{])\s*(\S+)\s+TO\s+(\S+?)\s*([\]}])$/.exec(token) ?? [];
  if (!start) throw badText(`not a range: ${token}`);
  const isWithin = (/** @type {string | number | boolean} */ found) => {
    const bound = (/** @type {string} */ text) => (typeof found === "number" ? Number(text) : text.replaceAll('"', ""));
    const low = from === "*" ? 1 : (compare(found, bound(from)) ?? NaN);
    const high = to === "*" ? -1 : (compare(found, bound(to)) ?? NaN);
    return (low > 0 || (low === 0 && start === "[" && !open)) && (high < 0 || (high === 0 && end === "]" && !open));
  };
  return anyLeaf((leaf) => isWithin(leaf.value));
}

/** @param {string} why */
const badText = (why) => searchError(400, "BadRequest.Generic", `bad query string: ${why}`);
