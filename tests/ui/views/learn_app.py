"""The page Learn by itself; run by Streamlit in tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

import streamlit as st

from gaitcheck.ui.style import STYLE
from gaitcheck.ui.views.learn import show_learn

st.set_page_config(page_title="Learn", layout="centered")
st.html(STYLE)
show_learn()
