"""What a person says of a clip on the desk: kept, taken into its analysis, undone."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from gaitcheck.desk.desk import Desk
from gaitcheck.desk.keeping import Content, add_analysis, files_in, of_clip, put_review
from gaitcheck.desk.kept import files_of, get_kept, load_analyses, load_kept_observation
from gaitcheck.desk.records import Kept, Review
from gaitcheck.desk.rights import clip_row
from gaitcheck.desk.tables import ReviewRow
from gaitcheck.errors import ConflictError
from gaitcheck.judging import judge
from gaitcheck.model import Analysis, Correction
from gaitcheck.report import write_judgement
from gaitcheck.store.corrections import correction_from
from gaitcheck.store.disk import make_folder, write_file
from gaitcheck.store.result import STEPS_FOLDER


def read_review(desk: Desk, clip_id: str) -> Review:
    """Return what a person said of a clip."""
    with desk.reading() as transaction:
        clip, _ = clip_row(transaction, desk.who, clip_id)
        row = transaction.get(ReviewRow, clip.id)
        if row is None:
            return Review()
        said = tuple(correction_from(item) for item in json.loads(row.corrections))
        return Review(said, row.who, row.made_at, row.version)


def save_review(desk: Desk, clip_id: str, corrections: Sequence[Correction], version: int) -> Kept:
    """Take what a person says of a clip in place of what was said before, and judge it again.

    Parameters
    ----------
    desk : Desk
    clip_id : str
    corrections : sequence of Correction
        All that hold; none to have the program's own answer again.
    version : int
        Of the `Review` that was seen; 0 where there was none.

    Raises
    ------
    ConflictError
        When somebody else said something meanwhile.
    InputError
        When a correction cannot be used, or what was seen in the clip was not kept.
    """
    analysis, files = judge_kept(desk, clip_id, corrections)
    with desk.filing() as filing:
        clip, _ = clip_row(filing.transaction, desk.who, clip_id)
        held = filing.transaction.get(ReviewRow, clip.id)
        if (0 if held is None else held.version) != version:
            raise ConflictError(
                "Somebody else has reviewed this clip meanwhile, so nothing was saved. Look at it "
                "again first."
            )
        put_review(filing.transaction, clip.id, corrections, desk.who)
        add_analysis(filing, clip, analysis, files)
    return get_kept(desk, clip_id)


def judge_kept(
    desk: Desk, clip_id: str, corrections: Sequence[Correction]
) -> tuple[Analysis, Mapping[str, Content]]:
    """Judge a clip of the desk from what was seen in it; return the analysis and its files."""
    (held,) = load_analyses(desk, [get_kept(desk, clip_id)])
    analysis = judge(load_kept_observation(desk, clip_id), held.options, corrections)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, digest in files_of(desk, clip_id).items():
            if file.startswith(f"{STEPS_FOLDER}/"):  # the sheet is drawn from them
                make_folder(folder / STEPS_FOLDER)
                write_file(folder / file, desk.files.read(digest))
        write_judgement(analysis, folder)
        return analysis, {
            file: path.read_bytes() for file, path in files_in(folder).items() if not of_clip(file)
        }
