"""The app with a long result in every new visit, served as the real one is."""

from pathlib import Path

from streamlit.starlette import App

from gaitcheck.ui.server import MIDDLEWARE, ROUTES, lifespan

app = App(
    Path(__file__).with_name("long_app.py"), middleware=MIDDLEWARE, routes=ROUTES, lifespan=lifespan
)
