"""Runs version 3 of Globus's SDK. `GLOBUS_SDK_SERVICE_URL_*` defines the URLs of services."""

import json
import sys

import globus_sdk
from globus_sdk.globus_app import GlobusAppConfig
from globus_sdk.scopes import GroupsScopes, Scope, SearchScopes
from sdk_common import CREDENTIALS, TRANSFER, run_grants, run_transfers

args = json.loads(sys.argv[1])
auth = globus_sdk.ConfidentialAppAuthClient(*CREDENTIALS)
other = globus_sdk.ConfidentialAppAuthClient(CREDENTIALS[0], "wrong")
tokens, results = run_grants(auth, other)
authorizer = globus_sdk.ClientCredentialsAuthorizer(auth, TRANSFER)
client = globus_sdk.TransferClient(authorizer=authorizer)
data = globus_sdk.TransferData(client, args["source"], args["destination"], label="from version 3")
moved, task = run_transfers(client, authorizer, data, args["source"], args["destination"], args["closed"])
results.update(moved)
pages = client.paginated.task_successful_transfers(task)
results["moved"] = sorted(item["destination_path"] for item in pages.items())
results["searched"] = len(list(client.paginated.endpoint_search("Station").items()))

config = GlobusAppConfig(token_storage="memory")
app = globus_sdk.ClientApp("outsider", client_id=CREDENTIALS[0], client_secret=CREDENTIALS[1], config=config)
results["app"] = [entry["name"] for entry in globus_sdk.TransferClient(app=app).operation_ls(args["source"], path="/share/")]
groups = globus_sdk.GroupsClient(app=app, app_scopes=[Scope(GroupsScopes.all)])
results["group"] = groups.create_group({"name": "Station", "description": "Of a test"})["name"]
results["groups"] = len(list(groups.get_my_groups()))
search = globus_sdk.SearchClient(app=app, app_scopes=[Scope(SearchScopes.all)])
index = search.create_index("Notes", "Of a test")["id"]
results["index"] = search.get_index(index)["id"] == index
results["flows"] = len(globus_sdk.FlowsClient(app=app).list_flows()["flows"])
print(json.dumps(results))
