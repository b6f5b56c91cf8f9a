"""A file system on Globus collections (globusfs, by Sam Foreman): what it has, by its own public ways.

Prints one JSON document; what is right is decided by globusfs.mjs.
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
found = {}


def did(name, call, *missing):
    """The value of an operation, or the name of the error."""
    try:
        value = call()
    except missing as error:
        value = type(error).__name__
    found[name] = value.decode() if isinstance(value, bytes) else value


def file_system(collection, mapped=False):
    """As its login() asks for tokens, by a service account instead of a person."""
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


def reading(fs):
    did("ls names", lambda: fs.ls("share", detail=False))
    did("ls", lambda: [(entry["name"], entry["size"], entry["type"]) for entry in fs.ls("share")])
    did("ls absent", lambda: fs.ls("share/none"), FileNotFoundError)
    did("info", lambda: {name: fs.info("share/a b.txt")[name] for name in ("name", "size", "type")})
    did("info of a directory", lambda: fs.info("share/sub")["type"])
    did("exists", lambda: [fs.exists(path) for path in ("share/a b.txt", "share/sub", "share/none")])
    did("isdir", lambda: [fs.isdir(path) for path in ("share/a b.txt", "share/sub", "share/none")])
    did("isfile", lambda: [fs.isfile(path) for path in ("share/a b.txt", "share/sub", "share/none")])
    did("size", lambda: fs.size("share/a b.txt"))
    did("glob", lambda: fs.glob("share/**/*.bin"))
    did("find", lambda: fs.find("share"))
    did("walk", lambda: [[place, sorted(folders), sorted(files)] for place, folders, files in fs.walk("share")])
    did("cat_file", lambda: fs.cat_file("share/a b.txt"))
    did("cat_file range", lambda: fs.cat_file("share/a b.txt", start=2, end=5))
    did("cat_file from", lambda: fs.cat_file("share/a b.txt", start=7))
    # It asks from the end, which the server does not take.
    did("cat_file from the end", lambda: fs.cat_file("share/a b.txt", start=-2), Exception)
    did("cat_file absent", lambda: fs.cat_file("share/none"), FileNotFoundError)
    did("cat_ranges", lambda: [part.decode() for part in fs.cat_ranges(["share/a b.txt"] * 2, [0, 8], [2, 10])])
    did("read_text", lambda: fs.read_text("share/größe.txt"))


def opened(fs):
    with fs.open("share/a b.txt", "rb") as file:
        did("open, read", lambda: file.read(4))
        did("open, seek", lambda: (file.seek(-3, 2), file.read())[1].decode())
        did("open, size", lambda: file.size)
    with fs.open("share/sub/c.bin", "rb", block_size=1000) as file:
        did("open, blocks", lambda: (file.seek(123_456), len(file.read(5000)))[1])
    url = f"globus://{args['collection']}/share/a b.txt"
    settings = {"collection_id": args["collection"], "credentials": fs.credentials, "metadata": fs.metadata}
    with fsspec.open(url, "rt", **settings) as file:
        did("fsspec.open by URL", file.read)


def writing(fs):
    fs.pipe_file("share/new.txt", b"written")
    did("pipe_file", lambda: fs.cat_file("share/new.txt"))
    fs.pipe("share/sub/large.bin", b"x" * 3_000_000)
    did("pipe", lambda: fs.info("share/sub/large.bin")["size"])
    fs.pipe_file("share/new.txt", b"again")
    did("pipe_file over", lambda: fs.cat_file("share/new.txt"))
    fs.rm_file("share/new.txt")
    did("rm_file", lambda: fs.exists("share/new.txt"))
    did("rm_file absent", lambda: fs.rm_file("share/new.txt"), FileNotFoundError)
    did("pipe_file refused", lambda: fs.pipe_file("closed/no.txt", b""), Exception)


app, fs = file_system(args["collection"], args.get("mapped", False))
if "name" in args:
    did("a collection by its name", lambda: fs.collection_id)
elif args.get("mapped"):
    client = globus_sdk.TransferClient(app=app)
    did("needs_data_access", lambda: needs_data_access(args["collection"], client))
    did("ls of a mapped collection", lambda: fs.ls("", detail=False))
    did("cat_file of a mapped collection", lambda: fs.cat_file("m.txt"))
elif args.get("anonymous"):
    url = fs.metadata.https_url(args["collection"])
    public = globusfs.GlobusFileSystem(args["collection"], https_url=url)
    did("info without a token", lambda: public.info("open/p.txt")["size"])
    did("cat_file without a token", lambda: public.cat_file("open/p.txt"))
    with public.open("open/p.txt", "rb") as file:
        did("open without a token", lambda: (file.seek(2), file.read())[1].decode())
    did("cat_file refused", lambda: public.cat_file("share/a b.txt"), Exception)
elif args.get("sick"):
    did("cat_file of a sick server", lambda: fs.cat_file("share/a b.txt"))
    did("cat_file of a server that stays sick", lambda: fs.cat_file("share/sub/c.bin"), TransientBackendError)
else:
    reading(fs)
    opened(fs)
    writing(fs)
print(json.dumps(found))
