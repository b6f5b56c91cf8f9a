//! Groups, Search, Flows and Timers, Compute.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::words::*;

const FORBIDDEN: Sign = Is(Code, &["forbidden"]);
const GROUPS: Sign = Is(Service, &["groups"]);
const SEARCH: Sign = Is(Service, &["search"]);
const THE_OTHERS: Step = by(FlowAdministrator, "See who the others are").command("globus flows show {what}");
const COMPUTE: Sign = Is(Service, &["compute"]);

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "group_closed",
        &[],
        &["{me} is not in the group {what}, and the group takes no requests to join."],
        &[ADD_MEMBER],
    ),
    diagnosis(
        "group_scope",
        &[GROUPS, FORBIDDEN, Known(Narrow)],
        &["The token of {me} has only the scopes {narrow}."],
        &[by(
            You,
            "Leave `scopes.groups` out of the account's options, or put `urn:globus:auth:scope:groups.api.globus.org:all` into it",
        )],
    ),
    diagnosis(
        "group_role",
        &[GROUPS, FORBIDDEN, Is(Access, &["rw"]), Known(What)],
        &[
            "{me} has no role in the group {what} that may do this: managers change memberships, admins everything.",
            OWN_PERMISSIONS,
        ],
        &[
            by(GroupAdministrator, "Give {me} the role")
                .command("globus group member add {what} {me} --role manager")
                .url(GROUP_PAGE),
            by(You, "See what it may do: `account.groups.getGroup` with the query `include: \"allowed_actions\"`"),
        ],
    ),
    diagnosis(
        "group_invisible",
        &[GROUPS, Is(Code, &["forbidden", "not_found"]), Known(What)],
        &["There is no group {what}, or {me} may not see it.", OWN_PERMISSIONS],
        &[ADD_MEMBER],
    ),
    diagnosis(
        "index_administrator",
        &[SEARCH, FORBIDDEN, Says(Call, &["/role"])],
        &["Roles of the index {what} are for its owner and admins.", OWN_PERMISSIONS],
        &[by(IndexAdministrator, "Make {me} an admin of it").command("globus search index role create {what} admin {me}")],
    ),
    diagnosis(
        "index_role",
        &[SEARCH, FORBIDDEN, Known(What)],
        &[
            "{me} has no role on the index {what} that would do: writing takes writer, deleting the index owner.",
            OWN_PERMISSIONS,
            "What can be read is up to each entry: its `visible_to` must hold {principal}, a group of this identity, or `all_authenticated_users`.",
        ],
        &[by(IndexAdministrator, "Add the role").command("globus search index role create {what} writer {me}")],
    ),
    diagnosis(
        "index_not_found",
        &[SEARCH, Is(Code, &["not_found"]), Says(ServerCode, &["index"])],
        &["There is no index {what}."],
        &[by(You, "See those that an identity has a role on").command("globus search index list")],
    ),
    diagnosis(
        "index_closed",
        &[SEARCH, Says(ServerCode, &["incompatibleindexstatus"])],
        &["The index {what} is being deleted."],
        &[by(You, "Take that back by `account.search.reopenIndex`")],
    ),
    diagnosis(
        "flow_input",
        &[Is(ServerCode, &["FLOW_INPUT_ERROR"])],
        &["The flow does not take this input."],
        &[by(You, "See what it takes, its `input_schema`: `account.flows.getFlow(\"{what}\")`")],
    ),
    diagnosis(
        "missing_scope",
        &[Says(ServerCode, &["missing_scope", "insufficient_auth_scope"])],
        &["The token of {me} lacks a scope that the message names; no role is missing."],
        &[by(You, "Take the service out of the account's option `scopes`, or add the scope there")],
    ),
    diagnosis(
        "flow_starter",
        &[
            Is(Service, &["flows", "timers"]),
            FORBIDDEN,
            Says(Said, &["missing permissions: run", "flow_starter"]),
        ],
        &["{me} may not start this flow.", OWN_PERMISSIONS],
        &[by(FlowAdministrator, "Add the identity to the starters. The command replaces the list, so it has to name the others, too")
            .command("globus flows update {what} --starters OTHERS,{principal}")
            .url("https://app.globus.org/flows/{what}"),
            THE_OTHERS],
    ),
    diagnosis(
        "run_role",
        &[Is(Service, &["flows"]), FORBIDDEN, Says(Call, &["/runs/"])],
        &["{me} has no role on the run {what} that may do this; the message names what is missing.", OWN_PERMISSIONS],
        &[by(RunOwner, "Add the identity: `--monitors` to see it, `--managers` to change it. The command replaces the list, so it has to name the others, too")
            .command("globus flows run update {what} --monitors OTHERS,{principal}")],
    ),
    diagnosis(
        "flow_role",
        &[Is(Service, &["flows"]), FORBIDDEN, Says(Call, &["/flows/"])],
        &["{me} has no role on the flow {what} that may do this; the message names what is missing.", OWN_PERMISSIONS],
        &[by(FlowAdministrator, "Add the identity: `--viewers` to see it, `--starters` to run it, `--administrators` to change it. The command replaces the list, so it has to name the others, too")
            .command("globus flows update {what} --viewers OTHERS,{principal}"), THE_OTHERS],
    ),
    diagnosis(
        "compute_endpoint",
        &[COMPUTE, Is(ServerCode, &["9", "ENDPOINT_ACCESS_FORBIDDEN"])],
        &["{me} may not use this endpoint.", OWN_PERMISSIONS],
        &[by(
            EndpointAdministrator,
            "Let the identity in: on a multi-user endpoint by its identity mapping, on others by the group or policy they were set up with",
        )],
    ),
    diagnosis(
        "compute_function",
        &[COMPUTE, Is(ServerCode, &["8", "FUNCTION_ACCESS_FORBIDDEN"])],
        &["{me} may not use this function.", OWN_PERMISSIONS],
        &[by(FunctionOwner, "Register it as public, or for a group that this identity is in")],
    ),
    diagnosis(
        "compute_not_permitted",
        &[COMPUTE, Is(ServerCode, &["10", "FUNCTION_NOT_PERMITTED"])],
        &[
            "The endpoint runs only functions of a list (`allowed_functions`), and this one is not in it. It does not matter that {me} asks.",
        ],
        &[by(EndpointAdministrator, "Add the function to that list")],
    ),
    diagnosis(
        "compute_mapping",
        &[COMPUTE, Says(Said, &["failed to map to a local user"])],
        &["The endpoint maps {me} to no local account."],
        &[by(EndpointAdministrator, "Add this identity to the identity mapping of the endpoint")],
    ),
    diagnosis(
        "compute_task_group",
        &[COMPUTE, Is(ServerCode, &["21", "TASK_GROUP_ACCESS_FORBIDDEN"])],
        &["Task groups belong to the identity that submitted them, and {me} is another."],
        &[],
    ),
];
