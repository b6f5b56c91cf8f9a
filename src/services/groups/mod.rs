//! Globus Groups: <https://docs.globus.org/api/groups/>.

use crate::policy::paging::Paging;
use crate::services::table::service::service;
use crate::wire::reply::Reply;
use wasm_bindgen::prelude::*;

service! {
    GroupsClient, "Globus Groups: groups, their members and their policies.";

    getMyGroups() GET "/v2/groups/my_groups" query "MyGroupsQuery" -> "Paged<MyGroup[], MyGroup>" by list(Paging::Single, "")
        "Lists the groups that this identity is a member of, with its memberships."
        "https://groups.api.globus.org/redoc#operation/get_my_groups_and_memberships_v2_groups_my_groups_get";
    getGroup(groupId) GET "/v2/groups/{groupId}" query "GetGroupQuery" -> "CallPromise<Group>" by call
        "Gets a group, and with `include` also its members and the actions that this identity may take."
        "https://groups.api.globus.org/redoc#operation/get_group_v2_groups__group_id__get";
    getGroupBySubscriptionId(subscriptionId) GET "/v2/subscription_info/{subscriptionId}"
        query "Query" -> "CallPromise<SubscriptionGroup>" by call
        "Gets the public information about the group that a subscription belongs to."
        "https://groups.api.globus.org/redoc#operation/get_group_by_subscription_id_v2_subscription_info__subscription_id__get";
    createGroup() POST "/v2/groups" doc "CreateGroupDocument" needs "name" query "Query" -> "CallPromise<Group>" by call
        "Creates a group, with this identity as its administrator."
        "https://groups.api.globus.org/redoc#operation/create_group_v2_groups_post";
    updateGroup(groupId) PUT "/v2/groups/{groupId}" doc "UpdateGroupDocument" query "Query" -> "CallPromise<Group>" by call
        "Changes the name, description or terms of a group."
        "https://groups.api.globus.org/redoc#operation/update_group_v2_groups__group_id__put";
    deleteGroup(groupId) DELETE "/v2/groups/{groupId}" query "Query" -> "CallPromise<Group>" by call
        "Deletes a group."
        "https://groups.api.globus.org/redoc#operation/delete_group_v2_groups__group_id__delete";
    getGroupPolicies(groupId) GET "/v2/groups/{groupId}/policies" query "Query" -> "CallPromise<GroupPolicies>" by call
        "Gets the policies of a group."
        "https://groups.api.globus.org/redoc#operation/get_policies_v2_groups__group_id__policies_get";
    setGroupPolicies(groupId) PUT "/v2/groups/{groupId}/policies" doc "GroupPoliciesDocument"
        query "Query" -> "CallPromise<GroupPolicies>" by call
        "Sets the policies of a group."
        "https://groups.api.globus.org/redoc#operation/update_policies_v2_groups__group_id__policies_put";
    getIdentityPreferences() GET "/v2/preferences" reply(Reply::Map) query "Query" -> "CallPromise<IdentityPreferences>" by call
        "Gets whether this identity can be added to groups without its approval."
        "https://groups.api.globus.org/redoc#operation/get_identity_set_preferences_v2_preferences_get";
    setIdentityPreferences() PUT "/v2/preferences" doc "IdentityPreferences" reply(Reply::Map)
        query "Query" -> "CallPromise<IdentityPreferences>" by call
        "Sets whether this identity can be added to groups without its approval."
        "https://groups.api.globus.org/redoc#operation/put_identity_set_preferences_v2_preferences_put";
    getMembershipFields(groupId) GET "/v2/groups/{groupId}/membership_fields" reply(Reply::Map)
        query "Query" -> "CallPromise<MembershipFieldsByIdentity>" by call
        "Gets the membership fields that this identity has set for a group."
        "https://groups.api.globus.org/redoc#operation/get_membership_fields_v2_groups__group_id__membership_fields_get";
    setMembershipFields(groupId) PUT "/v2/groups/{groupId}/membership_fields" doc "MembershipFieldsByIdentity" reply(Reply::Map)
        query "Query" -> "CallPromise<MembershipFieldsByIdentity>" by call
        "Sets the membership fields of this identity for a group, which the group requests in its `signup_fields`."
        "https://groups.api.globus.org/redoc#operation/put_membership_fields_v2_groups__group_id__membership_fields_put";
    batchMembershipAction(groupId) POST "/v2/groups/{groupId}" doc "MembershipActions"
        query "Query" -> "CallPromise<MembershipActionsResult>" by call
        "Changes several memberships, for example adds or removes members. The reply's `errors` contain the failures of single identities."
        "https://groups.api.globus.org/redoc#operation/group_membership_post_actions_v2_groups__group_id__post";
    setSubscriptionAdminVerified(groupId) PUT "/v2/groups/{groupId}/subscription_admin_verified"
        doc "GroupVerificationDocument" needs "subscription_admin_verified_id"
        query "Query" -> "CallPromise<GroupVerification>" by call
        "Marks a group as verified by the administrator of a subscription, or with null removes the mark."
        "https://groups.api.globus.org/redoc#operation/update_subscription_admin_verified_id_v2_groups__group_id__subscription_admin_verified_put";
}
