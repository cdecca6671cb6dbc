"""Who may do what: one module for each thing that is decided about."""
