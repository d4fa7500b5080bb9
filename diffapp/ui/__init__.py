"""The page: a thin Streamlit shell around one component that shows a comparison."""
