"""What the command line and the web both call: one action a verb, documents, the store of runs."""
