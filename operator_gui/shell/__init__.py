"""The frame around the screens: state band, stop, rail, notices, key overlay. It knows no screen by name."""
