"""The ways in which a clip is spoilt; the same number always gives the same clip."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from fuzz_clips.remux import REMUXES

Bytes = bytearray
Spoil = Callable[[random.Random, Bytes, Sequence[Path]], bytes]

ABSURD: Final = (0, 1, 2, 7, 8, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
"""Numbers at which sums and sizes go wrong."""
HEAD: Final = 2048
BOXES: Final = (
    b"ftyp moov trak mdia minf stbl stsd stts ctts stss stsc stsz stco mdhd mvhd tkhd elst avcC "
    b"hvcC mdat free udta meta RIFF LIST avih strh strf idx1 movi vide vids"
).split()
CODES: Final = (
    b"avc1 hvc1 hev1 mp4v vp09 vp08 av01 apcn mjpg s263 H264 XVID MJPG MP42 WMV2 WMV1 DIVX ap4h "
    b"FFV1 SVQ3"
).split()


def flip_bytes(rng: random.Random, data: Bytes, others: Sequence[Path]) -> bytes:
    """Change a few bytes anywhere."""
    for _ in range(rng.choice((1, 3, 10, 50, 500))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def flip_head(rng: random.Random, data: Bytes, others: Sequence[Path]) -> bytes:
    """Change a few bytes where the description of the streams stands, at the begin or the end."""
    start = 0 if rng.random() < 0.7 else max(len(data) - HEAD, 0)
    for _ in range(rng.choice((1, 2, 5, 20))):
        at = start + rng.randrange(min(HEAD, len(data) - start))
        data[at] ^= 1 << rng.randrange(8)
    return bytes(data)


def absurd_numbers(rng: random.Random, data: Bytes, others: Sequence[Path]) -> bytes:
    """Put absurd numbers into the description: sizes, rates, counts, offsets."""
    for _ in range(rng.choice((1, 2, 4))):
        at = rng.randrange(max(min(HEAD, len(data)) - 4, 1))
        order = rng.choice("<>")
        wide = rng.choice("HI")
        number = rng.choice(ABSURD) & (0xFFFF if wide == "H" else 0xFFFFFFFF)
        struct.pack_into(order + wide, data, at, number)
    return bytes(data)


def resize_boxes(rng: random.Random, data: Bytes, others: Sequence[Path]) -> bytes:
    """Give boxes or chunks another size, or their fields absurd numbers."""
    places = [at for name in BOXES for at in _all(data, name)]
    if not places:
        return absurd_numbers(rng, data, others)
    for _ in range(rng.choice((1, 2))):
        at = rng.choice(places)
        # The size stands before the name in MP4, behind it in AVI; then come the fields.
        field = at + rng.choice((-4, 4, 8, 12, 16, 20, 24, 28, 32, 36))
        if 0 <= field <= len(data) - 4:
            (old,) = struct.unpack_from(">I", data, field)
            number = rng.choice((*ABSURD, old + 1, old - 1, old * 2, old + 1024)) & 0xFFFFFFFF
            struct.pack_into(rng.choice("<>") + "I", data, field, number)
    return bytes(data)


def _all(data: Bytes, name: bytes) -> list[int]:
    places: list[int] = []
    at = data.find(name)
    while at >= 0 and len(places) < 50:
        places.append(at)
        at = data.find(name, at + 1)
    return places


def truncate(rng: random.Random, data: Bytes, others: Sequence[Path]) -> bytes:
    """Break off, or lose the beginning."""
    at = rng.choice((rng.randrange(len(data)), rng.randrange(min(HEAD, len(data)))))
    return bytes(data[:at] if rng.random() < 0.8 else data[at:])


def splice(rng: random.Random, data: Bytes, others: Sequence[Path]) -> bytes:
    """Leave out, repeat or exchange pieces, or go on with another file."""
    a, b = sorted(rng.randrange(len(data)) for _ in range(2))
    way = rng.randrange(5)
    if way == 0:
        return bytes(data[:a] + data[b:])
    if way == 1:
        return bytes(data[:b] + data[a:])
    if way == 2:
        return bytes(data[:a] + bytes(b - a) + data[b:])
    other = rng.choice(others).read_bytes()
    if way == 3:
        return bytes(data[:a]) + other[rng.randrange(len(other)) :]
    return bytes(data) + other


def relabel(rng: random.Random, data: Bytes, others: Sequence[Path]) -> bytes:
    """Say that the stream is of another codec."""
    places = [at for code in CODES for at in _all(data, code)]
    if not places:
        return flip_head(rng, data, others)
    at = rng.choice(places)
    data[at : at + 4] = rng.choice(CODES)
    return bytes(data)


SPOILS: Final[Mapping[str, Spoil]] = {
    spoil.__name__: spoil
    for spoil in (
        flip_bytes,
        flip_head,
        absurd_numbers,
        resize_boxes,
        truncate,
        splice,
        relabel,
    )
}
"""What is done to the bytes of a file, by its name."""
WAYS: Final = (*SPOILS, *REMUXES)


def mutant(number: int, seed: int, whole: Mapping[str, Path], folder: Path) -> tuple[Path, str]:
    """Write the clip of a number and return it with what was done to which whole clip."""
    rng = random.Random(f"{seed}-{number}")
    way = rng.choice(WAYS)
    name = rng.choice(sorted(whole))
    source, others = whole[name], [whole[key] for key in sorted(whole)]
    path = folder / f"{number:06d}{source.suffix}"
    done = way
    if way in REMUXES and not REMUXES[way](rng, source, others, path):
        done = "flip_bytes"  # not to be had for this kind of file
    if done in SPOILS:
        path.write_bytes(SPOILS[done](rng, Bytes(source.read_bytes()), others))
    return path, f"{done} of {name}"
