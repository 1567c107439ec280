"""What happens to a batch of files: inbox, flows, stores, published tables, command line."""
