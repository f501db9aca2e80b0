"""SNS topics with many subscriptions."""

from typing import Any


def test_every_subscription_of_a_topic_gets_its_messages(aws: Any) -> None:
    sns, sqs = aws.client("sns"), aws.client("sqs")
    topic, other = (sns.create_topic(Name=name)["TopicArn"] for name in ("topic", "topic-2"))
    urls = [sqs.create_queue(QueueName=f"queue-{number}")["QueueUrl"] for number in range(102)]
    arns = [
        sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        for url in urls
    ]
    for arn in arns[:101]:
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    elsewhere = sns.subscribe(TopicArn=other, Protocol="sqs", Endpoint=arns[101])["SubscriptionArn"]
    again = sns.subscribe(TopicArn=other, Protocol="sqs", Endpoint=arns[101])["SubscriptionArn"]
    assert again == elsewhere

    sns.publish(TopicArn=topic, Message="hello")
    received = [len(sqs.receive_message(QueueUrl=url).get("Messages", ())) for url in urls]
    assert received == [1] * 101 + [0]
    pages = sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic)
    assert {one["Endpoint"] for page in pages for one in page["Subscriptions"]} == set(arns[:101])

    sns.delete_topic(TopicArn=topic)
    assert [one["SubscriptionArn"] for one in sns.list_subscriptions()["Subscriptions"]] == [elsewhere]
