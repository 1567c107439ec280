"""Sample directives written for this project: sources in a small markup, the files made of them, and their gold."""
