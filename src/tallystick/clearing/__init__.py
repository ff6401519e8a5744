"""Clearing: which waiting payments settle together, what that nets to, and who bears a failure."""
