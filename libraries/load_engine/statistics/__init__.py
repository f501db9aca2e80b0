"""The statistics of response times in pure Python: nothing to install, and quick to import."""
