"""Keywords for an application, and what they say when they fail."""

import time
from datetime import timedelta
from pathlib import Path

import pytest
from botocore.exceptions import ReadTimeoutError

from ManuelEnvironment import current_environment
from ServerlessApplication import ServerlessApplication, invocations
from ServerlessApplication.errors import ApplicationError, FunctionFailedError
from ServerlessApplication.keywords.application import ApplicationKeywords
from ServerlessApplication.keywords.functions import FunctionKeywords
from ServerlessApplication.keywords.logs import LogKeywords

AT_ONCE = timedelta()


@pytest.fixture
def functions(application: Path) -> FunctionKeywords:
    return FunctionKeywords()


@pytest.fixture
def logs(application: Path) -> LogKeywords:
    keywords = LogKeywords()
    keywords._log.enter()
    return keywords


def test_a_running_application_is_only_described(application: Path) -> None:
    keywords = ApplicationKeywords()
    outputs = keywords.start_application(application)
    assert outputs == {"Table": keywords.get_resource_name("OrderTable"), "Subnet": "subnet-1"}
    assert keywords.start_application() == outputs
    assert keywords.start_application(imports={"network": "subnet-1"}) == outputs
    assert keywords.get_application_output("Table") == outputs["Table"]
    assert keywords.get_resource_name(outputs["Table"]) == outputs["Table"]


def test_a_run_has_one_application(application: Path, tmp_path: Path) -> None:
    with pytest.raises(
        ApplicationError, match=r"tests .*/template\.yaml already: a run has one application\."
    ):
        ApplicationKeywords().start_application(tmp_path / "template.yaml")


def test_a_run_has_one_choice_of_parameters_sites_and_imports(application: Path) -> None:
    keywords = ApplicationKeywords()
    with pytest.raises(ApplicationError, match="with other parameters: Stage is None, not 'test'"):
        keywords.start_application(application, Stage="test")
    with pytest.raises(ApplicationError, match="with other names: usage_table is None, not 'OrderTable'"):
        keywords.start_application(application, names={"usage_table": "OrderTable"})
    with pytest.raises(ApplicationError, match=r"with other sites: www\.example\.com is None, not 'pages'"):
        keywords.start_application(application, sites={"www.example.com": "pages"})
    with pytest.raises(ApplicationError, match="with other imports: network is 'subnet-1', not 'subnet-2'"):
        keywords.start_application(application, imports={"network": "subnet-2"})


def test_a_function_reads_the_pages_of_a_site_and_no_others(functions: FunctionKeywords) -> None:
    assert functions.invoke_function("FetchFunction", '"https://www.example.com/"') == "a page"
    refusal = functions.invoke_function("FetchFunction", '"https://www.python.org/"')
    assert refusal.startswith("GET https://www.python.org/ was refused: nothing here reaches the internet.")


def test_an_application_comes_before_anything_else(reference_backend: None, tmp_path: Path) -> None:
    with pytest.raises(
        ApplicationError, match=r"tests environment local already, so .* can't be started\. Start the"
    ):
        ApplicationKeywords().start_application(tmp_path / "template.yaml")
    with pytest.raises(
        ApplicationError, match="tests environment local and no template: No application is tested"
    ):
        ApplicationKeywords().start_application()


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(ApplicationError, match=rf"There is no template {tmp_path}/none\.yaml\."):
        ApplicationKeywords().start_application(tmp_path / "none.yaml")


def test_keywords_need_an_application(reference_backend: None) -> None:
    with pytest.raises(ApplicationError, match="call `Start Application` with its template"):
        FunctionKeywords().invoke_function("PriceFunction")


def test_unknown_names_come_with_those_there_are(application: Path) -> None:
    keywords = ApplicationKeywords()
    with pytest.raises(ApplicationError, match=r"no output Url\. It has: Table, Subnet\."):
        keywords.get_application_output("Url")
    with pytest.raises(
        ApplicationError,
        match=r"no resource Bucket\. It has: ClockFunction, FetchFunction, OrderTable, PriceFunction, SlowFunction\.",
    ):
        keywords.get_resource_name("Bucket")
    with pytest.raises(ApplicationError, match=r"no resource OrdersTable\. Did you mean OrderTable\?"):
        keywords.get_resource_name("OrdersTable")


def test_only_functions_are_invoked_and_have_logs(functions: FunctionKeywords, logs: LogKeywords) -> None:
    what = r"OrderTable is no function of the template\. Its functions are: ClockFunction, FetchFunction, Pri"
    with pytest.raises(ApplicationError, match=what):
        functions.invoke_function("OrderTable")
    with pytest.raises(ApplicationError, match=what):
        logs.get_function_log("OrderTable")
    with pytest.raises(
        ApplicationError, match=r"PriceFun is not in the template\. Did you mean PriceFunction\?"
    ):
        functions.invoke_function("PriceFun")
    deployed = ApplicationKeywords().get_resource_name("PriceFunction")
    assert functions.invoke_function(deployed, {"item": "tea"}) == {"total": 3.9}


@pytest.mark.parametrize("event", [{"item": "tea", "amount": 2}, '{"item": "tea", "amount": 2}'])
def test_a_function_is_invoked(functions: FunctionKeywords, event: object) -> None:
    assert functions.invoke_function("PriceFunction", event) == {"total": 7.8}


