"""The units and the lexicons as data (CSV), and the small code that loads and matches them."""
