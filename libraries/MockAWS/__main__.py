"""`python -m MockAWS`: the stand-in, which is `python -m aws_stand_in`."""

import sys

from aws_stand_in.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
