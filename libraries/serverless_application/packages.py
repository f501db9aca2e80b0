"""The packages of an application's functions, installed before anything waits for them."""

from application_template.application import ResolvedTemplate, TemplateResource
from application_template.errors import TemplateError
from application_template.local_files import code_path
from lambda_runtime.function import FunctionDefinition
from lambda_runtime.package_cache import PackagesUnavailableError
from lambda_runtime.runtimes import UnsupportedRuntimeError, find_runtime, required_packages


def install_packages(application: ResolvedTemplate, python: str | None = None) -> None:
    """Install what the `requirements.txt` of each Python function names, unless that has been done before.

    Args:
        application: The application.
        python: The interpreter of all Python functions; None takes the one that each function's runtime names.

    Raises:
        TemplateError: It cannot be installed, or there is no such interpreter.
    """
    functions = [one for one in application.resources if one.type == "AWS::Lambda::Function"]
    try:
        for function in functions:
            _install_for(application.resolve(function, {}), python)
    except (PackagesUnavailableError, UnsupportedRuntimeError) as error:
        raise TemplateError(str(error)) from None


def _install_for(resource: TemplateResource, python: str | None) -> None:
    identifier, handler = (str(resource.properties[name]) for name in ("Runtime", "Handler"))
    path, runtime = code_path(resource.properties["Code"]), find_runtime(identifier, python)
    if path is not None and path.is_dir() and runtime.language == "python":
        required_packages(FunctionDefinition(resource.logical_id, identifier, handler, path), runtime)
