"""The page Learn by itself; run by Streamlit in tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import streamlit as st

from gaitcheck.ui.pages.learn import show_learn
from gaitcheck.ui.style import STYLE

st.set_page_config(page_title="Learn", layout="centered")
st.html(STYLE)
show_learn()
