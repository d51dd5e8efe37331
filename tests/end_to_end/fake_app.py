"""The app with a stand-in for the analysis; run by Streamlit in tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from gaitcheck.ui.page import run
from tests.end_to_end.fake_analysis import fake_command

run(fake_command)
