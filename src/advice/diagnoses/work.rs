//! Tasks of Transfer, runs of flows and timers, incomplete lists, and what jobs look up.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::shared::*;

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "beyond_consent",
        &[Known(BeyondConsent)],
        &["The document in this error's `body` contains the requirements. {me} itself can only give a consent."],
        &[],
    ),
    diagnosis(
        "run_waits",
        &[Is(Code, &["task_inactive"]), Is(Service, &["flows"])],
        &["The run waits."],
        &[step_for(
            You,
            "If a consent of {me} is missing, call `account.flows.healRun(\"{what}\")`: it gives the consent and resumes the run. Otherwise remove the reason and call `account.flows.resumeRun`",
        )],
    ),
    diagnosis(
        "run_failed",
        &[Is(Code, &["task_failed"]), Is(Service, &["flows"])],
        &["The steps of a run act as {me}, with its own permissions."],
        &[step_for(You, "Read in the run's log which step failed and why: `account.flows.getRunLogs(\"{what}\")`")],
    ),
    diagnosis(
        "task_computer_off",
        &[Is(Code, &["task_inactive", "task_failed"]), Is(ServerCode, &["GC_NOT_CONNECTED", "GC_PAUSED"])],
        &[
            "Globus Connect Personal is not running or is paused on that computer. A waiting task continues by itself when it runs again.",
        ],
        &[START_PERSONAL],
    ),
    diagnosis(
        "task_paused",
        &[Is(Code, &["task_inactive", "task_failed"]), Is(ServerCode, &["PAUSED", "PAUSED_BY_ADMIN"])],
        &["An administrator of a collection has paused the task and can resume it; {me} cannot."],
        &[step_for(You, "Find out who paused it and why").command("globus task pause-info {what}")],
    ),
    diagnosis(
        "task_waits",
        &[Is(Code, &["task_inactive"])],
        &[
            "The task waits for a credential or a consent of {me}, or for a paused collection. When that is resolved, it continues by itself; at its deadline it fails.",
        ],
        &[READ_TASK_EVENTS],
    ),
    diagnosis(
        "task_permission",
        &[
            Is(Code, &["task_failed"]),
            Is(ServerCode, &["PERMISSION_DENIED", "FILE_ACCESS", "ACL_CHANGED", "AUTH", "NO_CREDENTIALS"]),
        ],
        &[
            "{me} may not read the source, or may not write to the destination. On a mapped collection, its local account may not.",
        ],
        &[READ_TASK_EVENTS, ADD_RULE_IF_GUEST_UNNAMED],
    ),
    diagnosis(
        "task_storage_full",
        &[Is(Code, &["task_failed"]), Is(ServerCode, &["QUOTA_EXCEEDED", "NO_SPACE_LEFT"])],
        &["The storage of the destination is full, or the quota of the local account of {me} is used up."],
        &[
            step_for(CollectionAdministrator, "Free space"),
            step_for(You, "Then submit the task again with a `sync_level`, which skips existing files"),
        ],
    ),
    diagnosis(
        "task_expired",
        &[Is(Code, &["task_failed"]), Is(ServerCode, &["EXPIRED"])],
        &["The task did not end before its deadline."],
        &[READ_TASK_EVENTS, step_for(You, "Submit it again, with a later `deadline` in the document")],
    ),
    diagnosis("task_failed", &[Is(Code, &["task_failed"])], &[], &[READ_TASK_EVENTS]),
    diagnosis(
        "wait_timeout",
        &[Is(Code, &["wait_timeout"]), Is(Service, &["flows"])],
        &[ONLY_WAIT_ENDED],
        &[step_for(You, WAIT_AGAIN).command("globus flows run show {what}")],
    ),
    diagnosis(
        "wait_timeout",
        &[Is(Code, &["wait_timeout"])],
        &[ONLY_WAIT_ENDED],
        &[step_for(You, WAIT_AGAIN).command("globus task show {what}")],
    ),
    diagnosis(
        "more_entries",
        &[],
        &["If you await the call instead of iterating it, it returns this page."],
        &[step_for(You, "Narrow the request with another path or a filter")],
    ),
    diagnosis(
        "more_endpoints",
        &[],
        &["Transfer returns no more results of one search."],
        &[step_for(You, "Narrow the search, for example with `filter_scope` or `filter_owner_id`")],
    ),
    diagnosis(
        "more_hits",
        &[],
        &["Search returns no more results of one query, with any page size."],
        &[step_for(You, "Use `account.search.scroll`, which returns all results")],
    ),
    diagnosis(
        "more_pages",
        &[],
        &["The items so far are valid, but the list is incomplete."],
        &[step_for(You, "Start the list again later")],
    ),
    diagnosis(
        "no_identity",
        &[Is(Service, &["auth"]), Is(Code, &["not_found"]), Is(Call, &["/identities"])],
        &["Globus Auth creates an identity at its first login."],
        &[step_for(You, "Create it without a login: `account.auth.getIdentities` with `provision: true`")],
    ),
    diagnosis(
        "no_https",
        &[Is(Code, &["not_found"]), Is(Call, &["https"])],
        &[],
        &[step_for(CollectionAdministrator, "Turn on access over HTTPS (`enable_https`)")
            .command("globus gcs collection update {what} --enable-https")],
    ),
];

pub(super) const START_PERSONAL: Step =
    step_for(ComputerOwner, "Start Globus Connect Personal there, or end its pause");

const ONLY_WAIT_ENDED: &str = "Only the wait ended: {what} goes on and has no known error.";
const WAIT_AGAIN: &str = "Wait again with a longer `timeout`, or check its status";
