"""The list of licences is of the lock file as it stands, and no package is without one."""

from __future__ import annotations

from tools.list_licences import (
    PAGE,
    SAID_BY_HAND,
    UNNAMED,
    licence_of,
    page,
    read_lock,
    texts,
    used_by_program,
)


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(read_lock()), "run `make licences`"
    assert UNNAMED not in PAGE.read_text(encoding="utf-8")


def test_what_the_program_uses_is_told_from_what_only_tests_use() -> None:
    used = used_by_program(read_lock())
    assert {"mediapipe", "streamlit", "psycopg", "authlib", "distributed", "joserfc"} <= used
    assert not {"pytest", "ruff", "moto", "gaitcheck"} & used


def test_what_is_said_by_hand_is_in_the_lock() -> None:
    assert SAID_BY_HAND.keys() <= read_lock().keys()


def test_a_package_that_nobody_knows_is_said_to_have_none() -> None:
    assert licence_of("no-such-package") == UNNAMED


def test_the_texts_are_those_of_the_packages() -> None:
    said = "".join(texts(["ezc3d", "no-such-package", "numpy"]))
    assert "Permission is hereby granted" in said
    assert "NumPy Developers" in said
