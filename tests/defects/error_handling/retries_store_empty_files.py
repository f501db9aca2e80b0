"""A file that S3 was too busy for at first is stored empty: the first attempt has read it to its end."""

NOTICED_BY = "Retried Upload Sends The File From Its Beginning"


def apply() -> None:
    """Send the rest of the file with each attempt."""
    import io

    from botocore.exceptions import ClientError

    from manuel_sandbox.aws.clients import AwsClients

    s3_of = AwsClients.s3.fget

    class RetryingS3:
        def __init__(self, clients):
            self._clients = clients

        def __getattr__(self, name):
            return getattr(s3_of(self._clients), name)

        def put_object(self, **options):
            file, client = io.BytesIO(options.pop("Body")), self._clients._client("s3", attempts=1)
            try:
                return client.put_object(Body=file.read(), **options)
            except ClientError:
                return client.put_object(Body=file.read(), **options)

    AwsClients.s3 = property(RetryingS3)
