// What other people's servers, clients, tools and programs have shown, and the tests that hold the right answer. Each test fails when
// what it is about is taken back; `tests/packed` sees that all of them are there.

/** @type {[shown: string, tests: string[]][]} The beginnings of the tests' names. */
export const OUTSIDE = [
  // Answers that look right and are not.
  [
    "a success without the document or the list that was promised read as null, as no items, or failed with a TypeError",
    [
      "replies: a broken success of any call",
      "replies: ${name}: whichever of its replies is broken",
      "list: a reply of another shape is invalid_response",
      "waits and healing: a document without a valid status",
      "doctor: replies of an unexpected shape",
      "fixtures: every success that globus_sdk.testing has on record is one here",
    ],
  ],
  [
    "a submission whose answers were lost named no id, so that repeating it made a second task",
    [
      "submissions: of ${SUBMISSIONS} whose answers get lost",
      "submissions: a grant that fails between two attempts",
      "submissions: a tunnel's id is in its error",
    ],
  ],
  [
    "a grant that lacked a scope, and a token of type mac, were handed out and stored",
    ["grant: a token without a requested scope is an error", "grant: a token of another type than bearer is rejected"],
  ],
  [
    "a token that was got before `using` ended never reached the storage",
    ["dispose: a storage write that has begun is completed", "dispose: await using waits"],
  ],
  [
    "misspelt services in a list went to Globus Auth as scopes; getTokens gave tokens that had expired",
    ["refusals: ${title}", "getToken: a list, { scopes } and { resourceServer }", "getTokens: what has expired while the others came"],
  ],
  [
    "a GET with a body made six attempts, and instances of classes went out as [object Object]",
    ["refusals: ${title}", "request(): a body is JSON if JSON knows it"],
  ],
  ["a rule for the id of a group as an identity's gave access to nobody", ["share, unshare: an id that is no identity's is refused"]],
  [
    "advice of one service stood for another, and what a failed run, a 409 or a 422 said was lost",
    [
      "errors: a list that Globus truncates has advice",
      "runWait: the message about a failed run contains its state",
      "situations: ${service}: ${title}",
    ],
  ],
  [
    "Infinity was no timeout, clones and consoles showed the inside, and detached methods threw raw errors",
    [
      "refusals: odd values that are right are taken",
      "objects: a clone is refused",
      "objects: nothing internal shows",
      "objects: a method that is called without its object rejects",
      "objects: what the glue calls itself is nobody's",
    ],
  ],
  [
    "the fake read uploads of 65 MB back as zeros, and waiting on a fake as it is made never ended",
    ["fake https: an uploaded file is read back unchanged", "fake https: an upload above the limit is refused", "fake time: taskWait and runWait end"],
  ],
  // Bounds.
  [
    "megabytes of garbage in a storage, a body that stalls, one signal for 21 attempts, a large document copied for its ids",
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
  // Servers and clients that others wrote.
  [
    "Globus Connect Server refuses ranges from the end, shows no total, and says 404 when it is in trouble",
    [
      "collection(): a range of the last bytes is requested by its start",
      "collection(): a response with other bytes than the requested range",
      "collection(): a server fault that is reported as 404 is retried",
      "collection(): a HEAD with 404 is checked",
      "fake https: ranges are counted from the beginning, and Content-Range contains no total",
    ],
  ],
  [
    "where services share a URL, the token and the name were another service's",
    ["fetch(), request(): where services share a URL", "doctor: names the right service even if all services share a URL"],
  ],
  [
    "the fake named hosts of the Internet, closed sockets, and could not read requests of other runtimes",
    ["fake serve: no document contains a host of the Internet", "fake requests: the fake works in a runtime whose requests have no property `body`"],
  ],
  [
    "the OAuth word of a refusal, what a token lacked and what a session demands were in no message; doctor blamed the credentials",
    [
      "grant: the message of a refusal without a description contains its OAuth error code",
      "grant: the message about an incomplete token names the missing fields",
      "doctor: reports the service whose scopes make a grant for all services fail",
      "errors: `retryable` is true for temporary statuses only",
    ],
  ],
  [
    "a server that named another's endpoint got that endpoint's token",
    [
      "gcs: an address gets a token if Transfer reports it",
      "gcs: a server that names an endpoint at another address",
      "gcs: with { endpoint, address } no request goes to Transfer",
    ],
  ],
  [
    "healRun, healJob and calls granted any scope that a document or a refusal named",
    [
      "consent: a scope of another service is never granted",
      "healRun, healJob: only scopes of the flow or timer",
      "healRun, healJob: consents are granted for collections",
    ],
  ],
  [
    "secrets in Base64, percent or other escapes were shown; a service's token went anywhere by its scope",
    [
      "secrets: nor what a caller's own header holds",
      "secrets: a text in which one is behind escapes",
      "fetch(): a service's token is sent to that service only",
      "fetch(), request(): a service's token is not sent elsewhere if only the grant",
    ],
  ],
  [
    "a framework's cache kept the reply of a grant for a year, and its own errors were wrapped and retried",
    [
      "caches: every request has the cache mode no-store",
      "caches: if a grant returns the token that a service just refused",
      "frameworks: an error that a framework throws from fetch reaches it unchanged",
    ],
  ],
  // Errors that say where and why.
  [
    "no stack had a line of the caller's",
    ["stacks: what fails while it is waited for", "stacks: a wrong argument is told of", "stacks: of an error that many wait for"],
  ],
  [
    "whatever happened below HTTP was no more than 'no answer', and doctor blamed the credentials",
    ["network: ${cause} is told with its reason", "network: silence is told", "network: a proxy that Node's fetch does not use"],
  ],
  ["of a success nothing was to be had but its body", ["withResponse: a call returns the status", "withResponse: events contain the request id"]],
  [
    "what a server says stood in advice as a command to copy",
    ["steps: ${service}: hostile words in every text of a refusal", "steps: hostile words in a text, a page and a task"],
  ],
  // Types and tokens.
  [
    "types refused right programs, and nobody compiled the examples",
    ["README.md and types: every block and example compiles", "getToken: consoles, logs and copies show a token without its bearer"],
  ],
  [
    "tests failed by their clocks on a machine with two cores",
    ["file: ${PROCESSES} processes, many at once, lose nothing", "fleet: 50 processes, many at once"],
  ],
];
