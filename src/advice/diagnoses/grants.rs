//! Grants, submissions whose result is not known, and consents.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::shared::*;

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "invalid_client",
        &[Is(Code, &["invalid_client"])],
        &[
            "Globus Auth does not know this pair of client id and secret.",
            "The secret has {short} characters; Globus's have 44.",
            "The account uses the environment {other}, which does not know clients of other environments.",
            "After a refusal, calls with the same credentials fail for 30 seconds without a request.",
        ],
        &[step_for(You, "Check that client {id} exists, and that the secret is complete, belongs to it and was not deleted").url(DEVELOPERS)],
    ),
    diagnosis(
        "not_a_service_account",
        &[Is(Code, &["not_a_service_account"])],
        &[
            "An id and a secret are not sufficient: client {id} is registered for another use, such as user login.",
        ],
        &[
            step_for(
                You,
                "Choose \"Register a service account or application credential for automation\", add a client secret there, and use that id and secret",
            )
            .url(DEVELOPERS),
        ],
    ),
    diagnosis(
        "no_data_access_scope",
        &[Is(Code, &["invalid_scope"]), Contains(Scopes, &["/data_access"])],
        &[
            "Only mapped collections without high assurance have a data_access scope. Guest collections and deleted collections have none.",
        ],
        &[step_for(You, "Check the spelling of each scope, and that its collection still exists")],
    ),
    diagnosis(
        "invalid_scope",
        &[Is(Code, &["invalid_scope"])],
        &[OTHER_ENVIRONMENT],
        &[step_for(You, "Check the spelling of each scope, and that its collection, flow or service still exists")],
    ),
    diagnosis("grant_failed", &[Is(Code, &["grant_failed"])], &["The credentials were not refused."], &[REPEAT_LATER, REPORT_TO_GLOBUS]),
    diagnosis(
        "cached_grant",
        &[Known(CachedToken)],
        &["A new grant returned the token that was refused: a cache answered instead of Globus Auth."],
        &[step_for(
            You,
            "Find the cache: a framework that replaces `fetch` (Next.js with `fetchCache = \"force-cache\"`), the option `fetch`, or a proxy",
        )],
    ),
    diagnosis(
        "submission",
        &[],
        &["The service may have received the submission."],
        &[
            step_for(
                You,
                "Submit the same document again with the submission id {submission} until it succeeds: the service does the work once",
            ),
        ],
    ),
    diagnosis(
        "consent_foreign",
        &[Known(Foreign)],
        &[
            "A consent to {scopes} was requested and not given: {foreign} does not belong to this work, or not in that place. {me} gives itself consents only for the collections, flows and timers that are named.",
            "With this consent, the requesting service could act as {me}.",
        ],
        &[step_for(You, "If you want this, give the consent yourself: call `account.getToken` with that scope and the option `forceRefresh`")],
    ),
    diagnosis(
        "consent_refused",
        &[Is(Code, &["consent_required"]), Known(ConsentFailed)],
        &[
            "{me} requested the consent once and did not get it; the `cause` of this error contains the reason.",
            "Missing: {scopes}.",
            "Guest collections and high assurance collections have no data_access consent.",
        ],
        &[],
    ),
    diagnosis(
        "consent_no_use",
        &[Is(Code, &["consent_required"]), Known(ConsentGiven)],
        &[
            "This account gave the consent {scopes}, and repeated the call with its old token and with a new one. The service still requests the consent.",
        ],
        &[step_for(You, "List the consents of {me}: `account.auth.getConsents(account.clientId)`"), REPORT_TO_GLOBUS],
    ),
    diagnosis(
        "consent_required",
        &[Is(Code, &["consent_required"]), Known(Scopes)],
        &[
            "A consent to {scopes} is missing; {me} can give it to itself with a grant for that scope.",
            "It lets the requesting server act there as {me}: first make sure that you want this.",
            "It was not given automatically: the request does not name its resource or cannot be repeated, the server is not Globus's own, or this call already gave a consent.",
        ],
        &[step_for(
            You,
            "If you want this, call `account.getToken` with that scope and the option `forceRefresh`, then repeat the call",
        )],
    ),
];
