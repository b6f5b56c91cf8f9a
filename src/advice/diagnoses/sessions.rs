//! Refusals that require a session or an identity of another domain.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::shared::*;

const OWN_DOMAIN: &str =
    "The domain of every service account is clients.auth.globus.org: {me} cannot get an identity of another domain.";
const ALLOWED_DOMAINS: &str = "Only identities of {domains} have access.";
const ALLOW_DOMAIN: Step = step_for(
    EndpointAdministrator,
    "On the collection's storage gateway, also allow clients.auth.globus.org, and map {me} to a local account",
);
pub(super) const AVOID_HIGH_ASSURANCE: Step = step_for(
    GroupAdministrator,
    "Add {me} to a group without this requirement, or remove the requirement for all members of this group",
)
.command("globus group set-policies {what} --no-high-assurance");

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "domain",
        &[Known(Domains), Is(Service, &["transfer", "gcs", "collection"])],
        &[ALLOWED_DOMAINS, OWN_DOMAIN],
        &[ALLOW_DOMAIN, SHARE_GUEST_COLLECTION],
    ),
    diagnosis(
        "domain",
        &[Known(Domains)],
        &[ALLOWED_DOMAINS, OWN_DOMAIN, POLICY_SENTENCE],
        &[step_for(PolicyAdministrator, "Add clients.auth.globus.org to the domains of this policy, or exempt {me}")],
    ),
    diagnosis(
        "domain_unnamed",
        &[
            Contains(Messages, &["from domains allowed", "from allowed domain"]),
            Is(Detail, &["not_from_allowed_domain"]),
        ],
        &[
            "The domain of every service account, clients.auth.globus.org, is allowed; the identities that the server checked are not. The cause is the mapping of {me} to a local account.",
        ],
        &[MAP_TO_ACCOUNT, SHARE_GUEST_COLLECTION],
    ),
    diagnosis(
        "mfa",
        &[Known(Mfa)],
        &[
            NO_LOGIN,
            "The service still requires a second factor; it is not verified whether a service account can provide one.",
            POLICY_SENTENCE,
        ],
        &[step_for(PolicyAdministrator, "Exempt {me}, or remove the requirement")],
    ),
    diagnosis(
        "session_timeout",
        &[Is(Detail, &["authentication_timeout"])],
        &[
            NO_LOGIN,
            "Globus Connect Server never enforces session timeouts on service accounts, so {me} should not get this error.",
        ],
        &[
            step_for(You, "Check that the call used a token of this account"),
            step_for(EndpointAdministrator, "If it did, find the reason in the log of the server"),
        ],
    ),
    diagnosis(
        "group_session",
        &[Is(Code, &["authorization_required"]), Is(Service, &["groups"]), Known(What)],
        &["The group {what} requires a recent login of its members.", NO_LOGIN],
        &[AVOID_HIGH_ASSURANCE],
    ),
    diagnosis(
        "policy",
        &[Is(Code, &["authorization_required"]), Known(Policies)],
        &["The authentication policy {policies} has requirements for the session.", NO_LOGIN],
        &[
            step_for(PolicyAdministrator, "Exempt {me}, or add clients.auth.globus.org to the domains of the policy")
                .url(DEVELOPERS),
            step_for(You, "Otherwise request access to a resource without this policy"),
        ],
    ),
    diagnosis(
        "identity",
        &[Is(Code, &["authorization_required"]), Known(Identities)],
        &["Only the identities {identities} have access. This service account is {me}, and has no linked identities."],
        &[step_for(ResourceOwner, "Give {me} the same access")],
    ),
    diagnosis(
        "session",
        &[Is(Code, &["authorization_required"])],
        &[NO_LOGIN, "The service requires one. `authorizationParameters` contains its requirements."],
        &[step_for(PolicyAdministrator, "Exempt {me} from the policy that requires the session")],
    ),
    diagnosis(
        "session_of_administrators",
        &[Is(Service, &["auth", "transfer"]), Contains(Messages, &["in session"])],
        &[
            "Only an administrator with a recent login may do this.",
            NO_LOGIN,
            "It is not verified whether {me} could do this as an administrator.",
        ],
        &[step_for(ProjectAdministrator, "Log in and do this yourself").url(DEVELOPERS)],
    ),
];
