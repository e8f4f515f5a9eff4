"""Numbers of oil, tax, sanctions and pay (docs/model 3.3, 3.12)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Economy"]


class Economy(Block):
    """Say what sides earn from what they hold, and what their men cost."""

    oil_output: float = number(1.0, unit="share of full output", low=0.3, high=1.2, source="oilprice_2017")
    """Output of every field, relative to the listed sums."""
    tax: float = number(0.45, unit="USD m/week per million people", low=0.2, high=0.9, source="ihs_2016")
    """Taxes, fees and levies from the people of own regions."""
    pay_regime: float = number(0.00006, unit="USD m/week per man", low=0.00003, high=0.0001, assumption="60 dollars")
    """Pay of one regime or allied man."""
    pay_others: float = number(0.00006, unit="USD m/week per man", low=0.00003, high=0.0001, source="ihs_2016")
    """Pay of one man of the other sides."""
    outside_regime: float = number(9.0, unit="USD m/week", low=2, high=60, source="iran_cost")
    """Money from abroad for the regime's payroll."""
    outside_others: float = number(4.0, unit="USD m/week", low=1, high=10, assumption="donors of rebels and SDF")
    """Money from abroad for the payroll of opposition, HTS, SDF and Turkey-backed men, each."""
    sanction_lag: float = number(13.0, unit="weeks", low=4, high=52, assumption="a season until trade has run dry")
    """Time in which the felt level of sanctions follows the level in force."""
    sanction_cut: float = number(0.15, unit="share per level", low=0.0, high=0.3, assumption="at most 45 per cent")
    """Part of the money from abroad that each felt level of sanctions takes away."""
