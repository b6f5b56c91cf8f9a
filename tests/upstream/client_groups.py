"""Runs calls of Groups with Globus's Python SDK. groups.mjs checks the results."""

import globus_sdk
from globus_sdk.scopes import GroupsScopes, TransferScopes

from client_app import CLIENT_ID, auth_client, client_app, main


def groups(ada, bob):
    with client_app() as app, globus_sdk.GroupsClient(app=app) as client:
        app.add_scope_requirements({"groups.api.globus.org": [GroupsScopes.all]})
        manager = globus_sdk.GroupsManager(client)
        group_id = manager.create_group("From Python", "Made by a script")["id"]
        batch = client.batch_membership_action(
            group_id, globus_sdk.BatchMembershipActions().add_members([ada]).invite_members([bob])
        )
        again = manager.add_member(group_id, ada)
        roles = globus_sdk.BatchMembershipActions().change_roles("manager", [ada])
        role = client.batch_membership_action(group_id, roles)["change_role"][0]["role"]
        manager.remove_member(group_id, ada)
        everything = "memberships,my_memberships,policies,allowed_actions,child_ids"
        group = client.get_group(group_id, include=everything)
        policies = manager.set_group_policies(
            group_id,
            is_high_assurance=False,
            group_visibility="private",
            group_members_visibility="managers",
            join_requests=True,
            signup_fields=[],
        )
        client.set_membership_fields(group_id, {CLIENT_ID: {"city": "Chicago"}})
        client.set_identity_preferences({CLIENT_ID: {"allow_add": False}})
        errors, malformed = refusals(client, group_id, ada)
        return {
            "mine": [mine["name"] for mine in client.get_my_groups(statuses=["active", "invited"])],
            "batch": {name: [item["identity_id"] for item in batch[name]] for name in batch.data},
            "again": {"code": again["errors"]["add"][0]["code"], "added": len(again["add"])},
            "role": role,
            "statuses": {item["identity_id"]: item["status"] for item in group["memberships"]},
            "actions": group["allowed_actions"]["add"],
            "policies": policies.data,
            "fields": client.get_membership_fields(group_id).data,
            "preferences": client.get_identity_preferences().data,
            "errors": errors,
            "malformed": malformed,
            "deleted": client.delete_group(group_id)["name"],
        }


def refusals(client, group_id, identity):
    """Returns status and code of the errors of Groups, as the SDK reads them."""

    def with_token(scope):
        tokens = auth_client().oauth2_client_credentials_tokens(requested_scopes=scope)
        token = next(iter(tokens.by_resource_server.values()))["access_token"]
        return globus_sdk.GroupsClient(authorizer=globus_sdk.AccessTokenAuthorizer(token))

    twice = globus_sdk.BatchMembershipActions().add_members([identity]).remove_members([identity])
    calls = {
        "read_only": lambda: with_token(GroupsScopes.view_my_groups_and_memberships).create_group({"name": "No"}),
        "missing": lambda: client.get_group(CLIENT_ID),
        "twice": lambda: client.batch_membership_action(group_id, twice),
        "malformed": lambda: client.get_group("not-a-uuid"),
        "anonymous": lambda: globus_sdk.GroupsClient().get_my_groups(),
        "foreign": lambda: with_token(TransferScopes.all).get_my_groups(),
    }
    results, malformed = {}, None
    for name, call in calls.items():
        try:
            call()
        except globus_sdk.GroupsAPIError as error:
            results[name] = f"{error.http_status} {error.code}"
            if name == "malformed":
                malformed = error.text
    return results, malformed


if __name__ == "__main__":
    main(globals())
