"""The Lambda functions: one module a subject, each operation a class that is given what it works with."""
