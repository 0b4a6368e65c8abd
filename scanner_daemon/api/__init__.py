"""The daemon over HTTP on a Unix socket: schemas, routes, numbered events, previews, and who may speak."""
