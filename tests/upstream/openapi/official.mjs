// Globus's OpenAPI documents as Globus's JavaScript SDK has them: as TypeScript, in its package.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ts } from "../fixtures/declarations.mjs";

const TYPES = join(dirname(fileURLToPath(import.meta.resolve("@globus/sdk"))), "open-api/types");

/** The document of each service, and what its paths lack in front. That of Transfer has only version 2. */
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
 * @property {string | undefined} reply  As TypeScript text, which the declarations give sense.
 * @property {string | undefined} document
 * @property {string | undefined} query
 */

/** A verb and a path, whatever its arguments are called. @param {string} verb @param {string} path */
export const operationKey = (verb, path) => `${verb} ${path.replaceAll(/\{\w+\}/g, "{}").replaceAll(/(?<=.)\/$/g, "")}`;

/**
 * @param {keyof typeof DOCUMENTS} service
 * @returns {{ declarations: string, operations: Map<string, Operation> }}
 */
export function officialOperations(service) {
  const { file, prefix = "" } = /** @type {{ file: string, prefix?: string }} */ (DOCUMENTS[service]);
  // A query of a call that has none is `never`, and so are the members that say so.
  const text = readFileSync(join(TYPES, file), "utf8").replaceAll(/^ +\w+\??: never;$/gm, "");
  const interfaces = interfacesOf(text);
  const components = ["schemas", "parameters"].flatMap((kind) =>
    (memberOf(interfaces.get("components"), kind)?.type.members ?? []).map((member) => ({ kind, member })),
  );
  // The generator of schemas loses its way in an interface that indexes itself: every component becomes a type of its
  // own, and another one for documents, which lack what is read only.
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

/** Name to interface, each like a member of that type. @param {string} text @returns {Map<string, any>} */
function interfacesOf(text) {
  const file = ts.createSourceFile("openapi.d.ts", text, ts.ScriptTarget.Latest, true);
  const found = file.statements.filter((one) => ts.isInterfaceDeclaration(one));
  return new Map(found.map((one) => [one.name.text, { type: one }]));
}

const nameOf = (member) => member.name.text ?? member.name.getText();
const memberOf = (node, name) => node?.type?.members?.find((member) => nameOf(member) === name);

/** How a member's type is written. */
const writing = (prefix, textOf) => {
  const type = (kind, name) => `${prefix}_${kind}_${name.replaceAll(/\W/g, "_")}`;
  const written = (member) =>
    textOf(member.type).replaceAll(/components\["(\w+)"\]\["([^"]+)"\]/g, (_, kind, name) => type(kind, name));
  return { type, written };
};
const READ = writing("Read", (type) => type.getText());
const GIVEN = writing("Given", withoutReadOnly);

/** The text of a type without its members that are read only. */
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
