"""The clock of functions, which is set forward while their processes live."""

import calendar
import shutil
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from lambda_runtime.runtimes import find_python
from support.waiting import wait_until

DAY = 86_400
CLOSE = 30
"""Seconds that a busy machine may need between two looks at the clock."""
PYTHON = """
import datetime, time, boto3
imported = time.time()
read = time.time
def handler(event, context):
    return {
        "imported": imported,
        "now": [time.time(), read(), time.time_ns() / 1e9, datetime.datetime.now().timestamp(),
                datetime.datetime.now(datetime.timezone.utc).timestamp(), time.mktime(time.localtime())],
        "left": context.get_remaining_time_in_millis() / 1000,
        "monotonic": time.monotonic(),
    }
"""
NODE = """
const imported = Date.now();
const read = () => new Date();
exports.handler = async (event, context) => ({
  imported: imported / 1000,
  now: [Date.now() / 1000, read() / 1000, new Date(new Date().toISOString()) / 1000, Date.parse(Date()) / 1000],
  left: context.getRemainingTimeInMillis() / 1000,
  dates: [read() instanceof Date, new Date(86400000).toISOString(), Date.UTC(1970, 0, 2)],
});
"""
NEEDS_NODE = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
OTHER_PYTHON = next((f"python{each}" for each in ("3.12", "3.13", "3.10") if find_python(each)), None)
LANGUAGES = [
    pytest.param({"source": PYTHON}, id="python"),
    pytest.param({"source": NODE, "module": "app.js", "runtime": "nodejs20.x"}, marks=NEEDS_NODE, id="node"),
    pytest.param(
        {"source": PYTHON, "runtime": OTHER_PYTHON},
        marks=pytest.mark.skipif(OTHER_PYTHON is None, reason="needs another Python"),
        id="another python",
    ),
]


def ahead(seen: float) -> float:
    """Return how far a time is ahead of this process's."""
    return pytest.approx(seen - time.time(), abs=CLOSE)


@pytest.mark.parametrize("written", LANGUAGES)
def test_a_process_follows_the_clock_from_one_invocation_to_the_next(function, written):
    tried = function(**written, timeout_seconds=100)
    for days in (0, 1, 31):
        if days:
            tried.functions.set_clock_ahead(days * DAY)
        seen = tried.result()
        assert [round((now - time.time()) / DAY) for now in seen["now"]] == [days] * len(seen["now"])
        assert all(ahead(now) == days * DAY for now in seen["now"])
        assert ahead(seen["imported"]) == 0
        assert seen["left"] == pytest.approx(100, abs=CLOSE)


@pytest.mark.parametrize("written", LANGUAGES)
def test_a_new_process_begins_with_the_time_of_the_others(function, written):
    tried = function(**written)
    tried.functions.set_clock_ahead(DAY)
    assert ahead(tried.result()["imported"]) == DAY


def test_the_clock_runs(function):
    tried = function(
        "import time\ndef handler(event, context): return [time.time(), time.sleep(event), time.time()]"
    )
    tried.functions.set_clock_ahead(DAY)
    first, _, last = tried.result(0.2)
    assert 0.2 <= last - first < CLOSE


def test_an_invocation_that_runs_sees_the_new_time(function, tmp_path):
    source = """
import pathlib, time
def handler(event, context):
    pathlib.Path(event).touch()
    began = time.time()
    while time.time() < began + 3600:
        time.sleep(0.05)
    return time.time() - began
"""
    tried = function(source, timeout_seconds=100)
    begun = tmp_path / "begun"
    with ThreadPoolExecutor() as executor:
        result = executor.submit(tried.result, str(begun))
        wait_until(begun.exists)
        tried.functions.set_clock_ahead(DAY)
        assert result.result() == pytest.approx(DAY, abs=100)


