"""What a page says of a file."""

from __future__ import annotations

import pytest

from gaitcheck.ui.style import plain, with_names_alone


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "/tmp/gaitcheck-app-7-9-x/tmpab_c/clips/1f2e/my run.mp4 is damaged.",
            "my run.mp4 is damaged.",
        ),
        (
            "There is no file /var/tmp/gaitcheck-tmp-a-7-9-f/steps.csv.",
            "There is no file steps.csv.",
        ),
        ("(C:\\Temp\\gaitcheck-app-7-9-x\\visit\\run.mp4)", "(run.mp4)"),
        ("The desk /home/ann/desk is full.", "The desk /home/ann/desk is full."),
        ("gaitcheck-app-1/ is no path of ours", "gaitcheck-app-1/ is no path of ours"),
    ],
)
def test_a_file_goes_by_its_name(said: str, shown: str) -> None:
    assert with_names_alone(said) == shown
    assert plain(said).replace("\\", "") == shown.replace("\\", "")
