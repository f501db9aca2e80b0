"""Signed-in users are refused while Cognito is unavailable."""

NOTICED_BY = "Signed-In User Continues While Cognito Refuses Sign-Ins"


def apply() -> None:
    """Call Cognito with each token."""
    import os

    import boto3
    from botocore.exceptions import ClientError

    from api_gateway import authorizer
    from api_gateway.application import UnauthorizedError
    from manuel_sandbox.settings import DeploymentSettings

    authorize = authorizer.CognitoAuthorizer.authorize
    from_environment = DeploymentSettings.from_environment
    deployed = []

    def note(environ):
        deployed.append(from_environment(environ))
        return deployed[-1]

    def ask_first(self, authorization):
        settings = deployed[-1]
        cognito = boto3.client(
            "cognito-idp",
            region_name=settings.aws_region,
            endpoint_url=settings.aws_endpoint_url,
            aws_access_key_id=settings.aws_access_key_id,
            aws_secret_access_key=settings.aws_secret_access_key,
        )
        try:
            cognito.initiate_auth(
                ClientId=settings.user_pool_client_id,
                AuthFlow="USER_SRP_AUTH",
                AuthParameters={"USERNAME": "nobody@example.com", "SRP_A": os.urandom(64).hex()},
            )
        except ClientError as error:
            raise UnauthorizedError("Cognito signs nobody in") from error
        finally:
            cognito.close()
        return authorize(self, authorization)

    DeploymentSettings.from_environment = note
    authorizer.CognitoAuthorizer.authorize = ask_first
