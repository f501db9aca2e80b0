"""Send requests and time them at the socket. It knows nothing of Robot Framework or of the tested system."""
