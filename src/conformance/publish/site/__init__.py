"""The site of an edition: pages of everything that it has, complete in one folder, offline, the same bytes every time."""
