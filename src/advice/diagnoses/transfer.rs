//! Refusals of Transfer itself, and of file requests over HTTPS.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::shared::*;

const TRANSFER: Sign = Is(Service, &["transfer"]);
const FORBIDDEN: Sign = Is(Code, &["forbidden"]);

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "same_transfer",
        &[TRANSFER, Is(Code, &["conflict"]), Contains(Messages, &["identical paths"])],
        &["A task of {me} with these paths has not ended. Globus also retries a failing task until its deadline."],
        &[step_for(
            You,
            "Find it with `account.transfer.taskList` and the filter `status:ACTIVE,INACTIVE`. Then wait for it (`taskWait`), or cancel it (`cancelTask`)",
        )],
    ),
    diagnosis(
        "rule_exists",
        &[TRANSFER, Contains(ServerCode, &["exists"]), Contains(Call, &["/access"])],
        &["A rule for this principal and path already exists."],
        &[step_for(
            You,
            "Change it with `account.share`, or with `account.transfer.updateEndpointAclRule` and the id from `account.transfer.endpointAclList(\"{what}\")`",
        )],
    ),
    diagnosis(
        "legacy_name",
        &[TRANSFER, Is(Code, &["bad_request", "not_found"]), Known(Legacy)],
        &["{legacy} is a name of the old form owner#name. The id of a collection is a UUID."],
        &[step_for(You, "Find the id with `account.transfer.endpointSearch`")],
    ),
    diagnosis(
        "not_a_directory",
        &[Contains(ServerCode, &["notdirectory"])],
        &["The path is a file.", PATH_SENTENCE],
        &[step_for(You, "Read the properties of a single file with `account.transfer.operationStat`")],
    ),
    diagnosis(
        "listing_too_large",
        &[Contains(ServerCode, &["sizelimit"])],
        &["The directory has more items than Globus lists.", PATH_SENTENCE],
        &[step_for(You, "List it with a filter, or move files into subdirectories")],
    ),
    diagnosis(
        "activation",
        &[Contains(ServerCode, &["nocredexception", "activationrequired"])],
        &[
            "The endpoint requires activation, as before version 5 of Globus Connect Server. A service account cannot activate it.",
        ],
        &[step_for(EndpointAdministrator, "Upgrade the endpoint")],
    ),
    diagnosis(
        "endpoint_down",
        // These texts must not match the name "Globus Connect Server".
        &[
            Is(Code, &["endpoint_error"]),
            Contains(Messages, &["connecti", "to connect", "not connect", "timed out", "unreachable"]),
        ],
        &["Globus cannot reach the server of the collection {what}. The account is not the cause."],
        &[READ_SERVER_LOG],
    ),
    diagnosis(
        "endpoint_error",
        &[Is(Code, &["endpoint_error"])],
        &["The server of the collection {what} failed. Globus only forwards its message."],
        &[READ_SERVER_LOG],
    ),
    diagnosis(
        "no_activity_role",
        &[TRANSFER, FORBIDDEN, Contains(Call, &["/endpoint_manager/"])],
        &[
            "{me} has no role that allows this: an activity monitor may read, an activity manager may also change.",
            OWN_PERMISSIONS,
        ],
        &[step_for(EndpointAdministrator, "Add the role")
            .command("globus endpoint role create COLLECTION_ID --identity {me} --role activity_manager")],
    ),
    diagnosis(
        "no_access_manager_role",
        &[TRANSFER, FORBIDDEN, Contains(Call, &["/access"])],
        &["{me} has no role on {what} that allows access to its rules.", OWN_PERMISSIONS],
        &[step_for(CollectionAdministrator, "Add the role, under Roles on its page or with the command")
            .command("globus endpoint role create {what} --identity {me} --role access_manager")
            .url(COLLECTION_PAGE)],
    ),
    diagnosis(
        "no_rule",
        &[TRANSFER, Contains(Messages, &["no effective acl"])],
        &["No rule of the guest collection {what} allows {me} to do this.", PATH_SENTENCE, OWN_PERMISSIONS],
        &[ADD_RULE],
    ),
    diagnosis(
        "subscription_role",
        &[TRANSFER, Contains(Messages, &["admin role on the collection's subscription"])],
        &["{me} is not an admin of the subscription's group.", OWN_PERMISSIONS],
        &[step_for(SubscriptionManager, "Add {me} to the admins of that group")
            .command("globus group member add SUBSCRIPTION_GROUP_ID {me} --role admin")],
    ),
    diagnosis(
        "no_permission",
        &[TRANSFER, FORBIDDEN, Contains(Call, &["/operation/", "/v0.10/transfer", "/v0.10/delete"]), Known(What)],
        &["{me} may not do this on the collection.", OWN_PERMISSIONS],
        &[ADD_RULE_IF_GUEST, MAP_IF_MAPPED_COLLECTION, RUN_DOCTOR],
    ),
    diagnosis(
        "no_permission_somewhere",
        &[TRANSFER, FORBIDDEN, Contains(Call, &["/v0.10/transfer", "/v0.10/delete"])],
        &[
            "{me} may not read the source, or may not write to the destination. The message does not name the collection.",
            OWN_PERMISSIONS,
        ],
        &[
            step_for(You, "Check both collections")
                .command("npx globus-service-account doctor --collection SOURCE_ID --collection DESTINATION_ID"),
            ADD_RULE_IF_GUEST_UNNAMED,
        ],
    ),
    diagnosis(
        "no_administrator_role",
        &[TRANSFER, FORBIDDEN, Contains(Call, &["/endpoint/"])],
        &["{me} has no role on {what} that allows this.", OWN_PERMISSIONS],
        &[step_for(CollectionAdministrator, "Add the role, under Roles on its page or with the command")
            .command("globus endpoint role create {what} --identity {me} --role administrator")
            .url(COLLECTION_PAGE)],
    ),
    diagnosis(
        "transfer_forbidden",
        &[TRANSFER, FORBIDDEN],
        &[
            "{me} may not do this: tasks, bookmarks and tunnels belong to the identity that created them.",
            OWN_PERMISSIONS,
        ],
        &[],
    ),
    diagnosis(
        "task_not_found",
        &[TRANSFER, Is(Code, &["not_found"]), Contains(Call, &["/task/"])],
        &[
            "{me} has no task {what}. Only the identity that submitted a task sees it, and activity monitors of its collections with the calls that begin with endpointManager.",
        ],
        &[],
    ),
    diagnosis(
        "collection_gone",
        &[TRANSFER, Contains(ServerCode, &["deleted"])],
        &["The collection {what} was deleted."],
        &[step_for(You, "Find its replacement with `account.transfer.endpointSearch`")],
    ),
    diagnosis(
        "collection_not_found",
        &[
            TRANSFER,
            Is(Code, &["not_found"]),
            Contains(Call, &["/endpoint/", "/operation/", "/v0.10/transfer", "/v0.10/delete"]),
            Known(What),
        ],
        &["The collection {what} does not exist, or it is private.", SAME_RESPONSE, OTHER_ENVIRONMENT],
        &[
            step_for(ResourceOwner, "Check whether it exists").command("globus endpoint show {what}"),
            step_for(AccessManager, "Make it visible to {me} with a rule or a role")
                .command("globus endpoint permission create {place} --identity {me} --permissions r"),
        ],
    ),
    diagnosis(
        "file_forbidden",
        &[Is(Service, &["collection"]), Is(Status, &["401", "403"])],
        &["{me} may not do this with {path}.", OWN_PERMISSIONS],
        &[ADD_RULE_IF_GUEST, MAP_IF_MAPPED_COLLECTION],
    ),
    diagnosis(
        "file_not_found",
        &[Is(Service, &["collection"]), Is(Code, &["not_found"])],
        &[PATH_NOT_FOUND, PATH_SENTENCE],
        &[],
    ),
];
