"""Runs an administrator of endpoints and collections with Globus's Python SDK: each function is one scenario, named on the command line.

The program prints the results as one JSON document, which gcs.mjs and transfer-admin.mjs check.
"""

import json
import os
import sys

import globus_sdk
import requests
from globus_sdk.globus_app import GlobusAppConfig
from globus_sdk.scopes import GCSCollectionScopes, GCSEndpointScopes, Scope
from globus_sdk.services.transfer import CreateTunnelData

CLIENT_ID = os.environ["GLOBUS_CLI_CLIENT_ID"]
CLIENT_SECRET = os.environ["GLOBUS_CLI_CLIENT_SECRET"]


def client_app():
    config = GlobusAppConfig(token_storage="memory")
    return globus_sdk.ClientApp("upstream", client_id=CLIENT_ID, client_secret=CLIENT_SECRET, config=config)


def manager_of(app, collection):
    address = globus_sdk.TransferClient(app=app).get_endpoint(collection)["gcs_manager_url"]
    return globus_sdk.GCSClient(address, app=app)


def status_of(call):
    try:
        return call().http_status
    except globus_sdk.GlobusAPIError as error:
        return error.http_status


def guest_collection(mapped, path):
    with client_app() as app:
        client = manager_of(app, mapped)
        transfer = globus_sdk.TransferClient(app=app)
        document = globus_sdk.GuestCollectionDocument(
            public=True, collection_base_path=path, display_name="First name", mapped_collection_id=mapped
        )
        try:
            client.create_collection(document)
            refused = None
        except globus_sdk.GCSAPIError as error:
            requirements = globus_sdk.gare.to_gare(error)
            refused = {
                "status": error.http_status,
                "code": error.code,
                "detail": error.detail_data_type,
                "scopes": requirements.authorization_parameters.required_scopes,
            }
        access = Scope(GCSCollectionScopes(mapped).data_access.scope_string, optional=True)
        scopes = GCSEndpointScopes(client.endpoint_client_id)
        client.add_app_scope(scopes.manage_collections.with_dependency(access))
        app.login(force=True)
        gateway = client.get_collection(mapped)["storage_gateway_id"]
        credential = globus_sdk.UserCredentialDocument(storage_gateway_id=gateway)
        credentials = [status_of(lambda: client.create_user_credential(credential)) for _ in range(2)]
        created = client.create_collection(document)
        guest = created["id"]
        listed = [entry["name"] for entry in transfer.operation_ls(guest)]
        mine = client.get_collection_list(mapped_collection_id=mapped, filter="created_by_me")
        change = globus_sdk.GuestCollectionDocument(
            mapped_collection_id=mapped, collection_base_path=path, display_name="Second name"
        )
        renamed = client.update_collection(guest, change)["display_name"]
        return {
            "refused": refused,
            "credentials": credentials,
            "type": created["collection_type"],
            "listed": listed,
            "owned": [item["identity_id"] == CLIENT_ID for item in mine],
            "renamed": renamed,
            "deleted": client.delete_collection(guest)["code"],
            "gone": status_of(lambda: transfer.get_endpoint(guest)),
        }


def address(mapped):
    with client_app() as app:
        url = globus_sdk.TransferClient(app=app).get_endpoint(mapped)["gcs_manager_url"]
        client = globus_sdk.GCSClient(url.removeprefix("https://"), app=app)
        return {"server": client.endpoint_client_id, "endpoint": client.get_endpoint()["id"]}


def unprotect_and_delete(collection):
    with client_app() as app:
        client = manager_of(app, collection)
        document = {"DATA_TYPE": "collection#1.8.0", "delete_protected": False}
        updated = client.update_collection(collection, document)
        return {"codes": [updated.full_data["code"], client.delete_collection(collection)["code"]]}


