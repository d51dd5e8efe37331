"""The player alone, on the files of the folder that the address names, for tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import streamlit as st

from gaitcheck.ui.player.component import mount_player

st.set_page_config(page_title="player", layout="wide")
folder = Path(st.query_params["folder"])
st.button("Run again")
mount_player(folder / "player.mp4", folder / "player.json", key=f"player-{folder.name}")
