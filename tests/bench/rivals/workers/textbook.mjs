// Single flight as it stands in many articles: one promise in the module, shared by all who need a token.
import { worker } from "./routes.mjs";

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

export default worker(getToken);
