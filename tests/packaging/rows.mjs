// One line for each combination: the tool with its version, what is installed beside it, the fixture, what is made of it and by
// what, how that is run, and what is shown of it.
import { next } from "./next.mjs";

export const ROWS = [
  { tool: "next", version: "14.2.35", beside: { react: "18.3.1", "react-dom": "18.3.1" }, fixture: "next", output: "server",
    make: ["next", "build"], run: ["node_modules/next/dist/bin/next", "start"], shows: next },
  { tool: "next", version: "15.5.29", beside: { react: "19.3.1", "react-dom": "19.3.1" }, fixture: "next", output: "standalone",
    make: ["next", "build"], run: [".next/standalone/server.js"], shows: next },
];
