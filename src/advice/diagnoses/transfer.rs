//! Transfer's own refusals, and files of collections over HTTPS.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::words::*;

const TRANSFER: Sign = Is(Service, &["transfer"]);
const FORBIDDEN: Sign = Is(Code, &["forbidden"]);

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "same_transfer",
        &[TRANSFER, Is(Code, &["conflict"]), Says(Said, &["identical paths"])],
        &["A task of {me} with these paths goes on, if only because Globus retries it until its deadline."],
        &[by(
            You,
            "Find it by `account.transfer.taskList` with the filter `status:ACTIVE,INACTIVE`; wait for it (`taskWait`), or end it (`cancelTask`)",
        )],
    ),
    diagnosis(
        "rule_exists",
        &[TRANSFER, Says(ServerCode, &["exists"]), Says(Call, &["/access"])],
        &["There is a rule for this principal and path."],
        &[by(
            You,
            "Change it by `account.share`, or by `account.transfer.updateEndpointAclRule` with the id that `account.transfer.endpointAclList(\"{what}\")` tells",
        )],
    ),
    diagnosis(
        "legacy_name",
        &[TRANSFER, Is(Code, &["bad_request", "not_found"]), Known(Legacy)],
        &["{legacy} is a name of the old form owner#name. Collections go by their id, a UUID."],
        &[by(You, "Find it by `account.transfer.endpointSearch`")],
    ),
    diagnosis(
        "not_a_directory",
        &[Says(ServerCode, &["notdirectory"])],
        &["That path is a file.", PATH],
        &[by(You, "Ask for a single file by `account.transfer.operationStat`")],
    ),
    diagnosis(
        "listing_too_large",
        &[Says(ServerCode, &["sizelimit"])],
        &["The directory has more entries than Globus lists.", PATH],
        &[by(You, "List it with a filter, or put files into directories below it")],
    ),
    diagnosis(
        "activation",
        &[Says(ServerCode, &["nocredexception", "activationrequired"])],
        &[
            "The endpoint wants to be activated, as endpoints before version 5 of Globus Connect Server did. No service account can do that.",
        ],
        &[by(EndpointAdministrator, "Upgrade it")],
    ),
    diagnosis(
        "endpoint_down",
        // Not the name of Globus Connect Server.
        &[
            Is(Code, &["endpoint_error"]),
            Says(Said, &["connecti", "to connect", "not connect", "timed out", "unreachable"]),
        ],
        &["The server of the collection {what} cannot be reached by Globus. The account is not to blame."],
        &[ITS_LOG],
    ),
    diagnosis(
        "endpoint_error",
        &[Is(Code, &["endpoint_error"])],
        &["The server of the collection {what} failed; Globus only passes on what it says."],
        &[ITS_LOG],
    ),
    diagnosis(
        "no_activity_role",
        &[TRANSFER, FORBIDDEN, Says(Call, &["/endpoint_manager/"])],
        &["{me} has no role that may do this: activity monitor to look, activity manager to act.", OWN_PERMISSIONS],
        &[by(EndpointAdministrator, "Add the role")
            .command("globus endpoint role create COLLECTION_ID --identity {me} --role activity_manager")],
    ),
    diagnosis(
        "no_access_manager_role",
        &[TRANSFER, FORBIDDEN, Says(Call, &["/access"])],
        &["{me} has no role on {what} that may see or change its rules.", OWN_PERMISSIONS],
        &[by(CollectionAdministrator, "Add the role, under Roles of its page or by the command line")
            .command("globus endpoint role create {what} --identity {me} --role access_manager")
            .url(COLLECTION_PAGE)],
    ),
    diagnosis(
        "no_rule",
        &[TRANSFER, Says(Said, &["no effective acl"])],
        &["No rule of the guest collection {what} lets {me} do this.", PATH, OWN_PERMISSIONS],
        &[RULE],
    ),
    diagnosis(
        "subscription_role",
        &[TRANSFER, Says(Said, &["admin role on the collection's subscription"])],
        &["{me} is no admin of the subscription's group.", OWN_PERMISSIONS],
        &[by(SubscriptionManager, "Add {me} to the admins of that group")
            .command("globus group member add SUBSCRIPTION_GROUP_ID {me} --role admin")],
    ),
    diagnosis(
        "no_permission",
        &[TRANSFER, FORBIDDEN, Says(Call, &["/operation/", "/v0.10/transfer", "/v0.10/delete"]), Known(What)],
        &["{me} may not do this there.", OWN_PERMISSIONS],
        &[RULE_IF_GUEST, MAP_IF_MAPPED, DOCTOR],
    ),
    diagnosis(
        "no_permission_somewhere",
        &[TRANSFER, FORBIDDEN, Says(Call, &["/v0.10/transfer", "/v0.10/delete"])],
        &[
            "{me} may not read the source or not write to the destination; the message does not name the collection.",
            OWN_PERMISSIONS,
        ],
        &[
            by(You, "Look at both collections")
                .command("npx globus-service-account doctor --collection SOURCE_ID --collection DESTINATION_ID"),
            RULE_SOMEWHERE,
        ],
    ),
    diagnosis(
        "no_administrator_role",
        &[TRANSFER, FORBIDDEN, Says(Call, &["/endpoint/"])],
        &["{me} has no role on {what} that may do this.", OWN_PERMISSIONS],
        &[by(CollectionAdministrator, "Add the role, under Roles of its page or by the command line")
            .command("globus endpoint role create {what} --identity {me} --role administrator")
            .url(COLLECTION_PAGE)],
    ),
    diagnosis(
        "transfer_forbidden",
        &[TRANSFER, FORBIDDEN],
        &["{me} may not do this: tasks, bookmarks and tunnels belong to the identity that made them.", OWN_PERMISSIONS],
        &[],
    ),
    diagnosis(
        "task_not_found",
        &[TRANSFER, Is(Code, &["not_found"]), Says(Call, &["/task/"])],
        &[
            "There is no task {what} of {me}. A task is seen by the identity that submitted it, and by activity monitors of its collections through the calls that begin with endpointManager.",
        ],
        &[],
    ),
    diagnosis(
        "collection_gone",
        &[TRANSFER, Says(ServerCode, &["deleted"])],
        &["The collection {what} was deleted."],
        &[by(You, "Find the one that took its place by `account.transfer.endpointSearch`")],
    ),
    diagnosis(
        "collection_not_found",
        &[
            TRANSFER,
            Is(Code, &["not_found"]),
            Says(Call, &["/endpoint/", "/operation/", "/v0.10/transfer", "/v0.10/delete"]),
            Known(What),
        ],
        &["There is no collection {what}, or it is private.", SAME_ANSWER, OTHER_ENVIRONMENT],
        &[
            by(ResourceOwner, "Look whether it exists, which settles it").command("globus endpoint show {what}"),
            by(AccessManager, "Make it visible to {me} by a rule or a role")
                .command("globus endpoint permission create {place} --identity {me} --permissions r"),
        ],
    ),
    diagnosis(
        "file_forbidden",
        &[Is(Service, &["collection"]), Is(Status, &["401", "403"])],
        &["{me} may not do this with {path}.", OWN_PERMISSIONS],
        &[RULE_IF_GUEST, MAP_IF_MAPPED],
    ),
    diagnosis("file_not_found", &[Is(Service, &["collection"]), Is(Code, &["not_found"])], &[NO_PATH, PATH], &[]),
];
