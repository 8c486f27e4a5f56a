from __future__ import annotations

import subprocess
import sys

import pytest

from conformance.standard.load import editions, load


def test_the_2016_edition_is_the_default_and_read_once():
    standard = load()
    assert standard.edition.id == "2016"
    assert load("2016") is load("2016")
    assert standard.digest.startswith("sha256:")


def test_an_unknown_edition_names_the_known_ones():
    with pytest.raises(ValueError, match=r"'1999'.*2016"):
        load("1999")
    assert editions() == ("2016",)


def test_an_edition_is_a_name_and_no_path():
    with pytest.raises(ValueError, match="unknown edition"):
        load("../compiled/2016")


def test_loading_needs_neither_linkml_nor_polars():
    code = (
        "import sys; from conformance.standard.load import load; load();"
        "print([m for m in sys.modules if m.split('.')[0] in ('linkml', 'linkml_runtime', 'polars', 'yaml', 'ruamel')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_an_item_leads_to_its_record_type():
    standard = load()
    leads = {name: standard.record_type_of(name).name for name in standard.items}
    assert (leads["admin-licence"], leads["admin-penalty"]) == ("licence", "penalty")
    assert set(leads.values()) == standard.record_types.keys()
    with pytest.raises(KeyError, match="no field nonsense"):
        standard.record_types["licence"].field("nonsense")
