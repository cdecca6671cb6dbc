"""The project's own tools: `python -m tools.<name>`, called by the Makefile."""
