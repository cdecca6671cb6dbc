"""What can be done: one module for each part of the work."""
