"""Functions whose processes use the proxy: none reaches the internet, whatever library it uses."""

import json
import shutil

import boto3
import pytest

from aws_stand_in import MockAwsServer
from egress_proxy.proxy import EgressProxy
from lambda_runtime.function import FunctionDefinition
from lambda_runtime.functions import LambdaFunctions
from support.accounts import new_account_id

ACCOUNT = new_account_id()
PUBLIC, PRIVATE = "192.31.196.1", "10.0.0.8"
ADDRESSES = {"intranet.example.com": [[PRIVATE]], "rebinding.example.com": [[PUBLIC], [PRIVATE]]}
PYTHON = """
import asyncio, boto3, http.client, socket, ssl, subprocess, urllib.request, urllib3

def urllib_(url):
    return urllib.request.urlopen(url).read().decode()

def without_a_proxy(url):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return opener.open(url).read().decode()

def http_client(url):
    host, _, path = url.removeprefix("https://").partition("/")
    connection = http.client.HTTPSConnection(host)
    connection.request("GET", "/" + path)
    return connection.getresponse().read().decode()

def urllib3_pool(url):
    return urllib3.PoolManager().request("GET", url).data.decode()

def s3(url):
    return boto3.client("s3").get_object(Bucket="manuals-of-a-test", Key="a.txt")["Body"].read().decode()

def presigned(url):
    signed = boto3.client("s3").generate_presigned_url("get_object", Params={"Bucket": "manuals-of-a-test", "Key": "a.txt"})
    assert "amazonaws.com" in signed, signed
    return urllib_(signed)

def streams(url):
    async def get():
        host, _, path = url.removeprefix("https://").partition("/")
        reader, writer = await asyncio.open_connection(host, 443, ssl=ssl.create_default_context())
        writer.write(f"GET /{path} HTTP/1.1\\r\\nHost: {host}\\r\\nConnection: close\\r\\n\\r\\n".encode())
        return (await reader.read()).decode().rpartition("\\r\\n")[2]
    return asyncio.run(get())

def address(url):
    socket.create_connection(("93.184.216.34", 80))
    raw = socket.socket()
    raw.connect(("93.184.216.34", 80))

def datagram(url):
    with socket.socket(type=socket.SOCK_DGRAM) as local:
        local.sendto(b"x", ("127.0.0.1", 9))
        getattr(local, url)(*{"sendto": (b"x", ("93.184.216.34", 53)), "sendmsg": ([b"x"], [], 0, ("93.184.216.34", 53))}[url])

def addresses(url):
    found = [socket.gethostbyname(url) for _ in range(3)]
    return found + [entry[4][0] for entry in socket.getaddrinfo(url, 80, type=socket.SOCK_STREAM)]

def handler(event, context):
    return globals()[event["by"]](event["url"])
"""
NODE = """
const https = require("node:https"), http = require("node:http");
const ways = {
  fetch: async (url) => (await fetch(url)).text(),
  https: (url) => new Promise((resolve, reject) => {
    (url.startsWith("https") ? https : http).get(url, (response) => {
      let text = ""; response.on("data", (part) => (text += part)); response.on("end", () => resolve(text));
    }).on("error", reject);
  }),
};
ways.addresses = async (url) => {
  const dns = require("node:dns"), found = [];
  for (let turn = 0; turn < 3; turn++) found.push((await dns.promises.lookup(url)).address);
  return found.concat(await new Promise((resolve) => dns.lookup(url, (_, address) => resolve(address))));
};
ways.datagram = async (url) => {
  const socket = require("node:dgram").createSocket("udp4");
  await new Promise((resolve) => socket.send("x", 9, "127.0.0.1", resolve));
  try { socket[url](...{ send: ["x", 53, "93.184.216.34"], connect: [53, "93.184.216.34"] }[url]); } finally { socket.close(); }
};
ways.name_server = (url) => require("node:dns").promises.resolve4(url);
exports.handler = async ({ by, url }) => ways[by](url);
"""


