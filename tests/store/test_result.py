from __future__ import annotations

from pathlib import Path

import pytest

from gaitcheck.errors import InputError
from gaitcheck.store.read import read_analysis
from gaitcheck.store.serialize import to_dict, to_json_bytes
from tests.examples import make_analysis


def test_an_analysis_comes_back(tmp_path: Path) -> None:
    analysis = make_analysis(height_cm=178.0)
    path = tmp_path / "analysis.json"
    path.write_bytes(to_json_bytes(analysis))
    back = read_analysis(path)
    assert to_dict(back) == to_dict(analysis)
    assert back.height_cm == 178.0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no file"),
        (b"", "holds no JSON"),
        (b"\xff\xfe", "holds no JSON"),
        (b"[" * 100_000, "holds no JSON"),
        (b"[]", "no JSON object"),
        (b"{}", "no analysis of gaitcheck"),
    ],
)
def test_what_is_no_analysis_is_one_sentence(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "analysis.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        read_analysis(path)
    assert "\n" not in str(caught.value)


def test_a_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_analysis(tmp_path)
