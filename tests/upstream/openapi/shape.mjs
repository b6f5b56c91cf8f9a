// Where one JSON schema has something for which there is no place in another.

/**
 * @typedef {import("ajv").AnySchemaObject} Schema
 * @typedef {{ schema: Schema, definitions: Record<string, Schema> }} Side
 */

/**
 * What the official schema has and ours has not: members, kinds of value, values of a closed list. And where it is the
 * caller who makes it: members that are optional there and required here.
 *
 * @param {Schema} official
 * @param {Schema} ours
 * @param {{ isGiven: boolean }} options
 * @returns {string[]}
 */
export function uncovered(official, ours, { isGiven }) {
  const found = new Set();
  const seen = new Set();
  const visit = (theirSchemas, ourSchemas, path) => {
    const key = JSON.stringify([theirSchemas, ourSchemas].map((schemas) => [...new Set(schemas)]));
    const theirs = described(theirSchemas, official.definitions);
    const own = described(ourSchemas, ours.definitions);
    if (theirs.isAnything || own.isAnything) return;
    const place = path || "the body";
    for (const kind of theirs.kinds) if (!own.kinds.has(kind)) found.add(`${place} may be ${kind}`);
    if (theirs.values && own.values) {
      for (const value of theirs.values) if (!own.values.has(value)) found.add(`${place} may be ${value}`);
    }
    // What is in a type is told once, where it occurs first.
    if (seen.has(key)) return;
    seen.add(key);
    for (const [name, member] of theirs.members) {
      const inner = path ? `${path}.${name}` : name;
      const counterpart = own.members.get(name);
      const schemas = counterpart?.schemas ?? own.furtherMembers;
      if (schemas.length === 0) found.add(`${inner} is not declared`);
      else visit(member.schemas, schemas, inner);
      if (isGiven && counterpart && !counterpart.isOptional && member.isOptional) found.add(`${inner} is optional`);
    }
    if (theirs.items.length > 0 && own.items.length > 0) visit(theirs.items, own.items, `${path}[]`);
  };
  visit([official], [ours], "");
  return [...found];
}

/**
 * What any of the schemas allows, taken together.
 * @param {Schema[]} schemas
 * @param {Record<string, Schema>} definitions
 */
function described(schemas, definitions) {
  const result = {
    isAnything: false,
    /** @type {Set<string>} */ kinds: new Set(),
    /** @type {Set<string> | undefined} */ values: new Set(),
    /** @type {Map<string, { schemas: Schema[], isOptional: boolean }>} */ members: new Map(),
    /** @type {Schema[]} */ furtherMembers: [],
    /** @type {Schema[]} */ items: [],
  };
  // A type that contains itself by several ways would otherwise double with every step.
  for (const schema of new Set(schemas.flatMap((one) => alternatives(one, definitions)))) {
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
    // A member that must not be there, as discriminated types have it.
    if (schema.not) continue;
    const member = members.get(name) ?? { schemas: [], isOptional: false };
    member.schemas.push(schema);
    member.isOptional ||= !required.includes(name);
    members.set(name, member);
  }
  if (additionalProperties !== false) furtherMembers.push(additionalProperties === true ? {} : additionalProperties);
}

/** The schemas of which one holds, none of them a reference. @returns {Schema[]} */
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
