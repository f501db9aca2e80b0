"""What scripts of function processes and the rest of the project both say, though neither can import the other, is the same."""

import ast
from pathlib import Path

from egress_proxy import proxy
from lambda_runtime import supervisor
from lambda_runtime.processes import egress

PROCESSES = Path(egress.__file__).parent


def constants_of(script: Path) -> dict[str, object]:
    """Return the literals that a script assigns, without running it."""
    found = {}
    for statement in ast.parse(script.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            try:
                found[statement.targets[0].id] = ast.literal_eval(statement.value)
            except ValueError:
                continue
    return found


def test_both_processes_of_functions_are_isolated_in_the_same_way() -> None:
    assert constants_of(PROCESSES / "supervise.py")["INTERPRETER_OPTIONS"] == supervisor.INTERPRETER_OPTIONS


def test_the_proxy_writes_addresses_where_functions_read_them() -> None:
    assert egress.ADDRESSES == proxy.ADDRESSES
    assert f"process.env.{proxy.ADDRESSES} " in (PROCESSES / "node_function.mjs").read_text()


def test_the_internet_has_the_same_address_in_both_languages() -> None:
    assert f'const internet = "{egress.INTERNET}";' in (PROCESSES / "node_function.mjs").read_text()
