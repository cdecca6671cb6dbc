"""The pages of the resources."""
