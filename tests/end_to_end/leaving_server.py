"""The two pages of `leaving_app`, served as the real app is."""

from pathlib import Path

from streamlit.starlette import App

from gaitcheck.ui.server import ROUTES

app = App(Path(__file__).with_name("leaving_app.py"), routes=ROUTES)
