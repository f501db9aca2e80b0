"""Amazon Cognito identity pools: identities of users and guests, and their credentials."""
