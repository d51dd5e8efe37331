"""The Streamlit pages: presentation only, the analysis itself runs in a process of its own."""
