"""JSON Schemas of records: what they say, and whether three validators and the engine agree on it."""
