"""Alerts about runs, to whomever the settings name."""
