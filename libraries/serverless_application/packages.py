"""The packages of an application's functions, installed before anything waits for them."""

from application_template.application import ResolvedTemplate
from application_template.errors import TemplateError
from application_template.local_files import code_path
from lambda_runtime.function import FunctionDefinition
from lambda_runtime.package_cache import PackagesUnavailableError
from lambda_runtime.runtimes import find_runtime, required_packages


def install_packages(application: ResolvedTemplate) -> None:
    """Install what the `requirements.txt` of each Python function names, unless that has been done before.

    Raises:
        TemplateError: It cannot be installed.
    """
    for resource in application.resources:
        if resource.type != "AWS::Lambda::Function":
            continue
        properties = application.resolve(resource, {}).properties
        path, runtime = code_path(properties["Code"]), find_runtime(str(properties["Runtime"]))
        if path is None or not path.is_dir() or runtime.language != "python":
            continue
        function = FunctionDefinition(
            resource.logical_id, str(properties["Runtime"]), str(properties["Handler"]), path
        )
        try:
            required_packages(function, runtime)
        except PackagesUnavailableError as error:
            raise TemplateError(str(error)) from None
