"""``observation.npz``: all that was seen in a clip, so that it can be judged again without it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from gaitcheck.errors import InputError
from gaitcheck.model import (
    SIDES,
    Clip,
    ClipOptions,
    Landmarks,
    Observation,
    Person,
    PersonSeen,
    PictureQuality,
    PushOff,
    ShoeTrack,
    Side,
    SoleTrack,
    Tracking,
)
from gaitcheck.model.precision import KINDS
from gaitcheck.store.arrays import DAMAGES, from_npz_bytes, to_npz_bytes
from gaitcheck.store.disk import write_file

OBSERVATION_NAME: Final = "observation.npz"
FORMAT_ID: Final = "gaitcheck.observation/1"
_TEXT: Final = "text"
_LANDMARKS: Final = "landmarks"
_PICTURE_QUALITY: Final = "look"
_CAMERA: Final = "camera"

Table = TypeVar("Table", Landmarks, PictureQuality, PushOff, ShoeTrack, SoleTrack)


class ObservationError(InputError):
    """What was seen in a clip is missing, damaged or of another program."""


def write_observation(folder: Path, observation: Observation) -> None:
    """Write ``observation.npz`` into a folder.

    It holds arrays, as `gaitcheck.model.precision` rounds them, and one text with the rest as JSON;
    no pickle. A minute of clip at 30 pictures a second takes about 0.8 MB.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    write_file(folder / OBSERVATION_NAME, to_bytes(observation))


