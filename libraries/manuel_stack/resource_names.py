"""The names of Manuel's tables, buckets, queues and topics, as its deployments have them."""

CONTRACT_NAMES = {
    "usage_table": "manuel-usage-{stage}",
    "rate_limit_table": "manuel-rate-limits-{stage}",
    "error_tracking_table": "manuel-error-tracking-{stage}",
    "manuals_bucket": "manuel-manuals-{stage}-{account}",
    "audio_bucket": "manuel-audio-{stage}-{account}",
    "error_queue": "manuel-errors-{stage}",
    "dead_letter_queue": "manuel-error-dlq-{stage}",
    "error_topic": "manuel-error-notifications-{stage}",
}


def names_by_contract(stage: str, account_id: str) -> dict[str, str]:
    """Return the name of each resource.

    Example:
        >>> names_by_contract("staging", "000000000001")["usage_table"]
        'manuel-usage-staging'
    """
    return {kind: name.format(stage=stage, account=account_id) for kind, name in CONTRACT_NAMES.items()}
