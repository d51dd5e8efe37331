"""What is left when the system kills a part of gaitcheck at any moment."""
