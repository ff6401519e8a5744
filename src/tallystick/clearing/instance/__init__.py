"""Settlement instances: what waits and what there is to settle it with, read and written."""
