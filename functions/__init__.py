"""One module per HTTP function, named like its path."""
