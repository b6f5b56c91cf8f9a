// @ts-check
/**
 * @typedef {{ path: string, message: string }} SchemaError
 */

/**
 * Validates a value against the part of JSON Schema that input forms use. Other keywords are not checked. The messages
 * are those of Python's jsonschema, which Flows passes on.
 * @param {unknown} value
 * @param {unknown} schema
 * @param {string} [path]
 * @returns {SchemaError[]}
 */
export function validateSchema(value, schema, path = "$") {
  if (!isObject(schema)) return [];
  const makeError = (/** @type {string} */ message) => [{ path, message }];
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => hasType(value, type))) {
    return makeError(`${formatPython(value)} is not of type ${types.map(formatPython).join(", ")}`);
  }
  if (Array.isArray(schema.enum) && !schema.enum.some((allowed) => isEqual(allowed, value))) {
    return makeError(`${formatPython(value)} is not one of ${formatPython(schema.enum)}`);
  }
  if ("const" in schema && !isEqual(schema.const, value))
    return makeError(`${formatPython(schema.const)} was expected`);
  if (typeof value === "number") {
    if (typeof schema.minimum === "number" && value < schema.minimum) {
      return makeError(`${value} is less than the minimum of ${schema.minimum}`);
    }
    if (typeof schema.maximum === "number" && value > schema.maximum) {
      return makeError(`${value} is greater than the maximum of ${schema.maximum}`);
    }
  }
  if (typeof value === "string" && typeof schema.pattern === "string" && !matchesPattern(value, schema.pattern)) {
    return makeError(`${formatPython(value)} does not match ${formatPython(schema.pattern)}`);
  }
  if (Array.isArray(value)) return value.flatMap((item, i) => validateSchema(item, schema.items, `${path}[${i}]`));
  return isObject(value) ? validateMembers(value, schema, path) : [];
}

/** @param {Record<string, unknown>} value @param {Record<string, unknown>} schema @param {string} path */
function validateMembers(value, schema, path) {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  const unexpected = Object.keys(value).filter((name) => !Object.hasOwn(properties, name));
  return [
    ...missing.map((name) => ({ path, message: `${formatPython(name)} is a required property` })),
    ...(schema.additionalProperties === false && unexpected.length > 0
      ? [{ path, message: `Additional properties are not allowed (${formatUnexpected(unexpected)} unexpected)` }]
      : []),
    ...Object.entries(properties).flatMap(([name, member]) =>
      Object.hasOwn(value, name) ? validateSchema(value[name], member, `${path}.${name}`) : [],
    ),
  ];
}

/**
 * Whether a value matches a pattern. An invalid pattern matches: it may be valid in Python.
 * @param {string} value
 * @param {string} pattern
 */
function matchesPattern(value, pattern) {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}

/** @param {readonly string[]} names */
const formatUnexpected = (names) => `${names.map(formatPython).join(", ")} ${names.length === 1 ? "was" : "were"}`;

/** @param {unknown} value @param {unknown} type */
function hasType(value, type) {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return isObject(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} a @param {unknown} b */
const isEqual = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Formats a value as Python does. @param {unknown} value @returns {string} */
function formatPython(value) {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return value.includes("'") ? JSON.stringify(value) : `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(formatPython).join(", ")}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([name, member]) => `${formatPython(name)}: ${formatPython(member)}`)
    .join(", ")}}`;
}
