"""Templates of pages: texts of others stay texts, and what a template does not know is no empty place."""

from __future__ import annotations

import jinja2
import pytest

from conformance.standard.pages import html_templates

HOSTILE = "<script>alert(1)</script>"


def test_a_text_is_escaped_whatever_the_suffix_of_its_template():
    templates = html_templates("conformance.report.html")
    assert HOSTILE not in templates.from_string("{{ text }}").render(text=HOSTILE)
    assert templates.get_template("style.css").environment.autoescape is True


def test_what_a_template_does_not_know_is_an_error():
    with pytest.raises(jinja2.UndefinedError):
        html_templates("conformance.report.html").from_string("{{ nobody_said_it }}").render()


def test_packages_after_the_first_give_what_it_has_not():
    loader = html_templates("conformance.bulletin.html", "conformance.report.html").loader
    assert loader is not None
    assert {"bulletin.html", "frame.html"} <= set(loader.list_templates())
