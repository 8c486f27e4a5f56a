"""The exchange: what services and clients of departments, districts and provinces say to each other, and whether it keeps to the profile."""
