"""Amazon SNS: topics, by an engine of our own."""
