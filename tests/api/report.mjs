// Runs API Extractor on the declarations of an entry point. It writes a report for readers, and the same content as
// JSON.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

const resolvePath = (path) => fileURLToPath(new URL(path, import.meta.url));
const pkg = resolvePath("../../pkg");
const outputFolder = resolvePath("../../target/api");

const silent = { default: { logLevel: ExtractorLogLevel.None } };
const LIB = ["es2023", "dom", "dom.iterable", "esnext.disposable"];

/** Returns the configuration for an entry point. `types` is the path of its declarations. */
const createConfig = (name, types) => ({
  projectFolder: pkg,
  mainEntryPointFilePath: types,
  newlineKind: "lf",
  compiler: {
    overrideTsconfig: {
      compilerOptions: { target: "es2023", lib: LIB, module: "nodenext", strict: true, types: [] },
      files: [types],
    },
  },
  apiReport: { enabled: true, reportFileName: name, reportFolder: resolvePath("."), reportTempFolder: outputFolder },
  docModel: { enabled: true, apiJsonFilePath: join(outputFolder, `${name}.api.json`) },
  dtsRollup: { enabled: false },
  tsdocMetadata: { enabled: false },
  messages: {
    compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
    extractorMessageReporting: { ...silent, "ae-forgotten-export": { logLevel: ExtractorLogLevel.Error } },
    tsdocMessageReporting: silent,
  },
});

/**
 * Creates the report of an entry point. Writes it to this folder if `isWritten`.
 *
 * @param {string} name @param {string} types Path in the package. @param {boolean} isWritten
 * @param {Set<string>} known The names that other entry points export. This one may use them without exporting them
 * again.
 * @returns The declared items, whether the report in this folder is the same, and the paths of that report and of the
 * new one.
 */
export function createReport(name, types, isWritten, known) {
  for (const folder of [outputFolder, resolvePath(".")]) mkdirSync(folder, { recursive: true });
  const configObject = createConfig(name, join(pkg, types));
  const packageJsonFullPath = join(pkg, "package.json");
  const config = ExtractorConfig.prepare({ configObject, configObjectFullPath: undefined, packageJsonFullPath });
  const errors = [];
  const messageCallback = (message) => {
    const isKnown = message.messageId === "ae-forgotten-export" && known.has(/"(.*?)"/.exec(message.text)?.[1]);
    if (message.logLevel === ExtractorLogLevel.Error && !isKnown) errors.push(message.formatMessageWithLocation(pkg));
    message.handled = true;
  };
  const { apiReportChanged } = Extractor.invoke(config, { localBuild: isWritten, messageCallback });
  if (errors.length > 0) throw new Error(errors.join("\n"));
  const { members } = JSON.parse(readFileSync(config.apiJsonFilePath, "utf8"));
  const isSame = existsSync(config.reportFilePath) && (isWritten || !apiReportChanged);
  const { reportFilePath: reportPath, reportTempFilePath: newPath } = config;
  return { declared: members[0].members, isSame, reportPath, newPath };
}
