// Reads Globus's OpenAPI documents from the package of Globus's JavaScript SDK, which contains them as TypeScript.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ts } from "../fixtures/declarations.mjs";

const TYPES = join(dirname(fileURLToPath(import.meta.resolve("@globus/sdk"))), "open-api/types");

/** The document of each service, and the prefix that its paths lack. Transfer's document has only version 2. */
export const DOCUMENTS = {
  groups: { file: "groups.d.ts" },
  search: { file: "search.d.ts" },
  flows: { file: "flows.d.ts" },
  timers: { file: "timers.d.ts" },
  compute: { file: "compute.d.ts" },
  transfer: { file: "transfer.d.ts", prefix: "/v2" },
  gcs: { file: "gcs/v5.4.d.ts" },
};

/**
 * @typedef {object} Operation
 * @property {string | undefined} reply  TypeScript text that uses types of the declarations
 * @property {string | undefined} document
 * @property {string | undefined} query
 */

/**
 * Returns a key of verb and path that ignores the names of path arguments.
 * @param {string} verb
 * @param {string} path
 */
export const operationKey = (verb, path) => `${verb} ${path.replaceAll(/\{\w+\}/g, "{}").replaceAll(/(?<=.)\/$/g, "")}`;

/**
 * @param {keyof typeof DOCUMENTS} service
 * @returns {{ declarations: string, operations: Map<string, Operation> }}
 */
export function officialOperations(service) {
  const { file, prefix = "" } = /** @type {{ file: string, prefix?: string }} */ (DOCUMENTS[service]);
  // The query of a call without parameters is `never`. Members of this type are removed.
  const text = readFileSync(join(TYPES, file), "utf8").replaceAll(/^ +\w+\??: never;$/gm, "");
  const interfaces = interfacesOf(text);
  const components = ["schemas", "parameters"].flatMap((kind) =>
    (memberOf(interfaces.get("components"), kind)?.type.members ?? []).map((member) => ({ kind, member })),
  );
  // The schema generator fails on an interface that indexes itself, so every component becomes a separate type. A
  // second type for request documents has no read-only members.
  const types = components.flatMap(({ kind, member }) =>
    [READ, GIVEN].map((as) => `export type ${as.type(kind, nameOf(member))} = ${as.written(member)};`),
  );
  const operations = new Map();
  const paths = interfaces.get("paths");
  for (const path of paths.type.members) {
    const alias = /^paths\["(.+)"\]$/.exec(path.type.getText())?.[1];
    for (const method of (alias ? memberOf(paths, alias) : path).type.members ?? []) {
      const verb = nameOf(method).toUpperCase();
      if (verb === "PARAMETERS") continue;
      const id = /^operations\["(.+)"\]$/.exec(method.type.getText())?.[1];
      const described = id ? memberOf(interfaces.get("operations"), id) : method;
      operations.set(operationKey(verb, prefix + nameOf(path)), operation(described));
    }
  }
  return { declarations: types.join("\n"), operations };
}

/**
 * Returns the interfaces by name, each in the form of a member with that type.
 * @param {string} text
 * @returns {Map<string, any>}
 */
function interfacesOf(text) {
  const file = ts.createSourceFile("openapi.d.ts", text, ts.ScriptTarget.Latest, true);
  const found = file.statements.filter((one) => ts.isInterfaceDeclaration(one));
  return new Map(found.map((one) => [one.name.text, { type: one }]));
}

const nameOf = (member) => member.name.text ?? member.name.getText();
const memberOf = (node, name) => node?.type?.members?.find((member) => nameOf(member) === name);

/** Returns functions that make the names of generated types and the text of a member's type. */
const writing = (prefix, textOf) => {
  const type = (kind, name) => `${prefix}_${kind}_${name.replaceAll(/\W/g, "_")}`;
  const written = (member) =>
    textOf(member.type).replaceAll(/components\["(\w+)"\]\["([^"]+)"\]/g, (_, kind, name) => type(kind, name));
  return { type, written };
};
const READ = writing("Read", (type) => type.getText());
const GIVEN = writing("Given", withoutReadOnly);

/** Returns the text of a type without its read-only members. */
function withoutReadOnly(type) {
  let text = type.getText();
  const cut = (node) => {
    const isReadOnly = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword);
    if (ts.isPropertySignature(node) && isReadOnly) text = text.replace(node.getText(), "");
    else ts.forEachChild(node, cut);
  };
  cut(type);
  return text;
}

/** @returns {Operation} */
function operation(node) {
  const content = (part) => memberOf(memberOf(part, "content"), "application/json");
  const replies = memberOf(node, "responses")?.type.members ?? [];
  const reply = replies
    .filter((one) => /^20/.test(nameOf(one)))
    .map(content)
    .find(Boolean);
  const document = content(memberOf(node, "requestBody"));
  const query = memberOf(memberOf(node, "parameters"), "query");
  return {
    reply: reply && READ.written(reply),
    document: document && GIVEN.written(document),
    query: query && GIVEN.written(query),
  };
}
