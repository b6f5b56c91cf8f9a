// The format of cases. Values that both clients use are written once.
//
// A row is a method with its verb, its path and several calls, including `few` and `all`. A call defines the arguments:
//
//   ids      the path arguments
//   doc      the request document; Python gets the same, unless `helper` names one of its payload classes
//   fields   the members of the request document, which Python accepts as separate arguments (in JavaScript within the row's
//            `envelope`, if it has one)
//   query    documented parameters, which Python accepts as separate arguments
//   extra    other query parameters, which Python accepts as `query_params`
//   flow     the flow of a client for one flow: the first argument in JavaScript, an argument of the class in Python
//   path     the path, if it differs from the row's
//   js, args, kwargs     the arguments of one client only: all of JavaScript's; all positional ones of Python (`args`), additional
//                        ones of Python (`kwargs`)

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
 * @property {boolean} [pages] whether all pages are requested
 *
 * @typedef {object} Row
 * @property {string} name in JavaScript
 * @property {string} python
 * @property {string} verb
 * @property {string} path
 * @property {string} [envelope]
 * @property {boolean} [paged] whether Python also has the method in pages: both clients then read two pages, with the arguments of `few`
 * @property {string[]} [generated] fields that each client generates: only their form is compared
 * @property {Record<string, CallSpec>} calls
 *
 * @typedef {object} Group the methods of one Python class
 * @property {string} service the getter in JavaScript
 * @property {string} client
 * @property {string} title
 * @property {"Bearer" | "Basic"} authorization
 * @property {boolean} [isHelper] whether the class is not a client but a helper that uses one; the table already has the client's methods
 * @property {Row[]} rows
 */

/** The name of the call that reads two pages. */
export const PAGES = "page after page";

const snakeCase = (name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * @param {string} name @param {string} verb @param {string} path
 * @param {Record<string, CallSpec>} calls @param {Partial<Row>} [options]
 * @returns {Row}
 */
export const row = (name, verb, path, calls, options) => ({ name, python: snakeCase(name), verb, path, calls, ...options });

/** @param {Row} row @param {CallSpec} call */
function requestDocument(row, call) {
  if (!call.fields) return call.doc;
  return row.envelope ? { [row.envelope]: call.fields } : call.fields;
}

/** Returns the arguments in JavaScript. @param {Row} row @param {CallSpec} call @returns {unknown[]} */
export function javascriptArgs(row, call) {
  if (call.js) return call.js;
  /** @type {unknown[]} */
  const args = [...(call.flow ? [call.flow] : []), ...(call.ids ?? [])];
  const doc = requestDocument(row, call);
  if (doc !== undefined) args.push(doc);
  const query = { ...call.query, ...call.extra };
  if (Object.keys(query).length > 0) args.push(query);
  return args;
}

/**
 * Returns the arguments in Python.
 * @param {Row} row
 * @param {CallSpec} call
 * @returns {{ args: unknown[], kwargs: object }}
 */
export function pythonArgs(row, call) {
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

/** Returns the expected path, with decoded segments. @param {Row} row @param {CallSpec} call */
export function expectedPath(row, call) {
  const ids = [...(call.ids ?? [])];
  return (call.path ?? row.path).replaceAll(/\{(\w+)\}/g, (_, name) =>
    name === "flow_id" && call.flow ? call.flow : (ids.shift() ?? "?"),
  );
}

/** Yields every call of the groups, with a key that names it. @param {Group[]} groups */
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
