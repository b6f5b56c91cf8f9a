"""Runs Globus Compute's SDK: its Client registers functions, submits tasks, and reads results with its own serializer.

Prints one JSON document, which compute.mjs checks.
"""

import json
import os
import sys
import time

import globus_compute_sdk.sdk.client as module
from globus_compute_sdk import Client
from globus_compute_sdk.errors import TaskExecutionFailed, TaskPending
from globus_compute_sdk.serialize import PureSourceTextInspect

# The SDK takes its URL from this function only. Its settings only select one of Globus's environments.
module.get_web_service_url = lambda environment=None: os.environ["GLOBUS_SDK_SERVICE_URL_COMPUTE"]

args = json.loads(sys.argv[1])
endpoint = args["endpoint"]
results = {}
SOURCE = "def double(x):\n    return x * 2\n"


def double(x):
    """Twice as much."""
    return x * 2


def wait_for(client, task):
    """Waits for a task. Returns its result."""
    for _ in range(200):
        try:
            return client.get_result(task)
        except TaskPending:
            time.sleep(0.02)
    raise SystemExit("the task did not end in time")


def catch_error(call):
    try:
        return ["answered", call()]
    except Exception as error:  # noqa: BLE001 - the test compares its name
        return [type(error).__name__, getattr(error, "http_status", None)]


client = Client(code_serialization_strategy=PureSourceTextInspect())
client.version_check()
results["status"] = client.get_endpoint_status(endpoint)["status"]
results["metadata"] = client.get_endpoint_metadata(endpoint)["uuid"] == endpoint
results["endpoints"] = [item["uuid"] == endpoint for item in client.get_endpoints(role="any")]
function = client.register_function(double, public=True)
document = client.get_function(function)
results["function"] = [document["function_name"], document["description"]]
packed = client.fx_serializer.unpack_buffers(document["function_code"])
results["code"] = client.fx_serializer.deserialize(packed[0])(21)
source = client.register_source_code(SOURCE, "double")
results["source"] = client.get_function(source)["function_name"]

# The test sets no outcome for these functions, so they return None.
results["run"] = wait_for(client, client.run(4, endpoint_id=endpoint, function_id=function))
for name, serializers in {
    "json": ["globus_compute_sdk.serialize.JSONData"],
    "both": ["globus_compute_sdk.serialize.AllDataStrategies"],
    "json, else dill": ["globus_compute_sdk.serialize.JSONData", "globus_compute_sdk.serialize.DillDataBase64"],
}.items():
    batch = client.create_batch(result_serializers=serializers)
    batch.add(function, args=(1,))
    batch.add(function, args=(2,), kwargs={})
    batch.add(source, args=(3,))
    reply = client.batch_run(endpoint, batch)
    tasks = [task for ids in reply["tasks"].values() for task in ids]
    for task in tasks:
        wait_for(client, task)
    batch_results = client.get_batch_result(tasks)
    results[name] = [len(tasks), [batch_results[task]["result"] for task in tasks]]

# The test sets the outcome of these functions.
for name, function in args["functions"].items():
    try:
        results[name] = wait_for(client, client.run(1, endpoint_id=endpoint, function_id=function))
    except TaskExecutionFailed as error:
        results[name] = ["TaskExecutionFailed", "Traceback: no" in str(error)]

task = client.run(4, endpoint_id=args["offline"], function_id=source)
results["offline"] = catch_error(lambda: client.get_result(task))
results["absent"] = catch_error(lambda: client.get_function(endpoint))
results["allowed"] = client.get_allowed_functions(endpoint)
results["amqp"] = sorted(client.get_result_amqp_url())
own = client.register_endpoint("mine", None, metadata={"hostname": "node"}, multi_user=True)["endpoint_id"]
results["own"] = client.get_endpoint_metadata(own)["hostname"]
client.delete_endpoint(own)
client.delete_function(source)
results["deleted"] = [catch_error(lambda: client.get_endpoint_metadata(own))[1], catch_error(lambda: client.get_function(source))[1]]
print(json.dumps(results))
