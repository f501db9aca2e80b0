"""`python -m manuel_sandbox` is the command `manuel-sandbox`."""

import sys

from manuel_sandbox.command_line import main

sys.exit(main())