def administrator(collection):
    with client_app() as app:
        client = manager_of(app, collection)
        client.update_endpoint(globus_sdk.EndpointDocument(display_name="Campus again"))
        document = globus_sdk.StorageGatewayDocument(
            display_name="New storage",
            connector_id="145812c8-decc-41f1-83cf-bb2a85a2a70b",
            policies=globus_sdk.POSIXStoragePolicies(groups_allow=["staff"]),
        )
        gateway = client.create_storage_gateway(document)["id"]
        gateways = sorted(item["display_name"] for item in client.get_storage_gateway_list())
        restrictions = {"DATA_TYPE": "path_restrictions#1.0.0", "read": ["/"]}
        change = globus_sdk.StorageGatewayDocument(
            display_name="Newer storage", allowed_domains=["example.org"], additional_fields={"restrict_paths": restrictions}
        )
        client.update_storage_gateway(gateway, change)
        changed = client.get_storage_gateway(gateway, include="private_policies")
        created = client.create_collection(
            globus_sdk.MappedCollectionDocument(
                storage_gateway_id=gateway, collection_base_path="/projects", display_name="Projects", public=False
            )
        )
        role = globus_sdk.GCSRoleDocument(role="activity_monitor", principal=f"urn:globus:auth:identity:{CLIENT_ID}")
        role_id = client.create_role(role)["id"]
        roles = sorted(item["role"] for item in client.get_role_list(include="all_roles"))
        client.delete_role(role_id)
        spare = client.create_storage_gateway(document)["id"]
        for _ in range(2):
            client.create_storage_gateway(document)
        deleted = client.delete_storage_gateway(spare)["http_response_code"]
        pages = client.paginated.get_storage_gateway_list(query_params={"page_size": 2})
        return {
            "endpoint": client.get_endpoint()["display_name"],
            "gateways": gateways,
            "gateway": [changed["display_name"], changed["allowed_domains"], changed["restrict_paths"]],
            "gateway_deleted": deleted,
            "roles": roles,
            "role_deleted": status_of(lambda: client.get_role(role_id)),
            "mapped": [created["collection_type"], created["collection_base_path"], created["public"]],
            "paged": len(list(pages.items())),
        }


def https(collection):
    with client_app() as app:
        base = globus_sdk.TransferClient(app=app).get_endpoint(collection)["https_server"]
        scope = GCSCollectionScopes(collection).https
        app.add_scope_requirements({collection: [scope]})
        bearer = {"Authorization": app.get_authorizer(collection).get_authorization_header()}
        foreign = {"Authorization": app.get_authorizer("transfer.api.globus.org").get_authorization_header()}

        def call(method, path, headers=bearer, **more):
            return requests.request(method, base + path, headers=headers, timeout=60, allow_redirects=False, **more)

        def ranged(value):
            return call("GET", "/share/a%20b.txt", {**bearer, "Range": f"bytes={value}"})

        def chunks():
            for _ in range(100):
                yield bytes(1024 * 1024)

        whole, part, tail, beyond = call("GET", "/share/a%20b.txt"), ranged("2-4"), ranged("-2"), ranged("10-")
        head = call("HEAD", "/share/a%20b.txt")
        return {
            "whole": [whole.status_code, whole.text, whole.headers["Content-Length"]],
            "part": [part.status_code, part.text, part.headers["Content-Range"]],
            "tail": [tail.status_code, tail.headers.get("Content-Range")],
            "beyond": [beyond.status_code, beyond.headers.get("Content-Range")],
            "head": [head.status_code, head.text, head.headers["Content-Length"]],
            "put": call("PUT", "/share/new.txt", data="written").status_code,
            "big": call("PUT", "/share/big.bin", data=chunks()).status_code,
            "deleted": call("DELETE", "/share/a%20b.txt").status_code,
            "missing": call("GET", "/share/a%20b.txt").status_code,
            "directory": call("GET", "/share/").status_code,
            "denied": call("GET", "/closed/b.txt").status_code,
            "anonymous": call("GET", "/share/new.txt", {}).status_code,
            "foreign": call("GET", "/share/new.txt", foreign).status_code,
        }


def add_pause_rule(collection, message):
    with client_app() as app, globus_sdk.TransferClient(app=app) as client:
        rule = {"DATA_TYPE": "pause_rule", "message": message, "endpoint_id": collection, "identity_id": None, "start_time": None}
        return client.endpoint_manager_create_pause_rule(rule)["id"]


def delete_pause_rule(rule):
    with client_app() as app, globus_sdk.TransferClient(app=app) as client:
        return client.endpoint_manager_delete_pause_rule(rule)["code"]


