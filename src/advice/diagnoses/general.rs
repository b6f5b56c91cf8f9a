//! Diagnoses that doctor uses without an error, and general diagnoses that can apply to every service.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::shared::*;

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "identity_differs",
        &[],
        &["The identity id of a service account must equal its client id, {id}."],
        &[step_for(GlobusSupport, "Find out why they differ (support@globus.org)")],
    ),
    diagnosis(
        "clock_skew",
        &[],
        &[
            "Tokens still work: their lifetime counts from the grant. Checks of certificates can fail, and comparisons with Globus's times are wrong.",
        ],
        &[step_for(You, "Set the clock of this machine with NTP")],
    ),
    diagnosis(
        "storage_failed",
        &[],
        &["Calls work, but processes do not share tokens: each process requests its own."],
        &[step_for(You, "Read the `storage_failed` events that `onEvent` receives")],
    ),
    diagnosis(
        "not_a_collection",
        &[],
        &["{what} is an endpoint. Its collections contain the files."],
        &[step_for(
            You,
            "List its collections, or call `account.transfer.endpointSearch` with its id as `filter_host_endpoint`",
        )
        .command("globus gcs collection list {what}")],
    ),
    diagnosis(
        "write_not_probed",
        &[],
        &[
            "Only a write shows whether {me} may write to {what}. On a guest collection, a rule must allow `rw`. On a mapped collection, the local account decides.",
        ],
        &[step_for(AccessManager, "List the rules").command("globus endpoint permission list {what}")],
    ),
    diagnosis(
        "group_open",
        &[],
        &["{me} is not a member of the group {what}, but may join it."],
        &[step_for(You, "Join it: `account.groups.join(\"{what}\")`")],
    ),
    diagnosis(
        "group_requests",
        &[],
        &["{me} is not a member of the group {what}, but may request to join."],
        &[step_for(You, "Request to join: `account.groups.requestJoin(\"{what}\")`"), ADD_MEMBER],
    ),
    diagnosis(
        "invitation_open",
        &[],
        &["{me} is invited to the group {what}."],
        &[step_for(You, "Accept it: `account.groups.acceptInvitation(\"{what}\")`")],
    ),
    diagnosis(
        "request_open",
        &[],
        &["{me} has requested to join the group {what}."],
        &[step_for(GroupManager, "Approve the request")
            .command("globus group member approve {what} {me}")
            .url(GROUP_PAGE)],
    ),
    diagnosis(
        "high_assurance_group",
        &[],
        &[
            "The group {what} requires a recent login of its members.",
            NO_LOGIN,
            "Globus Connect Server never enforces this on service accounts; it is not verified whether other services do.",
        ],
        &[super::sessions::AVOID_HIGH_ASSURANCE],
    ),
    diagnosis(
        "run_not_probed",
        &[],
        &["Flows rejected the input before it checked whether {me} may start the flow {what}."],
        &[step_for(You, "Pass doctor an input that the flow accepts, as the flow's `body`")],
    ),
    diagnosis(
        "limit",
        &[Is(Code, &["limit_exceeded"])],
        &["A quota of {me} or of the resource is used up. The message names the quota."],
        &[step_for(You, "Delete or finish something, or request a larger quota (support@globus.org)")],
    ),
    diagnosis(
        "invalid_document",
        &[Is(Status, &["422"]), Is(Service, &["flows", "timers", "groups", "compute"])],
        &[
            "This is not a permission problem: the service rejects the document or an argument. The messages report why and where.",
        ],
        &[],
    ),
    diagnosis(
        "search_recommends",
        &[Is(Service, &["search"]), Known(Recommended)],
        &["Globus Search recommends: {recommended}"],
        &[],
    ),
    diagnosis(
        "rate_limited",
        &[Is(Code, &["rate_limited"])],
        &["{me} made too many calls in a short time. `retryAfter` is the time to wait, if the service sent it."],
        &[step_for(You, "Make fewer calls at the same time")],
    ),
    diagnosis(
        "unauthorized",
        &[Is(Status, &["401"])],
        &[
            "The service rejects every token of {me}, even a new one. The token may be for another service or environment.",
            "The account uses the environment {other}.",
        ],
        &[step_for(You, "Check each step").command("npx globus-service-account doctor")],
    ),
    diagnosis(
        "forbidden",
        &[Is(Code, &["forbidden"])],
        &["{me} may not do this.", OWN_PERMISSIONS],
        &[step_for(ResourceOwner, "Give {me} access to {what}")],
    ),
    diagnosis(
        "not_found",
        &[Is(Code, &["not_found"]), Known(What)],
        &["{what} does not exist, or {me} may not see it.", SAME_RESPONSE, OWN_PERMISSIONS],
        &[step_for(ResourceOwner, "Check whether it exists, and give this identity access")],
    ),
    diagnosis(
        "not_modified",
        &[Is(Code, &["precondition_failed"]), Is(Status, &["304"])],
        &["Nothing has changed since the version in the request's condition (such as `if-none-match`)."],
        &[step_for(
            You,
            "Use the copy that you have. `account.fetch`, and `account.request` with `raw: true`, return a 304",
        )],
    ),
    diagnosis(
        "precondition_failed",
        &[Is(Code, &["precondition_failed"])],
        &["The resource is not in the state that a condition of the request (such as `if-match`) requires."],
        &[step_for(You, "Read the current version, then decide")],
    ),
    diagnosis(
        "payload_too_large",
        &[Is(Code, &["payload_too_large"])],
        &["The body is larger than the service, or a server in between, accepts."],
        &[step_for(You, "Send it in parts: fewer items per submission, fewer entries per call")],
    ),
    diagnosis("server_error", &[Is(Code, &["server_error"])], &[], &[REPEAT_LATER, REPORT_TO_GLOBUS]),
];
