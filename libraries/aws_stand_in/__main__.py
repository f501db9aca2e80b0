"""`python -m aws_stand_in`: AWS on a port."""

import sys

from aws_stand_in.command_line import main

if __name__ == "__main__":
    sys.exit(main())
