import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const { version } = createRequire(import.meta.url)("next/package.json");
const outputFileTracingRoot = fileURLToPath(new URL(".", import.meta.url));

export default {
  output: process.env.OUTPUT === "standalone" ? "standalone" : undefined,
  // Version 14 knows it by its older name.
  ...(version.startsWith("14.") ? { experimental: { outputFileTracingRoot } } : { outputFileTracingRoot }),
  // What takes time and shows nothing here.
  eslint: { ignoreDuringBuilds: true },
  typescript: { ignoreBuildErrors: true },
  webpack: (config) => Object.assign(config, { cache: false }),
};
