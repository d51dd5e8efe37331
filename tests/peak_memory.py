"""The most memory that a program of its own has used, as it ends (Linux).

`ru_maxrss` does not tell: a process that was forked starts with the peak of its parent.
"""

from __future__ import annotations

PRINT_PEAK_KB = """
from pathlib import Path
status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
print(next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")))
"""
