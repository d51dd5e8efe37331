"""The comparison alone, on prepared results; run by Streamlit in tests.

``?clips=heel,toe`` says which; the folder with them is in the environment.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import streamlit as st

from gaitcheck.desk.who import LOCAL
from gaitcheck.ui.session import current_workspace
from gaitcheck.ui.style import STYLE
from gaitcheck.ui.views.compare import show_compare
from tests.end_to_end.compare_examples import bring, copy_command

st.set_page_config(page_title="Compare")
st.html(STYLE)
workspace = current_workspace(copy_command, LOCAL)
wanted = st.query_params.get("clips", "")
if wanted and not workspace.entries:
    bring(workspace, Path(os.environ["GAITCHECK_TEST_EXAMPLES"]), *wanted.split(","))
show_compare(workspace)
