"""What Manuel does, apart from how it is asked: quotas, manuals, questions, speech."""
