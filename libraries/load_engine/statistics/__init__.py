"""The statistics of response times, in pure Python: nothing to install, nothing to import that costs time."""
