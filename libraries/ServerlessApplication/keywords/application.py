"""Keywords for the application as a whole."""

from pathlib import Path

from robot.api.deco import keyword

from ManuelAuth.bearer import BearerAuthentication
from ManuelEnvironment import current_environment, guard_http_sessions
from ManuelEnvironment.imported_libraries import find_imported
from ServerlessApplication import application_under_test
from ServerlessApplication.errors import ApplicationError

SESSION = "application"


class ApplicationKeywords:
    """Keywords that start the application, and say what it is called."""

    @keyword(tags=["Application"])
    def start_application(
        self,
        template: Path | None = None,
        *,
        sites: dict[str, str] | None = None,
        imports: dict[str, str] | None = None,
        names: dict[str, str] | None = None,
        **parameters: str,
    ) -> dict[str, str]:
        """Start the application of a template, and wait until its APIs and functions can be used.

        A run has one application: further calls with the same template only return its outputs. If the suite uses
        RequestsLibrary, a session `application` to the first API is opened in it, which sends the token of the signed-in user.

        Args:
            template: A SAM or CloudFormation template; by default the one that `--template` or the settings name.
            sites: Hosts of the internet that functions may ask, and the folder with the pages of each; all others are refused.
            imports: Values of what other stacks export and the template imports by `Fn::ImportValue`, and of parameters and
                secrets that it names by `{{resolve:…}}` and does not create, such as `ssm:/shops/currency`.
            names: Which output or resource of the template a setting means, such as `user_pool_client_id=WebClient` where it has
                two app clients, or `api_base_url=AdminApi`.
            parameters: Values of its parameters; they override those of `samconfig.toml` beside it.

        Returns:
            The outputs of the template by name, with local addresses.

        Raises:
            ApplicationError: The run tests something else already, or there is no such template.
            StackError: The template is wrong, or cannot run here.

        Example:
        ```robotframework
        VAR    &{sites} =    www.example.com=${CURDIR}/pages
        ${outputs} =    Start Application    ${CURDIR}/../template.yaml    sites=${sites}    Stage=test
        Log    ${outputs}[ApiUrl]
        ```
        """
        chosen = {
            "parameters": dict(parameters),
            "sites": dict(sites or {}),
            "imports": dict(imports or {}),
            "names": dict(names or {}),
        }
        stack = application_under_test.start(template, chosen)
        if stack.api_base_url:
            _open_session()
        return dict(stack.outputs)

    @keyword(tags=["Application", "Getter"])
    def get_application_output(self, name: str) -> str:
        """Return an output of the template.

        Args:
            name: The name of the output.

        Raises:
            ApplicationError: The template has no such output, or the application has not been started.

        Example:
        ```robotframework
        ${url} =    Get Application Output    ApiUrl
        ```
        """
        outputs = application_under_test.stack().outputs
        if name not in outputs:
            raise ApplicationError(
                f"The template has no output {name}. It has: {', '.join(outputs) or 'none'}."
            )
        return outputs[name]

    @keyword(tags=["Application", "Getter"])
    def get_resource_name(self, logical_id: str) -> str:
        """Return the name, URL, ARN or id of a resource, as `Ref` gives it in the template.

        Args:
            logical_id: The resource's name in the template.

        Raises:
            ApplicationError: The template has no such resource, or the application has not been started.

        Example:
        ```robotframework
        ${table} =    Get Resource Name    OrderTable
        ```
        """
        return application_under_test.physical_name(logical_id)

    @keyword(tags=["Application"])
    def reset_usage_plans(self) -> None:
        """Let the usage plans of the template begin anew: no request has been counted for their quotas and rates.

        What one test has used of a quota is used for the next ones too. A test of a quota calls this in its setup.

        Raises:
            ApplicationError: The application has not been started.

        Example:
        ```robotframework
        *** Test Cases ***
        Third Request Of A Day Is Refused
            [Setup]    Reset Usage Plans
            VAR    &{headers} =    x-api-key=abcdefghijklmnopqrstuvwxyz
            GET On Session    application    /orders    headers=${headers}
            GET On Session    application    /orders    headers=${headers}
            GET On Session    application    /orders    headers=${headers}    expected_status=429
        ```
        """
        application_under_test.reset_usage()


def _open_session() -> None:
    library = find_imported("RequestsLibrary")
    if library is None or library.session_exists(SESSION):
        return
    guard_http_sessions()
    environment = current_environment()
    library.create_custom_session(
        SESSION,
        environment.api_base_url,
        auth=BearerAuthentication(
            lambda: current_environment().api_base_url, lambda: current_environment().settings.token_kind
        ),
        timeout=environment.settings.timeout_seconds,
        max_retries=0,
    )
