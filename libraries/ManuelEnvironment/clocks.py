"""The clocks of several machines."""

from datetime import timedelta

CLOCK_DIFFERENCE = timedelta(seconds=1)
"""How much two clocks may differ: those of this machine, of each instance of the backend, and of AWS.

Clocks kept by NTP differ by milliseconds, which may be one second in whole seconds.
"""
