"""The keywords, an area a file."""
