"""Pages that follow from the standard and its lists alone: one module for each kind, with ``pages(source)``."""
