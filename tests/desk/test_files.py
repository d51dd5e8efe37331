"""Files by digest keep one contract, in a folder and in a store; and so does a desk on each."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from gaitcheck.desk.archive import back_up, restore
from gaitcheck.desk.copies import Copies
from gaitcheck.desk.desk import Desk, open_desk
from gaitcheck.desk.files import FileStore, digest_of
from gaitcheck.desk.files_elsewhere import FilesElsewhere, files_at
from gaitcheck.desk.keeping import keep_result
from gaitcheck.desk.kept import (
    files_of,
    film_of,
    find_kept,
    load_analyses,
    load_kept_observation,
    write_kept,
)
from gaitcheck.desk.place import find_place
from gaitcheck.desk.records import Session
from gaitcheck.desk.removal import delete_for_good
from gaitcheck.desk.reviews import save_review
from gaitcheck.errors import DeskDamagedError, DeskError, InputError, OutputError
from gaitcheck.model import Correction
from gaitcheck.store import cache
from tests.desk.results import DAY, a_folder, an_athlete, keep_example, keep_judged
from tests.examples import make_analysis, make_clip

KINDS = ("folder", "memory", "file", pytest.param("s3", marks=pytest.mark.slow))
FILM = b"moving pictures" * 1000


@pytest.fixture(autouse=True)
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copies of what lies elsewhere, apart for each test."""
    monkeypatch.setenv(cache.FOLDER_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "desk"


@pytest.fixture(params=KINDS)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """A new place for files."""
    name = secrets.token_hex(6)
    if request.param == "folder":
        return tmp_path / "files"
    if request.param == "memory":
        return f"memory://{name}/files"
    if request.param == "file":
        return f"file://{tmp_path}/elsewhere"
    return f"{request.getfixturevalue('bucket')}/{name}"


@pytest.fixture
def files(where: Path | str) -> FileStore:
    return files_at(where)


def put(files: FileStore, content: bytes) -> str:
    digest = digest_of(content)
    files.put(content, digest)
    return digest


def test_what_is_put_is_there_once(files: FileStore, tmp_path: Path) -> None:
    assert list(files.digests()) == []
    first = put(files, b"one")
    put(files, b"one")
    source = tmp_path / "film.mp4"
    source.write_bytes(FILM)
    second = digest_of(source)
    files.put(source, second)
    assert sorted(files.digests()) == sorted((first, second))
    assert files.read(first) == b"one"
    assert files.local(second).read_bytes() == FILM
    assert b"".join(files.pieces(second)) == FILM
    assert not files.unfinished
    files.remove([first, "0" * 64])
    assert list(files.digests()) == [second]
    with pytest.raises(DeskDamagedError, match="gone or damaged"):
        files.read(first)
    assert b"".join(files.pieces(first)) == b""


def test_what_no_row_names_is_swept(files: FileStore) -> None:
    kept, left = put(files, b"kept"), put(files, b"left")
    mark, other = files.mark(), files.mark()
    assert files.unfinished
    files.clear(mark)
    assert files.unfinished
    files.clear(other)
    assert not files.unfinished
    files.clear(other)  # it may be gone
    files.mark()
    files.sweep({kept})
    assert list(files.digests()) == [kept]
    assert not files.unfinished
    assert files.read(kept) == b"kept"
    assert left not in files.digests()


def test_whose_they_are_is_said_once(files: FileStore, tmp_path: Path) -> None:
    assert files.owner() is None
    files.claim("ours")
    assert files.owner() == "ours"
    (tmp_path / "tables").write_bytes(b"rows")
    files.keep_beside(tmp_path / "tables", "before.zip")
    files.sweep(set())
    assert files.owner() == "ours"  # neither is a content


@pytest.mark.parametrize("digest", ["", "../" * 20, "A" * 64, "0" * 63, "0" * 64 + "/x"])
def test_nothing_but_digests_is_looked_for(files: FileStore, digest: str) -> None:
    for ask in (files.read, files.local, files.name_of, lambda d: files.put(b"x", d)):
        with pytest.raises(DeskDamagedError, match="name of no file"):
            ask(digest)


def elsewhere(tmp_path: Path, limit: int = 10**6) -> FilesElsewhere:
    address = f"memory://{secrets.token_hex(6)}"
    return FilesElsewhere(address, Copies(tmp_path / "copies", limit))


def test_copies_keep_to_their_limit_and_the_last_used_stay(tmp_path: Path) -> None:
    files = elsewhere(tmp_path, 250)
    digests = [put(files, bytes([k]) * 100) for k in range(3)]
    for digest in (digests[0], digests[1], digests[0], digests[2]):
        files.read(digest)
    here = {path.name for path in (tmp_path / "copies").iterdir()}
    assert here == {digests[0], digests[2]}
    big = put(files, b"b" * 1000)
    assert files.local(big).read_bytes() == b"b" * 1000  # what is asked for is there in any case
    assert {path.name for path in (tmp_path / "copies").iterdir()} == {big}


def test_many_are_brought_at_once_and_one_that_is_gone_is_said_later(tmp_path: Path) -> None:
    files = elsewhere(tmp_path)
    there = [put(files, bytes([k])) for k in range(5)]
    files.fetch([*there, "0" * 64, there[0]])
    assert {files.read(digest) for digest in there} == {bytes([k]) for k in range(5)}
    with pytest.raises(DeskDamagedError):
        files.local("0" * 64)


def test_a_damaged_copy_is_brought_anew_and_a_damaged_original_is_said(tmp_path: Path) -> None:
    import fsspec

    files = elsewhere(tmp_path)
    digest = put(files, b"sound")
    files.local(digest).write_bytes(b"spoilt")
    assert files.read(digest) == b"sound"
    files.copies.remove(digest)
    store = fsspec.filesystem("memory")
    store.pipe_file(files.name_of(digest).partition("//")[2], b"other")
    with pytest.raises(DeskDamagedError, match="gone or damaged"):
        files.read(digest)


def test_what_is_deleted_leaves_no_copy(tmp_path: Path) -> None:
    files = elsewhere(tmp_path)
    digest = put(files, b"private")
    copy = files.local(digest)
    files.remove([digest])
    assert not copy.exists()


@pytest.mark.slow
def test_a_store_that_does_not_answer_is_said(bucket: str, tmp_path: Path) -> None:
    for address in (f"{bucket}-that-is-not/files", "nonsense://club"):
        with pytest.raises((OutputError, InputError), match="cannot be used"):
            files_at(address).put(b"x", digest_of(b"x"))


@pytest.fixture
def open_desk_here(where: Path | str, tmp_path: Path) -> Callable[..., Desk]:
    def open_it(name: str = "desk") -> Desk:
        return open_desk(tmp_path / name, files=where)

    return open_it


def test_a_desk_with_its_files_there(open_desk_here: Callable[..., Desk], tmp_path: Path) -> None:
    film = tmp_path / "run.mp4"
    film.write_bytes(FILM)
    with open_desk_here() as desk:
        ann = an_athlete(desk)
        clip = make_clip(sha256=hashlib.sha256(FILM).hexdigest())
        folder = a_folder(tmp_path / "run", make_analysis(clip=clip))
        kept = keep_result(desk, folder, Session(ann.id, DAY), film=film)
        judged, seen = keep_judged(desk, ann, left=15, right=15)
        (machine,) = load_analyses(desk, [judged])
        save_review(desk, judged.id, (Correction("label", machine.steps[0].id, strike="toe"),), 0)
    with open_desk_here() as desk:
        assert not desk.files.unfinished
        shown = film_of(desk, kept.id)
        assert shown is not None
        assert shown.read_bytes() == FILM
        assert load_kept_observation(desk, judged.id).clip == seen.clip
        write_kept(desk, kept.id, tmp_path / "again")
        assert (tmp_path / "again" / "film.mp4").read_bytes() == FILM
        assert (tmp_path / "again" / "analysis.json").read_bytes() == (
            folder / "analysis.json"
        ).read_bytes()
        assert [one.by_person for one in find_kept(desk)].count(True) == 1
        own = set(files_of(desk, kept.id).values())
        delete_for_good(desk, clip_id=kept.id)
        assert not own & set(desk.files.digests())
        delete_for_good(desk, athlete_id=ann.id)
        assert list(desk.files.digests()) == []


def test_a_backup_goes_from_one_kind_to_the_other(
    open_desk_here: Callable[..., Desk], tmp_path: Path
) -> None:
    with open_desk_here() as desk, open_desk(tmp_path / "plain") as plain:
        keep_example(plain, an_athlete(plain), 1)
        back_up(plain, tmp_path / "plain.zip")
        assert restore(desk, tmp_path / "plain.zip") == 1
        assert load_analyses(desk, find_kept(desk)) == load_analyses(plain, find_kept(plain))
        assert set(desk.files.digests()) == set(plain.files.digests())
        back_up(desk, tmp_path / "there.zip")
        with open_desk(tmp_path / "back") as back:
            assert restore(back, tmp_path / "there.zip") == 1
            assert set(back.files.digests()) == set(plain.files.digests())
        desk.files.remove(sorted(desk.files.digests())[:1])
        with pytest.raises(DeskDamagedError, match="no backup was made"):
            back_up(desk, tmp_path / "lacking.zip")


def test_no_other_desk_uses_the_same_files(open_desk_here: Callable[..., Desk]) -> None:
    """It would remove those of the first: no row of its own names them."""
    with open_desk_here() as desk:
        keep_example(desk, an_athlete(desk), 1)
        held = set(desk.files.digests())
        desk.files.mark()
    with pytest.raises(DeskError, match="belong to another desk"):
        open_desk_here("other")
    with open_desk_here() as desk:
        assert set(desk.files.digests()) == held


def test_the_environment_names_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GAITCHECK_DESK_FILES", raising=False)
    assert find_place(tmp_path).files == tmp_path / "files"
    assert not find_place(tmp_path).apart
    monkeypatch.setenv("GAITCHECK_DESK_FILES", "s3://club/desk/")
    assert find_place(tmp_path).files == "s3://club/desk"
    assert find_place("postgresql://here/desk").files == "s3://club/desk"
    assert find_place(tmp_path).apart
    monkeypatch.setenv("GAITCHECK_DESK_FILES", str(tmp_path / "other"))
    assert find_place(tmp_path).files == tmp_path / "other"
