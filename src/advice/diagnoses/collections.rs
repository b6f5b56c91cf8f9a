//! Refusals of the servers of collections, forwarded by Transfer or sent over HTTPS.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::shared::*;

const NOT_MAPPED: &str = "The server accepts {me}, but maps it to no local account. On a guest collection, the mapping of its owner is missing.";
const FILE_PERMISSION: &str = "The collection's file system refused this: the local account of {me} (on a guest collection: of its owner) may not do it. A rule of Globus cannot allow it.";
const ALLOW_FILE_ACCESS: Step =
    step_for(CollectionAdministrator, "Give that local account the permission, in the file system");
const COLLECTIONS: Sign = Is(Service, &["transfer", "gcs", "collection"]);
const TRANSFER: Sign = Is(Service, &["transfer"]);

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "personal_offline",
        &[TRANSFER, Contains(ServerCode, &["gcdisconnected", "gcpaused", "gc_not_connected", "gc_paused"])],
        &["Globus Connect Personal is not running or is paused on that computer. Submitted tasks wait for it."],
        &[super::work::START_PERSONAL],
    ),
    diagnosis(
        "paused",
        &[TRANSFER, Contains(ServerCode, &["paused"])],
        &[
            "The collection's administrator has paused it; {me} cannot end the pause. Tasks wait; refused calls must be repeated after the pause.",
            "Paused: {paused}.",
        ],
        &[step_for(CollectionAdministrator, "End the pause, or announce when it ends")],
    ),
    diagnosis(
        "no_storage_credential",
        &[Is(Detail, &["invalid_credential", "credential_not_found"])],
        &[
            "The storage requires a credential of {me}, and has no valid one. Some storages require keys in it, which their administrator provides.",
        ],
        &[step_for(
            You,
            "Create it with the endpoint's `createUserCredential`, or with Globus's command line (`posix` or `s3`)",
        )
        .command("globus gcs user-credential create posix")],
    ),
    diagnosis("not_mapped", &[Is(Detail, &["invalid_user"])], &[NOT_MAPPED], &[MAP_TO_ACCOUNT, SHARE_GUEST_COLLECTION]),
    diagnosis(
        "not_mapped",
        &[
            COLLECTIONS,
            Contains(Messages, &["valid username", "identity mapping", "mapping collection to specified id failed"]),
            Contains(Messages, &["login_denied", "does not map", "username"]),
        ],
        &[NOT_MAPPED],
        &[MAP_TO_ACCOUNT, SHARE_GUEST_COLLECTION],
    ),
    diagnosis(
        "manager_down",
        &[Contains(Messages, &["c=endpoint_error", "c=internal_error", "contacting gcs manager"])],
        &[
            "The server of the collection {what} failed, even if the error mentions a missing file or a login. It sends the same error in outages of moments or days and for missing files: the error proves none of these.",
        ],
        &[REPEAT_LATER, READ_SERVER_LOG],
    ),
    diagnosis(
        "login_denied",
        &[COLLECTIONS, Contains(Messages, &["login_denied", "login incorrect", "loginfailed"])],
        &["The collection's server refused the login of {me}, and its message contains no reason."],
        &[MAP_TO_ACCOUNT, SHARE_GUEST_COLLECTION],
    ),
    diagnosis(
        "path_not_allowed",
        &[Contains(Messages, &["path not allowed"]), Known(Place)],
        &[
            "{me} may not access {path}.",
            "On a guest collection, no rule covers it.",
            "If a rule does, or on a mapped collection, the path is outside those that the administrator allows on the collection or its storage gateway.",
        ],
        &[ADD_RULE],
    ),
    diagnosis(
        "path_not_allowed",
        &[Contains(Messages, &["path not allowed", "restricted path"])],
        &[
            "{me} may not access the path: no rule of the guest collection covers it, or it is outside those that the administrator allows on the collection or its storage gateway.",
        ],
        &[],
    ),
    diagnosis(
        "file_permission",
        &[
            Is(Service, &["transfer", "collection"]),
            Is(Access, &["r", "rw"]),
            Contains(Messages, &["c=permission_denied", "errno: 13", "system error"]),
            Contains(Messages, &["permission"]),
        ],
        &[FILE_PERMISSION, PATH_SENTENCE],
        &[ALLOW_FILE_ACCESS],
    ),
    diagnosis(
        "file_permission",
        &[TRANSFER, Contains(ServerCode, &["failed.permissiondenied"])],
        &[FILE_PERMISSION, PATH_SENTENCE],
        &[ALLOW_FILE_ACCESS],
    ),
    diagnosis(
        "quota",
        &[
            TRANSFER,
            Is(Code, &["endpoint_error"]),
            Contains(Messages, &["quota exceeded", "exceeded quota", "over quota", "no space left", "disk full"]),
        ],
        &["The storage is full, or the quota of the local account is used up."],
        &[step_for(CollectionAdministrator, "Free space, or raise the quota")],
    ),
    diagnosis(
        "path_not_found",
        &[
            Is(Code, &["endpoint_error", "not_found"]),
            TRANSFER,
            Contains(
                Messages,
                &["no such file", "path_not_found", "path not found", "directory not found", "c=path_not_found"],
            ),
        ],
        &[PATH_NOT_FOUND, PATH_SENTENCE],
        &[],
    ),
    diagnosis(
        "path_not_found",
        &[Is(ServerCode, &["ClientError.NotFound"]), Contains(Call, &["/operation/"])],
        &[PATH_NOT_FOUND, PATH_SENTENCE],
        &[],
    ),
    diagnosis(
        "path_exists",
        &[TRANSFER, Contains(ServerCode, &["exists"]), Contains(Call, &["/operation/"])],
        &["The path already exists.", PATH_SENTENCE],
        &[step_for(You, "Use another path, or the existing file or folder")],
    ),
];
