"""Runs the public operations of a file system on Globus collections (globusfs, by Sam Foreman).

Prints one JSON document, which globusfs.mjs checks.
"""

import json
import os
import sys

import fsspec
import globus_sdk
import globusfs
from globus_sdk.globus_app import GlobusAppConfig
from globusfs.errors import TransientBackendError
from globusfs.login import needs_data_access

args = json.loads(sys.argv[1])
results = {}


def record(name, call, *missing):
    """Records the result of an operation, or the name of its error."""
    try:
        value = call()
    except missing as error:
        value = type(error).__name__
    results[name] = value.decode() if isinstance(value, bytes) else value


def file_system(collection, mapped=False):
    """Makes a file system that requests the same tokens as globusfs's login(), for a service account instead of a person."""
    https = f"https://auth.globus.org/scopes/{collection}/https"
    transfer = globus_sdk.Scope("urn:globus:auth:scope:transfer.api.globus.org:all")
    if mapped:
        access = globus_sdk.Scope(f"https://auth.globus.org/scopes/{collection}/data_access", optional=True)
        transfer = transfer.with_dependency(access)
    app = globus_sdk.ClientApp(
        "outsider",
        client_id=os.environ["CLIENT_ID"],
        client_secret=os.environ["CLIENT_SECRET"],
        config=GlobusAppConfig(token_storage="memory"),
        scope_requirements={"transfer.api.globus.org": [transfer], collection: [globus_sdk.Scope(https)]},
    )
    return app, globusfs.filesystem(args.get("name", collection), app=app, backoff=0.01)


def read_files(fs):
    record("ls names", lambda: fs.ls("share", detail=False))
    record("ls", lambda: [(entry["name"], entry["size"], entry["type"]) for entry in fs.ls("share")])
    record("ls absent", lambda: fs.ls("share/none"), FileNotFoundError)
    record("info", lambda: {name: fs.info("share/a b.txt")[name] for name in ("name", "size", "type")})
    record("info of a directory", lambda: fs.info("share/sub")["type"])
    record("exists", lambda: [fs.exists(path) for path in ("share/a b.txt", "share/sub", "share/none")])
    record("isdir", lambda: [fs.isdir(path) for path in ("share/a b.txt", "share/sub", "share/none")])
    record("isfile", lambda: [fs.isfile(path) for path in ("share/a b.txt", "share/sub", "share/none")])
    record("size", lambda: fs.size("share/a b.txt"))
    record("glob", lambda: fs.glob("share/**/*.bin"))
    record("find", lambda: fs.find("share"))
    record("walk", lambda: [[place, sorted(folders), sorted(files)] for place, folders, files in fs.walk("share")])
    record("cat_file", lambda: fs.cat_file("share/a b.txt"))
    record("cat_file range", lambda: fs.cat_file("share/a b.txt", start=2, end=5))
    record("cat_file from", lambda: fs.cat_file("share/a b.txt", start=7))
    # globusfs requests a range from the end, which the server rejects.
    record("cat_file from the end", lambda: fs.cat_file("share/a b.txt", start=-2), Exception)
    record("cat_file absent", lambda: fs.cat_file("share/none"), FileNotFoundError)
    record("cat_ranges", lambda: [part.decode() for part in fs.cat_ranges(["share/a b.txt"] * 2, [0, 8], [2, 10])])
    record("read_text", lambda: fs.read_text("share/größe.txt"))


def open_files(fs):
    with fs.open("share/a b.txt", "rb") as file:
        record("open, read", lambda: file.read(4))
        record("open, seek", lambda: (file.seek(-3, 2), file.read())[1].decode())
        record("open, size", lambda: file.size)
    with fs.open("share/sub/c.bin", "rb", block_size=1000) as file:
        record("open, blocks", lambda: (file.seek(123_456), len(file.read(5000)))[1])
    url = f"globus://{args['collection']}/share/a b.txt"
    settings = {"collection_id": args["collection"], "credentials": fs.credentials, "metadata": fs.metadata}
    with fsspec.open(url, "rt", **settings) as file:
        record("fsspec.open by URL", file.read)


def write_files(fs):
    fs.pipe_file("share/new.txt", b"written")
    record("pipe_file", lambda: fs.cat_file("share/new.txt"))
    fs.pipe("share/sub/large.bin", b"x" * 3_000_000)
    record("pipe", lambda: fs.info("share/sub/large.bin")["size"])
    fs.pipe_file("share/new.txt", b"again")
    record("pipe_file over", lambda: fs.cat_file("share/new.txt"))
    fs.rm_file("share/new.txt")
    record("rm_file", lambda: fs.exists("share/new.txt"))
    record("rm_file absent", lambda: fs.rm_file("share/new.txt"), FileNotFoundError)
    record("pipe_file refused", lambda: fs.pipe_file("closed/no.txt", b""), Exception)


app, fs = file_system(args["collection"], args.get("mapped", False))
if "name" in args:
    record("a collection by its name", lambda: fs.collection_id)
elif args.get("mapped"):
    client = globus_sdk.TransferClient(app=app)
    record("needs_data_access", lambda: needs_data_access(args["collection"], client))
    record("ls of a mapped collection", lambda: fs.ls("", detail=False))
    record("cat_file of a mapped collection", lambda: fs.cat_file("m.txt"))
elif args.get("anonymous"):
    url = fs.metadata.https_url(args["collection"])
    public = globusfs.GlobusFileSystem(args["collection"], https_url=url)
    record("info without a token", lambda: public.info("open/p.txt")["size"])
    record("cat_file without a token", lambda: public.cat_file("open/p.txt"))
    with public.open("open/p.txt", "rb") as file:
        record("open without a token", lambda: (file.seek(2), file.read())[1].decode())
    record("cat_file refused", lambda: public.cat_file("share/a b.txt"), Exception)
elif args.get("failing"):
    record("cat_file of a failing server", lambda: fs.cat_file("share/a b.txt"))
    record("cat_file of a server that keeps failing", lambda: fs.cat_file("share/sub/c.bin"), TransientBackendError)
else:
    read_files(fs)
    open_files(fs)
    write_files(fs)
print(json.dumps(results))
