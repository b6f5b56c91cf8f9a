/** A request of FakeGlobus's journal as one of a kind. */
export const withoutIds = ({ method, service, path }) =>
  `${method} ${service}${path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…")}`;
