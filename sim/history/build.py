"""Carry the record of the war into the project: `python -m sim.history.build FACTS_DIR`.

Writes the tables of `sim/history/data` and the control maps of `scenarios/starts`. A tool of the workshop,
never run by the product. Owns the few changes of wording and the decision who held a contested place at a
start. Knows nothing of the model.
"""

from __future__ import annotations

import argparse
import csv
from datetime import date
from pathlib import Path

from sim.errors import RunError
from sim.history.observed import DATA, HOLDER_OF

__all__ = ["COPIES", "DECIDED", "START_DATES", "copy_tables", "main", "start_rows", "write_starts"]

STARTS = Path(__file__).parents[2] / "scenarios" / "starts"

COPIES = {
    "control.csv": "control.csv",
    "casualties_monthly.csv": "deaths_monthly.csv",
    "casualties_yearly.csv": "deaths_yearly.csv",
    "casualties_reported.csv": "deaths_reported.csv",
    "territory.csv": "territory.csv",
    "forces.csv": "forces.csv",
    "battles.csv": "battles.csv",
    "events.csv": "events.csv",
}
"""Table of the figures -> table here."""

WORDS = (
    ("seed_000_", "analysis_2018_"),
    ("seed_000", "analysis_2018"),
    ("seed_003", "analysis_2020"),
    ("seed analysis 000", "the analysis of IS raids of 2018"),
    ("; fifth seed article", ""),
    ("after the fall of Palmyra", "after IS took Palmyra"),
    ("Last IS territory falls", "SDF takes the last IS territory"),
    ("IS losses are", "IS dead are"),
)
"""Wording changed on the way: (found, put)."""

START_DATES = (date(2015, 9, 30), date(2016, 3, 1), date(2016, 12, 31), date(2017, 6, 1), date(2019, 10, 1))

DECIDED = {
    # Both sides stood here; the holder is the one whose garrison had the larger or governing part.
    "aleppo": "regime",  # the citadel, the centre's west and the administration; the east is its own region
    "deir_ez_zor": "regime",  # the besieged garrison held the western quarters until September 2017
    "daraa": "regime",  # the seat of the governorate (al-Mahatta) against rebels in the old town
    "zabadani": "regime",  # the army and Hezbollah had most of the town, rebels a besieged centre
    "jazal": "regime",  # the army was reported back on it by the end of September 2015 (low confidence)
}
"""Who holds a contested place in a start map."""

COLUMNS = ("place", "holder", "also_present", "confidence", "basis", "contested")


def copy_tables(folder: Path, out: Path) -> None:
    """Copy the tables, with the changed wording."""
    out.mkdir(parents=True, exist_ok=True)
    for source, target in COPIES.items():
        text = (folder / source).read_text(encoding="utf-8").replace("\r\n", "\n")
        for found, put in WORDS:
            text = text.replace(found, put)
        (out / target).write_text(text, encoding="utf-8")


def start_rows(table: list[dict[str, str]], when: date) -> list[dict[str, str]]:
    """Return the start map of one date of the control table, sides named as in `sim.sides`."""
    rows = []
    for row in table:
        if row["date"] != when.isoformat():
            continue
        contested = row["control"] == "contested"
        if contested and row["id"] not in DECIDED:
            raise RunError(f"nobody has decided who held contested {row['id']} at {when}")
        code = DECIDED[row["id"]] if contested else row["control"]
        present = [HOLDER_OF.get(part, part) for part in row["also_present"].split(";") if part]
        rows.append(
            {
                "place": row["id"],
                "holder": HOLDER_OF.get(code, code),
                "also_present": ";".join(present),
                "confidence": row["confidence"],
                "basis": row["basis"],
                "contested": "yes" if contested else "no",
            }
        )
    return rows


def write_starts(data: Path, out: Path) -> None:
    """Write one control map per start date."""
    out.mkdir(parents=True, exist_ok=True)
    with (data / "control.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    for when in START_DATES:
        with (out / f"control-{when}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(start_rows(table, when))


def main() -> None:
    """Copy the record and write the start maps."""
    parser = argparse.ArgumentParser(description="Carry the record of the war into the project.")
    parser.add_argument("facts", type=Path)
    options = parser.parse_args()
    copy_tables(options.facts, DATA)
    write_starts(DATA, STARTS)


if __name__ == "__main__":
    main()
