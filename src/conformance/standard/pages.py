"""Templates of HTML pages: one set of settings, whoever draws them."""

from __future__ import annotations

import jinja2


def html_templates(*packages: str) -> jinja2.Environment:
    """The templates of packages, of the first that has one; every text is escaped, and what they do not know is an error.

    Escaping does not go by the suffix of a template: texts of others stand in each of them, style sheets too.
    """
    return jinja2.Environment(
        loader=jinja2.ChoiceLoader([jinja2.PackageLoader(package) for package in packages]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
