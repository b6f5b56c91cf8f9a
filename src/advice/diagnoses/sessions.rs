//! What a session would have to have.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::words::*;

const OWN_DOMAIN: &str = "The domain of every service account is clients.auth.globus.org, so {me} is not, and it cannot get an identity of another domain.";
const ONLY: &str = "Only identities of {domains} are let in.";
const LET_IN: Step = by(
    EndpointAdministrator,
    "On the collection's storage gateway, allow clients.auth.globus.org besides, and map {me} to a local account",
);
pub(super) const OTHER_GROUP: Step = by(
    GroupAdministrator,
    "Put {me} into a group that does not demand it, or take the demand away for all members of this one",
)
.command("globus group set-policies {what} --no-high-assurance");

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "domain",
        &[Known(Domains), Is(Service, &["transfer", "gcs", "collection"])],
        &[ONLY, OWN_DOMAIN],
        &[LET_IN, GUEST_COLLECTION],
    ),
    diagnosis(
        "domain",
        &[Known(Domains)],
        &[ONLY, OWN_DOMAIN, POLICY],
        &[by(PolicyAdministrator, "Put clients.auth.globus.org among the domains of this policy, or exempt {me}")],
    ),
    diagnosis(
        "domain_unnamed",
        &[Says(Said, &["from domains allowed", "from allowed domain"]), Is(Detail, &["not_from_allowed_domain"])],
        &[
            "The domain of every service account, clients.auth.globus.org, is let in; the identities that were looked at are not. So it is a matter of which local account {me} is mapped to.",
        ],
        &[MAP_ME, GUEST_COLLECTION],
    ),
    diagnosis(
        "mfa",
        &[Known(Mfa)],
        &[
            NO_LOGIN,
            "A second factor is demanded of it all the same. Whether Globus lets any service account meet that is not verified here.",
            POLICY,
        ],
        &[by(PolicyAdministrator, "Exempt {me}, or take the demand away")],
    ),
    diagnosis(
        "session_timeout",
        &[Is(Detail, &["authentication_timeout"])],
        &[
            NO_LOGIN,
            "Globus Connect Server never enforces session timeouts on service accounts, so this should not meet {me}.",
        ],
        &[
            by(You, "See that the call was made with a token of this account"),
            by(EndpointAdministrator, "If it was, look into it: the log of the server says what it went by"),
        ],
    ),
    diagnosis(
        "group_session",
        &[Is(Code, &["authorization_required"]), Is(Service, &["groups"]), Known(What)],
        &["The group {what} demands a recent login of its members.", NO_LOGIN],
        &[OTHER_GROUP],
    ),
    diagnosis(
        "policy",
        &[Is(Code, &["authorization_required"]), Known(Policies)],
        &["The authentication policy {policies} demands something of the session.", NO_LOGIN],
        &[
            by(PolicyAdministrator, "Exempt {me}, or put clients.auth.globus.org among the domains of the policy")
                .url(DEVELOPERS),
            by(You, "Else ask for access to something that is not under the policy"),
        ],
    ),
    diagnosis(
        "identity",
        &[Is(Code, &["authorization_required"]), Known(Identities)],
        &["It has to be one of the identities {identities}, and a service account is {me} and linked to no other."],
        &[by(ResourceOwner, "Give {me} the access that they have")],
    ),
    diagnosis(
        "session",
        &[Is(Code, &["authorization_required"])],
        &[NO_LOGIN, "The service demands one. What it demands is in `authorizationParameters`."],
        &[by(PolicyAdministrator, "Exempt {me} from that policy")],
    ),
    diagnosis(
        "session_of_administrators",
        &[Is(Service, &["auth", "transfer"]), Says(Said, &["in session"])],
        &[
            "This takes an administrator who has just logged in.",
            NO_LOGIN,
            "Whether it is enough to make {me} an administrator is not verified.",
        ],
        &[by(ProjectAdministrator, "Do it by hand").url(DEVELOPERS)],
    ),
];
