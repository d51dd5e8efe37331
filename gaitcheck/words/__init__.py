"""What gaitcheck says: every sentence for people, one module a topic. Codes and values come in."""