def pause_rules(collection):
    with client_app() as app, globus_sdk.TransferClient(app=app) as client:
        rule = {"DATA_TYPE": "pause_rule", "message": "SDK rule", "endpoint_id": collection, "identity_id": None}
        created = client.endpoint_manager_create_pause_rule(rule)
        rule_id = created["id"]
        updated = client.endpoint_manager_update_pause_rule(rule_id, {"message": "New message", "pause_ls": False})
        seen = client.endpoint_manager_get_pause_rule(rule_id)
        effective = client.my_effective_pause_rule_list(collection)["DATA"][0]
        listed = len(list(client.endpoint_manager_pause_rule_list()))
        filtered = len(list(client.endpoint_manager_pause_rule_list(filter_endpoint=collection)))
        deleted = client.endpoint_manager_delete_pause_rule(rule_id)["code"]
        return {
            "created": [created["message"], created["endpoint_id"], created["editable"], created["created_by_host_manager"]],
            "listed": listed,
            "filtered": filtered,
            "updated": [updated["message"], seen["pause_ls"], seen["pause_mkdir"]],
            "effective": [effective["DATA_TYPE"], effective["message"], "modified_by_id" in effective],
            "deleted": deleted,
            "gone": refusal_of(lambda: client.endpoint_manager_get_pause_rule(rule_id)),
        }


def refusal_of(call):
    try:
        call()
    except globus_sdk.GlobusAPIError as error:
        return [error.http_status, error.code]
    return None


def submit(source, destination, count):
    with client_app() as app, globus_sdk.TransferClient(app=app) as client:
        ids = []
        for _ in range(count):
            data = globus_sdk.TransferData(source, destination)
            data.add_item("/share/", "/copy/", recursive=True)
            ids.append(client.submit_transfer(data)["task_id"])
        return ids


def manager(collection, tasks, owner):
    with client_app() as app, globus_sdk.TransferClient(app=app) as client:
        first, *others = tasks
        listing = client.paginated.endpoint_manager_task_list
        by_owner = listing(filter_endpoint=collection, filter_endpoint_use="source", filter_owner_id=owner)
        paused = client.endpoint_manager_pause_tasks(others, "Please wait")
        are_paused = [client.endpoint_manager_get_task(task)["is_paused"] for task in others]
        message = client.endpoint_manager_task_pause_info(others[0])["source_pause_message"]
        resumed = client.endpoint_manager_resume_tasks(others)
        client.endpoint_manager_pause_tasks(others, "Please wait")
        cancel = client.endpoint_manager_cancel_tasks(others, "Enough")
        status = client.endpoint_manager_cancel_status(cancel["id"])
        canceled = client.endpoint_manager_get_task(others[0])
        events = client.paginated.endpoint_manager_task_event_list
        moved = client.paginated.endpoint_manager_task_successful_transfers(first).items()
        return {
            "monitored": [item["display_name"] for item in client.endpoint_manager_monitored_endpoints()],
            "in_use": client.endpoint_manager_get_endpoint(collection)["in_use"],
            "hosted": refusal_of(lambda: client.endpoint_manager_hosted_endpoint_list(collection)),
            "access": len(list(client.endpoint_manager_acl_list(collection))),
            "seen": len(list(listing().items())),
            "filtered": len(list(by_owner.items())),
            "none": len(list(listing(filter_status="INACTIVE").items())),
            "owner": client.endpoint_manager_get_task(first)["owner_id"] == owner,
            "paused": paused["code"],
            "is_paused": are_paused,
            "message": message,
            "resumed": resumed["code"],
            "cancel": [status["DATA_TYPE"], status["done"]],
            "canceled": [canceled["status"], canceled["canceled_by_admin"], canceled["canceled_by_admin_message"]],
            "events": [item["code"] for item in events(others[0]).items()],
            "errors": len(list(events(others[0], filter_is_error=True).items())),
            "moved": sorted(item["destination_path"] for item in moved),
            "skipped": len(list(client.paginated.endpoint_manager_task_skipped_errors(first).items())),
        }


