"""Reads pictures of pages: preparation, ruled tables, recognition, the way back to the page as it was scanned."""
