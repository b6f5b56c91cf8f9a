"""Runs calls of Flows, Timers and Compute with Globus's Python SDK. flows.mjs, timers.mjs and compute.mjs check the results."""

import datetime
import time

import globus_sdk
from globus_sdk.gare import to_gare
from globus_sdk.scopes import FlowsScopes, TransferScopes

from client_app import auth_client, client_app, main


def consent(scope):
    """Grants a consent: a service account consents by a grant for the scope."""
    auth_client().oauth2_client_credentials_tokens(requested_scopes=scope)
    return {}


def until(poll, wanted):
    """Polls until the result is one of `wanted`, for at most ten seconds. Returns the last result."""
    for _ in range(200):
        results = poll()
        if results in wanted:
            break
        time.sleep(0.05)
    return results


def flows(definition, schema):
    with client_app() as app, globus_sdk.FlowsClient(app=app) as client:
        scopes = client.validate_flow(definition, schema)["scopes"]["User"]
        flow = client.create_flow("Made by Python", definition, schema)["id"]
        renamed = client.update_flow(flow, title="Renamed", flow_viewers=["public"])
        with globus_sdk.SpecificFlowClient(flow, app=app) as specific:
            valid = specific.validate_run({"word": "hi"})["message"]
            started = specific.run_flow({"word": "hi"}, label="By Python", tags=["a"])
        run = started["run_id"]
        ended = until(lambda: client.get_run(run)["status"], ["SUCCEEDED", "FAILED"])
        described = client.get_run(run, include_flow_description=True)["flow_description"]["title"]
        logs = list(client.paginated.get_run_logs(run, limit=2).items())
        newest = client.get_run_logs(run, reverse_order=True, limit=1)
        return {
            "scopes": scopes,
            "title": renamed["title"],
            "valid": valid,
            "status": started["status"],
            "ended": ended,
            "described": described,
            "definition": client.get_run_definition(run)["definition"],
            "codes": [entry["code"] for entry in logs],
            "reversed": newest["entries"][0]["code"],
            "label": client.update_run(run, label="Better")["label"],
            "listed": [
                len(list(client.paginated.list_flows(filter_roles="flow_owner", orderby=["title ASC"]).items())),
                len(list(client.paginated.list_runs(filter_flow_id=flow).items())),
            ],
            "deleted": [client.delete_run(run)["status"], client.delete_flow(flow)["DELETED"]],
        }


def flow_errors(flow, closed):
    with client_app() as app, globus_sdk.FlowsClient(app=app) as client:
        wrong = globus_sdk.AccessTokenAuthorizer(token_of(TransferScopes.all))
        general = globus_sdk.AccessTokenAuthorizer(token_of(FlowsScopes.all))
        calls = {
            "missing": lambda: client.get_flow(app.client_id),
            "input": lambda: globus_sdk.SpecificFlowClient(flow, app=app).run_flow({}),
            "closed": lambda: globus_sdk.SpecificFlowClient(closed, app=app).run_flow({}),
            "scope": lambda: globus_sdk.SpecificFlowClient(flow, authorizer=general).run_flow({"word": "x"}),
            "token": lambda: globus_sdk.FlowsClient(authorizer=wrong).list_flows(),
            "definition": lambda: client.validate_flow(None),
        }
        return errors(calls)


def token_of(scope):
    tokens = auth_client().oauth2_client_credentials_tokens(requested_scopes=scope)
    return next(iter(tokens.by_resource_server.values()))["access_token"]


def errors(calls):
    results = {}
    for name, call in calls.items():
        try:
            call()
        except globus_sdk.GlobusAPIError as error:
            results[name] = [error.http_status, error.code, error.message]
    return results


def run_mapped(flow, source, destination):
    with client_app() as app, globus_sdk.FlowsClient(app=app) as client:
        specific = globus_sdk.SpecificFlowClient(flow, app=app).add_app_transfer_data_access_scope(source)
        with specific:
            run = specific.run_flow({"from": source, "to": destination})["run_id"]
        status = until(lambda: client.get_run(run)["status"], ["SUCCEEDED", "FAILED", "INACTIVE"])
        return {"status": status, "code": client.get_run(run)["details"]["code"]}


def heal_run(flow, source, destination):
    ends = ["SUCCEEDED", "FAILED", "INACTIVE"]
    with client_app() as app, globus_sdk.FlowsClient(app=app) as client:
        with globus_sdk.SpecificFlowClient(flow, app=app) as specific:
            run = specific.run_flow({"from": source, "to": destination})["run_id"]
            before = until(lambda: client.get_run(run)["status"], ends)
            scopes = to_gare(client.get_run(run)["details"]).authorization_parameters.required_scopes
            specific.resume_run(run)
            still = client.get_run(run)["status"]
            consent(scopes[0])
            specific.resume_run(run)
        return {
            "before": before,
            "gare": scopes,
            "still": still,
            "after": until(lambda: client.get_run(run)["status"], ends),
        }