def test_a_function_may_take_longer_than_a_response(
    functions: FunctionKeywords, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = current_environment()
    impatient = environment.settings.model_copy(update={"timeout_seconds": 0.2})
    monkeypatch.setattr(environment, "settings", impatient)
    assert functions.invoke_function("SlowFunction", 0.5) == "waited"


def test_a_function_that_does_not_answer_is_not_invoked_again(
    functions: FunctionKeywords, logs: LogKeywords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invocations, "LONGEST_INVOCATION", 0.2)
    with pytest.raises(ReadTimeoutError):
        functions.invoke_function("SlowFunction", 0.5)
    log = logs.function_log_should_contain("SlowFunction", "END RequestId", timeout=timedelta(seconds=20))
    assert log.count("START RequestId") == 1


def test_a_failure_has_the_error_and_the_log(functions: FunctionKeywords) -> None:
    with pytest.raises(FunctionFailedError) as failed:
        functions.invoke_function("PriceFunction", {"item": "sand"})
    message = str(failed.value)
    assert message.startswith("PriceFunction failed: KeyError: 'sand'\nIts log:\n")
    assert "asked for sand\n" in message


def test_an_expected_failure_is_returned(functions: FunctionKeywords) -> None:
    error = functions.function_should_fail("PriceFunction", {"item": "sand"}, error="Key*", message="*sand*")
    assert error["errorType"] == "KeyError"


def test_a_success_or_another_failure_is_not_the_expected_one(functions: FunctionKeywords) -> None:
    with pytest.raises(
        AssertionError, match=r"Expected PriceFunction to fail, but it returned \{'total': 3\.9\}"
    ):
        functions.function_should_fail("PriceFunction", {"item": "tea"})
    with pytest.raises(
        AssertionError, match="to fail with ValueError: \\*, but it failed with KeyError: 'sand'"
    ):
        functions.function_should_fail("PriceFunction", {"item": "sand"}, error="ValueError")


def test_a_log_is_waited_for(functions: FunctionKeywords, logs: LogKeywords) -> None:
    functions.send_event_to_function("PriceFunction", {"item": "tea"})
    log = logs.function_log_should_contain("PriceFunction", "asked for tea", timeout=timedelta(seconds=20))
    assert "START RequestId" in log
    with pytest.raises(
        AssertionError,
        match=r"PriceFunction has not logged 'asked for sand' since the test began\. Its log:\n",
    ):
        logs.function_log_should_contain("PriceFunction", "asked for sand", timeout=AT_ONCE)


def test_functions_that_share_a_log_group_have_logs_of_their_own(
    functions: FunctionKeywords, logs: LogKeywords
) -> None:
    functions.invoke_function("PriceFunction", {"item": "tea"})
    functions.invoke_function("FetchFunction", '"https://www.example.com/"')
    assert "asked for tea" in logs.get_function_log("PriceFunction")
    fetched = logs.get_function_log("FetchFunction")
    assert "START RequestId" in fetched
    assert "asked for tea" not in fetched


def test_a_log_begins_with_the_test(functions: FunctionKeywords, logs: LogKeywords) -> None:
    functions.invoke_function("PriceFunction", {"item": "tea"})
    assert "asked for tea" in logs.get_function_log("PriceFunction")
    logs._log._began[-1] += 3600
    assert logs.get_function_log("PriceFunction") == ""
    with pytest.raises(
        AssertionError, match="PriceFunction has logged nothing since the test began, so that it"
    ):
        logs.function_log_should_not_contain("PriceFunction", "asked for tea")


def test_an_empty_text_is_nothing_to_look_for(logs: LogKeywords) -> None:
    for look in (logs.function_log_should_contain, logs.function_log_should_not_contain):
        with pytest.raises(ApplicationError, match=r"Expected a text to look for\. It is empty"):
            look("PriceFunction", "")


def test_a_log_that_should_not_have_a_text_says_what_it_has(
    functions: FunctionKeywords, logs: LogKeywords
) -> None:
    functions.invoke_function("PriceFunction", {"item": "tea"})
    logs.function_log_should_not_contain("PriceFunction", "asked for sand")
    with pytest.raises(AssertionError, match="PriceFunction has logged 'asked for tea':\n"):
        logs.function_log_should_not_contain("PriceFunction", "asked for tea")


def test_the_last_error_of_all_functions_is_found(functions: FunctionKeywords, logs: LogKeywords) -> None:
    assert logs._log.last_error() is None
    functions.function_should_fail("PriceFunction", {"item": "sand"})
    functions.invoke_function("PriceFunction", {"item": "tea"})
    assert logs._log.last_error() == "PriceFunction: [ERROR] KeyError: 'sand'"


def test_the_library_has_the_keywords_of_all_components() -> None:
    assert {"start_application", "invoke_function", "get_function_log"} <= set(
        ServerlessApplication().get_keyword_names()
    )


def test_functions_see_the_time_that_a_test_has_set(functions: FunctionKeywords) -> None:
    ahead = functions.invoke_function("ClockFunction") - time.time()
    current_environment().advance_clock(timedelta(days=1))
    ahead_then = functions.invoke_function("ClockFunction") - time.time()
    assert ahead_then - ahead == pytest.approx(86_400, abs=30)