def denied(collection, task):
    """Reads an account's own task as a manager: without a role, this is refused, too."""
    with client_app() as app, globus_sdk.TransferClient(app=app) as client:
        rule = {"DATA_TYPE": "pause_rule", "message": "Mine", "endpoint_id": collection}
        calls = {
            "endpoint": lambda: client.endpoint_manager_get_endpoint(collection),
            "hosted": lambda: client.endpoint_manager_hosted_endpoint_list(collection),
            "access": lambda: client.endpoint_manager_acl_list(collection),
            "task": lambda: client.endpoint_manager_get_task(task),
            "events": lambda: client.endpoint_manager_task_event_list(task),
            "pause_info": lambda: client.endpoint_manager_task_pause_info(task),
            "cancel": lambda: client.endpoint_manager_cancel_tasks([task], "Mine"),
            "pause": lambda: client.endpoint_manager_pause_tasks([task], "Mine"),
            "resume": lambda: client.endpoint_manager_resume_tasks([task]),
            "list": lambda: client.endpoint_manager_pause_rule_list(),
            "rule": lambda: client.endpoint_manager_create_pause_rule(rule),
        }
        return {name: " ".join(map(str, refusal_of(call) or [])) for name, call in calls.items()}


def endpoints(laptop, server):
    with client_app() as app, globus_sdk.TransferClient(app=app) as client:
        servers = [list(client.endpoint_server_list(item)) for item in (laptop, server)]
        shared = client.paginated.get_shared_endpoint_list(laptop, max_results=2)
        updated = client.update_endpoint(laptop, {"DATA_TYPE": "endpoint", "display_name": "Renamed"})
        role = {"DATA_TYPE": "role", "principal_type": "group", "principal": CLIENT_ID, "role": "access_manager"}
        role_id = client.add_endpoint_role(server, role)["id"]
        role_name = client.get_endpoint_role(server, role_id)["role"]
        client.delete_endpoint_role(server, role_id)
        rule = {"DATA_TYPE": "access", "principal_type": "group", "principal": CLIENT_ID, "path": "/", "permissions": "r"}
        rule_id = client.add_endpoint_acl_rule(server, rule)["access_id"]
        permissions = [client.get_endpoint_acl_rule(server, rule_id)["permissions"]]
        client.update_endpoint_acl_rule(server, rule_id, {"permissions": "rw"})
        permissions.append(client.get_endpoint_acl_rule(server, rule_id)["permissions"])
        client.delete_endpoint_acl_rule(server, rule_id)
        return {
            "servers": [len(item) for item in servers],
            "scheme": client.get_endpoint_server(server, servers[1][0]["id"])["scheme"],
            "shared": len(list(shared.items())),
            "mine": len(list(client.my_shared_endpoint_list(laptop))),
            "updated": updated["code"],
            "name": client.get_endpoint(laptop)["display_name"],
            "role": [role_name, refusal_of(lambda: client.get_endpoint_role(server, role_id))[1]],
            "rule": [*permissions, refusal_of(lambda: client.get_endpoint_acl_rule(server, rule_id))[1]],
            "subscription": client.set_subscription_id(laptop, CLIENT_ID)["code"],
            "deleted": [client.delete_endpoint(laptop)["code"], refusal_of(lambda: client.get_endpoint(laptop))[0]],
        }


def tunnels(initiator, listener):
    with client_app() as app, globus_sdk.TransferClient(app=app) as client:
        data = CreateTunnelData(initiator, listener, label="one", lifetime_mins=10)
        tunnel, again = client.create_tunnel(data)["data"], client.create_tunnel(data)["data"]
        attributes = {"listener_ip_address": "192.0.2.1", "listener_port": 5000}
        updated = client.update_tunnel(tunnel["id"], {"data": {"type": "Tunnel", "attributes": attributes}})
        results = {
            "same": tunnel["id"] == again["id"],
            "lifetime": tunnel["attributes"]["lifetime_mins"],
            "events": [item["attributes"]["code"] for item in client.get_tunnel_events(tunnel["id"])["data"]],
            "address": [updated["data"]["attributes"][name] for name in attributes],
            "listed": len(list(client.list_tunnels())),
        }
        client.delete_tunnel(tunnel["id"])
        try:
            client.get_tunnel(tunnel["id"])
        except globus_sdk.TransferAPIError as error:
            results["missing"] = [error.http_status, error.code, bool(error.message)]
        return results


def main():
    scenario, arguments = sys.argv[1], json.loads(sys.argv[2])
    print(json.dumps(globals()[scenario](**arguments)))


if __name__ == "__main__":
    main()
