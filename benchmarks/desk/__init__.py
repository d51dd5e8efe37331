"""What the desk bears: being killed, and many athletes."""
