"""Numbers of patrons: what they weigh when they stay or leave (docs/model 3.11)."""

from __future__ import annotations

from sim.scenario.parameters.declare import Block, number

__all__ = ["Patrons"]


class Patrons(Block):
    """Say what an engagement costs, what it is worth, and how readily a patron gives it up."""

    # survival of the client
    safe_base: float = number(0.6, unit="log odds", low=0, high=1.2, source="hex_prototype")
    """Log odds that a client of equal power and sound morale survives the year alone."""
    safe_power: float = number(1.4, unit="1", low=0.7, high=2.5, source="hex_prototype")
    """What the log of the power ratio adds to those log odds."""
    safe_morale: float = number(2.0, unit="1", low=0, high=4, source="hex_prototype")
    """What a unit of morale adds to those log odds."""
    safe_stay: float = number(0.8, unit="log odds", low=0.2, high=2, source="hex_prototype")
    """What the patron's presence adds to those log odds."""
    # cost
    money: float = number(0.010, unit="share of value/month", low=0, high=0.03, source="hex_prototype")
    """Cost of the money of a full engagement (b$)."""
    blood: float = number(0.003, unit="share of value/month", low=0, high=0.01, source="hex_prototype")
    """Cost per unit of the log of one plus the month's dead (bK)."""
    danger: float = number(0.010, unit="share of value/month", low=0, high=0.03, source="hex_prototype")
    """Cost of one crisis with another power in the month (bE)."""
    weary: float = number(0.020, unit="share of value/month", low=0, high=0.06, source="hex_prototype")
    """Cost of one unit of weariness (bW)."""
    pressure: float = number(0.1, unit="share", low=0, high=0.3, source="hex_prototype")
    """What one felt level of sanctions on its coalition adds to a patron's spending."""
    # weariness
    keep: float = number(0.995, unit="share/week", low=0.98, high=1, source="hex_prototype")
    """Weariness left after a week."""
    drift: float = number(0.006, unit="level/week", low=0.002, high=0.012, source="levada")
    """Weariness that comes with time alone (opinion turned from 72 per cent for to half against in two years)."""
    toll: float = number(0.002, unit="level/week", low=0, high=0.006, source="hex_prototype")
    """Weariness from one soldier a month killed."""
    relief: float = number(0.02, unit="level", low=0, high=0.06, source="hex_prototype")
    """Weariness that a place gained by its side takes off."""
    # leverage and deals
    lever: float = number(0.3, unit="share of value", low=0, high=0.6, source="hex_prototype")
    """What consent would be worth if it bound in the whole country (lev0)."""
    fade: float = number(0.0, unit="share/month", low=0, high=0.05, assumption="dated events change valuation")
    """What others would give for a patron's consent falls by this share a month."""
    deal_later: float = number(0.3, unit="probability", low=0, high=0.6, source="hex_prototype")
    """Chance of a deal later, while the rival is as likely resolute as not."""
    bargain: float = number(0.3, unit="share of value", low=0, high=0.8, assumption="of the order of a reputation")
    """Price that a bargain in force pays a patron that leaves, at full valuation (Barg)."""
    breaks: float = number(0.02, unit="1/week", low=0.005, high=0.05, source="hex_prototype")
    """Hazard that a bargain breaks, since nobody can be held to it."""
    acceptance: float = number(1.0, unit="multiplier", low=0, high=1, assumption="1: as the formula says; 0: never")
    """Multiplier of the chance that a rival accepts a bargain."""
    accept_base: float = number(-2.2, unit="log odds", low=-4, high=0, source="hex_prototype")
    """Log odds that a rival accepts a bargain, with neutral relations and worthless consent."""
    accept_relation: float = number(2.0, unit="1", low=0, high=4, source="hex_prototype")
    """What a unit of relation adds to them."""
    accept_value: float = number(1.5, unit="1", low=0, high=3, source="hex_prototype")
    """What full valuation of the consent adds to them."""
    accept_block: float = number(1.5, unit="1", low=0, high=3, source="hex_prototype")
    """What a full block in the rival's domestic politics takes off them."""
    # decision
    look_ahead: float = number(13, unit="months", low=3, high=26, source="hex_prototype")
    """Months of cost that are weighed (Hz)."""
    hazard: float = number(0.0015, unit="1/week", low=0.0005, high=0.004, source="hex_prototype")
    """Hazard of leaving where both payoffs are equal (l0)."""
    steep: float = number(3, unit="1", low=1, high=6, source="hex_prototype")
    """How sharply the hazard answers to payoffs (beta)."""
    resolute: float = number(0.005, unit="1/month", low=0.001, high=0.01, source="hex_prototype")
    """Hazard with which a resolute rival is believed to leave."""
    irresolute: float = number(0.04, unit="1/month", low=0.02, high=0.1, source="hex_prototype")
    """Hazard with which an irresolute rival is believed to leave."""
    # fear of betrayal
    fear_pact: float = number(0.3, unit="share/month", low=0, high=0.6, assumption="a bargain in force alarms allies")
    """How far a bargain of its patron moves an ally's fear of betrayal towards certainty in a month."""
    fear_offer: float = number(0.1, unit="share/month", low=0, high=0.3, assumption="talk alarms less than a deal")
    """How far an offered bargain moves it."""
    fear_broken: float = number(0.3, unit="share", low=0, high=0.6, assumption="both sides of a broken bargain learn")
    """How far a broken bargain moves each party's fear of the other."""
    fear_fades: float = number(0.02, unit="share/month", low=0, high=0.1, assumption="fear lasts for years")
    """Fear of betrayal that fades in a month."""
    # by patron: money
    cost_russia: float = number(22, unit="USD m/week", low=16, high=56, source="russian_cost")
    """Cost of Russia's full engagement."""
    cost_iran: float = number(80, unit="USD m/week", low=45, high=115, source="iran_cost")
    """Cost of Iran's full engagement."""
    cost_us: float = number(40, unit="USD m/week", low=20, high=85, source="dod_cost")
    """Cost of the US engagement: Syria's part of 85 for Iraq and Syria together."""
    cost_turkey: float = number(15, unit="USD m/week", low=5, high=40, assumption="a few thousand men near the border")
    """Cost of Turkey's full engagement."""
    usual_russia: float = number(22, unit="USD m/week", low=16, high=56, source="russian_cost")
    """Weekly cost of an engagement that Russia feels as one (b$): a dearer one is felt in proportion."""
    usual_iran: float = number(80, unit="USD m/week", low=45, high=115, source="iran_cost")
    """Weekly cost of an engagement that Iran feels as one."""
    usual_us: float = number(40, unit="USD m/week", low=20, high=85, source="dod_cost")
    """Weekly cost of an engagement that the US feels as one."""
    usual_turkey: float = number(15, unit="USD m/week", low=5, high=40, assumption="as its cost")
    """Weekly cost of an engagement that Turkey feels as one."""
    # by patron: blood
    mourned_russia: float = number(1, unit="share", low=0.2, high=1, source="russian_dead")
    """Share of the dead on its account whom Russia's public counts as its own."""
    mourned_iran: float = number(0.03, unit="share", low=0.01, high=0.2, assumption="a fifth Iranian, volunteers")
    """Share of the dead on Iran's account whom its public counts: most are Afghans, Iraqis and Hezbollah's men."""
    mourned_us: float = number(1, unit="share", low=0.2, high=1, assumption="its own soldiers")
    """Share of the dead on its account whom the US public counts as its own."""
    mourned_turkey: float = number(
        0.08, unit="share", low=0.02, high=1, assumption="most men on its account are Syrian"
    )
    """Share of the dead on Turkey's account who are Turkish."""
    risk_russia: float = number(0.003, unit="dead/sortie", low=0.001, high=0.02, source="russian_dead")
    """Expected Russian dead per sortie flown, outside the account of men (some 115 in three years of sorties)."""
    risk_iran: float = number(0, unit="dead/sortie", low=0, high=0.01, assumption="its dead are on the account")
    """Expected Iranian dead per sortie flown."""
    risk_us: float = number(0.0003, unit="dead/strike", low=0, high=0.002, assumption="fewer than ten in five years")
    """Expected American dead per strike flown."""
    risk_turkey: float = number(0, unit="dead/sortie", low=0, high=0.01, assumption="its dead are on the account")
    """Expected Turkish dead per sortie flown."""
    # by patron: name, domestic politics, orders
    name_russia: float = number(0.3, unit="share of value", low=0, high=0.6, source="hex_prototype")
    """What leaving would cost Russia in reputation (rep)."""
    name_iran: float = number(0.6, unit="share of value", low=0.2, high=1, source="hex_prototype")
    """What leaving would cost Iran in reputation."""
    name_us: float = number(0.1, unit="share of value", low=0, high=0.3, source="hex_prototype")
    """What leaving would cost the US in reputation."""
    name_turkey: float = number(0.4, unit="share of value", low=0.1, high=0.8, assumption="a neighbour's border")
    """What leaving would cost Turkey in reputation."""
    block_russia: float = number(0.1, unit="share", low=0, high=1, assumption="little opposition at home")
    """How far domestic politics keep Russia from accepting a bargain."""
    block_iran: float = number(0.6, unit="share", low=0, high=1, assumption="hostility to the US is doctrine")
    """How far domestic politics keep Iran from accepting a bargain."""
    block_us: float = number(0.5, unit="share", low=0, high=1, assumption="Congress and sanctions laws")
    """How far domestic politics keep the US from accepting a bargain."""
    block_turkey: float = number(0.3, unit="share", low=0, high=1, assumption="opinion on refugees and the PKK")
    """How far domestic politics keep Turkey from accepting a bargain."""
    whim_russia: float = number(0, unit="1/week", low=0, high=0.01, assumption="orders follow payoffs")
    """Hazard of an order to leave whatever the payoffs, in Russia."""
    whim_iran: float = number(0, unit="1/week", low=0, high=0.01, assumption="orders follow payoffs")
    """Hazard of such an order in Iran."""
    whim_us: float = number(0.006, unit="1/week", low=0, high=0.02, source="hex_prototype")
    """Hazard of such an order in the US, from 2017 on (two public orders, 2018-12 and 2019-10)."""
    whim_turkey: float = number(0, unit="1/week", low=0, high=0.01, assumption="orders follow payoffs")
    """Hazard of such an order in Turkey."""
    reversal: float = number(0.7, unit="probability", low=0, high=1, source="hex_prototype")
    """Chance that an order to leave given on a whim is partly taken back within a month."""

    def by_patron(self) -> tuple[tuple[float, ...], ...]:
        """Return what differs between patrons, in the order of BACKS: cost, mourned, risk, name, block, whim, usual."""
        return (
            (self.cost_russia, self.cost_iran, self.cost_us, self.cost_turkey),
            (self.mourned_russia, self.mourned_iran, self.mourned_us, self.mourned_turkey),
            (self.risk_russia, self.risk_iran, self.risk_us, self.risk_turkey),
            (self.name_russia, self.name_iran, self.name_us, self.name_turkey),
            (self.block_russia, self.block_iran, self.block_us, self.block_turkey),
            (self.whim_russia, self.whim_iran, self.whim_us, self.whim_turkey),
            (self.usual_russia, self.usual_iran, self.usual_us, self.usual_turkey),
        )
