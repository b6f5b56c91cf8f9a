// Compiles every block of code in README.md and every example in the package's types as strict TypeScript, in a project
// that has installed the package. examples.d.ts declares the names that they use without declaring them. Examples have
// no imports: the test adds those from the package.
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const resolvePath = (path) => fileURLToPath(new URL(path, import.meta.url));
const installed = resolvePath("../node_modules/globus-service-account");
const folder = resolvePath("../node_modules/.examples");

const COMPILER_OPTIONS = {
  target: "es2023",
  lib: ["es2023", "esnext.disposable"],
  module: "esnext",
  moduleResolution: "bundler",
  types: ["node"],
  jsx: "preserve",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  // tests/types checks the package's own declarations.
  skipLibCheck: true,
};

/** Returns the fenced blocks of code with the line number of their first line. */
const findBlocks = (text, fence) =>
  [...text.matchAll(fence)].map(({ index, groups: { language, code } }) => ({
    language,
    code,
    line: text.slice(0, index).split("\n").length + 1,
  }));

const README_BLOCK = /^```(?<language>[jt]sx?)\n(?<code>.*?)^```$/gms;
// A block in a doc comment: each line begins with a star.
const EXAMPLE_BLOCK = /^ *\* ```(?<language>[jt]sx?)\n(?<code>.*?)^ *\* ```$/gms;

/** Removes the stars of a comment. */
const removeStars = (code) => code.replace(/^ *\* ?/gm, "");

const types = readFileSync(join(installed, "index.d.ts"), "utf8");
/** The names that the package exports. */
const exportedNames = new Set(
  [...types.matchAll(/^export (?:class|interface|type|const|function) (\w+)/gm)].map(([, name]) => name),
);

/**
 * Returns a block as a TypeScript module. Adds the parameter types that TypeScript cannot infer, and the imports of an
 * example.
 */
function toModule({ code, isExample }) {
  const typed = code.replace(/async fetch\(request, env\)/, "async fetch(request: Request, env: Env)");
  if (!isExample) return `${typed}\nexport {};\n`;
  const importLists = [...typed.matchAll(/^import .*?{(.*)} from/gm)];
  const imported = new Set(importLists.flatMap(([, names]) => names.split(",").map((name) => name.trim())));
  const used = [...new Set(typed.match(/\b[A-Za-z]\w*\b/g))].filter(
    (name) => exportedNames.has(name) && !imported.has(name),
  );
  const isDeclared = (name) => new RegExp(`\\b(?:const|function|class|interface) ${name}\\b`).test(typed);
  const names = used.filter((name) => !isDeclared(name));
  return `import { ${names.join(", ")} } from "globus-service-account";\n${typed}\nexport {};\n`;
}

function readBlocks() {
  const readme = findBlocks(readFileSync(resolvePath("../../README.md"), "utf8"), README_BLOCK).map((block) => ({
    ...block,
    file: "README.md",
  }));
  const declarations = readdirSync(installed, { recursive: true }).filter((name) => name.endsWith(".d.ts"));
  const examples = declarations.flatMap((name) =>
    findBlocks(readFileSync(join(installed, name), "utf8"), EXAMPLE_BLOCK).map((block) => ({
      ...block,
      code: removeStars(block.code),
      file: name,
      isExample: true,
    })),
  );
  return { readme, examples };
}

/**
 * Returns the methods and functions whose doc comment is incomplete, of an account, its services, jobs, the files of a
 * collection and storage adapters. Each needs `@param` for every parameter and `@returns` for a result. All but the
 * methods of services need an example.
 */
function findUndocumented() {
  const classes = [...types.matchAll(/^export (?:class|interface) (ServiceAccount|\w+Client|Scope) \{\n(.*?)^\}/gms)];
  const jobs = types.slice(types.indexOf("// ---- Jobs"), types.indexOf("export type Principal ="));
  const adapters = readdirSync(join(installed, "storage")).filter((name) => name.endsWith(".d.ts"));
  const texts = [
    ...classes.map(([, name, body]) => ({ text: body, isService: /^(?!Collection)\w+Client$/.test(name) })),
    { text: jobs },
    ...adapters.map((name) => ({ text: readFileSync(join(installed, "storage", name), "utf8") })),
  ];
  const faults = [];
  let count = 0;
  for (const { text, isService } of texts) {
    const declarations = text.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s*(?:static |export function )?(\w+)(?:<[^>]*>)?\(([^]*?)\): ([^;{]*)/g);
    for (const [, comment, name, parameters, result] of declarations) {
      if (/^(toString|toJSON)$/.test(name)) continue;
      const names = [
        ...parameters.replace(/\[[^\]]*\]/g, "").matchAll(/^\s*(?:\.\.\.)?(\w+)\??:|, (?:\.\.\.)?(\w+)\??: /gm),
      ].map((match) => match[1] ?? match[2]);
      const requiredTags = names.map((parameter) => `@param ${parameter} `);
      if (!/^(Promise<)?void/.test(result) && !/^(ServiceAccount|Authorizer|GcsClient)\b/.test(result))
        requiredTags.push("@returns ");
      // A method of a service has a sentence and a link to Globus's documentation instead of an example.
      if (!isService) requiredTags.push("* ```");
      const missingTags = requiredTags.filter((tag) => !comment.includes(tag));
      count += 1;
      if (missingTags.length > 0) faults.push(`${name}: ${missingTags.join(", ")}`);
    }
  }
  return { count, faults };
}

export default function register(test) {
  test("types: every method and function documents its parameters and result, and all but the services' have an example", async () => {
    const { count, faults } = findUndocumented();
    if (faults.length > 0 || count < 240) throw new Error(`of ${count}:\n${faults.join("\n")}`);
    console.log(`${count} methods and functions document their parameters and results`);
  });

  test("README.md and types: every block and example compiles as strict TypeScript", async () => {
    const { readme, examples } = readBlocks();
    if (readme.length < 10 || examples.length < 70) throw new Error(`only ${readme.length} blocks and ${examples.length} examples`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const locations = new Map();
    for (const block of [...readme, ...examples]) {
      const name = `${block.file.replaceAll(/\W/g, "-")}-${block.line}.${block.language.endsWith("x") ? "tsx" : "ts"}`;
      locations.set(name, `${block.file}, line ${block.line}`);
      writeFileSync(join(folder, name), toModule(block));
    }
    copyFileSync(resolvePath("examples.d.ts"), join(folder, "examples.d.ts"));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ["*.ts", "*.tsx"] }));
    try {
      await promisify(execFile)(resolvePath("../node_modules/.bin/tsc"), ["--pretty", "false", "--project", "."], { cwd: folder });
    } catch (error) {
      const message = (error.stdout || error.message).replaceAll(
        /^[\w-]+\.tsx?/gm,
        (name) => `${locations.get(name) ?? name}: ${name}`,
      );
      throw new Error(message, { cause: error });
    }
    rmSync(folder, { recursive: true });
    console.log(`${readme.length} blocks of README.md and ${examples.length} examples of the types compiled`);
  });
}
