"""How data comes in: encodings, one reader per format, matching headers to fields, each cell's place."""
