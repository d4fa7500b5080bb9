"""Measurements: quality beside baselines, speed, and the page in a browser. Not part of the package."""
