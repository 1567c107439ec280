"""What one document says: bytes + gazetteer -> Extraction. Pure, deterministic, knows nothing of stores or schedulers."""
