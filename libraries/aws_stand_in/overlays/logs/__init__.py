"""CloudWatch Logs: log groups, filters, and the logs of functions."""
