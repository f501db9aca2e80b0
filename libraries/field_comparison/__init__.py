"""Compare the fields of JSON with what testers write: `status=ready`, `usage.daily_used=3`."""
