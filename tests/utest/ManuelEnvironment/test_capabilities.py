import pytest

from ManuelEnvironment import Environment
from ManuelEnvironment.capabilities import misspelt_needs, needed_by
from ManuelEnvironment.listeners.run_conditions import reason_to_skip
from ManuelEnvironment.settings import validate


def environment(**values: object) -> Environment:
    dev = {"environment": "dev", "api_base_url": "http://localhost:3000"}
    return Environment(validate({**dev, **values}, source="dev"), None, None)


def test_needs_are_read_from_tags() -> None:
    assert needed_by(["smoke", "needs:cost", "needs:load"]) == {"cost", "load"}


def test_a_test_runs_if_the_environment_has_its_capabilities() -> None:
    assert reason_to_skip(environment(capabilities=["cost"]), ["api", "needs:cost"]) is None


def test_a_missing_capability_is_the_reason_to_skip() -> None:
    reason = reason_to_skip(
        environment(capabilities=["cost"]), ["needs:load", "needs:cost", "needs:second-user"]
    )
    assert reason == "environment dev does not offer load, second-user"


def test_a_category_that_is_turned_off_is_the_reason_to_skip() -> None:
    assert reason_to_skip(environment(), ["chaos"]) == "environment dev has turned off enable_chaos_testing"
    assert reason_to_skip(environment(enable_chaos_testing=True), ["chaos"]) is None


def test_tags_compare_as_in_robot_framework() -> None:
    assert needed_by(["NEEDS:Cost", "needs: load", "ne_eds:destructive"]) == {"cost", "load", "destructive"}
    assert misspelt_needs(["NEEDS:Cost", "needs: load", "ne_eds:destructive"]) == []


@pytest.mark.parametrize(
    "tag",
    [
        "need:cost",
        "needs-cost",
        "needs:cots",
        "nedes:cost",
        "needs;cost",
        "needs.cost",
        "needs cost",
        "requires:cost",
    ],
)
def test_a_near_miss_is_found(tag: str) -> None:
    assert misspelt_needs([tag]) == [f"the tag {tag!r} names no capability. Did you mean needs:cost?"]


def test_an_unknown_capability_is_found() -> None:
    (problem,) = misspelt_needs(["needs:unicorns"])
    assert problem.startswith("the tag 'needs:unicorns' names no capability. There are: fault-injection, ")


def test_other_tags_are_left_alone() -> None:
    assert (
        misspelt_needs(["smoke", "load", "cost", "needs_token", "needles", "feeds:news", "owner:cost-centre"])
        == []
    )
