"""How everything looks: the only place with colours, sizes and shapes."""
