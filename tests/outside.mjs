// Defects that other people's servers, clients, tools and programs have revealed, with the tests that check the correct
// behaviour. Each test fails when its fix is reverted. `tests/packed` checks that every test exists.

/** @type {[defect: string, tests: string[]][]} The first words of the tests' names. */
export const OUTSIDE = [
  // Successful responses whose data is wrong.
  [
    "a successful response without the promised document or list was read as null or as no items, or caused a TypeError",
    [
      "replies: a broken success of any call",
      "replies: ${name}: whichever of its replies is broken",
      "list: a reply of another shape is invalid_response",
      "waits and healing: a document that does not say how things stand",
      "doctor: answers that are not what was asked for",
      "fixtures: every successful reply in globus_sdk.testing is accepted",
    ],
  ],
  [
    "the error of a submission whose responses were lost did not name the submission id, so that a repeated call created a second task",
    [
      "submissions: of ${SUBMISSIONS} whose answers get lost",
      "submissions: a grant that fails between two attempts",
      "submissions: a tunnel's id is in its error",
    ],
  ],
  [
    "the package returned and stored a token that lacked a requested scope, and a token of type mac",
    ["grant: one that lacks a scope asked for fails", "grant: a token of another type than bearer is none"],
  ],
  [
    "a token that was granted before a `using` block ended was never written to the storage",
    ["dispose: a write that has begun ends", "dispose: await using waits"],
  ],
  [
    "misspelt service names in a list were sent to Globus Auth as scopes; getTokens returned expired tokens",
    ["refusals: ${title}", "getToken: a list, { scopes } and { resourceServer }", "getTokens: what has expired while the others came"],
  ],
  [
    "a GET with a body made six attempts, and instances of classes were sent as [object Object]",
    ["refusals: ${title}", "request(): a body is JSON if JSON knows it"],
  ],
  ["an access rule with a group's id in place of an identity's gave no identity access", ["share, unshare: an id that is no identity's is refused"]],
  [
    "an error had the advice of another service, and the details of a failed run, a 409 or a 422 were lost",
    [
      "errors: a list that Globus does not give whole says how to get the rest",
      "runWait: a run that failed says in which state",
      "situations: ${service}: ${title}",
    ],
  ],
  [
    "Infinity was rejected as a timeout, clones and consoles showed private fields, and detached methods threw raw errors",
    [
      "refusals: odd values that are right are taken",
      "objects: a clone is refused",
      "objects: nothing internal shows",
      "objects: a method that is called without its object rejects",
      "objects: what the glue calls itself is nobody's",
    ],
  ],
  [
    "the fake returned zeros for an upload of 65 MB, and a wait on a fake with default options never ended",
    ["fake https: what was put is what is read", "fake https: an upload above the limit is refused", "fake time: waiting for a task or a run"],
  ],
  // Limits.
  [
    "there was no limit for megabytes of invalid data in a storage or for a body that stalls; 21 attempts shared one signal; " +
      "a large document was copied to find its ids",
    [
      "storage: an entry that is longer than any can be is a miss",
      "body: one of which no byte has come",
      "body: one that goes on coming is read to its end",
      "signal: each attempt has one of its own",
      "body: of a large document that is refused",
      "collection(): a body that gives no byte",
      "doctor: a body that stalls, or never begins",
      "doctor: a call that heeds neither its signal",
    ],
  ],
  // Servers and clients of other authors.
  [
    "Globus Connect Server rejects ranges that count from the end, sends no total length, and answers 404 while it has an internal error",
    [
      "collection(): the last bytes are counted from the beginning",
      "collection(): other bytes than those asked for",
      "collection(): a server in trouble is asked again",
      "collection(): a HEAD that finds nothing is checked",
      "fake https: ranges count from the beginning and show no total",
    ],
  ],
  [
    "where services share a URL, a call used the token and the name of another service",
    ["fetch(), request(): where services share a URL", "doctor: the service that was asked is named"],
  ],
  [
    "the fake's documents named real Internet hosts, it closed sockets, and it could not read the requests of other runtimes",
    ["fake serve: no document names a host of the Internet", "fake requests: a runtime whose requests have no body at all"],
  ],
  [
    "no message contained the OAuth error code of a refusal, what a token lacked or what a session requires; doctor blamed the credentials",
    [
      "grant: a refusal without a description is told by its OAuth word",
      "grant: a token without what says whose it is",
      "doctor: one service's scopes that fail the grant for all",
      "errors: what may pass by itself is told from what will not",
    ],
  ],
  [
    "a server that claimed the id of another server's endpoint received the token of that endpoint",
    [
      "gcs: an address gets a token if Transfer has it",
      "gcs: a server that names an endpoint of somebody else's",
      "gcs: by { endpoint, address } the caller vouches",
    ],
  ],
  [
    "healRun, healJob and other calls granted any consent that a document or a refusal named",
    [
      "consent: in whatever form a service asks for more",
      "healRun, healJob: nothing is granted but what belongs",
      "healRun, healJob: a collection counts that",
    ],
  ],
  [
    "secrets in Base64, percent-encoding or other escapes were not redacted; `fetch()` sent a service's token to any host for a call " +
      "that named a scope of the service",
    [
      "secrets: nor what a caller's own header holds",
      "secrets: a text in which one is behind escapes",
      "fetch(): a service's token goes to that service and nowhere else",
      "fetch(), request(): nor where a scope does not tell",
    ],
  ],
  [
    "a framework cached the response of a grant for a year; the errors that a framework throws for control flow were wrapped and retried",
    [
      "caches: no answer may come out of one",
      "caches: a grant that brings the token just refused",
      "frameworks: what is thrown out of fetch to steer one",
    ],
  ],
  // Errors that report where and why a call failed.
  [
    "no stack contained a line of the caller's code",
    ["stacks: what fails while it is waited for", "stacks: a wrong argument is told of", "stacks: of an error that many wait for"],
  ],
  [
    "every failure below HTTP was reported only as 'no answer', and doctor blamed the credentials",
    ["network: ${cause} is told with its reason", "network: silence is told", "network: a proxy that Node's fetch does not use"],
  ],
  ["a caller could read nothing of a successful response but its body", ["withResponse: a call tells status", "withResponse: events tell the request id"]],
  [
    "advice contained text of a server as part of a command to copy",
    ["steps: ${service}: hostile words in every text of a refusal", "steps: hostile words in a text, a page and a task"],
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
