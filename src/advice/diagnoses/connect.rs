//! Globus Connect Server's manager, and Globus Auth.

#[allow(clippy::wildcard_imports, reason = "the table's words")]
use super::words::*;

const ENDPOINT_ROLE: Step = by(
    EndpointAdministrator,
    "Add the role, of the endpoint by this command, of a collection by `globus endpoint role create`",
)
.command("globus gcs endpoint role create {endpoint} administrator {me}");

pub(super) const DIAGNOSES: &[Diagnosis] = &[
    diagnosis(
        "gcs_role",
        &[Is(Detail, &["missing_required_role"])],
        &["{me} has none of the roles that may do this: {roles}.", OWN_PERMISSIONS],
        &[ENDPOINT_ROLE],
    ),
    diagnosis(
        "gcs_owner",
        &[Is(Detail, &["not_resource_owner", "id_not_in_identity_set"])],
        &["Only the owner may do this, and {me} is linked to no other identity."],
        &[by(ResourceOwner, "Do it, or hand it over to this identity")],
    ),
    diagnosis(
        "subscription",
        &[Is(Detail, &["subscription_required"])],
        &["The endpoint is not under a subscription that includes this; the account cannot change that."],
        &[by(EndpointAdministrator, "Put it under one, with the manager of the subscription")],
    ),
    diagnosis(
        "guest_collection_refused",
        &[Is(Service, &["gcs"]), Is(Code, &["forbidden"]), Is(Access, &["rw"]), Is(Call, &["/api/collections"])],
        &["The collection's storage gateway decides who has an account there, and who may share what."],
        &[
            by(
                EndpointAdministrator,
                "Allow the domain of service accounts, clients.auth.globus.org, on the storage gateway, map {me} to a local account, and allow guest collections in this path",
            ),
            GUEST_COLLECTION,
        ],
    ),
    diagnosis(
        "gcs_forbidden",
        &[Is(Service, &["gcs"]), Is(Code, &["forbidden"])],
        &["{me} may not do this on the endpoint; the server does not say which role it takes.", OWN_PERMISSIONS],
        &[ENDPOINT_ROLE],
    ),
    diagnosis(
        "no_openid",
        &[Is(Service, &["auth"]), Is(Code, &["forbidden"]), Says(Call, &["/userinfo"]), Known(Closed)],
        &["Userinfo takes the scope openid, and the token of {me} was asked for with {closed}."],
        &[by(You, "Add `openid` to the option `scopes.auth`, or leave that out")],
    ),
    diagnosis(
        "project",
        &[Is(Service, &["auth"]), Is(Code, &["forbidden"])],
        &[
            "{me} may not do this at Globus Auth.",
            OWN_PERMISSIONS,
            "Clients, policies and scopes are managed by the administrators of their project.",
        ],
        &[by(ProjectAdministrator, "Add this identity to them").url(DEVELOPERS)],
    ),
];
