"""Start the app: ``streamlit run app.py`` (or ``gaitcheck app``)."""

from gaitcheck.ui.main import run

run()
