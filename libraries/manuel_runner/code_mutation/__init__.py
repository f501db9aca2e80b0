"""Mutation testing of the reference backend's code: change one place at a time, and run the suites on each mutant.

The catalogue of defects contains mistakes that their authors thought of; this is a second source, of unselected defects.
"""
