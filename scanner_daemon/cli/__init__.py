"""`bookcradle ...`: one module a command group."""
