"""The commands, one module each. A module imports only click at first; what is slow to load is imported when the command runs."""
