"""How light gets from the page to the sensor: paper in space, lens, lamps, exposure, and the exact map between them."""
