// @ts-check
// The texts of `--help`. Each fits a terminal of 80 columns and 24 lines.

const ALL = `\
Usage: globus-service-account COMMAND [OPTIONS]

Uses Globus as a service account: lists and copies files, and finds problems.

  doctor                    find what is wrong, and what to do about it
  whoami                    show the account's identity
  token TARGET...           get tokens for services, resource servers or scopes
  ls COLLECTION[:/PATH]     list a directory
  transfer SOURCE:/PATH DESTINATION:/PATH
                            copy a file or directory

  -h, --help                this help; after a command, the help of that command
      --version             print the version of the package
      --json                print results and errors as JSON
      --env FILE            read variables from FILE (lines NAME=VALUE)

The credentials are GLOBUS_CLIENT_ID and GLOBUS_CLIENT_SECRET, else
GLOBUS_CLI_CLIENT_ID and _SECRET: in the environment or FILE, never arguments.
GLOBUS_DEBUG=1 writes each request and grant to stderr, as a line of JSON.

Exit codes: 0 done; 1 Globus refused or failed, or doctor found something;
2 wrong usage or no credentials; 3 timed out, the task goes on; 130 Ctrl-C.
`;

const DOCTOR = `\
Usage: globus-service-account doctor [OPTIONS]

Checks credentials, identity, clock and services. For each collection, group,
index and flow that is named, checks whether it exists, what the account may do
with it, and what prevents access. Grants a missing consent, and changes nothing
else at Globus. Each option with an ID may be repeated.

      --collection ID[:/PATH]   check a collection, or a directory on it
      --group ID                check a group
      --index ID                check a search index
      --flow ID                 check a flow
      --json                    print the report as JSON
      --env FILE                read variables from FILE

Exit code 1 means that a check failed.
`;

const WHOAMI = `\
Usage: globus-service-account whoami [OPTIONS]

Shows the account's identity, as Globus Auth reports it.

      --json            print the reply of Globus Auth
      --env FILE        read variables from FILE
`;

const TOKEN = `\
Usage: globus-service-account token TARGET... [OPTIONS]

Gets a token for each target: a service (auth, transfer, groups, search, flows,
timers, compute), a resource server, or scopes in one argument.

      --reveal          show the token itself: protect it like a password
      --json            print the tokens as a list
      --env FILE        read variables from FILE

For other programs:

  globus-service-account token groups --reveal --json | jq -r .[0].accessToken
`;

const LS = `\
Usage: globus-service-account ls COLLECTION[:/PATH] [OPTIONS]

Lists a directory: PATH, or the collection's default directory. Characters that
a terminal would act on are printed as \\x1b and the like; JSON has them exactly.

  -l, --long            show permissions, owner, group, size and time
      --json            print the reply of Globus Transfer
      --env FILE        read variables from FILE
`;

const TRANSFER = `\
Usage: globus-service-account transfer SOURCE:/PATH DESTINATION:/PATH [OPTIONS]

Copies a file or directory from one collection to another. SOURCE and
DESTINATION are ids of collections. Globus copies in the background, as a task.
PATH of the destination is the path of the copy.

  -r, --recursive       copy a directory with all its contents; without this
                        option Globus finds out what SOURCE is
      --label TEXT      name the task
      --sync-level HOW  skip files that the destination has already, compared by
                        HOW: exists, size, mtime or checksum
      --wait            wait until the task has ended, and show its progress
      --timeout TIME    with --wait: wait at most 90 (seconds), 30m, 12h or 2d;
                        then exit with code 3, while the task goes on
      --json            print the reply of Globus Transfer: the submission, or
                        the task with --wait
      --env FILE        read variables from FILE
`;

export const HELP = /** @type {const} */ ({
  "": ALL,
  doctor: DOCTOR,
  whoami: WHOAMI,
  token: TOKEN,
  ls: LS,
  transfer: TRANSFER,
});
