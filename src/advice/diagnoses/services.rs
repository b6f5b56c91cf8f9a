//! Refusals of Groups, Search, Flows, Timers and Compute.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::shared::*;

const FORBIDDEN: Sign = Is(Code, &["forbidden"]);
const GROUPS: Sign = Is(Service, &["groups"]);
const SEARCH: Sign = Is(Service, &["search"]);
const SHOW_FLOW: Step = step_for(FlowAdministrator, "Read the current list").command("globus flows show {what}");
const COMPUTE: Sign = Is(Service, &["compute"]);

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "group_closed",
        &[],
        &["{me} is not a member of the group {what}, and the group accepts no requests to join."],
        &[ADD_MEMBER],
    ),
    diagnosis(
        "group_scope",
        &[GROUPS, FORBIDDEN, Known(Narrow)],
        &["The token of {me} has only the scopes {narrow}."],
        &[step_for(
            You,
            "Remove `scopes.groups` from the account's options, or add `urn:globus:auth:scope:groups.api.globus.org:all` to it",
        )],
    ),
    diagnosis(
        "group_role",
        &[GROUPS, FORBIDDEN, Is(Access, &["rw"]), Known(What)],
        &[
            "{me} has no role in the group {what} that allows this: managers change memberships, admins change everything.",
            OWN_PERMISSIONS,
        ],
        &[
            step_for(GroupAdministrator, "Give {me} the role")
                .command("globus group member add {what} {me} --role manager")
                .url(GROUP_PAGE),
            step_for(You, "Check what the account may do: `account.groups.getGroup` with the query `include: \"allowed_actions\"`"),
        ],
    ),
    diagnosis(
        "group_invisible",
        &[GROUPS, Is(Code, &["forbidden", "not_found"]), Known(What)],
        &["The group {what} does not exist, or {me} may not see it.", OWN_PERMISSIONS],
        &[ADD_MEMBER],
    ),
    diagnosis(
        "index_administrator",
        &[SEARCH, FORBIDDEN, Contains(Call, &["/role"])],
        &["Only the owner and admins manage the roles of the index {what}.", OWN_PERMISSIONS],
        &[step_for(IndexAdministrator, "Make {me} an admin of the index").command("globus search index role create {what} admin {me}")],
    ),
    diagnosis(
        "index_role",
        &[SEARCH, FORBIDDEN, Known(What)],
        &[
            "{me} has no role on the index {what} that allows this: a writer may write, an owner may delete the index.",
            OWN_PERMISSIONS,
            "To read an entry, its `visible_to` must contain {principal}, a group of this identity, or `all_authenticated_users`.",
        ],
        &[step_for(IndexAdministrator, "Add the role").command("globus search index role create {what} writer {me}")],
    ),
    diagnosis(
        "index_not_found",
        &[SEARCH, Is(Code, &["not_found"]), Contains(ServerCode, &["index"])],
        &["There is no index {what}."],
        &[step_for(You, "List the indexes that an identity has a role on").command("globus search index list")],
    ),
    diagnosis(
        "index_closed",
        &[SEARCH, Contains(ServerCode, &["incompatibleindexstatus"])],
        &["The index {what} is being deleted."],
        &[step_for(You, "Reopen it with `account.search.reopenIndex`")],
    ),
    diagnosis(
        "flow_input",
        &[Is(ServerCode, &["FLOW_INPUT_ERROR"])],
        &["The flow does not accept this input."],
        &[step_for(You, "Read its `input_schema`: `account.flows.getFlow(\"{what}\")`")],
    ),
    diagnosis(
        "missing_scope",
        &[Contains(ServerCode, &["missing_scope", "insufficient_auth_scope"])],
        &["The token of {me} does not have a scope that the message names. No role is missing."],
        &[step_for(You, "Remove the service from the account's option `scopes`, or add the scope there")],
    ),
    diagnosis(
        "flow_starter",
        &[
            Is(Service, &["flows", "timers"]),
            FORBIDDEN,
            Contains(Messages, &["missing permissions: run", "flow_starter"]),
        ],
        &["{me} may not start this flow.", OWN_PERMISSIONS],
        &[step_for(FlowAdministrator, "Add the identity to the starters. The command replaces the list: write the current starters in place of OTHERS")
            .command("globus flows update {what} --starters OTHERS,{principal}")
            .url("https://app.globus.org/flows/{what}"),
            SHOW_FLOW],
    ),
    diagnosis(
        "run_role",
        &[Is(Service, &["flows"]), FORBIDDEN, Contains(Call, &["/runs/"])],
        &["{me} has no role on the run {what} that allows this. The message names the missing permission.", OWN_PERMISSIONS],
        &[step_for(RunOwner, "Add the identity: `--monitors` to see the run, `--managers` to change it. The command replaces the list: write its current members in place of OTHERS")
            .command("globus flows run update {what} --monitors OTHERS,{principal}")],
    ),
    diagnosis(
        "flow_role",
        &[Is(Service, &["flows"]), FORBIDDEN, Contains(Call, &["/flows/"])],
        &["{me} has no role on the flow {what} that allows this. The message names the missing permission.", OWN_PERMISSIONS],
        &[step_for(FlowAdministrator, "Add the identity: `--viewers` to see the flow, `--starters` to run it, `--administrators` to change it. The command replaces the list: write its current members in place of OTHERS")
            .command("globus flows update {what} --viewers OTHERS,{principal}"), SHOW_FLOW],
    ),
    diagnosis(
        "compute_endpoint",
        &[COMPUTE, Is(ServerCode, &["9", "ENDPOINT_ACCESS_FORBIDDEN"])],
        &["{me} may not use this endpoint.", OWN_PERMISSIONS],
        &[step_for(
            EndpointAdministrator,
            "Allow the identity: on a multi-user endpoint in the identity mapping, on other endpoints in their group or policy",
        )],
    ),
    diagnosis(
        "compute_function",
        &[COMPUTE, Is(ServerCode, &["8", "FUNCTION_ACCESS_FORBIDDEN"])],
        &["{me} may not use this function.", OWN_PERMISSIONS],
        &[step_for(FunctionOwner, "Register it as public, or for a group of this identity")],
    ),
    diagnosis(
        "compute_not_permitted",
        &[COMPUTE, Is(ServerCode, &["10", "FUNCTION_NOT_PERMITTED"])],
        &[
            "The endpoint runs only the functions in its list `allowed_functions`, and this one is not in it. This applies to every identity, not only to {me}.",
        ],
        &[step_for(EndpointAdministrator, "Add the function to that list")],
    ),
    diagnosis(
        "compute_mapping",
        &[COMPUTE, Contains(Messages, &["failed to map to a local user"])],
        &["The endpoint maps {me} to no local account."],
        &[step_for(EndpointAdministrator, "Add this identity to the endpoint's identity mapping")],
    ),
    diagnosis(
        "compute_task_group",
        &[COMPUTE, Is(ServerCode, &["21", "TASK_GROUP_ACCESS_FORBIDDEN"])],
        &["Only the identity that submitted a task group may use it, and {me} did not."],
        &[],
    ),
];
