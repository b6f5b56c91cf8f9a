// Every block of code in README.md, and every example in the types of the package, compiled as strict TypeScript in a project
// that has installed it. What they use without saying where it is from is in examples.d.ts; what they use of the package they are
// given, for an example says no imports.
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const installed = here("../node_modules/globus-service-account");
const folder = here("../node_modules/.examples");

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
  // The package's own are checked in tests/types.
  skipLibCheck: true,
};

/** Fenced code, with the line it begins at. */
const blocksOf = (text, fence) =>
  [...text.matchAll(fence)].map(({ index, groups: { language, code } }) => ({
    language,
    code,
    line: text.slice(0, index).split("\n").length + 1,
  }));

const README = /^```(?<language>[jt]sx?)\n(?<code>.*?)^```$/gms;
// In a comment, after the stars.
const EXAMPLE = /^ *\* ```(?<language>[jt]sx?)\n(?<code>.*?)^ *\* ```$/gms;

/** The text of a comment without its stars. */
const plain = (code) => code.replace(/^ *\* ?/gm, "");

const types = readFileSync(join(installed, "index.d.ts"), "utf8");
/** All names that the package exports. */
const exported = new Set(
  [...types.matchAll(/^export (?:class|interface|type|const|function) (\w+)/gm)].map(([, name]) => name),
);

/** A module of a block: with the types that an author writes where nothing tells them, and with the imports of an example. */
function moduleOf({ code, isExample }) {
  const typed = code.replace(/async fetch\(request, env\)/, "async fetch(request: Request, env: Env)");
  if (!isExample) return `${typed}\nexport {};\n`;
  const lists = [...typed.matchAll(/^import .*?{(.*)} from/gm)];
  const imported = new Set(lists.flatMap(([, names]) => names.split(",").map((name) => name.trim())));
  const used = [...new Set(typed.match(/\b[A-Za-z]\w*\b/g))].filter((name) => exported.has(name) && !imported.has(name));
  const isOwn = (name) => new RegExp(`\\b(?:const|function|class|interface) ${name}\\b`).test(typed);
  const names = used.filter((name) => !isOwn(name));
  return `import { ${names.join(", ")} } from "globus-service-account";\n${typed}\nexport {};\n`;
}

function collected() {
  const readme = blocksOf(readFileSync(here("../../README.md"), "utf8"), README).map((block) => ({ ...block, of: "README.md" }));
  const declarations = readdirSync(installed, { recursive: true }).filter((name) => name.endsWith(".d.ts"));
  const examples = declarations.flatMap((name) =>
    blocksOf(readFileSync(join(installed, name), "utf8"), EXAMPLE).map((block) => ({
      ...block,
      code: plain(block.code),
      of: name,
      isExample: true,
    })),
  );
  return { readme, examples };
}

/**
 * What people call: the methods of an account and its services, the jobs, the files of a collection, the adapters. Each says what it
 * takes and what it gives, and all but the services' how it is used.
 */
function undocumented() {
  const classes = [...types.matchAll(/^export (?:class|interface) (ServiceAccount|\w+Client|Scope) \{\n(.*?)^\}/gms)];
  const jobs = types.slice(types.indexOf("// ---- Jobs"), types.indexOf("export type Principal ="));
  const adapters = readdirSync(join(installed, "storage")).filter((name) => name.endsWith(".d.ts"));
  const texts = [
    ...classes.map(([, name, body]) => ({ text: body, service: /^(?!Collection)\w+Client$/.test(name) })),
    { text: jobs },
    ...adapters.map((name) => ({ text: readFileSync(join(installed, "storage", name), "utf8") })),
  ];
  const faults = [];
  let count = 0;
  for (const { text, service } of texts) {
    const documented = text.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s*(?:static |export function )?(\w+)(?:<[^>]*>)?\(([^]*?)\): ([^;{]*)/g);
    for (const [, comment, name, parameters, result] of documented) {
      if (/^(toString|toJSON)$/.test(name)) continue;
      const names = [...parameters.replace(/\[[^\]]*\]/g, "").matchAll(/^\s*(?:\.\.\.)?(\w+)\??:|, (?:\.\.\.)?(\w+)\??: /gm)].map((match) => match[1] ?? match[2]);
      const wanted = names.map((parameter) => `@param ${parameter} `);
      if (!/^(Promise<)?void/.test(result) && !/^(ServiceAccount|Authorizer|GcsClient)\b/.test(result)) wanted.push("@returns ");
      // What a row of a service does, its sentence and its link say.
      if (!service) wanted.push("* ```");
      const lacking = wanted.filter((tag) => !comment.includes(tag));
      count += 1;
      if (lacking.length > 0) faults.push(`${name}: ${lacking.join(", ")}`);
    }
  }
  return { count, faults };
}

export default function register(test) {
  test("types: what is called says what it takes, gives and throws, and but for the services' calls gives an example", async () => {
    const { count, faults } = undocumented();
    if (faults.length > 0 || count < 240) throw new Error(`of ${count}:\n${faults.join("\n")}`);
    console.log(`${count} methods and functions document their parameters and results`);
  });

  test("README.md and types: every block and example compiles as strict TypeScript", async () => {
    const { readme, examples } = collected();
    if (readme.length < 10 || examples.length < 70) throw new Error(`only ${readme.length} blocks and ${examples.length} examples`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const places = new Map();
    for (const block of [...readme, ...examples]) {
      const name = `${block.of.replaceAll(/\W/g, "-")}-${block.line}.${block.language.endsWith("x") ? "tsx" : "ts"}`;
      places.set(name, `${block.of}, line ${block.line}`);
      writeFileSync(join(folder, name), moduleOf(block));
    }
    copyFileSync(here("examples.d.ts"), join(folder, "examples.d.ts"));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ["*.ts", "*.tsx"] }));
    try {
      await promisify(execFile)(here("../node_modules/.bin/tsc"), ["--pretty", "false", "--project", "."], { cwd: folder });
    } catch (error) {
      const told = (error.stdout || error.message).replaceAll(/^[\w-]+\.tsx?/gm, (name) => `${places.get(name) ?? name}: ${name}`);
      throw new Error(told, { cause: error });
    }
    rmSync(folder, { recursive: true });
    console.log(`${readme.length} blocks of README.md and ${examples.length} examples of the types compiled`);
  });
}
