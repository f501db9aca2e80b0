"""The authorizers of a template's APIs: Cognito user pools, JSON Web Tokens, Lambda functions."""
