"""Speed and quality, measured by the project itself: every figure in the README comes from `results/`."""
