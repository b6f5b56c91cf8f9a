// @ts-check
import { searchError } from "./errors.js";
import { wildcard } from "./filters.js";
import { compare, leaves, splitPath, splitWords } from "./search-fields.js";

/**
 * Returns the score of a content. 0 means that it does not match.
 * @typedef {(content: TextContent) => number} Match
 * @typedef {{ path: readonly string[], words: readonly string[], value: string | number | boolean,
 *   boost: number }} Leaf
 * @typedef {readonly Leaf[]} TextContent
 * @typedef {{ advanced: boolean, operator: "and" | "or" }} TextOptions
 * @typedef {"must" | "should" | "not"} Occur
 */

/**
 * Returns the words and values of a content, as text queries use them.
 * @param {unknown} content
 * @param {ReadonlyMap<string, number>} boosts factor by field
 * @returns {TextContent}
 */
export const textContent = (content, boosts) =>
  leaves(content).map(({ path, value }) => ({
    path,
    value,
    words: splitWords(value),
    boost: boosts.get(path.join(".")) ?? 1,
  }));

/**
 * Parses a query text. The standard syntax has words, phrases in quotes, and a `*` at the end of a word. The advanced
 * syntax is Lucene's: fields, AND, OR, NOT, + and -, brackets, wildcards, ranges.
 * @param {string} q
 * @param {TextOptions} options
 * @returns {Match}
 */
export const parseText = (q, { advanced, operator }) =>
  advanced ? new AdvancedText(q, operator).parse() : simpleText(q, operator);

/** Parses the standard syntax. Accepts any text. @param {string} q @param {"and" | "or"} operator @returns {Match} */
function simpleText(q, operator) {
  const parts = (q.match(/"[^"]*"?|\S+/g) ?? []).flatMap((part) => {
    if (part === "*") return [matchEverything];
    if (part.startsWith('"')) return [matchPhrase(splitWords(part))];
    const partWords = splitWords(part);
    return partWords.map((word, i) =>
      part.endsWith("*") && i === partWords.length - 1 ? matchPrefix(word) : matchPhrase([word]),
    );
  });
  return combineClauses(parts.map((match) => ({ occur: operator === "and" ? "must" : "should", match })));
}

/** @type {Match} */
const matchEverything = () => 1;

/** Scores the boosts of all leaves that pass a test. @param {(leaf: Leaf) => boolean} test @returns {Match} */
const matchAnyLeaf = (test) => (content) => content.reduce((sum, leaf) => sum + (test(leaf) ? leaf.boost : 0), 0);

/** Matches words that follow one another. @param {readonly string[]} phraseWords */
const matchPhrase = (phraseWords) =>
  matchAnyLeaf(
    (leaf) =>
      phraseWords.length > 0 &&
      leaf.words.some((_, start) => phraseWords.every((word, i) => leaf.words[start + i] === word)),
  );

/** Matches words by their beginning. @param {string} start */
const matchPrefix = (start) => matchAnyLeaf((leaf) => leaf.words.some((word) => word.startsWith(start)));

/**
 * Combines clauses as Lucene's boolean query does. Every "must" clause has to match, and no "not" clause may. Without a
 * "must" clause, at least one "should" clause has to match. A query of only "not" clauses matches everything else.
 * @param {readonly { occur: Occur, match: Match }[]} clauses
 * @returns {Match}
 */
