"""Amazon Cognito user pools: signing in, tokens, signing out."""
