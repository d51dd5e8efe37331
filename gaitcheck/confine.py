"""Keep a process that decodes strangers' films from the network, and from writing anywhere else.

A film is read by large libraries in C, and a hole in one of them is a way in. Where Linux offers it
(Landlock from 5.13 on, seccomp), what comes in that way reaches no network, writes only where the
analysis writes, and sends no signal to other processes. What may be read stays as it is.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# linux/landlock.h
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_WANT_VERSION: Final = 1
_RULE_PATH: Final = 1
_WRITE_FILE, _MAKE_SOCK, _TRUNCATE, _REFER = 1 << 1, 1 << 9, 1 << 14, 1 << 13
_REMOVE_AND_MAKE: Final = sum(1 << bit for bit in range(4, 13))
_SIGNALS_AND_SOCKETS: Final = 3
_REFER_FROM, _TRUNCATE_FROM, _SIGNALS_FROM = 2, 3, 6
"""The versions of Landlock that know these."""

# linux/prctl.h, linux/seccomp.h, linux/audit.h
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | 13  # EACCES
_UNIX: Final = 1
_MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""For each processor: its name in system calls, and the number of ``socket``."""
_IO_URING: Final = 425
_OTHER_CALLS: Final = 0x40000000
"""From here on come the calls of another kind of program (x32), with numbers of their own."""

_NOWHERE: Final = Path(os.devnull)


@dataclass(frozen=True, slots=True)
class Confined:
    """What the system holds a process to."""

    writing: bool
    network: bool


def can_confine() -> Confined:
    """Return what this system offers, without doing it."""
    if sys.platform != "linux":
        return Confined(writing=False, network=False)
    known = platform.machine() in _MACHINES and struct.calcsize("P") == 8
    return Confined(writing=_landlock() > 0, network=known and _has_seccomp())


def confine(folders: Iterable[Path]) -> Confined:
    """Hold this process and all that it starts to some folders, and off the network.

    Call it first thing, before there are threads: it holds for the calling one and what that
    starts, and is never undone. It is for processes of our own, never for a program that merely
    uses this package.

    Parameters
    ----------
    folders : iterable of Path
        Folders that are there; all below them may be written.

    Returns
    -------
    Confined
        What holds from now on.
    """
    can = can_confine()
    if not (can.writing or can.network):
        return can
    libc = _libc()
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return Confined(writing=False, network=False)
    writing = can.writing and _hold_to(libc, [*folders, _NOWHERE])
    return Confined(writing=writing, network=can.network and _leave_network(libc))


def hold_to(out: Path) -> None:
    """Let this process write below one folder only, and reach no network; see `confine`."""
    out.mkdir(parents=True, exist_ok=True)
    # What is temporary lies there too.
    tempfile.tempdir = os.environ["TMPDIR"] = str(out.absolute())
    confine([out])


def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    return libc


def _landlock() -> int:
    """Return the version of Landlock; 0 or less where there is none."""
    version = _libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _WANT_VERSION)
    return int(version)


def _has_seccomp() -> bool:
    try:
        return "\nSeccomp:" in Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return False


def _hold_to(libc: ctypes.CDLL, folders: Iterable[Path]) -> bool:
    version = _landlock()
    rights = _WRITE_FILE | _REMOVE_AND_MAKE
    rights |= _REFER if version >= _REFER_FROM else 0
    rights |= _TRUNCATE if version >= _TRUNCATE_FROM else 0
    scoped = _SIGNALS_AND_SOCKETS if version >= _SIGNALS_FROM else 0
    wanted = struct.pack("=QQQ", rights, 0, scoped)
    # An older kernel knows fewer fields.
    size = len(wanted) if version >= _SIGNALS_FROM else 8
    rules = libc.syscall(_CREATE_RULESET, wanted, ctypes.c_size_t(size), 0)
    if rules < 0:
        return False
    try:
        if not all(_allow(libc, rules, folder, rights) for folder in folders):
            return False
        return bool(libc.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, place: Path, rights: int) -> bool:
    handle = os.open(place, os.O_PATH | os.O_CLOEXEC)
    try:
        if not place.is_dir():
            rights &= _WRITE_FILE | _TRUNCATE
        rule = struct.pack("=Qi", rights, handle)
        return bool(libc.syscall(_ADD_RULE, rules, _RULE_PATH, rule, 0) == 0)
    finally:
        os.close(handle)


class _Filter(ctypes.Structure):
    _fields_ = (("count", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def _leave_network(libc: ctypes.CDLL) -> bool:
    """Refuse every socket but those between processes of this computer."""
    machine, socket_call = _MACHINES[platform.machine()]
    load, equal, at_least, end = 0x20, 0x15, 0x35, 0x06
    steps = (
        (load, 0, 0, 4),  # the kind of processor
        (equal, 0, 6, machine),
        (load, 0, 0, 0),  # the call
        (at_least, 4, 0, _OTHER_CALLS),
        (equal, 3, 0, _IO_URING),
        (equal, 0, 3, socket_call),
        (load, 0, 0, 16),  # its first argument: the family
        (equal, 1, 0, _UNIX),
        (end, 0, 0, _REFUSE),
        (end, 0, 0, _ALLOW),
    )
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    filter_ = _Filter(len(steps), ctypes.addressof(program))
    return bool(libc.prctl(_SECCOMP, _FILTER, ctypes.addressof(filter_), 0, 0) == 0)
