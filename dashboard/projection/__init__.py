"""The meeting mode: views as slides on a wall, always as the council may see them."""
