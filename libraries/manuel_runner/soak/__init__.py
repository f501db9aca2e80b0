"""Run everything many times, under conditions that should not matter, and see whether a test ever fails."""
