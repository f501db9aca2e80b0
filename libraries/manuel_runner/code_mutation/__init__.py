"""Change the reference backend's own code, one place at a time, with the suites as the judge.

Where the catalogue of defects holds what somebody thought of, this is a second source of defects that nobody has chosen.
"""
