"""The command that sends a load mix."""
