"""Encounters of foreign forces (docs/model 3.11): rates, grades, relations 20 and 21, what follows."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.rules.incidents import patrol_grade, push_grade
from sim.scenario.parameters.incidents import Incidents
from sim.sides import INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.guards import manpower
from sim.world.turnover import open_post
from sim.world.world import World
from tests.engine.ground_making import BORDER, apply_rule, line, numbers, world_of

RUSSIA, US, REGIME, IRAN, TURKEY = (INDEX[name] for name in ("russia", "us", "regime", "iran", "turkey"))
N = Incidents()
TEN = line(10)
YEARS = 60


def _shared(ground: Theatre = TEN, *, seed: int = 1, days: float = 0.5) -> World:
    world = world_of(ground, ["sdf"] * ground.size, seed=seed)
    world.patrol[:, [RUSSIA, US]] = days
    world.hostility[:] = world.quarrel[:] = 0.0
    return world


def _years(world: World, ground: Theatre, years: int, **changed: float) -> tuple[float, np.ndarray, float]:
    """Run incidents alone; return encounters a year, a year's counts of grades 1 to 3, and the dead a year."""
    values = numbers(**{f"incidents__{name}": value for name, value in changed.items()})
    grades, met = np.zeros(4), 0.0
    for _ in range(52 * years):
        for event in apply_rule("incidents", world, ground, values):
            grades[int(event.inputs["grade"])] += 1.0
        met += float(world.encounters[RUSSIA, US])
        world.week += 1
    return met / years, grades[1:] / years, float(world.dead.sum()) / years


def test_ten_shared_regions_see_an_encounter_every_three_weeks() -> None:
    """The brief's check: 15.6 a year where hotline times compliance is .5; standard error sqrt(15.6/60)."""
    world = _shared()
    world.hotline[:] = 0.5 / N.keeping**2
    met, grades, _ = _years(world, TEN, YEARS, alarm=1.0, caution=0.0)
    assert met == pytest.approx(15.6, abs=3 * math.sqrt(15.6 / YEARS))
    expected = 15.6 * np.array([N.injury, N.shots, N.fire])
    assert grades == pytest.approx(expected, abs=float(3 * math.sqrt(expected[0] / YEARS)))


def test_the_yearly_odds_of_each_grade_are_those_of_the_brief() -> None:
    """An injury .61, warning fire or a local death .43 (.42 exactly), fire between states .07: below a tenth."""
    odds = [1.0 - math.exp(-15.6 * chance) for chance in (N.injury, N.shots, N.fire)]
    assert odds == pytest.approx([0.61, 0.43, 0.07], abs=0.01)
    assert odds[2] < 0.1


def test_the_ladders_have_the_chances_that_they_say() -> None:
    draws = (np.arange(20_000) + 0.5) / 20_000
    patrols = np.bincount([patrol_grade(d, N.injury, N.shots, N.fire) for d in draws], minlength=4) / 20_000
    pushes = np.bincount([push_grade(d, N.warning, N.deadly, N.massed) for d in draws], minlength=4) / 20_000
    assert patrols == pytest.approx([0.9, 0.06, 0.035, 0.005], abs=1e-3)
    assert pushes == pytest.approx([0.45, 0.40, 0.13, 0.02], abs=1e-3)


def test_twice_the_patrols_meet_four_times_as_often_and_as_ill() -> None:
    """Relation 20: counts four times as many, the mix of grades the same, within three standard errors."""
    once, twice = _shared(days=0.25), _shared(days=0.25)
    twice.density[:] = 2.0
    (few, mild, _), (many, worse, _) = (_years(world, TEN, YEARS, alarm=1.0, caution=0.0) for world in (once, twice))
    assert many / few == pytest.approx(4.0, abs=3 * 4.0 * math.sqrt((1 / few + 1 / many) / YEARS))
    share_few, share_many = mild.sum() / few, worse.sum() / many
    assert share_few == pytest.approx(share_many, abs=3 * math.sqrt(0.09 * (1 / few + 1 / many) / YEARS))


def test_forces_in_separate_sectors_never_meet() -> None:
    """Relation 21, strict."""
    world = _shared()
    world.patrol[:5, US] = 0.0
    world.patrol[5:, RUSSIA] = 0.0
    assert _years(world, TEN, 20)[0] == 0.0


def test_enemies_and_partners_do_not_meet_on_patrol() -> None:
    world = _shared()
    world.quarrel[RUSSIA, US] = 1.0
    world.patrol[:, REGIME] = 1.0
    world.quarrel[REGIME, US] = 1.0
    assert _years(world, TEN, 5)[0] == 0.0


def test_a_region_cut_in_two_sees_as_many_encounters() -> None:
    """The rate goes by area: ten whole regions or twenty halves."""
    halves = line(20, area=[154.5] * 20)
    whole, cut = _years(_shared(), TEN, 30)[0], _years(_shared(halves), halves, 30)[0]
    assert whole == cut


