// Defects that other people's servers, clients, tools and programs have revealed, with the tests that check the correct
// behaviour. Each test fails when its fix is reverted. `tests/packed` checks that every test exists.

/** @type {[defect: string, tests: string[]][]} The first words of the tests' names. */
export const OUTSIDE = [
  // Successful responses whose data is wrong.
  [
    "a successful response without the promised document or list was read as null or as no items, or caused a TypeError",
    [
      "replies: a broken reply to any call fails with invalid_response, iterated or awaited",
      "replies: ${name}: with one broken reply, the job fails with invalid_response or has the same result",
      "list: a reply of another shape fails with invalid_response, and is never read as an empty list",
      "waits and healing: a document without a valid status",
      "doctor: replies of an unexpected shape",
      "fixtures: every successful reply in globus_sdk.testing is accepted, and assumed.mjs lists the calls without one",
    ],
  ],
  [
    "the error of a submission whose responses were lost did not name the submission id, so that a repeated call created a second task",
    [
      "submissions: of ${SUBMISSIONS} with lost responses, repeated with their ids, none is missing or created twice",
      "submissions: when a grant fails between attempts, its error has the id, but not for other callers",
      "submissions: the error of a tunnel has its submission id, generated or set by the caller",
    ],
  ],
  [
    "the package returned and stored a token that lacked a requested scope, and a token of type mac",
    ["grant: a token without a requested scope is an error", "grant: a token of another type than bearer is rejected"],
  ],
  [
    "a token that was granted before a `using` block ended was never written to the storage",
    ["dispose: a storage write that has begun is completed", "dispose: await using waits"],
  ],
  [
    "misspelt service names in a list were sent to Globus Auth as scopes; getTokens returned expired tokens",
    ["invalid arguments: ${title}: ${cases.length} values: the error names the field, nothing is sent", "getToken: a list, { scopes } and { resourceServer }", "getTokens: a token that expires while others are fetched is fetched again"],
  ],
  [
    "a GET with a body made six attempts, and instances of classes were sent as [object Object]",
    ["invalid arguments: ${title}: ${cases.length} values: the error names the field, nothing is sent", "request(): a body that JSON can express is sent as JSON, and one that fetch accepts unchanged"],
  ],
  ["an access rule with a group's id in place of an identity's gave no identity access", ["share, unshare: an id that is not an identity's is rejected, and the error names the form for a group"]],
  [
    "an error had the advice of another service, and the details of a failed run, a 409 or a 422 were lost",
    [
      "errors: a list that Globus truncates has advice",
      "runWait: the message about a failed run contains its state",
      "situations: ${service}: ${title}",
    ],
  ],
  [
    "Infinity was rejected as a timeout, clones and consoles showed private fields, and detached methods threw raw errors",
    [
      "invalid arguments: unusual values that are valid are accepted",
      "objects: structuredClone and postMessage throw DataCloneError",
      "objects: keys, loops, spreads and JSON show no internal member",
      "objects: a method that is called without its object fails with an error that shows the correct call",
      "objects: objects and their classes show public names only, and no name of the generated glue code",
    ],
  ],
  [
    "the fake returned zeros for an upload of 65 MB, and a wait on a fake with default options never ended",
    ["fake https: an uploaded file is read back unchanged", "fake https: an upload above the limit is refused", "fake time: taskWait and runWait end"],
  ],
  // Limits.
  [
    "there was no limit for megabytes of invalid data in a storage or for a body that stalls; 21 attempts shared one signal; " +
      "a large document was copied to find its ids",
    [
      "storage: an entry that is longer than the limit is a miss",
      "body: an attempt ends if no byte of its body arrives",
      "body: a body that keeps arriving is read to its end",
      "signal: each attempt has its own signal",
      "body: the collection id in a large refused document",
      "collection(): a body that yields no byte",
      "doctor: reports a body that stalls as a timeout",
      "doctor: does not wait for a fetch or storage that ignores both signal",
    ],
  ],
  // Servers and clients of other authors.
  [
    "Globus Connect Server rejects ranges that count from the end, sends no total length, and answers 404 while it has an internal error",
    [
      "collection(): a range of the last bytes is requested by its start",
      "collection(): a response with other bytes than the requested range",
      "collection(): a server fault that is reported as 404 is retried",
      "collection(): a HEAD with 404 is checked",
      "fake https: ranges are counted from the beginning, and Content-Range contains no total",
    ],
  ],
  [
    "where services share a URL, a call used the token and the name of another service",
    ["fetch(), request(): where services share a URL", "doctor: names the right service even if all services share a URL"],
  ],
  [
    "the fake's documents named real Internet hosts, it closed sockets, and it could not read the requests of other runtimes",
    ["fake serve: no document contains a host of the Internet", "fake requests: the fake works in a runtime whose requests have no property `body`"],
  ],
  [
    "no message contained the OAuth error code of a refusal, what a token lacked or what a session requires; doctor blamed the credentials",
    [
      "grant: the message of a refusal without a description contains its OAuth error code",
      "grant: the message about an incomplete token names the missing fields",
      "doctor: reports the service whose scopes make a grant for all services fail",
      "errors: `retryable` is true for temporary statuses only",
    ],
  ],
  [
    "a server that claimed the id of another server's endpoint received the token of that endpoint",
    [
      "gcs: an address gets a token if Transfer reports it",
      "gcs: a server that names an endpoint at another address",
      "gcs: with { endpoint, address } no request goes to Transfer",
    ],
  ],
  [
    "healRun, healJob and other calls granted any consent that a document or a refusal named",
    [
      "consent: a scope of another service is never granted",
      "healRun, healJob: only scopes of the flow or timer",
      "healRun, healJob: consents are granted for collections",
    ],
  ],
  [
    "secrets in Base64, percent-encoding or other escapes were not redacted; `fetch()` sent a service's token to any host for a call " +
      "that named a scope of the service",
    [
      "secrets: the caller's own Authorization header is redacted, also the password of HTTP Basic",
      "secrets: a text with an escaped secret is shown without escapes, and any other text unchanged",
      "fetch(): a service's token is sent to that service only",
      "fetch(), request(): a service's token is not sent elsewhere if only the grant",
    ],
  ],
  [
    "a framework cached the response of a grant for a year; the errors that a framework throws for control flow were wrapped and retried",
    [
      "caches: every request has the cache mode no-store",
      "caches: if a grant returns the token that a service just refused",
      "frameworks: an error that a framework throws from fetch reaches it unchanged",
    ],
  ],
  // Errors that report where and why a call failed.
  [
    "no stack contained a line of the caller's code",
    ["stacks: the stack of a call that fails asynchronously contains its caller", "stacks: the stack of an invalid argument contains the caller, awaited or not, and no WebAssembly", "stacks: each caller that waits for a grant gets its error with a stack of its own"],
  ],
  [
    "every failure below HTTP was reported only as 'no answer', and doctor blamed the credentials",
    ["network: ${diagnosis}: the error has its reason and steps, and doctor reports the same", "network: a request without a response fails with steps", "network: the advice names a proxy that Node's fetch ignores, unless NO_PROXY or a user's fetch applies"],
  ],
  ["of a success nothing was to be had but its body", ["withResponse: a call returns the status", "withResponse: events contain the request id"]],
  [
    "advice contained text of a server as part of a command to copy",
    ["steps: ${service}: hostile words in every text of a refusal", "steps: hostile words in a text, page, task or thrown error become no command or link"],
  ],
  // Types and tokens.
  [
    "the types rejected correct programs, and no test compiled the examples",
    ["README.md and types: every block and example compiles", "getToken: consoles, logs and copies show a token without its bearer"],
  ],
  [
    "tests with time limits failed on a machine with two cores",
    ["file: ${PROCESSES} processes, many at once, lose nothing", "fleet: 50 processes, many at once"],
  ],
];
