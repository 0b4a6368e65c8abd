"""The capture screen: what the operator glances at while the hands are at the cradle."""
