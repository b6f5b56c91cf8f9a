"""Runs calls of Globus Auth with Globus's Python SDK. auth.mjs checks the results."""

import contextlib

import globus_sdk
from globus_sdk.scopes import AuthScopes, GroupsScopes, TransferScopes

from client_app import CLIENT_ID, auth_client, client_app, main


@contextlib.contextmanager
def developer():
    """Makes an AuthClient that may create projects, clients and scopes."""
    with client_app() as app, globus_sdk.AuthClient(app=app) as client:
        app.add_scope_requirements({"auth.globus.org": [AuthScopes.manage_projects, AuthScopes.view_consents]})
        yield client


def outcome(call):
    """Makes a call. Returns its result, or status and code of the refusal as the SDK reads them."""
    try:
        return call()
    except globus_sdk.AuthAPIError as error:
        return f"{error.http_status} {error.code or error.raw_json['error']}"


def service(client_id, secret):
    return globus_sdk.ConfidentialAppAuthClient(client_id, secret)


def token_of(client, scope):
    tokens = client.oauth2_client_credentials_tokens(requested_scopes=scope)
    return next(iter(tokens.by_resource_server.values()))["access_token"]


def bearer(kind, token):
    return kind(authorizer=globus_sdk.AccessTokenAuthorizer(token))


def new_project(client, name="Robots", **admins):
    admins = admins or {"admin_ids": CLIENT_ID}
    return client.create_project(name, "robots@example.org", **admins)["project"]


def projects(ada, group):
    with developer() as client:
        project = new_project(client)
        by_group = new_project(client, "By group", admin_group_ids=[group])
        foreign = new_project(client, "Foreign", admin_ids=[ada])
        updated = client.update_project(project["id"], display_name="Machines", admin_ids=[CLIENT_ID, ada])["project"]
        policy = client.create_policy(
            project_id=project["id"],
            display_name="Policy",
            description="For sensitive data",
            high_assurance=True,
            authentication_assurance_timeout=3600,
            required_mfa=True,
            domain_constraints_include=["example.org"],
        )["policy"]
        client.update_policy(policy["id"], display_name="Renamed")
        own = client.create_client("Tool", project=by_group["id"], public_client=True)["client"]
        no_scope = bearer(globus_sdk.AuthClient, token_of(auth_client(), AuthScopes.openid))
        loose = {"project_id": project["id"], "display_name": "Loose", "description": "-", "required_mfa": True}
        results = {
            "created": {key: project[key] for key in ("display_name", "admin_ids", "admin_group_ids")},
            "updated": {
                "display_name": client.get_project(project["id"])["project"]["display_name"],
                "admins": sorted(identity["username"] for identity in updated["admins"]["identities"]),
            },
            "by_group": [item["name"] for item in by_group["admins"]["groups"]],
            "listed": sorted(item["display_name"] for item in client.get_projects()),
            "policy": {
                key: value
                for key, value in client.get_policy(policy["id"])["policy"].items()
                if key not in ("id", "project_id", "display_name", "description")
            },
            "policies": [item["display_name"] for item in client.get_policies()],
            "errors": {
                "no_admins": outcome(lambda: client.create_project("None", "none@example.org")),
                "occupied": outcome(lambda: client.delete_project(by_group["id"])),
                "foreign": outcome(lambda: client.get_project(foreign["id"])),
                "missing": outcome(lambda: client.get_project(CLIENT_ID)),
                "mfa": outcome(lambda: client.create_policy(**loose)),
                "no_scope": outcome(lambda: no_scope.get_projects()),
                "anonymous": outcome(lambda: globus_sdk.AuthClient().get_projects()),
            },
        }
        client.delete_policy(policy["id"])
        client.delete_client(own["id"])
        for item in (project, by_group):
            client.delete_project(item["id"])
        return {
            **results,
            "left": {"projects": list(client.get_projects()), "policies": list(client.get_policies())},
        }


def clients(fqdn):
    with developer() as client:
        project = new_project(client)["id"]
        identity = client.create_client("Robot", project=project, client_type="client_identity")["client"]
        native = client.create_client("Native", project=project, public_client=True)["client"]
        client.create_client("Hybrid", project=project, public_client=False)
        updated = client.update_client(identity["id"], name="New name", redirect_uris=["https://example.org/back"])
        updated = client.update_client(
            identity["id"], terms_and_conditions="https://example.org/t", privacy_policy="https://example.org/p"
        )["client"]
        before = outcome(lambda: token_of(service(identity["id"], "none"), AuthScopes.openid))
        credential = client.create_client_credential(identity["id"], "first")["credential"]
        robot = service(identity["id"], credential["secret"])
        userinfo = bearer(globus_sdk.AuthClient, token_of(robot, "openid profile")).userinfo()
        listed = [[item["name"], item["secret"]] for item in client.get_client_credentials(identity["id"])]
        by_robot = bearer(globus_sdk.AuthClient, token_of(robot, AuthScopes.manage_projects))
        results = {
            "id": identity["id"],
            "types": {item["client_type"]: [item["public_client"], item["grant_types"]] for item in client.get_clients()},
            "updated": {key: updated[key] for key in ("name", "links")},
            "before": before,
            "secret": credential["secret"],
            "listed": listed,
            "username": userinfo["preferred_username"],
            "by_fqdn": client.get_client(fqdn=fqdn)["client"]["name"],
            "errors": {
                "public_secret": outcome(lambda: client.create_client_credential(native["id"], "no")),
                "foreign": outcome(lambda: by_robot.delete_client(native["id"])),
            },
        }
        client.delete_client_credential(identity["id"], credential["id"])
        results["after"] = outcome(lambda: token_of(robot, AuthScopes.openid))
        client.delete_client(identity["id"])
        results["errors"]["gone"] = outcome(lambda: client.get_client(client_id=identity["id"]))
        return results


