"""Amazon Cognito identity pools: authenticated and unauthenticated identities, and their credentials."""
