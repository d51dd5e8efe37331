"""Render a running person with exact truth: ``python tools/render_runner.py SPECS --assets DIR``.

See docs/sample-clips.md. Needs moderngl and an OpenGL driver besides gaitcheck's own packages.
"""

import sys

from render.cli import main

if __name__ == "__main__":
    sys.exit(main())
