// Search: a GError, `{ code, message, request_id, status, error_data }`.
import { INDEX, ME, adviceWords } from "./shared.mjs";

const SDK = "globus_sdk.testing";
const gerror = (status, code, message, request_id, error_data) => ({
  "@datatype": "GError",
  "@version": "2017-09-01",
  status,
  code,
  message,
  request_id,
  ...(error_data && { error_data }),
});
const roleMissing = (operation) =>
  gerror(403, "Forbidden.Generic", `${operation} request denied by service`, "0e73b6a61e53468684f86c7993336a72", {
    cause: `You do not have the proper roles to perform the ${operation} operation.`,
    recommended_resolution:
      "Ensure you are making a call authenticated with a valid Search token and that you have been granted the required roles for this operation",
  });

export default [
  {
    title: "an index in which the account has no role",
    recordedIn: SDK,
    call: ({ search }) => search.updateIndex(INDEX, { display_name: "x" }),
    status: 403,
    body: roleMissing("index_update"),
    expected: {
      code: "forbidden",
      serverCode: "Forbidden.Generic",
      requestId: "0e73b6a61e53468684f86c7993336a72",
      messages: [
        "index_update request denied by service",
        "You do not have the proper roles to perform the index_update operation.",
      ],
    },
    advice: [INDEX, `globus search index role create ${INDEX}`, ME, /role/],
  },
  {
    title: "an index to which the account may not add entries",
    recordedIn: `${SDK}, with another operation`,
    call: ({ search }) => search.ingest(INDEX, { ingest_type: "GMetaEntry", ingest_data: {} }),
    status: 403,
    body: roleMissing("ingest"),
    expected: { code: "forbidden", serverCode: "Forbidden.Generic" },
    advice: [`globus search index role create ${INDEX} writer ${ME}`, /role/],
  },
  {
    title: "an index that does not exist or is not visible",
    recordedIn: "the tests of globus-cli",
    call: ({ search }) => search.search(INDEX, { q: "*" }),
    status: 404,
    body: gerror(
      404,
      "NotFound.NoSuchIndex",
      `There is no search index named "${INDEX}"`,
      "0cd6b6eee44d7b6863b0db2b07f01484",
    ),
    expected: {
      code: "not_found",
      serverCode: "NotFound.NoSuchIndex",
      messages: [`There is no search index named "${INDEX}"`],
    },
    adviceWithoutId: [INDEX, /no index/],
  },
  {
    title: "more trial indexes than an identity may have",
    recordedIn: SDK,
    call: ({ search }) => search.createIndex({ display_name: "x", description: "y" }),
    status: 409,
    body: gerror(409, "Conflict.LimitExceeded", "Role limit exceeded", "38186e960f3a64c9d530d48ba2271285", {
      cause:
        "When creating an index, an 'owner' role is created automatically. If this would exceed ownership limits, this error is raised instead.",
      constraint: "Cannot create more ownership roles on trial indices than the limit (3)",
    }),
    expected: { code: "limit_exceeded", serverCode: "Conflict.LimitExceeded" },
    messagePatterns: ["Role limit exceeded", /^When creating an index/, /than the limit \(3\)$/],
    advice: [/limit|quota/],
  },
  {
    title: "an index that is being deleted",
    recordedIn: SDK,
    call: ({ search }) => search.deleteIndex(INDEX),
    status: 409,
    body: gerror(
      409,
      "Conflict.IncompatibleIndexStatus",
      "Index status (delete_pending) did not match required status for this operation: open",
      "3430ce9a5f9d929ef7682e4c58363dee",
    ),
    expected: { code: "conflict", serverCode: "Conflict.IncompatibleIndexStatus" },
  },
  {
    title: "entries without a required member",
    recordedIn: "the tests of globus-cli",
    call: ({ search }) => search.ingest(INDEX, { ingest_type: "GMetaEntry", ingest_data: {} }),
    status: 400,
    body: gerror(
      400,
      "BadRequest.ValidationError",
      "Request failed input validation.",
      "2771688b76d38f89ba11fbb2d886f136",
      { messages: { json: { ingest_data: { visible_to: ["Missing data for required field."] } } } },
    ),
    expected: { code: "bad_request", serverCode: "BadRequest.ValidationError" },
    messagePatterns: [/^Request failed input validation\./],
  },
];
