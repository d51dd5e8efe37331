# /// script
# requires-python = ">=3.11"
# dependencies = ["av>=16", "moderngl>=5.12", "numpy>=2.1", "scipy>=1.14"]
# ///
"""Render a running person with exact truth: ``uv run tools/render_runner.py SPECS --assets DIR``.

See docs/sample-clips.md. Needs an OpenGL driver (software will do) and MakeHuman's assets.
"""

import sys
from pathlib import Path

# The borders between the strikes are the package's own, which `uv run` does not install.
sys.path.append(str(Path(__file__).parents[1]))

from render.cli import main

if __name__ == "__main__":
    sys.exit(main())
