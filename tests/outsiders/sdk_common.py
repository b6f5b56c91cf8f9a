"""The calls of a service account that have the same form in versions 2 and 3 of Globus's SDK.

sdk.mjs checks the results.
"""

import os
import time

import globus_sdk

CREDENTIALS = (os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
TRANSFER = "urn:globus:auth:scope:transfer.api.globus.org:all"
AUTH = "openid email urn:globus:auth:scope:auth.globus.org:view_identities"


def catch_refusal(call):
    try:
        call()
    except globus_sdk.GlobusAPIError as error:
        return [error.http_status, error.code]
    return None


def run_grants(auth, other):
    tokens = auth.oauth2_client_credentials_tokens(requested_scopes=f"{TRANSFER} {AUTH}").by_resource_server
    spent = auth.oauth2_client_credentials_tokens(requested_scopes=TRANSFER).by_resource_server
    token = spent["transfer.api.globus.org"]["access_token"]
    valid = [auth.oauth2_validate_token(token)["active"]]
    auth.oauth2_revoke_token(token)
    valid.append(auth.oauth2_validate_token(token)["active"])
    return tokens, {
        "servers": sorted(tokens),
        "lifetime": 0 < tokens["transfer.api.globus.org"]["expires_at_seconds"] - time.time() <= 172_800,
        "revoked": valid,
        "wrong": catch_refusal(lambda: other.oauth2_client_credentials_tokens(requested_scopes=TRANSFER))[0],
    }


def run_transfers(client, authorizer, data, source, destination, closed):
    first = authorizer.access_token
    listing = client.operation_ls(source, path="/share/")
    data.add_item("/share/", "/copy/", recursive=True)
    submitted = client.submit_transfer(data)
    task = submitted["task_id"]
    done = client.task_wait(task, timeout=20, polling_interval=1)
    client.operation_mkdir(destination, path="/made")
    client.operation_rename(destination, oldpath="/made", newpath="/b.txt")
    names = [entry["name"] for entry in client.operation_ls(destination, path="/", filter="name:~b*")]
    return {
        "names": [entry["name"] for entry in listing],
        "code": submitted["code"],
        "done": done,
        "status": client.get_task(task)["status"],
        "renamed": names,
        "mine": any(item["task_id"] == task for item in client.task_list()),
        "denied": catch_refusal(lambda: client.operation_ls(closed)),
        "absent": catch_refusal(lambda: client.get_endpoint(CREDENTIALS[0])),
        # The fake refused one request with a 401.
        "renewed": authorizer.access_token != first,
    }, task
