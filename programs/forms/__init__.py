"""What people fill in: one module for each part of the work."""
