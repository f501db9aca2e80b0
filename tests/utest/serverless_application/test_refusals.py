"""What only AWS itself refuses, when an application starts."""

from collections.abc import Callable

import pytest

from application_template.errors import TemplateError
from serverless_application.running_application import RunningApplication

FUNCTION = """
    Resources:
      Work:
        Type: AWS::Lambda::Function
        Properties: {{Runtime: python3.12, Handler: index.handler, Code: {{ZipFile: x}}, {properties}}}
      Retries:
        Type: AWS::Lambda::EventInvokeConfig
        Properties: {{FunctionName: !Ref Work, Qualifier: $LATEST, MaximumRetryAttempts: {retries}}}
"""


@pytest.mark.parametrize(
    ("properties", "retries", "problem"),
    [
        (
            "FunctionName: my work",
            1,
            "Resources/Work: FunctionName has up to 64 letters, digits, hyphens and underscores, not 'my work'",
        ),
        ("Role: any", 9, "Resources/Retries: An error occurred (ValidationException)"),
        ("LoggingConfig: {LogGroup: my log}", 1, "An error occurred (InvalidParameterException)"),
    ],
)
def test_it_is_an_error_of_the_template_in_one_line(
    start_template: Callable[[str], RunningApplication], properties: str, retries: int, problem: str
) -> None:
    with pytest.raises(TemplateError) as refused:
        start_template(FUNCTION.format(properties=properties, retries=retries))
    assert str(refused.value).startswith(problem)
    assert "\n" not in str(refused.value)
