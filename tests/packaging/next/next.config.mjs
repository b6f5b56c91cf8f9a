import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const { version } = createRequire(import.meta.url)("next/package.json");
const outputFileTracingRoot = fileURLToPath(new URL(".", import.meta.url));

export default {
  output: process.env.OUTPUT === "standalone" ? "standalone" : undefined,
  // In version 14 this option is experimental.
  ...(version.startsWith("14.") ? { experimental: { outputFileTracingRoot } } : { outputFileTracingRoot }),
  // These checks take time, and this test does not need them.
  eslint: { ignoreDuringBuilds: true },
  typescript: { ignoreBuildErrors: true },
  webpack: (config) => Object.assign(config, { cache: false }),
};
