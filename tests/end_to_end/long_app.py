"""The app with a long result in every new visit; run by Streamlit in the benchmark of the page."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from gaitcheck.desk.who import LOCAL
from gaitcheck.ui.page import run
from gaitcheck.ui.session import current_workspace
from tests.end_to_end.long_result import FOLDER, STEM, copy_command

workspace = current_workspace(copy_command, LOCAL)
if not workspace.entries:
    clip = Path(os.environ[FOLDER]) / f"{STEM}.mp4"
    workspace.analyze(workspace.add_sample(clip)).job.wait(60)
run(copy_command)
