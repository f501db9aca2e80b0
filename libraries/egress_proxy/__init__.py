"""The way out for processes that must not reach the internet: AWS and some sites are local, the rest is refused."""
