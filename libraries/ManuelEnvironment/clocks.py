"""The clocks of several machines."""

from datetime import timedelta

CLOCK_DIFFERENCE = timedelta(seconds=1)
"""How far two clocks may be apart: those of this machine, of each instance of the backend, and of AWS.

Machines that keep their clocks by NTP are apart by milliseconds; in whole seconds that is one second.
"""
