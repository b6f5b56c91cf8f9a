// Reads the declarations of each call of this package: request document, query parameters, reply.
import { fromPackage, methodsOf, ts } from "../fixtures/declarations.mjs";
import { groupsOfCalls } from "../compat/cases/index.mjs";
import { operationKey } from "./official.mjs";

/**
 * @typedef {object} Call
 * @property {string} name  such as `FlowsClient.getFlow`
 * @property {string} operation
 * @property {string} service
 * @property {string} reply
 * @property {string | undefined} document
 * @property {string | undefined} query
 * @property {string} typeParameters
 * @property {string[]} defaults
 */

const serviceOf = (getter) => (getter.startsWith("compute") ? "compute" : getter);

/** @returns {{ declarations: string, calls: Call[] }} */
export function readDeclaredCalls() {
  const declarations = fromPackage();
  const parameters = parametersOf(declarations);
  const methods = methodsOf(declarations);
  const calls = groupsOfCalls.flatMap(({ service, rows, isHelper }) => {
    // A helper class only sends the requests of another class's methods.
    if (isHelper) return [];
    const owner = `${service[0].toUpperCase()}${service.slice(1)}Client`;
    return rows.flatMap(({ name, verb, path }) => {
      const method = methods.find((item) => item.class === owner && item.name === name);
      if (!method) return [];
      const { reply, typeParameters, defaults } = method;
      const key = `${owner}.${name}`;
      const common = { service: serviceOf(service), operation: operationKey(verb, path), typeParameters, defaults };
      return { name: key, reply, ...parameters.get(key), ...common };
    });
  });
  return { declarations, calls };
}

/** Returns the types of `document` and `query` of every method. */
function parametersOf(declarations) {
  const file = ts.createSourceFile("declarations.d.ts", declarations, ts.ScriptTarget.Latest, true);
  const parameterTypes = new Map();
  for (const statement of file.statements) {
    if (!ts.isClassDeclaration(statement) && !ts.isInterfaceDeclaration(statement)) continue;
    for (const member of statement.members) {
      if (!member.parameters) continue;
      const typeOf = (name) => member.parameters.find((item) => item.name.getText() === name)?.type?.getText();
      const key = `${statement.name?.text}.${member.name?.getText()}`;
      if (!parameterTypes.has(key)) parameterTypes.set(key, { document: typeOf("document"), query: typeOf("query") });
    }
  }
  return parameterTypes;
}
