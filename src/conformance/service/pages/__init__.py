"""The pages of the service, for people: a file is dropped, checked, mended and loaded down. They work without scripts.

``frame`` makes a page of a template, ``visit`` knows who asks and in which language, ``problems`` makes a page of a refusal,
``routes`` has a module for each group of addresses. What they do with checks is what :mod:`conformance.service.jobs` offers.
"""
