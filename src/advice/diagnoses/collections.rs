//! What the own servers of collections say, through Transfer or over HTTPS.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::words::*;

const NOT_MAPPED: &str =
    "{me} is let in, but mapped to no local account there (on a guest collection it is its owner who is not any more).";
const FILE_PERMISSION: &str = "The collection's file system refused this: the local account that {me} uses there (on a guest collection: that of its owner) may not do it. No rule of Globus can allow it.";
const ALLOW_FILES: Step = by(CollectionAdministrator, "Let that local account do it, in the file system");
const COLLECTIONS: Sign = Is(Service, &["transfer", "gcs", "collection"]);
const TRANSFER: Sign = Is(Service, &["transfer"]);

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "personal_offline",
        &[TRANSFER, Says(ServerCode, &["gcdisconnected", "gcpaused", "gc_not_connected", "gc_paused"])],
        &[
            "Globus Connect Personal does not run on that computer, or is paused there: its owner has to start it. A task that was submitted waits for it.",
        ],
        &[super::work::START_IT],
    ),
    diagnosis(
        "paused",
        &[TRANSFER, Says(ServerCode, &["paused"])],
        &[
            "The collection is paused by its administrator; {me} cannot lift that. A call that is refused for it has to be made again; tasks wait.",
            "Paused: {paused}.",
        ],
        &[by(CollectionAdministrator, "Say until when it is paused, or end the pause")],
    ),
    diagnosis(
        "no_storage_credential",
        &[Is(Detail, &["invalid_credential", "credential_not_found"])],
        &["The storage wants a credential of {me}, and has none that is good. Some storages want keys in it, which their administrator hands out."],
        &[
            by(You, "Make it by `createUserCredential` of the endpoint, or with the command line of Globus, for `posix` or `s3`")
                .command("globus gcs user-credential create posix"),
        ],
    ),
    diagnosis("not_mapped", &[Is(Detail, &["invalid_user"])], &[NOT_MAPPED], &[MAP_ME, GUEST_COLLECTION]),
    diagnosis(
        "not_mapped",
        &[
            COLLECTIONS,
            Says(Said, &["valid username", "identity mapping", "mapping collection to specified id failed"]),
            Says(Said, &["login_denied", "does not map", "username"]),
        ],
        &[NOT_MAPPED],
        &[MAP_ME, GUEST_COLLECTION],
    ),
    diagnosis(
        "manager_down",
        &[Says(Said, &["c=endpoint_error", "c=internal_error", "contacting gcs manager"])],
        &[
            "The server of the collection {what} failed, although it may look like a missing file or a login. It says the same for a moment, in outages of days and of files that are not there: this proves none of them.",
        ],
        &[LATER, ITS_LOG],
    ),
    diagnosis(
        "login_denied",
        &[COLLECTIONS, Says(Said, &["login_denied", "login incorrect", "loginfailed"])],
        &["The collection's own server did not let {me} in, and the message does not say more."],
        &[MAP_ME, GUEST_COLLECTION],
    ),
    diagnosis(
        "path_not_allowed",
        &[Says(Said, &["path not allowed"]), Known(Place)],
        &[
            "{path} is not open to {me}.",
            "On a guest collection that means that no rule covers it.",
            "Where there is one, or on a mapped collection, the path is outside what the collection or its storage gateway offers, which its administrator sets.",
        ],
        &[RULE],
    ),
    diagnosis(
        "path_not_allowed",
        &[Says(Said, &["path not allowed", "restricted path"])],
        &[
            "The path is not open to {me}: no rule of the guest collection covers it, or it is outside what the collection or its storage gateway offers, which its administrator sets.",
        ],
        &[],
    ),
    diagnosis(
        "file_permission",
        &[
            Is(Service, &["transfer", "collection"]),
            Is(Access, &["r", "rw"]),
            Says(Said, &["c=permission_denied", "errno: 13", "system error"]),
            Says(Said, &["permission"]),
        ],
        &[FILE_PERMISSION, PATH],
        &[ALLOW_FILES],
    ),
    diagnosis(
        "file_permission",
        &[TRANSFER, Says(ServerCode, &["failed.permissiondenied"])],
        &[FILE_PERMISSION, PATH],
        &[ALLOW_FILES],
    ),
    diagnosis(
        "quota",
        &[
            TRANSFER,
            Is(Code, &["endpoint_error"]),
            Says(Said, &["quota exceeded", "exceeded quota", "over quota", "no space left", "disk full"]),
        ],
        &["The storage is full, or the quota of the local account that is written as."],
        &[by(CollectionAdministrator, "Make room, or raise the quota")],
    ),
    diagnosis(
        "path_not_found",
        &[
            Is(Code, &["endpoint_error", "not_found"]),
            TRANSFER,
            Says(
                Said,
                &["no such file", "path_not_found", "path not found", "directory not found", "c=path_not_found"],
            ),
        ],
        &[NO_PATH, PATH],
        &[],
    ),
    diagnosis(
        "path_not_found",
        &[Is(ServerCode, &["ClientError.NotFound"]), Says(Call, &["/operation/"])],
        &[NO_PATH, PATH],
        &[],
    ),
    diagnosis(
        "path_exists",
        &[TRANSFER, Says(ServerCode, &["exists"]), Says(Call, &["/operation/"])],
        &["There is something at that path already.", PATH],
        &[by(You, "Take another path, or what is there")],
    ),
];
