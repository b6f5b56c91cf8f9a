// @ts-check
// What `--help` says. Each text fits a terminal of 80 columns and 24 lines.

const ALL = `\
Usage: globus-service-account COMMAND [OPTIONS]

Looks at Globus, and copies files there, as a service account.

  doctor                    what is wrong with the account, and what to do
  whoami                    who the account is
  token TARGET...           tokens for services, resource servers or scopes
  ls COLLECTION[:/PATH]     a directory
  transfer SOURCE:/PATH DESTINATION:/PATH

  -h, --help                this; after a command, what that command takes
      --version             the version of the package
      --json                results and errors as JSON
      --env FILE            variables from FILE (lines NAME=VALUE)

The account is that of GLOBUS_CLIENT_ID and GLOBUS_CLIENT_SECRET, else of
GLOBUS_CLI_CLIENT_ID and _SECRET: in the environment or FILE, never arguments.
GLOBUS_DEBUG=1 writes each request and grant to stderr, as a line of JSON.

Exit codes: 0 done; 1 Globus refused or failed, or doctor found something;
2 wrong usage or no credentials; 3 not over in time, goes on; 130 Ctrl-C.
`;

const DOCTOR = `\
Usage: globus-service-account doctor [OPTIONS]

Checks credentials, identity, clock and services; and of what is named here
whether it is there, what the account may do with it, and what stands in the
way. Nothing is changed at Globus. Each option can be given several times.

      --collection ID[:/PATH]   a collection, or a directory on it
      --group ID                a group
      --index ID                a search index
      --flow ID                 a flow
      --json                    the report as JSON
      --env FILE                variables from FILE

Exit code 1 says that a check failed.
`;

const WHOAMI = `\
Usage: globus-service-account whoami [OPTIONS]

Asks Globus Auth who the account is.

      --json            what Globus Auth answers
      --env FILE        variables from FILE
`;

const TOKEN = `\
Usage: globus-service-account token TARGET... [OPTIONS]

Gets a token for each target: a service (auth, transfer, groups, search, flows,
timers, compute), a resource server, or scopes in one argument.

      --reveal          show the token itself: it is as good as a password
      --json            the tokens as a list
      --env FILE        variables from FILE

For other programs:

  globus-service-account token groups --reveal --json | jq -r .[0].accessToken
`;

const LS = `\
Usage: globus-service-account ls COLLECTION[:/PATH] [OPTIONS]

Lists a directory: PATH, or the collection's default directory. Characters that
a terminal would act on are shown as \\x1b and the like; JSON has them exactly.

  -l, --long            with permissions, owner, group, size and time
      --json            what Globus Transfer answers
      --env FILE        variables from FILE
`;

const TRANSFER = `\
Usage: globus-service-account transfer SOURCE:/PATH DESTINATION:/PATH [OPTIONS]

Copies a file or directory from one collection (its id) to another. Globus does
that by itself, as a task; PATH at the destination is that of the copy.

  -r, --recursive       a directory, with all in it (left out: Globus looks)
      --label TEXT      a name for the task
      --sync-level HOW  leave out what is there already: exists, size, mtime or
                        checksum say by what to tell
      --wait            stay until the task has ended, and show how it goes
      --timeout TIME    with --wait: at most 90 (seconds), 30m, 12h or 2d; then
                        exit code 3, and the task goes on
      --json            what Globus Transfer answers: the submission, or the
                        task with --wait
      --env FILE        variables from FILE
`;

export const HELP = /** @type {const} */ ({
  "": ALL,
  doctor: DOCTOR,
  whoami: WHOAMI,
  token: TOKEN,
  ls: LS,
  transfer: TRANSFER,
});
