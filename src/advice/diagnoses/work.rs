//! Work that Globus carries out by itself (tasks of Transfer, runs of flows, timers), lists that end before they are whole, and
//! what jobs look for.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::words::*;

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "beyond_consent",
        &[Known(Beyond)],
        &[
            "What stands in its way is in the document, which is this error's body. A consent is all that {me} can give by itself.",
        ],
        &[],
    ),
    diagnosis(
        "run_waits",
        &[Is(Code, &["task_inactive"]), Is(Service, &["flows"])],
        &["The run waits."],
        &[by(
            You,
            "If a consent of {me} is missing, give it by `account.flows.healRun(\"{what}\")`, which lets the run go on; mend anything else and call `account.flows.resumeRun`",
        )],
    ),
    diagnosis(
        "run_failed",
        &[Is(Code, &["task_failed"]), Is(Service, &["flows"])],
        &["The steps of a run act as {me}, with its own permissions."],
        &[by(You, "See in the run's log which step failed, and of what: `account.flows.getRunLogs(\"{what}\")`")],
    ),
    diagnosis(
        "task_computer_off",
        &[Is(Code, &["task_inactive", "task_failed"]), Is(ServerCode, &["GC_NOT_CONNECTED", "GC_PAUSED"])],
        &[
            "Globus Connect Personal does not run on that computer, or is paused there. A task that waits goes on by itself once it does.",
        ],
        &[START_IT],
    ),
    diagnosis(
        "task_paused",
        &[Is(Code, &["task_inactive", "task_failed"]), Is(ServerCode, &["PAUSED", "PAUSED_BY_ADMIN"])],
        &["An administrator of a collection has paused it, and can let it go on; {me} cannot."],
        &[by(You, "See who has paused it, and why").command("globus task pause-info {what}")],
    ),
    diagnosis(
        "task_waits",
        &[Is(Code, &["task_inactive"])],
        &[
            "The task is kept until its deadline. It waits for a credential or a consent of {me}, or for a paused collection; once that is mended it goes on by itself.",
        ],
        &[EVENTS],
    ),
    diagnosis(
        "task_permission",
        &[
            Is(Code, &["task_failed"]),
            Is(ServerCode, &["PERMISSION_DENIED", "FILE_ACCESS", "ACL_CHANGED", "AUTH", "NO_CREDENTIALS"]),
        ],
        &[
            "{me} may not read the source or not write to the destination; on a mapped collection it is its local account that may not.",
        ],
        &[EVENTS, RULE_SOMEWHERE],
    ),
    diagnosis(
        "task_storage_full",
        &[Is(Code, &["task_failed"]), Is(ServerCode, &["QUOTA_EXCEEDED", "NO_SPACE_LEFT"])],
        &["The storage of the destination is full, or the quota of the local account that {me} writes as."],
        &[
            by(CollectionAdministrator, "Make room"),
            by(You, "Then submit the task again with a `sync_level`, which leaves out what is there"),
        ],
    ),
    diagnosis(
        "task_expired",
        &[Is(Code, &["task_failed"]), Is(ServerCode, &["EXPIRED"])],
        &["The task did not end before its deadline; `deadline` of the document may be later."],
        &[EVENTS],
    ),
    diagnosis("task_failed", &[Is(Code, &["task_failed"])], &[], &[EVENTS]),
    diagnosis(
        "wait_timeout",
        &[Is(Code, &["wait_timeout"]), Is(Service, &["flows"])],
        &[ONLY_THE_WAIT],
        &[by(You, WAIT_AGAIN).command("globus flows run show {what}")],
    ),
    diagnosis(
        "wait_timeout",
        &[Is(Code, &["wait_timeout"])],
        &[ONLY_THE_WAIT],
        &[by(You, WAIT_AGAIN).command("globus task show {what}")],
    ),
    diagnosis(
        "more_entries",
        &[],
        &["Awaited instead of iterated, the call gives the page as it is."],
        &[by(You, "Narrow the request: another path, or a filter")],
    ),
    diagnosis(
        "more_endpoints",
        &[],
        &["Transfer gives no more of one search."],
        &[by(You, "Narrow it, by `filter_scope` or `filter_owner_id` for instance")],
    ),
    diagnosis(
        "more_hits",
        &[],
        &["Search gives no more of one query, however it is paged."],
        &[by(You, "Use `account.search.scroll`, which gives all")],
    ),
    diagnosis(
        "more_pages",
        &[],
        &["What has come is good, and is not all."],
        &[by(You, "Begin again later, from the start")],
    ),
    diagnosis(
        "no_identity",
        &[Is(Service, &["auth"]), Is(Code, &["not_found"]), Is(Call, &["/identities"])],
        &["An identity exists from its first login on."],
        &[by(You, "Make it beforehand: `account.auth.getIdentities` with `provision: true`")],
    ),
    diagnosis(
        "no_https",
        &[Is(Code, &["not_found"]), Is(Call, &["https"])],
        &[],
        &[by(CollectionAdministrator, "Turn on access over HTTPS (`enable_https`)")
            .command("globus gcs collection update {what} --enable-https")],
    ),
];

pub(super) const START_IT: Step = by(ComputerOwner, "Start Globus Connect Personal there, or end its pause");

const ONLY_THE_WAIT: &str = "Only the wait is over: {what} goes on, and nothing is known against it.";
const WAIT_AGAIN: &str = "Wait for it again, with more time (`timeout`), or see how it stands";
