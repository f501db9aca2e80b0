"""Policies of IAM: which statements are about an action, and what they say."""
