import { main } from "./suite/main.mjs";

await main("bun");
