"""Amazon Bedrock: models, knowledge bases and retrieval."""
