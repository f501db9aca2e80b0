"""Charts as inline SVG: no script, no image file, readable in log.html, on a dark screen and in an e-mail."""
