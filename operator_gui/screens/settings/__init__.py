"""What a person chooses for this screen: looks, language, name, keys."""
