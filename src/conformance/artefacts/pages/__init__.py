"""Pages that need more than ``publish`` knows: the exchange, the catalogue, the downloads. One module for each kind, with ``pages(source)``."""
