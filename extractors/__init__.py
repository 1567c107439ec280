"""What one document says: bytes + gazetteer -> Extraction. Pure and deterministic; knows no stores, no schedulers."""
