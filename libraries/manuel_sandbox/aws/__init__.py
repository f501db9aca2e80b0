"""How the backend calls AWS: its clients, and what is done when a call fails."""