def transfer_timer(source, destination, schedule, **more):
    data = globus_sdk.TransferData(source, destination, **more)
    data.add_item("/a.txt", "/b.txt")
    return globus_sdk.TransferTimer(name="By Python", schedule=schedule, body=data)


def timers(source, destination):
    with client_app() as app, globus_sdk.TimersClient(app=app) as client:
        once = globus_sdk.OnceTimerSchedule()
        made = client.create_timer(transfer_timer(source, destination, once))["timer"]
        start = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
        recurring = globus_sdk.RecurringTimerSchedule(
            interval_seconds=3600, start=start, end={"condition": "iterations", "count": 2}
        )
        second = client.create_timer(transfer_timer(source, destination, recurring))["timer"]
        ended = until(lambda: client.get_job(made["job_id"])["status"], ["ended", "inactive"])
        first = client.get_job(made["job_id"])
        job = globus_sdk.TimerJob(
            "https://actions.automate.globus.org/transfer/transfer/run",
            {
                "body": {
                    "source_endpoint_id": source,
                    "destination_endpoint_id": destination,
                    "transfer_items": [{"source_path": "/a.txt", "destination_path": "/c.txt"}],
                }
            },
            datetime.datetime.now(datetime.timezone.utc),
            3600,
            name="legacy",
        )
        legacy = client.create_job(job)["job_id"]
        count = until(lambda: client.get_job(legacy)["n_runs"], [1])
        renamed = client.update_job(legacy, {"name": "renamed"})["name"]
        paused = client.pause_job(legacy)["message"] == f"Successfully paused job {legacy}."
        reason = client.get_job(legacy)["inactive_reason"]
        client.resume_job(legacy)
        return {
            "created": [made["status"], made["timer_type"], made["number_of_runs"], made["inactive_reason"]],
            "second": [second["schedule"]["interval_seconds"], second["schedule"]["end"], second["last_ran_at"]],
            "ended": ended,
            "first": [first["n_runs"], first["n_errors"], first["next_run"]],
            "task": first["results"]["data"][0]["data"]["details"]["status"],
            "legacy": [count, renamed, paused, reason, client.get_job(legacy)["status"]],
            "names": [item["name"] for item in client.list_jobs(query_params={"order": "name asc"})["jobs"]],
            "deleted": client.delete_job(legacy)["job_id"] == legacy,
            "left": len(client.list_jobs()["jobs"]),
        }


def flow_timer(flow):
    with client_app() as app, globus_sdk.TimersClient(app=app) as client:
        timer = globus_sdk.FlowTimer(
            flow_id=flow,
            name="A flow",
            schedule=globus_sdk.OnceTimerSchedule(),
            body={"body": {"word": "hi"}, "tags": ["by timer"]},
        )
        refused = errors({"consent": lambda: client.create_timer(timer)})["consent"]
    with client_app() as app, globus_sdk.TimersClient(app=app).add_app_flow_user_scope(flow) as client:
        made = client.create_timer(timer)["timer"]
        until(lambda: client.get_job(made["job_id"])["n_runs"], [1])
        job = client.get_job(made["job_id"])
        with globus_sdk.FlowsClient(app=app) as flows_client:
            runs = [[run["flow_id"], run["tags"]] for run in flows_client.list_runs()]
        return {
            "refused": refused[:2],
            "made": [made["timer_type"], made["flow_id"], made["body"]["body"]],
            "job": [job["flow_id"], job["callback_url"], job["scope"]],
            "runs": runs,
        }


def mapped_timer(source, destination):
    """Creates a timer without a consent, and grants the consent later."""
    with client_app() as app, globus_sdk.TimersClient(app=app) as client:
        schedule = globus_sdk.OnceTimerSchedule()
        timer = client.create_timer(transfer_timer(source, destination, schedule))["timer"]["job_id"]
        before = until(lambda: client.get_job(timer)["status"], ["ended", "inactive"])
        reason = client.get_job(timer)["inactive_reason"]
        scopes = to_gare(reason["detail"]).authorization_parameters.required_scopes
        consent(scopes[0])
        client.resume_job(timer, update_credentials=False)
        still = client.get_job(timer)["status"]
        client.resume_job(timer, update_credentials=True)
        after = until(lambda: client.get_job(timer)["status"], ["ended", "inactive"])
        return {"before": before, "cause": reason["cause"], "scopes": scopes, "still": still, "after": after}


def mapped_timer_beforehand(source, destination):
    with client_app() as app, globus_sdk.TimersClient(app=app) as client:
        client.add_app_transfer_data_access_scope([source])
        schedule = globus_sdk.OnceTimerSchedule()
        timer = client.create_timer(transfer_timer(source, destination, schedule))["timer"]["job_id"]
        return {"status": until(lambda: client.get_job(timer)["status"], ["ended", "inactive"])}


