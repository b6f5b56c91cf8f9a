// Single flight as many articles describe it: one promise in the module, shared by all requests that need a token.
import { makeWorker } from "./routes.mjs";

let token;
let refreshing;

function getToken() {
  if (token && Date.now() < token.until) return Promise.resolve(token.text);
  refreshing ??= refresh().finally(() => (refreshing = undefined));
  return refreshing;
}

async function refresh() {
  const response = await fetch("https://auth.example.org/token", { method: "POST" });
  const { access_token: text, expires_in: seconds } = await response.json();
  token = { text, until: Date.now() + (seconds - 60) * 1000 };
  return text;
}

export default makeWorker(getToken);
