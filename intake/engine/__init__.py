"""Pure parts of the pipeline: which column means what, errors by cause, values kept as JSON."""
