// How a case is written: what both clients are given stands once.
//
// A row is a method with its verb, its path and some calls, `few` and `all` among them. A call says what to give:
//
//   ids      the path arguments
//   doc      the request document; Python gets the same, unless `helper` names one of its payload classes
//   fields   the members of the request document, where Python takes them one by one (within the row's `envelope`, if
//            it has one)
//   query    documented parameters, which Python takes one by one
//   extra    more of the query, which Python takes as `query_params`
//   flow     the flow of a client for one flow: the first argument in JavaScript, an argument of the class in Python
//   path     the path, where it is not the row's
//   js, args, kwargs     what only one of them is given: JavaScript's arguments (all of them), Python's (`args` all of
//                        them, `kwargs` besides the others)

/**
 * @typedef {object} CallSpec
 * @property {string[]} [ids]
 * @property {unknown} [doc]
 * @property {unknown} [helper]
 * @property {Record<string, unknown>} [fields]
 * @property {Record<string, unknown>} [query]
 * @property {Record<string, unknown>} [extra]
 * @property {string} [flow]
 * @property {string} [path]
 * @property {unknown[]} [js]
 * @property {unknown[]} [args]
 * @property {Record<string, unknown>} [kwargs]
 * @property {boolean} [pages] whether all pages are asked for
 *
 * @typedef {object} Row
 * @property {string} name in JavaScript
 * @property {string} python
 * @property {string} verb
 * @property {string} path
 * @property {string} [envelope]
 * @property {boolean} [paged] whether Python has it in pages, too: then both go through two of them, beginning with `few`
 * @property {string[]} [generated] fields that each client makes up: only their form is compared
 * @property {Record<string, CallSpec>} calls
 *
 * @typedef {object} Group the methods of one Python class
 * @property {string} service the getter in JavaScript
 * @property {string} client
 * @property {string} title
 * @property {"Bearer" | "Basic"} authorization
 * @property {boolean} [isBesides] whether the class is no client but uses one, whose methods are in the table already
 * @property {Row[]} rows
 */

/** The call that goes on to the second page. */
export const PAGES = "page after page";

const snake = (name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * @param {string} name @param {string} verb @param {string} path
 * @param {Record<string, CallSpec>} calls @param {Partial<Row>} [more]
 * @returns {Row}
 */
export const row = (name, verb, path, calls, more) => ({ name, python: snake(name), verb, path, calls, ...more });

/** @param {Row} row @param {CallSpec} call */
function document(row, call) {
  if (!call.fields) return call.doc;
  return row.envelope ? { [row.envelope]: call.fields } : call.fields;
}

/** The arguments in JavaScript. @param {Row} row @param {CallSpec} call @returns {unknown[]} */
export function javascript(row, call) {
  if (call.js) return call.js;
  /** @type {unknown[]} */
  const args = [...(call.flow ? [call.flow] : []), ...(call.ids ?? [])];
  const doc = document(row, call);
  if (doc !== undefined) args.push(doc);
  const query = { ...call.query, ...call.extra };
  if (Object.keys(query).length > 0) args.push(query);
  return args;
}

/** The arguments in Python. @param {Row} row @param {CallSpec} call @returns {{ args: unknown[], kwargs: object }} */
export function python(row, call) {
  const payload = call.helper ?? call.doc;
  return {
    args: call.args ?? [...(call.ids ?? []), ...(payload === undefined ? [] : [payload])],
    kwargs: {
      ...call.fields,
      ...call.query,
      ...(call.extra && { query_params: call.extra }),
      ...call.kwargs,
    },
  };
}

/** The path that is to be seen, its segments decoded. @param {Row} row @param {CallSpec} call */
export function expectedPath(row, call) {
  const ids = [...(call.ids ?? [])];
  return (call.path ?? row.path).replaceAll(/\{(\w+)\}/g, (_, name) =>
    name === "flow_id" && call.flow ? call.flow : (ids.shift() ?? "?"),
  );
}

/** Every call of the groups, under a key that names it. @param {Group[]} groups */
export function* everyCall(groups) {
  for (const group of groups) {
    for (const row of group.rows) {
      const pages = row.paged ? { [PAGES]: { ...row.calls.few, pages: true } } : {};
      for (const [label, call] of Object.entries({ ...row.calls, ...pages })) {
        yield { group, row, label, call, key: `${group.client}.${row.python}: ${label}` };
      }
    }
  }
}
