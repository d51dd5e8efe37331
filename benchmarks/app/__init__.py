"""The app under load."""
