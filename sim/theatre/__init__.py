"""The fixed ground: places, regions, governorates, terrain and roads."""