def _tanf(seed: int = 1, oil: float = 0.0) -> tuple[World, Theatre]:
    """Return a zone whose edge of five times 19 km the regime's men press, and no other foreign force."""
    ground = line(2, oil=[oil, 0.0], area=[309.0, 309.0])
    ground.border.flags.writeable = True
    ground.border[ground.border > 0.0] *= 5.0 * N.edge / BORDER
    world = world_of(ground, ["us", "regime"], strike=20_000.0, seed=seed)
    world.hostility[:] = world.quarrel[:] = 0.0
    open_post(world, ground, "us", "r0", 200.0, 1.0)
    world.pushing[REGIME] = 1.0
    return world, ground


def test_tanf_sees_a_kinetic_round_a_month_when_pressed() -> None:
    """.5 a week, 1.1 kinetic in four weeks, three or more in a month with chance .10; three standard errors."""
    values, months, met = numbers(incidents__alarm=1.0, incidents__thrust=0.0), [], 0.0
    for seed in range(600):
        world, ground = _tanf(seed)
        kinetic = 0
        for _ in range(4):
            kinetic += len(apply_rule("incidents", world, ground, values))
            met += float(world.encounters[REGIME, US])
            world.week += 1
        months.append(kinetic)
    assert met / 2400 == pytest.approx(0.5, abs=3 * math.sqrt(0.5 / 2400))
    assert np.mean(months) == pytest.approx(1.1, abs=3 * math.sqrt(1.1 / 600))
    assert np.mean(np.array(months) >= 3) == pytest.approx(0.10, abs=3 * math.sqrt(0.09 / 600))


def test_those_who_push_for_oil_die_under_fire_and_take_nothing() -> None:
    world, ground = _tanf(oil=1.5)
    men, holder = manpower(world), world.holder.copy()
    thrust = next(
        e for e in apply_rule("incidents", world, ground, numbers(incidents__thrust=50.0)) if e.kind == "thrust"
    )
    assert 300 <= thrust.inputs["men"] <= 500
    assert 0.10 <= thrust.inputs["dead"] / thrust.inputs["men"] <= 0.25
    assert world.clash[REGIME, US] >= thrust.inputs["dead"]
    assert np.array_equal(world.holder, holder)
    np.testing.assert_allclose(manpower(world), men)


def test_partners_who_push_together_try_for_oil_no_oftener_than_one() -> None:
    rates = []
    for partners in ([REGIME], [REGIME, IRAN]):
        world, ground = _tanf(oil=1.5)
        world.strike[IRAN] = 5000.0
        world.pushing[:] = 0.0
        world.pushing[partners] = 1.0
        told = apply_rule("incidents", world, ground, numbers(incidents__thrust=50.0, incidents__push=0.0))
        rates.append(sum(-math.log1p(-float(event.probability or 0.0)) for event in told if event.kind == "thrust"))
    assert rates[0] == pytest.approx(rates[1])


@pytest.mark.parametrize(("level", "share"), [(0.0, 1.0), (1.0, 2 / 3), (3.0, 0.0)])
def test_a_patron_that_restrains_scales_the_push(level: float, share: float) -> None:
    met = 0.0
    for seed in range(800):
        world, ground = _tanf(seed)
        world.restraining[RUSSIA, REGIME] = level
        apply_rule("incidents", world, ground, numbers(incidents__thrust=0.0))
        met += float(world.encounters[REGIME, US])
    assert met / 800 == pytest.approx(0.5 * share, abs=3 * math.sqrt(0.5 * share / 800))


def test_a_push_begun_as_a_provocation_lasts_its_weeks_whatever_the_orders() -> None:
    world, ground = _tanf()
    world.pushing[:] = 0.0
    world.push_until[REGIME] = world.week + 4.0
    values, met = numbers(incidents__push=50.0, incidents__thrust=0.0, incidents__massed=0.0), []
    for _ in range(6):
        apply_rule("incidents", world, ground, values)
        met.append(bool(world.encounters[REGIME, US] > 0.0))
        world.week += 1
    assert met == [True] * 4 + [False] * 2


def test_a_long_edge_is_pressed_only_so_far() -> None:
    """Twenty cells of edge, of which men press against five: as many encounters as at Tanf."""
    met = 0.0
    for seed in range(800):
        world, ground = _tanf(seed)
        ground.border[ground.border > 0.0] *= 4.0
        apply_rule("incidents", world, ground, numbers(incidents__thrust=0.0))
        met += float(world.encounters[REGIME, US])
    assert met / 800 == pytest.approx(0.5, abs=3 * math.sqrt(0.5 / 800))


