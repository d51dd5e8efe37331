"""Commands of the command line, a module each; `gaitcheck.cli` registers them."""