def child():
    made = auth_client().create_child_client("Child", public_client=False)["client"]
    with developer() as client:
        secret = client.create_client_credential(made["id"], "for the child")["credential"]["secret"]
        tokens = service(made["id"], secret).oauth2_client_credentials_tokens(requested_scopes=TransferScopes.all)
        return {
            "parent": made["parent_client"],
            "project": made["project"],
            "type": made["client_type"],
            "listed": [item["name"] for item in client.get_clients()],
            "servers": list(tokens.by_resource_server),
        }


def scopes():
    with developer() as client:
        names = [str(TransferScopes.all), str(GroupsScopes.view_my_groups_and_memberships)]
        looked_up = [item["id"] for item in client.get_scopes(scope_strings=names)]
        project = new_project(client)["id"]
        server = client.create_client("Service", project=project, client_type="resource_server")["client"]["id"]
        secret = client.create_client_credential(server, "secret")["credential"]["secret"]
        groups = globus_sdk.DependentScopeSpec(looked_up[1], False, False)
        scope = client.create_scope(server, "Work", "Work for you", "work", dependent_scopes=[groups])["scope"]
        listed = [item["name"] for item in client.get_scopes()]
        client.update_scope(scope["id"], name="Hard work")
        globus_sdk.GroupsClient(
            authorizer=globus_sdk.AccessTokenAuthorizer(token_of(auth_client(), GroupsScopes.all))
        ).create_group({"name": "Seen by the service"})
        token = token_of(auth_client(), scope["scope_string"])
        this = service(server, secret)
        introspected = this.oauth2_token_introspect(token)
        tree = list(client.get_consents(CLIENT_ID).to_forest().nodes)
        ours = [node for node in tree if node.scope_name == scope["scope_string"] or len(node.dependency_path) > 1]
        results = {
            "service": server,
            "scope_string": scope["scope_string"],
            "looked_up": looked_up,
            "listed": listed,
            "renamed": client.get_scope(scope["id"])["scope"]["name"],
            "resource_server": auth_client()
            .oauth2_client_credentials_tokens(requested_scopes=scope["scope_string"])
            .by_scopes[scope["scope_string"]]["resource_server"],
            "consented": [[node.scope_name.replace("/", ":").split(":")[-1], node.client] for node in ours],
            "introspected": [introspected["sub"], introspected["client_id"]],
            "dependent": dependent(this, token),
            "unapproved": unapproved(this, token),
            "stranger": outcome(lambda: auth_client().oauth2_get_dependent_tokens(token)),
        }
        client.delete_scope(scope["id"])
        results["deleted"] = outcome(lambda: token_of(auth_client(), scope["scope_string"]))
        return results


def dependent(this, token):
    tokens = this.oauth2_get_dependent_tokens(token, refresh_tokens=True).by_resource_server["groups.api.globus.org"]
    groups = bearer(globus_sdk.GroupsClient, tokens["access_token"]).get_my_groups()
    introspected = this.oauth2_token_introspect(tokens["access_token"])
    refreshed = this.oauth2_refresh_token(tokens["refresh_token"]).by_resource_server
    (server,) = refreshed
    return {
        "server": tokens["resource_server"],
        "groups": [group["name"] for group in groups],
        "introspected": [introspected["sub"], introspected["client_id"]],
        "refreshed": [server, refreshed[server]["access_token"] != tokens["access_token"]],
    }


def unapproved(this, token):
    try:
        this.oauth2_get_dependent_tokens(token, scope=str(TransferScopes.all))
    except globus_sdk.AuthAPIError as error:
        requirements = globus_sdk.gare.to_gare(error)
        return {
            "status": error.http_status,
            "gare": requirements.authorization_parameters.required_scopes if requirements else None,
        }
    return None


def endpoints():
    with developer() as client:
        confidential = auth_client()
        configuration = confidential.get_openid_configuration()
        key = confidential.get_jwk(configuration, as_pem=False)
        token = token_of(confidential, TransferScopes.all)
        introspected = confidential.oauth2_token_introspect(token, include="identity_set,session_info")
        confidential.oauth2_revoke_token(token)
        again = confidential.oauth2_token_introspect(token)
        providers = client.get_identity_providers(domains=["globusid.org", "clients.auth.globus.org"])
        form = {"grant_type": "authorization_code", "code": "none", "redirect_uri": "https://example.org"}
        (first,) = key["keys"]
        return {
            "key": [first["kty"], first["alg"], len(first["n"]) > 300],
            "issuer": configuration["issuer"],
            "keys_at": configuration["jwks_uri"],
            "introspected": {
                "client_id": introspected["client_id"],
                "sub": introspected["sub"],
                "identity_set": introspected["identity_set"],
                "session": introspected["session_info"]["authentications"],
            },
            "active": [introspected["active"], again["active"]],
            "refresh": outcome(lambda: confidential.oauth2_refresh_token("none")),
            "code": outcome(lambda: confidential.oauth2_token(form)),
            "providers": {domain: item["name"] for item in providers for domain in item["domains"]},
        }


if __name__ == "__main__":
    main(globals())
