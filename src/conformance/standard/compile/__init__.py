"""Compiling the standard: LinkML schemas, rule book and catalogue become one JSON file per edition.

Only this package imports LinkML. Nothing at run time imports this package.
"""
