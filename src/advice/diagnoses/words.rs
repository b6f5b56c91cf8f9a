//! What the causes are written with, and what several of them share.

pub(super) use crate::advice::diagnosis::Sign::{Is, Known, Says};
pub(super) use crate::advice::diagnosis::{Diagnosis, Sign};
pub(super) use crate::advice::facts::Fact::{
    Access, Again, Beyond, Call, Closed, Code, Consented, Detail, Domains, Foreign, Found, Identities, Legacy, Mfa,
    Narrow, Place, Policies, Proxy, Reason, Recommended, Said, Scopes, ServerCode, Service, Status, Unconsented, What,
};
pub(super) use crate::advice::step::Who::{
    AccessManager, CollectionAdministrator, ComputerOwner, EndpointAdministrator, FlowAdministrator, FunctionOwner,
    GlobusSupport, GroupAdministrator, GroupManager, IndexAdministrator, NetworkAdministrator, PolicyAdministrator,
    ProjectAdministrator, ResourceOwner, RunOwner, SubscriptionManager, You,
};
pub(super) use crate::advice::step::{DEVELOPERS, Step, by};

pub(super) const fn diagnosis(
    name: &'static str,
    signs: &'static [Sign],
    says: &'static [&'static str],
    steps: &'static [Step],
) -> Diagnosis {
    Diagnosis { name, signs, sentences: says, steps }
}

// What several causes share.

pub(super) const OWN_PERMISSIONS: &str =
    "A service account has only what was given to its own identity: nothing of its owner's.";
pub(super) const SAME_ANSWER: &str =
    "Globus gives the same answer for what does not exist and for what may not be seen.";
pub(super) const PATH: &str = "The path was {path}.";
pub(super) const OTHER_ENVIRONMENT: &str =
    "The account uses the environment {other}; what belongs to other environments is unknown there.";
pub(super) const NO_LOGIN: &str = "A service account never logs in, so it has no session.";
pub(super) const POLICY: &str = "Policy: {policies}.";

/// Pages of Globus's web app. They take the id of what a cause is about.
pub(super) const COLLECTION_PAGE: &str = "https://app.globus.org/file-manager/collections/{what}/overview";
pub(super) const GROUP_PAGE: &str = "https://app.globus.org/groups/{what}/about";

pub(super) const LATER: Step = by(You, "Repeat the call later: nothing is wrong with the account");
pub(super) const LASTING: Step =
    by(GlobusSupport, "If this lasts, look into it by the request id of this error").url("https://status.globus.org");

pub(super) const ADD_RULE: &str = "globus endpoint permission create {place} --identity {me} --permissions {access}";
pub(super) const RULE: Step = by(
    AccessManager,
    "Add a rule for {me}, under Permissions of its page or by the command line. A rule that only reads is changed by `globus endpoint permission update`",
)
.command(ADD_RULE)
.url(COLLECTION_PAGE);
pub(super) const RULE_IF_GUEST: Step =
    by(AccessManager, "If {what} is a guest collection, add a rule for {me}").command(ADD_RULE).url(COLLECTION_PAGE);
pub(super) const RULE_SOMEWHERE: Step = by(AccessManager, "If it is a guest collection, add a rule for {me}")
    .command("globus endpoint permission create COLLECTION_ID:/PATH/ --identity {me} --permissions rw");
pub(super) const GUEST_COLLECTION: Step =
    by(ResourceOwner, "Otherwise share the folder as a guest collection, and add a rule there for {me}")
        .command("globus endpoint permission create GUEST_COLLECTION_ID:/ --identity {me} --permissions r");
pub(super) const MAP_ME: Step = by(
    EndpointAdministrator,
    "Map {me} to a local account: the collection's storage gateway has to name it in its identity mapping",
);
pub(super) const MAP_IF_MAPPED: Step = by(
    CollectionAdministrator,
    "If it is a mapped collection, map {me} to a local account that may do this, or share the folder by a guest collection",
);
pub(super) const ITS_LOG: Step = by(EndpointAdministrator, "Look for the reason in the log of that server");
pub(super) const DOCTOR: Step =
    by(You, "See what stands in the way").command("npx globus-service-account doctor --collection {what}");
pub(super) const EVENTS: Step = by(You, "See what happened to each file: `account.transfer.taskEventList` of {what}, or Globus's command line with the credentials of this account")
    .command("globus task event-list {what} --filter-errors");
pub(super) const ADD_MEMBER: Step = by(GroupManager, "Add {me} to the members of the group")
    .command("globus group member add {what} {me}")
    .url(GROUP_PAGE);
pub(super) const NO_PATH: &str = "There is no such path on the collection {what}, or {me} may not see it. Paths are those of the collection: on a guest collection `/` is the folder that is shared.";
