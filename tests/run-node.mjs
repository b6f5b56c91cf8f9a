import { main } from "./suite/main.mjs";

await main("node");
