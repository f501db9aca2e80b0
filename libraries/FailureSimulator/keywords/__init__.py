"""The library's keywords, a class per area."""
