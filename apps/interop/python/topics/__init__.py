"""One file per topic; each has `run(checks, client)`."""
