"""DynamoDB's expression language: conditions, filters, key conditions, updates and projections.

An expression goes three steps: its text is parsed (once, kept by the text), bound to the names and values of a request, where all
that can be wrong without an item is refused, and evaluated against items.

Source: "Using expressions in DynamoDB", Amazon DynamoDB Developer Guide.
"""