def save_observation(observation: Observation, path: Path) -> None:
    """Write an observation to a file of any name.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    write_file(path, to_bytes(observation))


def load_observation(path: Path) -> Observation:
    """Read an observation from its file, or from the results folder that holds it.

    Raises
    ------
    ObservationError
        When it is missing, damaged, or of a newer program.
    """
    if path.is_dir():
        path /= OBSERVATION_NAME
    try:
        return from_bytes(path.read_bytes(), str(path))
    except FileNotFoundError as error:
        raise ObservationError(
            f"There is no {path.name} in {path.parent}, so what was seen in the clip is not known. "
            "Analyse the clip again."
        ) from error
    except DAMAGES as error:
        raise ObservationError(f"{path} is damaged. Analyse the clip again.") from error


def to_bytes(observation: Observation) -> bytes:
    """Return the content of the file; the same observation always gives the same bytes."""
    tracking, shoes = observation.tracking, observation.shoes
    arrays: dict[str, NDArray[Any]] = {}
    _put(arrays, _LANDMARKS, tracking.landmarks)
    _put(arrays, _CAMERA, tracking)
    if tracking.picture_quality is not None:
        _put(arrays, _PICTURE_QUALITY, tracking.picture_quality)
    for side in SIDES:
        if side in tracking.soles:
            _put(arrays, f"{side}.sole", tracking.soles[side])
        if side in shoes:
            _put(arrays, side, shoes[side])
            push_off = shoes[side].push_off
            if push_off is not None:
                _put(arrays, f"{side}.push_off", push_off)
    text = json.dumps(_rest(observation), ensure_ascii=True, allow_nan=True)
    return to_npz_bytes({_TEXT: np.array(text), **arrays})


def _put(arrays: dict[str, NDArray[Any]], place: str, seen: Any) -> None:
    for name, kind in KINDS[type(seen)].items():
        arrays[f"{place}.{name}"] = np.asarray(getattr(seen, name), dtype=kind)


def _rest(observation: Observation) -> dict[str, Any]:
    """Return what is no array."""
    tracking = observation.tracking
    return {
        "format": FORMAT_ID,
        "version": observation.version,
        "clip": dataclasses.asdict(observation.clip),
        "options": dataclasses.asdict(observation.options),
        "hips_crossed": observation.hips_crossed,
        "quantiser": observation.quantiser,
        "size": [tracking.landmarks.width, tracking.landmarks.height],
        "people": [dataclasses.asdict(person) for person in tracking.people],
        "surveyed_frames": list(tracking.surveyed_frames),
        "candidates": [dataclasses.asdict(person) for person in tracking.candidates],
        "chosen": tracking.chosen,
        "part": tracking.part,
        "pose_every": tracking.pose_every,
        "foot_length": {side: shoe.foot_length for side, shoe in observation.shoes.items()},
    }


def from_bytes(data: bytes, name: str = "The file") -> Observation:
    """Return the observation of a file's content.

    Raises
    ------
    ObservationError
        When another program wrote it.
    one of DAMAGES
        When it is damaged.
    """
    arrays = from_npz_bytes(data)
    rest = json.loads(str(arrays.pop(_TEXT)))
    if rest["format"] != FORMAT_ID:
        raise ObservationError(f"{name} was written by another version. Analyse the clip again.")
    width, height = rest["size"]
    tracking = Tracking(
        landmarks=_take(arrays, _LANDMARKS, Landmarks, {"width": width, "height": height}),
        camera_shift=arrays[f"{_CAMERA}.camera_shift"].astype(np.float64),
        steadiness=arrays[f"{_CAMERA}.steadiness"].astype(np.float64),
        people=tuple(Person(**person) for person in rest["people"]),
        surveyed_frames=tuple(rest["surveyed_frames"]),
        picture_quality=_quality(arrays),
        candidates=tuple(PersonSeen(**person) for person in rest["candidates"]),
        chosen=rest["chosen"],
        # Observations from before parts could be chosen are of the whole clip.
        part=None if rest.get("part") is None else tuple(rest["part"]),
        pose_every=rest.get("pose_every", 1),
        soles={
            side: _take(arrays, f"{side}.sole", SoleTrack, {})
            for side in SIDES
            if f"{side}.sole.seen" in arrays
        },
    )
    return Observation(
        clip=Clip(**rest["clip"]),
        tracking=tracking,
        shoes=_shoes(arrays, rest["foot_length"]),
        options=ClipOptions(**rest["options"]),
        hips_crossed=rest["hips_crossed"],
        quantiser=rest["quantiser"],
        version=rest["version"],
    )


def _quality(arrays: Mapping[str, NDArray[Any]]) -> PictureQuality | None:
    white, bare = (arrays.get(f"{_PICTURE_QUALITY}.{name}") for name in ("white", "bare"))
    if white is None:
        return None
    if bare is None:
        # An observation from before it was looked whether there is a ground under the feet.
        arrays = {**arrays, f"{_PICTURE_QUALITY}.bare": np.full_like(white, np.nan)}
    return _take(arrays, _PICTURE_QUALITY, PictureQuality, {})


def _shoes(
    arrays: Mapping[str, NDArray[Any]], foot_length: Mapping[str, float]
) -> dict[Side, ShoeTrack]:
    found: dict[Side, ShoeTrack] = {}
    for side in SIDES:
        if side not in foot_length:
            continue
        place = f"{side}.push_off"
        push_off = _take(arrays, place, PushOff, {}) if f"{place}.offset" in arrays else None
        more = {"side": side, "foot_length": foot_length[side], "push_off": push_off}
        found[side] = _take(arrays, side, ShoeTrack, more)
    return found


def _take(
    arrays: Mapping[str, NDArray[Any]], place: str, kind: type[Table], more: Mapping[str, Any]
) -> Table:
    """Return one part of the observation, its arrays in the types that the program works with."""
    found: dict[str, Any] = {}
    for name, stored in KINDS[kind].items():
        array = arrays[f"{place}.{name}"]
        if array.dtype != np.dtype(stored):
            raise ValueError(f"{place}.{name} has another type")
        found[name] = array.astype(_WORKING.get(array.dtype.kind, np.float64))
    return kind(**found, **more)


_WORKING: Final[Mapping[str, type[np.generic]]] = {"b": np.bool_, "i": np.intp}
