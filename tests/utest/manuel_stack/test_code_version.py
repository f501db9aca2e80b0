"""The version by which a running stack and the tests know each other."""

import subprocess
import sys
from pathlib import Path

import manuel_stack
from manuel_stack.code_version import PACKAGES

LIBRARIES = Path(manuel_stack.__file__).resolve().parents[1]
IMPORTED_BY_A_STACK = """
import sys
from pathlib import Path

from manuel_stack.parent import serve_lease
from manuel_stack.process import warm_up

warm_up(for_template=True)
files = {name: getattr(module, "__file__", None) for name, module in sys.modules.items() if "." not in name}
print(*sorted(name for name, file in files.items() if file and Path(file).is_relative_to(sys.argv[1])))
"""


def test_it_covers_every_package_that_a_stack_runs() -> None:
    command = [sys.executable, "-c", IMPORTED_BY_A_STACK, str(LIBRARIES)]
    imported = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert tuple(imported) == PACKAGES
