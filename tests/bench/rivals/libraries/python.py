"""Runs globus-sdk's service account. Reads requests and writes replies, one JSON document per line. Each call has a thread."""

import importlib.metadata
import json
import os
import sys
import threading
import time

import globus_sdk
from globus_sdk.globus_app import GlobusAppConfig
from globus_sdk.scopes import TransferScopes
from globus_sdk.token_storage import JSONTokenStorage
from globus_sdk.transport import RequestsTransport, RetryConfig

SERVER = "transfer.api.globus.org"

apps = {}
offset_seconds = 0
output_lock = threading.Lock()
real_time = time.time
time.time = lambda: real_time() + offset_seconds


def create(handle, url, id, secret, name, storage=None, file=None, timeout=None):
    os.environ["GLOBUS_SDK_SERVICE_URL_AUTH"] = url
    credentials = {"client_id": id, "client_secret": secret}
    if timeout is not None:
        transport = RequestsTransport(http_timeout=timeout / 1000)
        login_client = globus_sdk.ConfidentialAppAuthClient(
            id, secret, transport=transport, retry_config=RetryConfig(max_retries=0)
        )
        credentials = {"login_client": login_client}
    # Without a choice the SDK uses its default: a JSON file in the home directory.
    chosen = JSONTokenStorage(os.path.expanduser(f"~/{file}")) if file else storage
    config = GlobusAppConfig(token_storage=chosen) if chosen else GlobusAppConfig()
    apps[handle] = globus_sdk.ClientApp(
        name, **credentials, scope_requirements={SERVER: TransferScopes.all}, config=config
    )


def get(handle):
    """Returns a token, as a TransferClient does before every request."""
    return apps[handle].get_authorizer(SERVER).get_authorization_header().removeprefix("Bearer ")


def set_offset(ms):
    global offset_seconds
    offset_seconds = ms / 1000


def render(thing):
    """Returns the output of repr(), and of vars() to any depth."""
    return {"repr": repr(thing), "vars": " ".join(iterate_texts(thing, set()))}


def iterate_texts(thing, seen):
    if isinstance(thing, (str, bytes)):
        yield thing if isinstance(thing, str) else thing.decode("utf-8", "replace")
        return
    if id(thing) in seen or isinstance(thing, (type, int, float, type(None))) or type(thing).__name__ == "module":
        return
    seen.add(id(thing))
    if isinstance(thing, dict):
        for key, value in list(thing.items()):
            yield from iterate_texts(key, seen)
            yield from iterate_texts(value, seen)
    elif isinstance(thing, (list, tuple, set, frozenset)):
        for value in list(thing):
            yield from iterate_texts(value, seen)
    elif hasattr(thing, "__dict__"):
        yield from iterate_texts(vars(thing), seen)


def answer(number, operation, arguments):
    try:
        if operation == "render":
            reply = {"value": render(apps[arguments["handle"]])}
        else:
            reply = {"value": {"create": create, "get": get, "set_offset": set_offset}[operation](**arguments)}
    except BaseException as error:  # Any exception is a finding.
        reply = {"error": f"{type(error).__name__}: {error}", "rendered": render(error)}
    with output_lock:
        print(json.dumps({"number": number, **reply}), flush=True)


sys.setrecursionlimit(10_000)
print(json.dumps({"version": importlib.metadata.version("globus-sdk"), "python": sys.version.split()[0]}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    if request["operation"] in ("create", "set_offset"):
        answer(**request)
    else:
        threading.Thread(target=answer, kwargs=request, daemon=True).start()
