// Finds the parts of a JSON schema that another schema does not allow.

/**
 * @typedef {import("ajv").AnySchemaObject} Schema
 * @typedef {{ schema: Schema, definitions: Record<string, Schema> }} Side
 */

/**
 * Returns what the official schema has and this package's schema has not: members, types of values, values of an enum.
 * For documents that a caller makes (`isGiven`) also members that are optional in the official schema and required in
 * this package's.
 *
 * @param {Schema} official
 * @param {Schema} ours
 * @param {{ isGiven: boolean }} options
 * @returns {string[]}
 */
export function findUncovered(official, ours, { isGiven }) {
  const differences = new Set();
  const seen = new Set();
  const visit = (theirSchemas, ourSchemas, path) => {
    const key = JSON.stringify([theirSchemas, ourSchemas].map((schemas) => [...new Set(schemas)]));
    const theirs = combine(theirSchemas, official.definitions);
    const our = combine(ourSchemas, ours.definitions);
    if (theirs.isAnything || our.isAnything) return;
    const subject = path || "the body";
    for (const kind of theirs.kinds) if (!our.kinds.has(kind)) differences.add(`${subject} may be ${kind}`);
    if (theirs.values && our.values) {
      for (const value of theirs.values) if (!our.values.has(value)) differences.add(`${subject} may be ${value}`);
    }
    // The contents of a type are reported once, at its first occurrence.
    if (seen.has(key)) return;
    seen.add(key);
    for (const [name, member] of theirs.members) {
      const inner = path ? `${path}.${name}` : name;
      const counterpart = our.members.get(name);
      const schemas = counterpart?.schemas ?? our.furtherMembers;
      if (schemas.length === 0) differences.add(`${inner} is not declared`);
      else visit(member.schemas, schemas, inner);
      if (isGiven && counterpart && !counterpart.isOptional && member.isOptional) differences.add(`${inner} is optional`);
    }
    if (theirs.items.length > 0 && our.items.length > 0) visit(theirs.items, our.items, `${path}[]`);
  };
  visit([official], [ours], "");
  return [...differences];
}

/**
 * Combines everything that any of the schemas allows.
 * @param {Schema[]} schemas
 * @param {Record<string, Schema>} definitions
 */
function combine(schemas, definitions) {
  const result = {
    isAnything: false,
    /** @type {Set<string>} */ kinds: new Set(),
    /** @type {Set<string> | undefined} */ values: new Set(),
    /** @type {Map<string, { schemas: Schema[], isOptional: boolean }>} */ members: new Map(),
    /** @type {Schema[]} */ furtherMembers: [],
    /** @type {Schema[]} */ items: [],
  };
  // The set removes duplicates: a type that contains itself in several members would otherwise double with every step.
  for (const schema of new Set(schemas.flatMap((item) => alternatives(item, definitions)))) {
    const types = typesOf(schema);
    if (types.length === 0) result.isAnything = true;
    for (const type of types) result.kinds.add(type);
    const values = "const" in schema ? [schema.const] : schema.enum;
    if (values) for (const value of values) value === null || result.values?.add(JSON.stringify(value));
    else if (types.includes("string")) result.values = undefined;
    if (types.includes("object")) addMembers(result, schema);
    if (types.includes("array")) result.items.push(...[schema.items ?? {}].flat());
  }
  return result;
}

function addMembers({ members, furtherMembers }, { properties = {}, required = [], additionalProperties = {} }) {
  for (const [name, schema] of Object.entries(properties)) {
    // A member that must be absent, as in discriminated types.
    if (schema.not) continue;
    const member = members.get(name) ?? { schemas: [], isOptional: false };
    member.schemas.push(schema);
    member.isOptional ||= !required.includes(name);
    members.set(name, member);
  }
  if (additionalProperties !== false) furtherMembers.push(additionalProperties === true ? {} : additionalProperties);
}

/** Returns the alternatives of a schema, with references resolved. @returns {Schema[]} */
function alternatives(schema, definitions, through = []) {
  if (schema === true) return [{}];
  if (schema === false || schema.not) return [];
  if (schema.$ref) {
    const name = decodeURIComponent(schema.$ref.replace("#/definitions/", ""));
    return through.includes(name) ? [] : alternatives(definitions[name], definitions, [...through, name]);
  }
  const parts = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  return parts ? parts.flatMap((part) => alternatives(part, definitions, through)) : [schema];
}

const JSON_TYPE = { object: "object", string: "string", number: "number", boolean: "boolean" };

/** @returns {string[]} */
function typesOf(schema) {
  if (schema.type) return [schema.type].flat().map((type) => (type === "integer" ? "number" : type));
  const values = "const" in schema ? [schema.const] : (schema.enum ?? []);
  return [...new Set(values.map((value) => (value === null ? "null" : JSON_TYPE[typeof value])))];
}