def test_militias_on_patrol_are_met_as_a_push_is_and_at_its_rate() -> None:
    """Half the rate of two states, the harder ladder, and only their men die."""
    world = world_of(TEN, ["sdf"] * 10)
    world.hostility[:] = world.quarrel[:] = 0.0
    world.patrol[:, [IRAN, US]] = 0.5
    met, grades, years = 0.0, np.zeros(4), 20
    values = numbers(incidents__alarm=1.0, incidents__caution=0.0)
    for _ in range(52 * years):
        for event in apply_rule("incidents", world, TEN, values):
            assert (event.side, event.other) == (IRAN, US)
            grades[int(event.inputs["grade"])] += 1.0
        met += float(world.encounters[IRAN, US])
        world.week += 1
    expected = 52 * 10 * 0.25 * N.push
    assert met / years == pytest.approx(expected, abs=3 * math.sqrt(expected / years))
    assert grades[1:].sum() / met == pytest.approx(0.55, abs=3 * math.sqrt(0.25 / met))
    assert world.dead[IRAN] > world.dead[US] == 0.0


def test_an_alarm_is_not_prolonged_by_what_it_brings() -> None:
    world = _shared(days=1.0)
    seen = []
    for _ in range(12):
        apply_rule("incidents", world, TEN, numbers(incidents__injury=0.96, incidents__shots=0.0, incidents__fire=0.0))
        seen.append(float(world.alarm[RUSSIA, US]))
        world.week += 1
    assert seen[seen.index(2.0) :][:3] == [2.0, 1.0, 0.0]


def test_a_clash_of_allies_passes_to_their_patrons_by_its_share() -> None:
    """Claim B2: Iran's men and American soldiers clash, and Moscow and Washington pay for it."""
    falls = []
    for drags in (0.0, 0.5, 1.0):
        world, ground = _tanf()
        world.strike[IRAN], world.pushing[REGIME], world.pushing[IRAN] = 5000.0, 0.0, 1.0
        before = float(world.relation[RUSSIA, US])
        values = numbers(incidents__push=5.0, incidents__warning=1.0, incidents__deadly=0.0, incidents__massed=0.0,
                         incidents__drags=drags, incidents__thrust=0.0)  # fmt: skip
        told = apply_rule("incidents", world, ground, values)
        assert world.provoked[US] == world.provoked[IRAN] == len(told) > 0
        falls.append((before - float(world.relation[RUSSIA, US])) / (len(told) * N.cools))
    assert falls == pytest.approx([0.0, 0.5, 1.0], abs=1e-9)


def test_who_holds_back_from_zones_is_left_alone() -> None:
    world, ground = _tanf(oil=1.5)
    world.pushing[:] = 0.0
    assert not apply_rule("incidents", world, ground, numbers(incidents__thrust=50.0))
    assert world.encounters.sum() == 0.0


def test_an_incident_estranges_alarms_and_makes_careful() -> None:
    world = _shared(days=1.0)
    told = []
    while not told:
        told = apply_rule("incidents", world, TEN, numbers(incidents__injury=0.9))
        world.week += 1
    assert world.relation[RUSSIA, US] == world.relation[US, RUSSIA] < 0.0
    assert world.alarm[RUSSIA, US] == N.alarm_weeks
    assert world.caution[US, RUSSIA] == N.caution_weeks
    assert world.escalation[RUSSIA] == world.escalation[US] == len(told)
    assert world.escalation[TURKEY] == 0.0
    assert world.severity[RUSSIA, US] >= 1.0


def test_a_hotline_that_is_kept_saves_encounters_one_that_is_tested_fewer() -> None:
    met = []
    for hotline, probing in ((0.0, 0.0), (1.0, 1.0), (1.0, 0.0)):
        world = _shared()
        world.hotline[:], world.probing[:] = hotline, probing
        met.append(_years(world, TEN, 10)[0])
    assert met[0] > met[1] > met[2]


def test_soldiers_outside_the_account_die_without_breaking_it() -> None:
    world = _shared(days=1.0)
    world.strike[:] = 0.0
    men = manpower(world)
    *_, dead = _years(world, TEN, 4, fire=0.5, injury=0.0, shots=0.0)
    assert dead > 0.0
    assert world.dead[RUSSIA] > 0.0
    np.testing.assert_allclose(manpower(world), men)


def test_a_punitive_strike_comes_once() -> None:
    world = _shared()
    world.striking[US, REGIME] = 1.0
    world.strike[REGIME] = 20_000.0
    men = manpower(world)
    told = apply_rule("incidents", world, TEN, numbers())
    assert [event.kind for event in told if event.kind == "strike"] == ["strike"]
    assert world.dead[REGIME] == told[0].inputs["dead"] > 0.0
    assert world.escalation[RUSSIA] >= 1.0 <= world.escalation[US]
    assert world.relation[US, REGIME] < 0.0
    assert world.striking.sum() == 0.0
    np.testing.assert_allclose(manpower(world), men)


def test_where_nobody_patrols_or_pushes_nothing_happens() -> None:
    world = world_of(TEN, ["regime"] * 10)
    before = world.copy()
    assert not apply_rule("incidents", world, TEN, numbers())
    assert np.array_equal(world.block, before.block)
    assert world.encounters.shape == (SIDE_COUNT, SIDE_COUNT)
