"""The keywords, one component an area."""
