"""The example of the desk's page in the documentation runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import gaitcheck.desk
from tests.desk.results import a_folder, an_analysis

PAGE = Path(__file__).parents[2] / "docs" / "desk.md"


def test_the_example_in_the_documentation_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    a_folder(tmp_path / "results" / "monday", an_analysis(1, "unsure"))
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    exec(compile(example, str(PAGE), "exec"), {})
    said = capsys.readouterr().out
    assert "gaitcheck is not sure how the feet land." in said
    assert (tmp_path / "reports" / "Ann_report.pdf").is_file()


def test_every_name_of_the_room_is_there() -> None:
    assert sorted(gaitcheck.desk._LATE) == sorted(gaitcheck.desk.__all__)
    for name in gaitcheck.desk.__all__:
        assert getattr(gaitcheck.desk, name).__name__ == name
    with pytest.raises(AttributeError, match="nothing_such"):
        gaitcheck.desk.nothing_such  # noqa: B018
