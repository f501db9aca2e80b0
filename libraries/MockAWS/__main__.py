"""`python -m MockAWS`: the stand-in, as `python -m aws_stand_in`."""

import sys

from aws_stand_in.command_line import main

if __name__ == "__main__":
    sys.exit(main(program="python -m MockAWS"))
