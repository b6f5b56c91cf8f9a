"""Makes every call of the table with Globus's Python SDK, and lists the methods and parameters of the SDK.

Reads the table as JSON from standard input. Writes the results to standard output. The server records the requests.
"""

import copy
import datetime
import inspect
import json
import os
import sys
import uuid

import globus_sdk
from globus_sdk._payload import GlobusPayload
from globus_sdk.globus_app import GlobusAppConfig
from globus_sdk.transport import RetryConfig

WORK = json.load(sys.stdin)
CLIENT_ID, CLIENT_SECRET = WORK["clientId"], WORK["clientSecret"]
for name, url in WORK["urls"].items():
    name = "TIMER" if name == "timers" else name.upper()
    os.environ[f"GLOBUS_SDK_SERVICE_URL_{name}"] = url


def below(base):
    for cls in base.__subclasses__():
        yield cls
        yield from below(cls)


# The package resolves names lazily: a class exists only after an access to its name.
EXPORTED = [getattr(globus_sdk, name) for name in dir(globus_sdk) if not name.startswith("_")]
PAYLOADS = {cls.__name__: cls for cls in below(GlobusPayload)}


def value(given):
    """Converts a JSON value of the table. Tagged values become Python objects."""
    if isinstance(given, str) and given.startswith("$auth/"):
        return given.replace("$auth", WORK["urls"]["auth"])
    if isinstance(given, list):
        return [value(item) for item in given]
    if not isinstance(given, dict):
        return given
    if "$new" in given:
        made = PAYLOADS[given["$new"]](**value(given["kwargs"]))
        for step in given["steps"]:
            getattr(made, step["method"])(*value(step["args"]), **value(step["kwargs"]))
        return made
    if "$datetime" in given:
        return datetime.datetime.fromisoformat(given["$datetime"])
    if "$uuid" in given:
        return uuid.UUID(given["$uuid"])
    if "$tuple" in given:
        return tuple(value(given["$tuple"]))
    return {name: value(member) for name, member in given.items()}


def client(name, flow):
    settings = {"retry_config": RetryConfig(max_retries=0)}
    if name == "ConfidentialAppAuthClient":
        return globus_sdk.ConfidentialAppAuthClient(CLIENT_ID, CLIENT_SECRET, **settings)
    config = GlobusAppConfig(token_storage="memory")
    app = globus_sdk.ClientApp("compat", client_id=CLIENT_ID, client_secret=CLIENT_SECRET, config=config)
    if name == "GCSClient":
        # GCSClient requires an https URL. The test sets its URL afterwards, before the first call.
        made = globus_sdk.GCSClient("gcs.example.org", **settings)
        made.base_url = WORK["urls"]["gcs"] + "/api/"
        made.attach_globus_app(app)
        return made
    if name == "GroupsManager":
        return globus_sdk.GroupsManager(globus_sdk.GroupsClient(app=app, **settings))
    if flow:
        settings["flow_id"] = flow
    return getattr(globus_sdk, name)(app=app, **settings)


def call(made, work):
    """Makes one call. Returns its outcome, and whether the method changed its arguments."""
    getattr(made, "client", made).transport.headers["X-Compat-Call"] = work["key"]
    args, kwargs = value(work["args"]), value(work["kwargs"])
    before = copy.deepcopy((args, kwargs))
    try:
        if work.get("pages"):
            for _ in getattr(made.paginated, work["method"])(*args, **kwargs).pages():
                pass
        else:
            getattr(made, work["method"])(*args, **kwargs)
        outcome = "ok"
    except Exception as error:
        outcome = f"{type(error).__name__}: {error}"
    return {"outcome": outcome, "arguments": "unchanged" if (args, kwargs) == before else "changed"}


def parameters(function):
    signature = inspect.signature(function)
    return [name for name, parameter in signature.parameters.items() if name != "self" and not name.startswith("_")]


def methods(cls, names):
    """Returns the public methods among `names`, with their parameters. Properties are not evaluated: some have side effects."""
    found = {name: inspect.getattr_static(cls, name) for name in names if not name.startswith("_")}
    callables = {name: getattr(item, "__func__", item) for name, item in found.items()}
    return {name: parameters(item) for name, item in callables.items() if inspect.isfunction(item)}


def clients_of_the_sdk():
    found = [item for item in EXPORTED if inspect.isclass(item) and issubclass(item, globus_sdk.BaseClient)]
    return {cls.__name__: methods(cls, dir(cls)) for cls in [*found, globus_sdk.GroupsManager]}


def paginated_methods():
    """Returns the methods that the SDK also has in pages, as `Class.method`."""
    owners = [item for item in EXPORTED if inspect.isclass(item) and issubclass(item, globus_sdk.BaseClient)]
    return [
        f"{cls.__name__}.{name}"
        for cls in owners
        for name, item in vars(cls).items()
        if getattr(item, "_has_paginator", False)
    ]


def payloads_of_the_sdk():
    """Returns the SDK's classes of documents: the parameters of their constructors, and the methods that fill them."""
    return {
        name: {
            "parameters": parameters(cls) if "__init__" in vars(cls) else [],
            "steps": list(methods(cls, vars(cls))),
        }
        for name, cls in PAYLOADS.items()
    }


clients, results = {}, {}
for work in WORK["calls"]:
    owner = (work["client"], work.get("flow"))
    if owner not in clients:
        clients[owner] = client(*owner)
    results[work["key"]] = call(clients[owner], work)

json.dump(
    {
        "version": globus_sdk.__version__,
        "results": results,
        "clients": clients_of_the_sdk(),
        "paginated": paginated_methods(),
        "payloads": payloads_of_the_sdk(),
    },
    sys.stdout,
)
