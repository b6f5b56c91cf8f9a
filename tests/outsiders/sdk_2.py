"""Runs version 2 of Globus's SDK. `base_url` or the settings file defines the URLs of services."""

import json
import sys

import globus_sdk
from sdk_common import CREDENTIALS, TRANSFER, run_grants, run_transfers

args = json.loads(sys.argv[1])
urls = args.get("urls", {})
options = {name: {"base_url": url} for name, url in urls.items()}
auth = globus_sdk.ConfidentialAppAuthClient(*CREDENTIALS, **options.get("auth", {}))
other = globus_sdk.ConfidentialAppAuthClient(CREDENTIALS[0], "wrong", **options.get("auth", {}))
tokens, results = run_grants(auth, other)
authorizer = globus_sdk.ClientCredentialsAuthorizer(auth, TRANSFER)
client = globus_sdk.TransferClient(authorizer=authorizer, **options.get("transfer", {}))
data = globus_sdk.TransferData(client, args["source"], args["destination"], label="from version 2")
moved, task = run_transfers(client, authorizer, data, args["source"], args["destination"], args["closed"])
results.update(moved)
results["moved"] = sorted(item["destination_path"] for item in client.task_successful_transfers(task))
results["searched"] = len(list(client.endpoint_search("Station", num_results=None)))
print(json.dumps(results))
