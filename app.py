"""Start the app: ``streamlit run app.py`` (or ``gaitcheck app``)."""

from streamlit.starlette import App

from gaitcheck.ui.server import MIDDLEWARE, PAGE, ROUTES, lifespan

app = App(PAGE, middleware=MIDDLEWARE, routes=ROUTES, lifespan=lifespan)
