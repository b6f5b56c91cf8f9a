// What the types of an entry declare, by API Extractor: as a report to read and to compare, and as data.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const pkg = here("../../pkg");
const made = here("../../target/api");

const silent = { default: { logLevel: ExtractorLogLevel.None } };
const LIB = ["es2023", "dom", "dom.iterable", "esnext.disposable"];

/** The settings for an entry, whose types are `types`. */
const settings = (name, types) => ({
  projectFolder: pkg,
  mainEntryPointFilePath: types,
  newlineKind: "lf",
  compiler: {
    overrideTsconfig: {
      compilerOptions: { target: "es2023", lib: LIB, module: "nodenext", strict: true, types: [] },
      files: [types],
    },
  },
  apiReport: { enabled: true, reportFileName: name, reportFolder: here("."), reportTempFolder: made },
  docModel: { enabled: true, apiJsonFilePath: join(made, `${name}.api.json`) },
  dtsRollup: { enabled: false },
  tsdocMetadata: { enabled: false },
  messages: {
    compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
    extractorMessageReporting: { ...silent, "ae-forgotten-export": { logLevel: ExtractorLogLevel.Error } },
    tsdocMessageReporting: silent,
  },
});

/**
 * Makes the report of an entry, and writes it to this folder if that is wanted.
 *
 * @param {string} name @param {string} types Path in the package. @param {boolean} isWritten @param {Set<string>} known What other
 *   entries export: it may be used here without being exported again.
 * @returns What is declared, whether the report here is the same, and where the new one is.
 */
export function report(name, types, isWritten, known) {
  for (const folder of [made, here(".")]) mkdirSync(folder, { recursive: true });
  const configObject = settings(name, join(pkg, types));
  const packageJsonFullPath = join(pkg, "package.json");
  const config = ExtractorConfig.prepare({ configObject, configObjectFullPath: undefined, packageJsonFullPath });
  const faults = [];
  const messageCallback = (message) => {
    const isKnown = message.messageId === "ae-forgotten-export" && known.has(/"(.*?)"/.exec(message.text)?.[1]);
    if (message.logLevel === ExtractorLogLevel.Error && !isKnown) faults.push(message.formatMessageWithLocation(pkg));
    message.handled = true;
  };
  const { apiReportChanged } = Extractor.invoke(config, { localBuild: isWritten, messageCallback });
  if (faults.length > 0) throw new Error(faults.join("\n"));
  const { members } = JSON.parse(readFileSync(config.apiJsonFilePath, "utf8"));
  const is = existsSync(config.reportFilePath) && (isWritten || !apiReportChanged);
  return { declared: members[0].members, isSame: is, here: config.reportFilePath, made: config.reportTempFilePath };
}
