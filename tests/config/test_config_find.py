from __future__ import annotations

import pytest
from writing import write

from conformance.config.find import find_configuration
from conformance.report.errors import UsageError
from conformance.standard.load import load


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A working directory beside the data."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def found(*inputs):
    configuration = find_configuration(inputs, load())
    return None if configuration is None else configuration.path


def test_the_nearest_above_the_file_is_taken(tmp_path, elsewhere):
    write(tmp_path, "")
    near = write(tmp_path / "data" / "2016", "")
    assert found(tmp_path / "data" / "2016" / "05" / "a.csv") == near


def test_a_folder_is_searched_from_itself(tmp_path, elsewhere):
    own = write(tmp_path / "data", "")
    assert found(tmp_path / "data") == own


def test_else_the_nearest_above_the_working_directory(tmp_path, elsewhere):
    mine = write(elsewhere, "")
    assert found(tmp_path / "data" / "a.csv") == mine
    assert found("-") == mine


def test_a_pyproject_without_the_table_is_none(tmp_path, elsewhere):
    above = write(tmp_path, "")
    write(tmp_path / "data", '[project]\nname = "x"\n', "pyproject.toml")
    assert found(tmp_path / "data" / "a.csv") == above


def test_its_own_file_goes_before_pyproject_and_that_is_known(tmp_path, elsewhere):
    write(tmp_path, "[tool.conformance]\n", "pyproject.toml")
    own = write(tmp_path, "")
    configuration = find_configuration([tmp_path / "a.csv"], load())
    assert (configuration.path, configuration.unused) == (own, tmp_path / "pyproject.toml")


def test_a_faulty_one_further_away_does_not_matter(tmp_path, elsewhere):
    write(tmp_path, "lang = ")
    near = write(tmp_path / "data", "")
    assert found(tmp_path / "data" / "a.csv") == near


def test_a_pyproject_that_is_no_toml_matters_if_it_speaks_of_the_tool(tmp_path, elsewhere):
    write(tmp_path, "[project\n", "pyproject.toml")
    assert found(tmp_path / "a.csv") is None
    write(tmp_path, "[tool.conformance\n", "pyproject.toml")
    with pytest.raises(UsageError, match="TOML"):
        found(tmp_path / "a.csv")


def test_inputs_of_two_configurations_are_refused(tmp_path, elsewhere):
    write(tmp_path / "a", "")
    write(tmp_path / "b", "")
    with pytest.raises(UsageError, match="配置不同"):
        found(tmp_path / "a" / "x.csv", tmp_path / "b" / "x.csv")
    with pytest.raises(UsageError, match="配置不同"):
        found(tmp_path / "a" / "x.csv", tmp_path / "c" / "x.csv")


def test_inputs_of_one_configuration_may_lie_apart(tmp_path, elsewhere):
    above = write(tmp_path, "")
    assert found(tmp_path / "a" / "x.csv", tmp_path / "b" / "x.csv") == above
