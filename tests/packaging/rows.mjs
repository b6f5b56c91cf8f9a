// One row for each combination: the tool, its version and the packages installed with it; the fixture; the kind of
// output; the command that builds it, the program that serves it, and the check.
import { checkNext } from "./next.mjs";

export const ROWS = [
  { tool: "next", version: "14.2.35", peers: { react: "18.3.1", "react-dom": "18.3.1" }, fixture: "next",
    output: "server", build: ["next", "build"], serve: ["node_modules/next/dist/bin/next", "start"],
    check: checkNext },
  { tool: "next", version: "15.5.29", peers: { react: "19.3.1", "react-dom": "19.3.1" }, fixture: "next",
    output: "standalone", build: ["next", "build"], serve: [".next/standalone/server.js"], check: checkNext },
];
