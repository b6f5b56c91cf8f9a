"""Version 2 of Globus's SDK: services are told by `base_url`, or by the settings file."""

import json
import sys

import globus_sdk
from sdk_common import CREDENTIALS, TRANSFER, grants, transfers

args = json.loads(sys.argv[1])
urls = args.get("urls", {})
at = {name: {"base_url": url} for name, url in urls.items()}
auth = globus_sdk.ConfidentialAppAuthClient(*CREDENTIALS, **at.get("auth", {}))
other = globus_sdk.ConfidentialAppAuthClient(CREDENTIALS[0], "wrong", **at.get("auth", {}))
tokens, found = grants(auth, other)
authorizer = globus_sdk.ClientCredentialsAuthorizer(auth, TRANSFER)
client = globus_sdk.TransferClient(authorizer=authorizer, **at.get("transfer", {}))
data = globus_sdk.TransferData(client, args["source"], args["destination"], label="from version 2")
moved, task = transfers(client, authorizer, data, args["source"], args["destination"], args["closed"])
found.update(moved)
found["moved"] = sorted(item["destination_path"] for item in client.task_successful_transfers(task))
found["searched"] = len(list(client.endpoint_search("Station", num_results=None)))
print(json.dumps(found))
