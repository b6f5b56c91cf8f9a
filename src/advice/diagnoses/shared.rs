//! The names that the table uses, and the sentences and steps that several diagnoses share.

pub(super) use crate::advice::diagnosis::Sign::{Contains, Is, Known};
pub(super) use crate::advice::diagnosis::{Diagnosis, Sign};
pub(super) use crate::advice::facts::Fact::{
    Access, BeyondConsent, BodyKind, CachedToken, Call, Closed, Code, ConsentFailed, ConsentGiven, Detail, Domains,
    Foreign, Identities, Legacy, Messages, Mfa, Narrow, Place, Policies, Proxy, Reason, Recommended, Scopes,
    ServerCode, Service, Status, What,
};
pub(super) use crate::advice::step::Assignee::{
    AccessManager, CollectionAdministrator, ComputerOwner, EndpointAdministrator, FlowAdministrator, FunctionOwner,
    GlobusSupport, GroupAdministrator, GroupManager, IndexAdministrator, NetworkAdministrator, PolicyAdministrator,
    ProjectAdministrator, ResourceOwner, RunOwner, SubscriptionManager, You,
};
pub(super) use crate::advice::step::{DEVELOPERS, Step, step_for};

pub(super) const fn diagnosis(
    name: &'static str,
    signs: &'static [Sign],
    sentences: &'static [&'static str],
    steps: &'static [Step],
) -> Diagnosis {
    Diagnosis { name, signs, sentences, steps }
}

pub(super) const OWN_PERMISSIONS: &str =
    "A service account has only the permissions of its own identity, not those of its owner.";
pub(super) const SAME_RESPONSE: &str = "Globus sends the same response in both cases.";
pub(super) const PATH_SENTENCE: &str = "The path was {path}.";
pub(super) const OTHER_ENVIRONMENT: &str =
    "The account uses the environment {other}, which does not know resources of other environments.";
pub(super) const NO_LOGIN: &str = "A service account never logs in, so it has no session.";
pub(super) const POLICY_SENTENCE: &str = "Policy: {policies}.";

/// Pages of Globus's web app. Their URLs contain the id of the resource.
pub(super) const COLLECTION_PAGE: &str = "https://app.globus.org/file-manager/collections/{what}/overview";
pub(super) const GROUP_PAGE: &str = "https://app.globus.org/groups/{what}/about";

pub(super) const REPEAT_LATER: Step = step_for(You, "Repeat the call later: nothing is wrong with the account");
pub(super) const REPORT_TO_GLOBUS: Step =
    step_for(GlobusSupport, "If the error persists, find the reason by its request id")
        .url("https://status.globus.org");

pub(super) const RULE_COMMAND: &str =
    "globus endpoint permission create {place} --identity {me} --permissions {access}";
pub(super) const ADD_RULE: Step = step_for(
    AccessManager,
    "Add a rule for {me}, under Permissions on its page or with the command. Change a read-only rule with `globus endpoint permission update`",
)
.command(RULE_COMMAND)
.url(COLLECTION_PAGE);
pub(super) const ADD_RULE_IF_GUEST: Step =
    step_for(AccessManager, "If {what} is a guest collection, add a rule for {me}")
        .command(RULE_COMMAND)
        .url(COLLECTION_PAGE);
pub(super) const ADD_RULE_IF_GUEST_UNNAMED: Step =
    step_for(AccessManager, "If it is a guest collection, add a rule for {me}")
        .command("globus endpoint permission create COLLECTION_ID:/PATH/ --identity {me} --permissions rw");
pub(super) const SHARE_GUEST_COLLECTION: Step =
    step_for(ResourceOwner, "Otherwise share the folder as a guest collection, and add a rule for {me}")
        .command("globus endpoint permission create GUEST_COLLECTION_ID:/ --identity {me} --permissions r");
pub(super) const MAP_TO_ACCOUNT: Step = step_for(
    EndpointAdministrator,
    "Map {me} to a local account, in the identity mapping of the collection's storage gateway",
);
pub(super) const MAP_IF_MAPPED_COLLECTION: Step = step_for(
    CollectionAdministrator,
    "If it is a mapped collection, map {me} to a local account that may do this, or share the folder as a guest collection",
);
pub(super) const READ_SERVER_LOG: Step = step_for(EndpointAdministrator, "Find the reason in the log of that server");
pub(super) const RUN_DOCTOR: Step =
    step_for(You, "Check what is missing").command("npx globus-service-account doctor --collection {what}");
pub(super) const READ_TASK_EVENTS: Step = step_for(You, "Read the events of each file: `account.transfer.taskEventList` of {what}, or Globus's command line with the credentials of this account")
    .command("globus task event-list {what} --filter-errors");
pub(super) const ADD_MEMBER: Step =
    step_for(GroupManager, "Add {me} to the group").command("globus group member add {what} {me}").url(GROUP_PAGE);
pub(super) const PATH_NOT_FOUND: &str = "The path does not exist on the collection {what}, or {me} may not see it. On a guest collection, `/` is the shared folder.";
