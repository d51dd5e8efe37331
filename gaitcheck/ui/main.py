"""The app as ``gaitcheck app`` and ``streamlit run`` start it; the page itself is page.py."""

from streamlit.starlette import App

from gaitcheck.ui.server import MIDDLEWARE, PAGE, ROUTES, lifespan

app = App(PAGE, middleware=MIDDLEWARE, routes=ROUTES, lifespan=lifespan)
