"""One spread at a time: a pure cycle (state, event -> state, effects) and the runner that carries its effects out."""
