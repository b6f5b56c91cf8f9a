"""Runs a service account with Globus's Python SDK: each function is one scenario, named on the command line.

The program prints the results as one JSON document, which sdk.mjs checks.
"""

import json
import os
import sys

import globus_sdk
from globus_sdk.globus_app import GlobusAppConfig
from globus_sdk.scopes import AuthScopes, TransferScopes

CLIENT_ID = os.environ["GLOBUS_CLI_CLIENT_ID"]
CLIENT_SECRET = os.environ["GLOBUS_CLI_CLIENT_SECRET"]


def client_app():
    config = GlobusAppConfig(token_storage="memory")
    return globus_sdk.ClientApp("upstream", client_id=CLIENT_ID, client_secret=CLIENT_SECRET, config=config)


def auth_client():
    return globus_sdk.ConfidentialAppAuthClient(CLIENT_ID, CLIENT_SECRET)


def transfer(source, destination):
    """Lists and transfers a directory and waits, as a nightly script does."""
    with client_app() as app, globus_sdk.TransferClient(app=app) as client:
        listing = client.operation_ls(source, path="/share/")
        data = globus_sdk.TransferData(source, destination, label="from Python")
        data.add_item("/share/", "/copy/", recursive=True)
        submitted = client.submit_transfer(data)
        again = client.submit_transfer(data)
        done = client.task_wait(submitted["task_id"], timeout=120, polling_interval=1)
        task = client.get_task(submitted["task_id"])
        moved = [item["destination_path"] for item in client.paginated.task_successful_transfers(task["task_id"]).items()]
        return {
            "names": [entry["name"] for entry in listing],
            "codes": [submitted["code"], again["code"]],
            "same_task": submitted["task_id"] == again["task_id"],
            "done": done,
            "status": task["status"],
            "moved": sorted(moved),
            "listed": [task["label"] for task in client.task_list(filter="status:SUCCEEDED")],
        }


def search(text):
    with client_app() as app, globus_sdk.TransferClient(app=app) as client:
        return {"found": len(list(client.paginated.endpoint_search(text).items()))}


def mapped(collection):
    """Requests the data_access scope before the call."""
    with client_app() as app, globus_sdk.TransferClient(app=app).add_app_data_access_scope(collection) as client:
        return {"names": [entry["name"] for entry in client.operation_ls(collection)]}


def consent_required(collection):
    with client_app() as app, globus_sdk.TransferClient(app=app) as client:
        try:
            client.operation_ls(collection)
        except globus_sdk.TransferAPIError as error:
            required = error.info.consent_required
            requirements = globus_sdk.gare.to_gare(error)
            return {
                "status": error.http_status,
                "code": error.code,
                "scopes": required.required_scopes,
                "gare": requirements.authorization_parameters.required_scopes if requirements else None,
            }
    return {}


def auth():
    """Makes the calls of Auth. The SDK parses the responses."""
    with client_app() as app, globus_sdk.AuthClient(app=app) as client:
        app.add_scope_requirements({"auth.globus.org": [AuthScopes.view_consents]})
        confidential = auth_client()
        tokens = confidential.oauth2_client_credentials_tokens([TransferScopes.all, AuthScopes.openid])
        token = tokens.by_resource_server["transfer.api.globus.org"]["access_token"]
        introspected = confidential.oauth2_token_introspect(token)
        confidential.oauth2_revoke_token(token)
        forest = client.get_consents(CLIENT_ID).to_forest()
        return {
            "userinfo": client.userinfo().data,
            "identities": client.get_identities(ids=CLIENT_ID).data,
            "providers": [item["name"] for item in client.get_identity_providers(domains="globusid.org")],
            "issuer": confidential.get_openid_configuration()["issuer"],
            "servers": sorted(tokens.by_resource_server),
            "active": [introspected["active"], confidential.oauth2_token_introspect(token)["active"]],
            "scope": introspected["scope"],
            "consented": forest.meets_scope_requirements([TransferScopes.all]),
            "not_consented": forest.meets_scope_requirements([TransferScopes.gcp_install]),
        }


def refusals(collection):
    """Returns status, code, message and request id of the errors, as the SDK reads them."""
    results = {}
    with client_app() as app, globus_sdk.TransferClient(app=app) as client:
        calls = {
            "denied": lambda: client.operation_ls(collection),
            "endpoint": lambda: client.get_endpoint(CLIENT_ID),
            "task": lambda: client.get_task(CLIENT_ID),
            "items": lambda: client.submit_transfer({"DATA_TYPE": "transfer", "DATA": []}),
            "submission": lambda: client.submit_transfer({"submission_id": CLIENT_ID, "DATA": []}),
            "userinfo": lambda: globus_sdk.AuthClient().userinfo(),
            "scope": lambda: auth_client().oauth2_client_credentials_tokens(requested_scopes="urn:unknown:scope"),
            "grant": lambda: auth_client().oauth2_refresh_token("none"),
        }
        for name, call in calls.items():
            try:
                call()
            except globus_sdk.GlobusAPIError as error:
                results[name] = {
                    "status": error.http_status,
                    "code": error.code,
                    "message": error.message,
                    "request_id": error.request_id,
                    "error": (error.raw_json or {}).get("error"),
                }
    return results


def grant():
    """Makes only the grant. Returns its result."""
    try:
        tokens = auth_client().oauth2_client_credentials_tokens(requested_scopes=TransferScopes.all)
    except globus_sdk.AuthAPIError as error:
        return {"status": error.http_status, "code": error.code, "error": error.raw_json.get("error"), "message": error.message}
    return {"servers": list(tokens.by_resource_server)}


def main(scenarios=globals()):
    scenario, arguments = sys.argv[1], json.loads(sys.argv[2])
    print(json.dumps(scenarios[scenario](**arguments)))


if __name__ == "__main__":
    main()
