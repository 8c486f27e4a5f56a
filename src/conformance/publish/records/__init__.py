"""JSON Schema (draft 2020-12) of one record of a data item: every rule that JSON Schema can say, and no other.

``model`` what a kind of check comes to; ``texts``, ``calendar``, ``numerals`` and ``codelists`` regular expressions that
every dialect reads alike; ``presence``, ``writing``, ``identifiers``, ``dates``, ``values``, ``subjects`` and ``untold`` one small
function for each kind of check; ``build`` the schema of an item; ``matrix`` and ``page`` which rule it enforces and which it
cannot express.
"""