@pytest.fixture(scope="module")
def functions(tmp_path_factory):
    folder = tmp_path_factory.mktemp("functions")
    (folder / "app.py").write_text(PYTHON)
    (folder / "app.js").write_text(NODE)

    def site(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"from the site"]

    with (
        MockAwsServer() as aws,
        EgressProxy(aws.stand_in, {"www.example.com": site}, ADDRESSES) as proxy,
    ):
        credentials = {"AWS_ACCESS_KEY_ID": ACCOUNT, "AWS_SECRET_ACCESS_KEY": "any"}
        definitions = [
            FunctionDefinition("python", "python3.11", "app.handler", folder, timeout_seconds=20),
            FunctionDefinition("node", "nodejs20.x", "app.handler", folder, timeout_seconds=20),
        ]
        s3 = boto3.client(
            "s3",
            endpoint_url=aws.url,
            region_name="us-east-1",
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key="any",
        )
        s3.create_bucket(Bucket="manuals-of-a-test", ObjectOwnership="ObjectWriter")
        s3.delete_public_access_block(Bucket="manuals-of-a-test")
        s3.put_object(Bucket="manuals-of-a-test", Key="a.txt", Body=b"from the bucket", ACL="public-read")
        s3.close()
        with LambdaFunctions(definitions, variables={**credentials, **proxy.variables}) as running:
            yield running


def call(functions, name, by, url):
    result = functions.invoke(name, json.dumps({"by": by, "url": url}).encode())
    return json.loads(result.payload)


BY_PYTHON = ["urllib_", "without_a_proxy", "http_client", "urllib3_pool", "streams"]
NEEDS_NODE = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
BY_NODE = [pytest.param(by, marks=NEEDS_NODE) for by in ("fetch", "https")]
PATH_STYLE = "https://s3.us-east-1.amazonaws.com/manuals-of-a-test/a.txt"
HOST_STYLE = "https://manuals-of-a-test.s3.amazonaws.com/a.txt"


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://www.example.com/", "from the site"),
        (PATH_STYLE, "from the bucket"),
        (HOST_STYLE, "from the bucket"),
    ],
)
@pytest.mark.parametrize("by", BY_PYTHON)
def test_python_is_led_to_local_applications(functions, by, url, text):
    assert call(functions, "python", by, url) == text


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://www.example.com/", "from the site"),
        ("http://www.example.com/", "from the site"),
        (HOST_STYLE, "from the bucket"),
    ],
)
@pytest.mark.parametrize("by", BY_NODE)
def test_node_is_led_to_local_applications(functions, by, url, text):
    assert call(functions, "node", by, url) == text


@pytest.mark.parametrize("by", ["s3", "presigned"])
def test_boto3_needs_no_endpoint(functions, by):
    assert call(functions, "python", by, "") == "from the bucket"


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("python", "urllib3_pool"),
        ("python", "streams"),
        *(pytest.param("node", *by.values, marks=by.marks) for by in BY_NODE),
    ],
)
def test_the_internet_is_refused(functions, name, by):
    assert "nothing here reaches the internet" in call(functions, name, by, "https://www.python.org/")


def test_an_address_of_the_internet_is_refused(functions):
    error = call(functions, "python", "address", "")
    assert error["errorType"] == "PermissionError"
    assert (
        error["errorMessage"]
        == "A connection to 93.184.216.34 was refused: nothing here reaches the internet."
    )


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("python", "sendto"),
        ("python", "sendmsg"),
        *(pytest.param("node", by, marks=NEEDS_NODE) for by in ("send", "connect")),
    ],
)
def test_a_datagram_to_the_internet_is_refused(functions, name, by):
    assert (
        call(functions, name, "datagram", by)["errorMessage"]
        == "A datagram to 93.184.216.34 was refused: nothing here reaches the internet."
    )


@NEEDS_NODE
def test_no_name_server_is_asked(functions):
    assert (
        "ECONNREFUSED www.example.com"
        in call(functions, "node", "name_server", "www.example.com")["errorMessage"]
    )


@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("www.example.com", [PUBLIC, PUBLIC, PUBLIC, PUBLIC]),
        ("intranet.example.com", [PRIVATE, PRIVATE, PRIVATE, PRIVATE]),
        ("Rebinding.example.com", [PUBLIC, PRIVATE, PUBLIC, PRIVATE]),
        ("10.1.2.3", ["10.1.2.3", "10.1.2.3", "10.1.2.3", "10.1.2.3"]),
        ("0x7f.1", ["127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1"]),
        ("localhost", ["127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1"]),
    ],
)
@pytest.mark.parametrize(
    "name",
    [
        "python",
        pytest.param("node", marks=NEEDS_NODE),
    ],
)
def test_a_name_resolves_to_a_public_address_unless_it_has_others(functions, name, host, addresses):
    assert call(functions, name, "addresses", host) == addresses
