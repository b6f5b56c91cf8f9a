//! The grant, submissions whose fate is not known, and consents.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::words::*;

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "invalid_client",
        &[Is(Code, &["invalid_client"])],
        &[
            "Globus Auth does not know this pair of id and secret.",
            "The secret has {short} characters; Globus's have 44, so this one looks cut off.",
            "The account uses the environment {other}; clients of other environments are unknown there.",
            "Until the credentials change, calls fail for 30 seconds at a time without another request.",
        ],
        &[by(You, "Check that client {id} exists, and that the secret is one of its own and was not deleted").url(DEVELOPERS)],
    ),
    diagnosis(
        "not_a_service_account",
        &[Is(Code, &["not_a_service_account"])],
        &[
            "Having an id and a secret is necessary but not sufficient: client {id} is registered for another use, such as logging users in.",
        ],
        &[
            by(
                You,
                "Choose \"Register a service account or application credential for automation\", add a client secret there, and use that id and secret",
            )
            .url(DEVELOPERS),
        ],
    ),
    diagnosis(
        "no_data_access_scope",
        &[Is(Code, &["invalid_scope"]), Says(Scopes, &["/data_access"])],
        &[
            "A data_access scope exists only for mapped collections that are not high assurance: not for guest collections, and not under an id that is no longer in use.",
        ],
        &[by(You, "Check the spelling of each scope, and that the collection it belongs to still exists")],
    ),
    diagnosis(
        "invalid_scope",
        &[Is(Code, &["invalid_scope"])],
        &[OTHER_ENVIRONMENT],
        &[by(You, "Check the spelling of each scope, and that the collection, flow or service it belongs to still exists")],
    ),
    diagnosis("grant_failed", &[Is(Code, &["grant_failed"])], &["The credentials were not refused."], &[LATER, LASTING]),
    diagnosis(
        "cached_grant",
        &[Known(Again)],
        &["A new grant has brought the token that was refused: a cache has answered in the place of Globus Auth."],
        &[by(
            You,
            "Look at what stands in for `fetch`: a framework (Next.js with `fetchCache = \"force-cache\"`), the option `fetch`, a proxy",
        )],
    ),
    diagnosis(
        "submission",
        &[],
        &["The service may have it already."],
        &[
            by(
                You,
                "Submit the same document again with the submission id {submission}, as often as it takes, and the work is done once",
            ),
        ],
    ),
    diagnosis(
        "consent_foreign",
        &[Known(Foreign)],
        &[
            "A consent to {scopes} was asked for and not given: {foreign} does not belong to what this is about, or not there. {me} gives itself consents for the collections, the flow or the timer that are named, and for nothing else.",
            "With such a consent the one who asks could act in the name of {me}.",
        ],
        &[by(You, "If that is what you want, give the consent yourself: by `account.getToken` with the option `forceRefresh` and that scope")],
    ),
    diagnosis(
        "consent_refused",
        &[Is(Code, &["consent_required"]), Known(Unconsented)],
        &[
            "{me} asked Globus Auth for the consent, once, and did not get it: the cause of this error says why.",
            "Missing: {scopes}.",
            "Guest collections and high assurance collections have no data_access consent.",
        ],
        &[],
    ),
    diagnosis(
        "consent_no_use",
        &[Is(Code, &["consent_required"]), Known(Consented)],
        &[
            "This account has given the consent {scopes}, and repeated the call with its old token and with a new one; the service goes on asking.",
        ],
        &[by(You, "Look at what is on record for {me}: `account.auth.getConsents(account.clientId)`"), LASTING],
    ),
    diagnosis(
        "consent_required",
        &[Is(Code, &["consent_required"]), Known(Scopes)],
        &[
            "A consent to {scopes} is missing. {me} can give it to itself, by a grant that names it.",
            "It lets the server that asks act there in the name of {me}, so see first that this is meant.",
            "It is not given unasked: the request does not name what it is for or cannot be sent again, another server than Globus's own asks for it, or this call has brought one consent already.",
        ],
        &[by(
            You,
            "If it is meant, ask for that scope by `account.getToken` with the option `forceRefresh`, and repeat the call",
        )],
    ),
];
