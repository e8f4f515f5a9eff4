"""Results for other programs: tables, maps for a GIS, and a page that says what they are."""
