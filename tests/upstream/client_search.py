"""Runs calls of Search with Globus's Python SDK. search.mjs checks the results."""

import time

import globus_sdk
from globus_sdk.scopes import SearchScopes, TransferScopes

from client_app import CLIENT_ID, auth_client, client_app, main


def search(index):
    with client_app() as app, globus_sdk.SearchClient(app=app) as client:
        app.add_scope_requirements({"search.api.globus.org": [SearchScopes.all]})
        odd = {"type": "match_any", "field_name": "kind", "values": ["odd"]}
        posted = globus_sdk.SearchQueryV1(q="*", filters=[odd], sort=[{"field_name": "n", "order": "desc"}], limit=2)
        scrolls = [page["count"] for page in client.paginated.scroll(index, globus_sdk.SearchScrollQuery(q="*", limit=40))]
        results = {
            "paged": len(list(client.paginated.search(index, "*").items())),
            "posted": [item["subject"] for item in client.post_search(index, posted)["gmeta"]],
            "odd": len(list(client.paginated.post_search(index, globus_sdk.SearchQueryV1(q="odd")).items())),
            "scrolled": [sum(scrolls), len(list(client.paginated.scroll(index, {"q": "*"}).items()))],
            "facets": facets(client, index),
        }
        created = client.create_index("Telescopes", "Where they stand")
        other = created["id"]
        renamed = client.update_index(other, display_name="Renamed")
        entry(client, other, "v1", {"word": "old"})
        entry(client, other, "v2", {"word": "new"})
        wait(client, client.delete_entry(other, "subject", entry_id="v1"))
        left = client.get_entry(other, "subject", entry_id="v2")["entries"][0]
        task = wait(client, client.batch_delete_by_subject(other, ["subject", "nothing"]))
        role = client.create_role(other, {"role_name": "writer", "principal": f"urn:globus:auth:identity:{CLIENT_ID}"})
        roles = [item["role_name"] for item in client.get_role_list(other)["role_list"]]
        client.delete_role(other, role["id"])
        owned = len(client.index_list(filter_roles=["owner"])["index_list"])
        written = len(client.index_list(filter_roles="writer")["index_list"])
        client.delete_index(other)
        client.reopen_index(other)
        errors, request_id = refusals(client, index)
        return {
            **results,
            "renamed": [renamed["display_name"], created["display_name"]],
            "entry": [left["content"], left["entry_id"]],
            "removed": [task["state"], client.get_index(other)["num_entries"]],
            "roles": roles,
            "lists": [owned - 1, written],
            "reopened": client.get_index(other)["status"],
            "errors": errors,
            "request_id": request_id,
            "public": globus_sdk.SearchClient().get_subject(index, "s000")["subject"],
        }


def facets(client, index):
    query = globus_sdk.SearchQueryV1(
        q="*",
        facets=[
            {"name": "kinds", "type": "terms", "field_name": "kind"},
            {"name": "total", "type": "sum", "field_name": "n"},
            {"name": "mean", "type": "avg", "field_name": "n"},
            {"name": "distinct", "type": "distinct_count", "field_name": "n"},
            {
                "name": "histogram",
                "type": "numeric_histogram",
                "field_name": "n",
                "size": 3,
                "histogram_range": {"low": 0, "high": 300},
            },
        ],
    )
    by_name = {item["name"]: item for item in client.post_search(index, query)["facet_results"]}
    return {
        "kinds": [[bucket["value"], bucket["count"]] for bucket in by_name["kinds"]["buckets"]],
        "total": by_name["total"]["value"],
        "mean": by_name["mean"]["value"],
        "distinct": by_name["distinct"]["approximate_value"],
        "histogram": [bucket["count"] for bucket in by_name["histogram"]["buckets"]],
    }


def entry(client, index, name, content):
    data = {"subject": "subject", "id": name, "visible_to": ["public"], "content": content}
    return wait(client, client.ingest(index, {"ingest_type": "GMetaEntry", "ingest_data": data}))


def wait(client, submitted):
    """Waits for a task. It runs for 50 ms here."""
    for _ in range(100):
        task = client.get_task(submitted["task_id"])
        if task["state"] in ("SUCCESS", "FAILED"):
            return task
        time.sleep(0.02)
    raise TimeoutError(task.text)


def refusals(client, index):
    """Returns status and code of the errors of Search, as the SDK reads them."""

    def with_token(scope):
        tokens = auth_client().oauth2_client_credentials_tokens(requested_scopes=scope)
        token = next(iter(tokens.by_resource_server.values()))["access_token"]
        return globus_sdk.SearchClient(authorizer=globus_sdk.AccessTokenAuthorizer(token))

    calls = {
        "limit": lambda: client.search(index, "*", limit=10, offset=9995),
        "missing": lambda: client.get_index(CLIENT_ID),
        "open": lambda: client.reopen_index(index),
        "scope": lambda: with_token(SearchScopes.search).delete_subject(index, "s000"),
        "foreign": lambda: with_token(TransferScopes.all).search(index, "*"),
        "anonymous": lambda: globus_sdk.SearchClient().index_list(),
    }
    results, request_ids = {}, []
    for name, call in calls.items():
        try:
            call()
        except globus_sdk.SearchAPIError as error:
            results[name] = f"{error.http_status} {error.code}"
            request_ids.append(error.request_id)
    return results, all(request_ids)


if __name__ == "__main__":
    main(globals())
