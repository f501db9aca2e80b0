"""Scripts that the processes of functions run; they import nothing of this project but each other."""
