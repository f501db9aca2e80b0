"""Running suites: which tests, in which processes, and what a person sees meanwhile."""