def timer_errors(source):
    with client_app() as app, globus_sdk.TimersClient(app=app) as client:
        wrong = globus_sdk.AccessTokenAuthorizer(token_of(TransferScopes.all))
        body = {"source_endpoint": source, "destination_endpoint": source, "DATA": []}
        often = globus_sdk.RecurringTimerSchedule(interval_seconds=10)
        odd = globus_sdk.RecurringTimerSchedule(interval_seconds=60, end={"condition": "iterations", "iterations": 2})
        calls = {
            "missing": lambda: client.get_job(app.client_id),
            "fields": lambda: client.create_job({}),
            "often": lambda: client.create_timer({"timer_type": "transfer", "schedule": often, "body": body}),
            "iterations": lambda: client.create_timer({"timer_type": "transfer", "schedule": odd, "body": body}),
            "token": lambda: globus_sdk.TimersClient(authorizer=wrong).list_jobs(),
        }
        return errors(calls)


def compute_v2(endpoint):
    with client_app() as app, globus_sdk.ComputeClientV2(app=app) as client:
        code = "410\n10\n04\n:gASVQAAAAAAA"
        function = client.register_function({"function_name": "f", "function_code": code, "public": True})["function_uuid"]
        registered = client.register_endpoint({"endpoint_name": "mine", "endpoint_uuid": app.client_id, "public": True})
        batch = client.submit({"tasks": [[function, endpoint, "a"], [function, endpoint, "b"]]})
        tasks = [item["task_uuid"] for item in batch["results"]]
        status = client.get_task(tasks[0])["status"]
        ended = until(lambda: client.get_task(tasks[0])["status"], ["success", "failed"])
        group = client.get_task_group(batch["task_group_id"])
        return {
            "version": [client.get_version().data, sorted(client.get_version("all").data)],
            "amqp": sorted(client.get_result_amqp_url().data),
            "function": [client.get_function(function)[name] for name in ("function_name", "function_code")],
            "registered": registered["endpoint_id"] == app.client_id,
            "endpoint": client.get_endpoint(app.client_id)["name"],
            "status": client.get_endpoint_status(endpoint)["status"],
            "lists": [len(client.get_endpoints().data), len(client.get_endpoints(role="any").data)],
            "locked": client.lock_endpoint(app.client_id)["endpoint_id"] == app.client_id,
            "task": [status, ended, client.get_task(tasks[0])["result"]],
            "batch": sorted(item["status"] for item in client.get_task_batch(tasks)["results"].values()),
            "group": [item["id"] for item in group["tasks"]] == tasks,
            "deleted": [client.delete_endpoint(app.client_id)["result"], client.delete_function(function)["result"]],
        }


def compute_v3(endpoint):
    with client_app() as app, globus_sdk.ComputeClientV3(app=app) as client:
        meta = {"python_version": "3.13.3", "sdk_version": "3.1.1", "serde_identifier": "01"}
        function = client.register_function({"function_name": "f", "function_code": "x", "meta": meta})["function_uuid"]
        own = client.register_endpoint({"endpoint_name": "own", "metadata": {}, "allowed_functions": [function]})
        mine = own["endpoint_id"]
        updated = client.update_endpoint(mine, {"display_name": "Renamed"})
        submitted = client.submit(endpoint, {"tasks": {function: ["a", "b", "c"]}})
        return {
            "queues": sorted(own.data),
            "updated": updated["endpoint_id"] == mine,
            "allowed": [client.get_endpoint_allowlist(mine)[name] for name in ("restricted", "functions")] == [True, [function]],
            "open": client.get_endpoint_allowlist(endpoint)["restricted"],
            "locked": isinstance(client.lock_endpoint(mine)["lock_expiration_timestamp"], float),
            "tasks": len(submitted["tasks"][function]),
            "sent": submitted["endpoint_id"] == endpoint,
        }


def compute_errors(endpoint, closed):
    with client_app() as app, globus_sdk.ComputeClientV2(app=app) as client:
        wrong = globus_sdk.AccessTokenAuthorizer(token_of(TransferScopes.all))
        function = client.register_function({"function_name": "f", "function_code": "x"})["function_uuid"]
        third = globus_sdk.ComputeClientV3(app=app)
        calls = {
            "function": lambda: client.get_function(app.client_id),
            "endpoint": lambda: client.get_endpoint(app.client_id),
            "task": lambda: client.get_task(app.client_id),
            "group": lambda: client.get_task_group(app.client_id),
            "foreign": lambda: client.delete_endpoint(endpoint),
            "not_permitted": lambda: third.submit(closed, {"tasks": {function: ["a"]}}),
            "fields": lambda: client.register_function({}),
            "token": lambda: globus_sdk.ComputeClientV2(authorizer=wrong).get_endpoints(),
        }
        results = {}
        for name, call in calls.items():
            try:
                call()
            except globus_sdk.ComputeAPIError as error:
                results[name] = [error.http_status, error.raw_json["code"], error.raw_json["reason"]]
        return results


if __name__ == "__main__":
    main(globals())