function combineClauses(clauses) {
  const withOccur = (/** @type {Occur} */ kind) => clauses.filter(({ occur }) => occur === kind);
  const [must, should, not] = [withOccur("must"), withOccur("should"), withOccur("not")];
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

/** A parser of the parts of Lucene's query syntax that queries for metadata use. */
class AdvancedText {
  /** @type {string[]} */ #tokens;
  #position = 0;
  /** @type {"and" | "or"} */ #operator;

  /** @param {string} q @param {"and" | "or"} operator */
  constructor(q, operator) {
    this.#operator = operator;
    this.#tokens = q.match(/"(?:\\.|[^"\\])*"|[[{][^\]}]*[\]}]|&&|\|\||[()!+-]|(?:\\.|[^\s()":])+:?|\S/gs) ?? [];
  }

  /** @returns {Match} */
  parse() {
    const match = this.#parseClauses(undefined);
    if (this.#position < this.#tokens.length) throw invalidQuery(`unexpected '${this.#tokens[this.#position]}'`);
    return match;
  }

  #peek() {
    return this.#tokens[this.#position];
  }

  /** @param {readonly string[]} tokens */
  #takeAny(...tokens) {
    const token = this.#peek();
    if (token === undefined || !tokens.includes(token)) return undefined;
    this.#position++;
    return token;
  }

  /** Parses clauses up to a closing bracket or the end. @param {string | undefined} field @returns {Match} */
  #parseClauses(field) {
    /** @type {{ occur: Occur, match: Match }[]} */
    const clauses = [];
    for (let token = this.#peek(); token !== undefined && token !== ")"; token = this.#peek()) {
      const and = this.#takeAny("AND", "&&");
      const or = and ? undefined : this.#takeAny("OR", "||");
      const previous = clauses.at(-1);
      if ((and || or) && !previous) throw invalidQuery(`'${and ?? or}' has no clause before it`);
      if (and && previous?.occur === "should") previous.occur = "must";
      /** @type {Occur} */
      let occur = and || (this.#operator === "and" && !or) ? "must" : "should";
      const sign = this.#takeAny("NOT", "!", "-", "+");
      if (sign) occur = sign === "+" ? "must" : "not";
      clauses.push({ occur, match: this.#parseClause(field) });
    }
    return combineClauses(clauses);
  }

  /** @param {string | undefined} field @returns {Match} */
  #parseClause(field) {
    const token = this.#tokens[this.#position++];
    if (token === undefined || token === ")") throw invalidQuery("a clause is missing");
    if (token === "(") {
      const match = this.#parseClauses(field);
      if (!this.#takeAny(")")) throw invalidQuery("a closing bracket is missing");
      return match;
    }
    if (token.endsWith(":") && token.length > 1) return this.#parseClause(token.slice(0, -1));
    if (field === "_exists_") return restrictToField(token.replaceAll("\\", ""), matchEverything);
    return restrictToField(field, parseValue(token));
  }
}

/**
 * Restricts a match to a field and the fields below it.
 * @param {string | undefined} field
 * @param {Match} match
 * @returns {Match}
 */
function restrictToField(field, match) {
  if (field === undefined || field === "*") return match;
  const path = splitPath(field);
  return (content) => {
    const fieldLeaves = content.filter((leaf) => path.every((name, i) => leaf.path[i] === name));
    return fieldLeaves.length > 0 ? match(fieldLeaves) : 0;
  };
}

/** @param {string} token @returns {Match} */
function parseValue(token) {
  if (token.startsWith('"')) return matchPhrase(splitWords(token.replace(/\\(.)/gs, "$1")));
  if (/^[[{]/.test(token)) return parseRange(token);
  const [, sign = "", bound = ""] = /^([<>]=?)(.+)$/.exec(token) ?? [];
  if (sign) return parseRange(sign.startsWith(">") ? `[${bound} TO *]` : `[* TO ${bound}]`, sign.length === 1);
  if (token === "*") return matchEverything;
  if (/(^|[^\\])[*?]/.test(token)) {
    const matches = wildcard(token.toLowerCase());
    return matchAnyLeaf((leaf) => leaf.words.some(matches) || matches(String(leaf.value).toLowerCase()));
  }
  // A boost (`^2`) and a fuzziness (`~1`) are ignored.
  return matchPhrase(splitWords(token.replace(/[~^][\d.]*$/, "").replace(/\\(.)/gs, "$1")));
}

/**
 * Parses a range: `[a TO b]` includes its bounds, `{a TO b}` excludes them.
 * @param {string} token
 * @param {boolean} [isExclusive] whether the bounds are excluded in any case
 * @returns {Match}
 */
function parseRange(token, isExclusive = false) {
  const [, start, from = "", to = "", end] = /^([[{])\s*(\S+)\s+TO\s+(\S+?)\s*([\]}])$/.exec(token) ?? [];
  if (!start) throw invalidQuery(`'${token}' is not a range`);
  const isWithin = (/** @type {string | number | boolean} */ leafValue) => {
    const bound = (/** @type {string} */ text) =>
      typeof leafValue === "number" ? Number(text) : text.replaceAll('"', "");
    const low = from === "*" ? 1 : (compare(leafValue, bound(from)) ?? NaN);
    const high = to === "*" ? -1 : (compare(leafValue, bound(to)) ?? NaN);
    return (
      (low > 0 || (low === 0 && start === "[" && !isExclusive)) &&
      (high < 0 || (high === 0 && end === "]" && !isExclusive))
    );
  };
  return matchAnyLeaf((leaf) => isWithin(leaf.value));
}

/** @param {string} reason */
const invalidQuery = (reason) => searchError(400, "BadRequest.Generic", `bad query string: ${reason}`);
