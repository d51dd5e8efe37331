"""Curves and step cards of one result, whose folder is in the environment; run by Streamlit."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import streamlit as st

from gaitcheck.store.result import load_result
from gaitcheck.ui.curves_tab import show_curves
from gaitcheck.ui.gallery import show_gallery
from gaitcheck.ui.style import STYLE
from gaitcheck.words import page as texts

st.set_page_config(page_title="Curves")
st.html(STYLE)
result = load_result(Path(os.environ["GAITCHECK_TEST_RESULT"]))
steps, curves = st.tabs(texts.DETAILS[:2])
with steps:
    show_gallery(result)
with curves:
    show_curves(result)
