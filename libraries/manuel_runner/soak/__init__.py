"""Run all tests many times under conditions that should not matter, and report every test that ever fails."""
