"""Alerts about runs, for the recipients that the settings name."""
