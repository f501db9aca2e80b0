"""CloudFormation answers as AWS documents it: single requests by `behaviours/cloudformation_cases.py`."""

from typing import Any

import pytest
from behaviours import Case
from behaviours.cloudformation_cases import CASES, STATUSES, WORK
from behaviours.comparing import require


@pytest.fixture
def formation(aws: Any) -> Any:
    client = aws.client("cloudformation", parameter_validation=False)
    client.create_stack(StackName="work", **WORK)
    return client


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cloudformation_answers_as_on_aws(formation: Any, case: Case) -> None:
    require(case, formation, {}, statuses=STATUSES)
