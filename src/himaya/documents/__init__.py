"""The JSON documents that a script may rely on, and nothing else; one module a noun."""
