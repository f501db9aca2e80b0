"""EventBridge: events, rules and their schedules, event buses."""
