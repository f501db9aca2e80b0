"""The comparison of behaviours: a case is named as its test names it, and a total counts what a server does."""

import pytest

from aws_servers import MOTO, OURS
from aws_stand_in import MockAwsServer
from bench_mock_aws_behaviours import CASES, FOLDER, outcomes, table


def test_the_table_of_a_service_has_its_cases_and_totals() -> None:
    found = {
        OURS: {"a key is whole": True, "a key is one": True},
        MOTO: {"a key is whole": True, "a key is one": False},
    }
    header, whole, one, total = (line.split() for line in table("S3", found).splitlines() if line)
    assert header == ["S3", OURS, MOTO]
    assert whole[-2:] == ["yes", "yes"]
    assert one[-2:] == ["yes", "no"]
    assert total == ["of", "2", "2", "1"]


def test_cases_are_run_against_the_endpoint() -> None:
    with MockAwsServer() as server:
        found = outcomes(server.url, f"{CASES['EventBridge']}[a pattern is JSON]")
    assert found == {"a pattern is JSON": True}


@pytest.mark.parametrize("cases", CASES.values())
def test_every_file_of_cases_exists(cases: str) -> None:
    assert (FOLDER / cases.partition("::")[0]).exists()
