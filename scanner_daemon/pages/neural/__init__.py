"""A network's guess at how a page lies, for pages that show the cylinder too little; optional throughout."""
