//! What doctor finds without an error, and what fits anything.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::words::*;

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "identity_differs",
        &[],
        &["The id of a service account's identity is its client id, {id}."],
        &[by(GlobusSupport, "Look into this (support@globus.org)")],
    ),
    diagnosis(
        "clock_skew",
        &[],
        &[
            "Tokens are not affected: their life is counted from the grant. Certificates may be, and so is what this machine compares with times of Globus.",
        ],
        &[by(You, "Let NTP set the clock of this machine")],
    ),
    diagnosis(
        "storage_failed",
        &[],
        &["Calls work, but tokens are not shared: every process asks for its own."],
        &[by(You, "See what `onEvent` is told of each failure (`storage_failed`)")],
    ),
    diagnosis(
        "not_a_collection",
        &[],
        &["{what} is an endpoint; files are on its collections."],
        &[by(
            You,
            "Find them; `account.transfer.endpointSearch` does it as well, with the id as the `filter_host_endpoint`",
        )
        .command("globus gcs collection list {what}")],
    ),
    diagnosis(
        "write_not_probed",
        &[],
        &[
            "Whether {me} may write to {what} shows only by writing. On a guest collection a rule has to say `rw`; on a mapped one it is up to the local account.",
        ],
        &[by(AccessManager, "See which rules there are").command("globus endpoint permission list {what}")],
    ),
    diagnosis(
        "group_open",
        &[],
        &["{me} is not in the group {what}, and can join it by itself."],
        &[by(You, "Join it: `account.groups.join(\"{what}\")`")],
    ),
    diagnosis(
        "group_requests",
        &[],
        &["{me} is not in the group {what}, and can ask to be let in."],
        &[by(You, "Ask for it: `account.groups.requestJoin(\"{what}\")`"), ADD_MEMBER],
    ),
    diagnosis(
        "invitation_open",
        &[],
        &["{me} is invited to the group {what}."],
        &[by(You, "Accept: `account.groups.acceptInvitation(\"{what}\")`")],
    ),
    diagnosis(
        "request_open",
        &[],
        &["{me} has asked to be let into the group {what}."],
        &[by(GroupManager, "Approve the request").command("globus group member approve {what} {me}").url(GROUP_PAGE)],
    ),
    diagnosis(
        "high_assurance_group",
        &[],
        &[
            "The group {what} wants its members to have logged in of late.",
            NO_LOGIN,
            "Globus Connect Server never enforces that on service accounts; whether other services do is not verified.",
        ],
        &[super::sessions::OTHER_GROUP],
    ),
    diagnosis(
        "run_not_probed",
        &[],
        &["Flows found fault with the input first, so whether {me} may start the flow {what} was not seen."],
        &[by(You, "Name an input that it takes to doctor, as the flow's `body`")],
    ),
    diagnosis(
        "limit",
        &[Is(Code, &["limit_exceeded"])],
        &["A quota of {me} or of the resource is used up; the message says which."],
        &[by(You, "Delete or finish something, or ask for more (support@globus.org)")],
    ),
    diagnosis(
        "invalid_document",
        &[Is(Status, &["422"]), Is(Service, &["flows", "timers", "groups", "compute"])],
        &[
            "It is no matter of permissions: the service does not take the document or an argument. The messages say why, and where.",
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
        &["Too many calls in a short time by {me}. `retryAfter` tells how long to wait, if the service said so."],
        &[by(You, "Make fewer calls at a time")],
    ),
    diagnosis(
        "unauthorized",
        &[Is(Status, &["401"])],
        &[
            "The service accepts no token of {me}, not even one that was just granted: it may be meant for another service, or another environment.",
            "The account uses the environment {other}.",
        ],
        &[by(You, "Look at each step").command("npx globus-service-account doctor")],
    ),
    diagnosis(
        "forbidden",
        &[Is(Code, &["forbidden"])],
        &["{me} may not do this.", OWN_PERMISSIONS],
        &[by(ResourceOwner, "Give {me} the access to {what}")],
    ),
    diagnosis(
        "not_found",
        &[Is(Code, &["not_found"]), Known(What)],
        &["{what} does not exist here, or {me} may not see it.", SAME_ANSWER, OWN_PERMISSIONS],
        &[by(ResourceOwner, "Look whether it exists, which settles it, and give this identity the access")],
    ),
    diagnosis(
        "not_modified",
        &[Is(Code, &["precondition_failed"]), Is(Status, &["304"])],
        &["It is still as the request's condition (such as `if-none-match`) says."],
        &[by(
            You,
            "Go on with what you have. To `account.fetch`, and to `account.request` with `raw: true`, 304 is an answer",
        )],
    ),
    diagnosis(
        "precondition_failed",
        &[Is(Code, &["precondition_failed"])],
        &["A condition of the request (such as `if-match`) does not hold: it is not as the caller knew it."],
        &[by(You, "Get it again, and decide by what is there now")],
    ),
    diagnosis(
        "payload_too_large",
        &[Is(Code, &["payload_too_large"])],
        &["The body is larger than the service, or a server on the way to it, takes."],
        &[by(You, "Send it in parts: fewer items in a submission, fewer entries at a time")],
    ),
    diagnosis("server_error", &[Is(Code, &["server_error"])], &[], &[LATER, LASTING]),
];
