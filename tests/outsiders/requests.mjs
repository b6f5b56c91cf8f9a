/** Returns a request of FakeGlobus's journal as text, with its ids replaced, so that equal calls are counted once. */
export const withoutIds = ({ method, service, path }) =>
  `${method} ${service}${path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…")}`;
