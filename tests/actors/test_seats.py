"""Every policy in every seat that it fits: legal orders on the views of each shipped scenario, and in good time."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from statistics import median
from time import perf_counter

import pytest

from sim.actors.policy import find_policy, options_for, policy_names
from sim.engine.model import TheatreModel
from sim.errors import InputError
from sim.orders.legal import judge
from sim.record.keep import ENSEMBLE
from sim.scenario.faults import FaultsError
from sim.scenario.find import find_scenarios
from sim.scenario.load import load_scenario
from sim.scenario.policies import needs, policies, seat_fault
from sim.sides import ABILITIES, BACKS, GROUND, HOLDERS, NO_TALKS, SIDES
from sim.world.enmity import TERMS
from sim.world.view import HIDING, View, survey, view_of

POLICIES = sorted(policies())
MOST_MICROSECONDS = 20.0
WEEKS = 12


def _views(scenario: str) -> dict[str, View]:
    """Return what each seat sees after some weeks of a war."""
    model = TheatreModel(scenario, rng=2, weeks=WEEKS + 1, keep=ENSEMBLE, collect=False)
    while model.world.week < WEEKS:
        model.step()
    sums = survey(model.world, model.ground)
    seats = [agent.name for agent in model.seats]
    return {name: view_of(model.world, model.ground, sums, name) for name in seats}


@pytest.fixture(
    scope="module", params=[str(listed.path) for listed in find_scenarios()], ids=lambda p: p.split("/")[-1]
)
def views(request: pytest.FixtureRequest) -> dict[str, View]:
    return _views(request.param)


def _busy(view: View) -> Iterator[View]:
    """Yield a view as it is, and as it would be in an eventful month."""
    yield view
    others = [side for side in SIDES if side not in view.pacts]
    for terms in TERMS:
        yield view._replace(
            offers=dict.fromkeys(others, terms),
            violence=dict.fromkeys(SIDES, 300.0),
            relations=dict.fromkeys(SIDES, -0.5),
            provoked=9.0,
            overlap=0.2,
            backing=0.0,
            windows=("north",),
            luck=(0.2, 0.0, 0.5),
        )


@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_gives_only_legal_orders_in_every_seat_it_fits(policy: str, views: dict[str, View]) -> None:
    module, options = find_policy(policy), options_for(policy, {})
    for actor, view in views.items():
        if seat_fault(actor, policy) is None:
            for seen in _busy(view):
                told = [ruling for ruling in judge(module.decide(seen, {}, options), seen) if not ruling.accepted]
                assert not told, (actor, told)


def test_the_median_call_of_a_policy_is_quick() -> None:
    views, taken = _views("base_2015"), {}
    for policy in POLICIES:
        module, options = find_policy(policy), options_for(policy, {})
        calls = []
        for view in (view for actor, view in views.items() if seat_fault(actor, policy) is None):
            for _ in range(30):
                start = perf_counter()
                module.decide(view, {}, options)
                calls.append(1e6 * (perf_counter() - start))
        taken[policy] = median(calls)
    assert median(taken.values()) <= MOST_MICROSECONDS, taken


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_declares_what_it_needs_and_options_of_their_own_type(policy: str) -> None:
    module = import_module(f"sim.actors.policies.{policy}")
    assert needs(policy) == module.NEEDS
    assert set(needs(policy)) <= {ability for abilities in ABILITIES.values() for ability in abilities}
    assert any(set(needs(policy)) <= set(has) for has in ABILITIES.values()), "nobody can use it"
    tree = ast.parse(inspect.getsource(module))
    declared = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Options")
    for item in declared.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            default = getattr(module.Options(), item.target.id)
            assert type(default).__name__ == ast.unparse(item.annotation), item.target.id


def test_who_has_what_agrees_with_the_rest_of_the_tables() -> None:
    assert ABILITIES.keys() == set(SIDES)
    assert {side for side in SIDES if "strike" in ABILITIES[side]} == set(GROUND)
    assert {side for side in SIDES if "client" in ABILITIES[side]} == set(BACKS)
    assert {side for side in SIDES if "land" in ABILITIES[side]} == set(HOLDERS)
    assert {side for side in SIDES if "underground" in ABILITIES[side]} == {HIDING}
    assert not [side for side in NO_TALKS if "talks" in ABILITIES[side]]


@pytest.mark.parametrize(
    ("seat", "policy", "words"),
    [
        (
            "us",
            "ground",
            '"us" lacks a mobile force, which policy "ground" needs; it can use bargain_seeker, goal_driven',
        ),
        ("russia", "y_first", '"russia" lacks land of its own and a mobile force'),
        ("regime", "insurgent", '"regime" lacks an underground'),
        ("sdf", "patron", '"sdf" lacks a client'),
        ("iran", "goal_driven", '"iran" lacks aircraft'),
        ("iran", "windows", '"iran" lacks foreign entries to open'),
        ("is", "deal", '"is" lacks parties that negotiate with it'),
        ("us", "ruond", 'there is no policy "ruond" (did you mean "ground"?)'),
    ],
)
def test_a_seat_refuses_a_policy_it_cannot_use(seat: str, policy: str, words: str) -> None:
    assert words in str(seat_fault(seat, policy))
    with pytest.raises((FaultsError, InputError)) as told:
        load_scenario("base_2015", sets=[f"actors.{seat}.policy={policy}"])
    assert words in str(told.value)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("actors.regime.options.core=homs paris", 'no governorate "paris"'),
        ("actors.regime.options.core=homs allepo", 'did you mean "aleppo"?'),
        ("actors.russia.options.rival=uss", 'no party "uss"'),
        ("actors.russia.options.rival=russia", "an actor cannot mean itself"),
        ("actors.russia.options.client=russia", "nobody is its own client"),
        ("actors.sdf.options.asks=peace", 'no choice "peace"'),
    ],
)
def test_an_option_that_names_nothing_is_refused(setting: str, words: str) -> None:
    seats = ["regime.policy=y_first", "russia.policy=bargain_seeker", "sdf.policy=seek_deal"]
    with pytest.raises((FaultsError, InputError)) as told:
        load_scenario("base_2015", sets=[*(f"actors.{seat}" for seat in seats), setting])
    assert words in str(told.value)


def test_every_policy_is_usable_by_somebody_in_the_base_scenario() -> None:
    seats = load_scenario("base_2015").scenario.actors
    assert all(any(seat_fault(seat, policy) is None for seat in seats) for policy in POLICIES)
    assert set(POLICIES) <= set(policy_names())
