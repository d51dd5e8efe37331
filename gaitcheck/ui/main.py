"""The app as ``gaitcheck app`` and ``streamlit run`` start it; the page itself is page.py."""

from streamlit.starlette import App

from gaitcheck.ui.health import ROUTES
from gaitcheck.ui.server import MIDDLEWARE, PAGE, lifespan

app = App(PAGE, middleware=MIDDLEWARE, routes=ROUTES, lifespan=lifespan)
