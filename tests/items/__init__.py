"""Every entry of the data list: samples of it, checks of it, and what only it asks."""