def test_a_function_with_threads_follows_changes_that_come_at_once(function, tmp_path):
    source = """
import pathlib, threading, time
def handler(event, context):
    ended = threading.Event()
    def look():
        while not ended.is_set():
            time.time()
    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    began = time.time()
    pathlib.Path(event["begun"]).touch()
    while time.time() < began + event["seconds"]:
        pass
    ended.set()
    for thread in threads:
        thread.join()
    return time.time() - began
"""
    tried = function(source, timeout_seconds=100)
    begun, days = tmp_path / "begun", 1000
    with ThreadPoolExecutor() as executor:
        result = executor.submit(tried.result, {"begun": str(begun), "seconds": days * DAY})
        wait_until(begun.exists)
        for day in range(days):
            tried.functions.set_clock_ahead((day + 1) * DAY)
        assert result.result() == pytest.approx(days * DAY, abs=100)


def test_the_time_may_change_while_a_function_is_imported(function, tmp_path):
    source = """
import os, pathlib, sys, time, types
began = time.time()
sys.modules["unittest"] = types.ModuleType("unittest")  # as it is while it is imported
pathlib.Path(os.environ["BEGUN"]).touch()
while time.time() < began + 3600:
    time.sleep(0.05)
def handler(event, context): return time.time() - began
"""
    begun = tmp_path / "begun"
    tried = function(source, variables={"BEGUN": str(begun)}, timeout_seconds=100)
    with ThreadPoolExecutor() as executor:
        result = executor.submit(tried.result)
        wait_until(begun.exists)
        tried.functions.set_clock_ahead(DAY)
        assert result.result() == pytest.approx(DAY, abs=100)


def test_urls_are_signed_by_the_time_of_aws(function):
    source = """
import boto3, re, time
def handler(event, context):
    version_4 = boto3.session.Config(signature_version="s3v4")
    s3 = boto3.client("s3", aws_access_key_id="a", aws_secret_access_key="b", config=version_4)
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"})
    return [time.time(), re.search("X-Amz-Date=([0-9]+T[0-9]+Z)", url)[1]]
"""
    tried = function(source, timeout_seconds=20)
    for days in (0, 1):
        tried.functions.set_clock_ahead(days * DAY)
        now, signed_at = tried.result()
        assert ahead(now) == days * DAY
        assert ahead(calendar.timegm(time.strptime(signed_at, "%Y%m%dT%H%M%SZ"))) == 0


def test_monotonic_time_is_that_of_the_machine(function):
    tried = function(PYTHON)
    before = tried.result()["monotonic"]
    tried.functions.set_clock_ahead(DAY)
    assert 0 < tried.result()["monotonic"] - before < CLOSE


@NEEDS_NODE
def test_dates_that_are_given_stay_what_they_are(function):
    tried = function(NODE, module="app.js", runtime="nodejs20.x")
    tried.functions.set_clock_ahead(DAY)
    assert tried.result()["dates"] == [True, "1970-01-02T00:00:00.000Z", DAY * 1000]


@NEEDS_NODE
def test_times_are_whole_milliseconds(function):
    source = "exports.handler = async () => [Number.isInteger(Date.now()), String(BigInt(Date.now()))];"
    tried = function(source, module="app.js", runtime="nodejs20.x")
    tried.functions.set_clock_ahead(DAY + 0.1234567)
    is_whole, now = tried.result()
    assert is_whole is True
    assert ahead(int(now) / 1000) == DAY


@NEEDS_NODE
def test_the_class_of_a_date_is_the_one_that_a_function_sees(function):
    source = """
exports.handler = async () => {
  class Moment extends Date {}
  const date = new Date();
  return [date.constructor === Date, new date.constructor() / 1000, new Moment() / 1000, new Moment() instanceof Moment];
};
"""
    tried = function(source, module="app.js", runtime="nodejs20.x")
    tried.functions.set_clock_ahead(DAY)
    is_same, copied, derived, is_derived = tried.result()
    assert (is_same, is_derived) == (True, True)
    assert [ahead(copied), ahead(derived)] == [DAY, DAY]


def test_a_function_with_a_module_of_the_standard_librarys_name_has_both_its_module_and_the_time(
    function, tmp_path
):
    tried = function("import time, zoneinfo\ndef handler(event, context): return [zoneinfo.OWN, time.time()]")
    (tried.code / "zoneinfo.py").write_text("OWN = True\nZoneInfo = type('ZoneInfo', (), {})")
    tried.functions.set_clock_ahead(DAY)
    own, now = tried.result()
    assert own is True
    assert ahead(now) == DAY
