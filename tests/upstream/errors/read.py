"""Reads error bodies with Globus's Python SDK, and writes its readings.

Reads a list of `{status, headers, body, reader}` as JSON from standard input. `reader` is the name of one of the SDK's error
classes. Writes the list of readings to standard output.
"""

import http.client
import json
import logging
import sys

import globus_sdk
import requests
from globus_sdk import gare

# The SDK also logs to standard error what it cannot read.
logging.disable(logging.CRITICAL)


def response(given):
    made = requests.Response()
    made.status_code = given["status"]
    made.reason = http.client.responses.get(given["status"], "Unknown")
    made.url = "https://service.example.org/"
    made.encoding = "utf-8"
    made.request = requests.Request("GET", made.url).prepare()
    made.headers.update(given["headers"])
    made._content = given["body"].encode()
    return made


def parameters(error):
    info = error.info.authorization_parameters
    if not info:
        return None
    return {name: value for name, value in vars(info).items() if not name.startswith("_") and value is not None}


def consents(error):
    info = error.info.consent_required
    return info.required_scopes if info else []


def requirements(error):
    found = gare.to_gare(error)
    return found.to_dict() if found else None


PARTS = {
    "code": lambda error: error.code,
    "messages": lambda error: error.messages,
    "requestId": lambda error: error.request_id,
    "json": lambda error: error.raw_json,
    "consents": consents,
    "parameters": parameters,
    "gare": requirements,
    "gares": lambda error: [found.to_dict() for found in gare.to_gares([error])],
}


def reading(given):
    """Reads one body. The SDK fails on some bodies or on a part of them: `fails` then has the reason in place of that part."""
    found, fails = {}, {}
    try:
        error = getattr(globus_sdk, given["reader"])(response(given))
    except Exception as failure:
        return {"fails": {"all": f"{type(failure).__name__}: {failure}"}}
    for name, part in PARTS.items():
        try:
            found[name] = part(error)
        except Exception as failure:
            fails[name] = f"{type(failure).__name__}: {failure}"
    return {**found, "fails": fails}


json.dump([reading(given) for given in json.load(sys.stdin)], sys.stdout)
