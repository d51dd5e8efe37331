"""The feet alone, where the pictures show no body: which is which, and what they mean."""
