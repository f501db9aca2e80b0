"""What invokes an application's functions beside requests: queues, streams, schedules.

`EventSources` starts what a CloudFormation template describes. Events that a service sends by itself (S3 notifications, SNS
messages, EventBridge rules) come from the AWS stand-in; their patterns and their form are here.
"""
