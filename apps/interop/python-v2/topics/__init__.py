"""One file per topic; each has `run(checks, access)`."""
