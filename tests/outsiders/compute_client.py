"""Globus Compute's own SDK: its Client registers, submits and reads results with its own serialiser.

Prints one JSON document; what is right is decided by compute.mjs.
"""

import json
import os
import sys
import time

import globus_compute_sdk.sdk.client as module
from globus_compute_sdk import Client
from globus_compute_sdk.errors import TaskExecutionFailed, TaskPending
from globus_compute_sdk.serialize import PureSourceTextInspect

# The one place where it keeps an address; of the settings only a list of Globus's environments leads there.
module.get_web_service_url = lambda environment=None: os.environ["GLOBUS_SDK_SERVICE_URL_COMPUTE"]

args = json.loads(sys.argv[1])
endpoint = args["endpoint"]
found = {}
SOURCE = "def double(x):\n    return x * 2\n"


def double(x):
    """Twice as much."""
    return x * 2


def ended(client, task):
    """The value of a task, when there is one."""
    for _ in range(200):
        try:
            return client.get_result(task)
        except TaskPending:
            time.sleep(0.02)
    raise SystemExit("the task does not end")


def refused(call):
    try:
        return ["answered", call()]
    except Exception as error:  # noqa: BLE001 - its name is what is asked for
        return [type(error).__name__, getattr(error, "http_status", None)]


client = Client(code_serialization_strategy=PureSourceTextInspect())
client.version_check()
found["status"] = client.get_endpoint_status(endpoint)["status"]
found["metadata"] = client.get_endpoint_metadata(endpoint)["uuid"] == endpoint
found["endpoints"] = [item["uuid"] == endpoint for item in client.get_endpoints(role="any")]
function = client.register_function(double, public=True)
document = client.get_function(function)
found["function"] = [document["function_name"], document["description"]]
packed = client.fx_serializer.unpack_buffers(document["function_code"])
found["code"] = client.fx_serializer.deserialize(packed[0])(21)
source = client.register_source_code(SOURCE, "double")
found["source"] = client.get_function(source)["function_name"]

# Nothing is said of these, so they give None.
found["run"] = ended(client, client.run(4, endpoint_id=endpoint, function_id=function))
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
        ended(client, task)
    results = client.get_batch_result(tasks)
    found[name] = [len(tasks), [results[task]["result"] for task in tasks]]

# Of these the test says what they give.
for name, function in args["functions"].items():
    try:
        found[name] = ended(client, client.run(1, endpoint_id=endpoint, function_id=function))
    except TaskExecutionFailed as error:
        found[name] = ["TaskExecutionFailed", "Traceback: no" in str(error)]

task = client.run(4, endpoint_id=args["offline"], function_id=source)
found["offline"] = refused(lambda: client.get_result(task))
found["absent"] = refused(lambda: client.get_function(endpoint))
found["allowed"] = client.get_allowed_functions(endpoint)
found["amqp"] = sorted(client.get_result_amqp_url())
own = client.register_endpoint("mine", None, metadata={"hostname": "node"}, multi_user=True)["endpoint_id"]
found["own"] = client.get_endpoint_metadata(own)["hostname"]
client.delete_endpoint(own)
client.delete_function(source)
found["deleted"] = [refused(lambda: client.get_endpoint_metadata(own))[1], refused(lambda: client.get_function(source))[1]]
print(json.dumps(found))
