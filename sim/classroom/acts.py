"""What a seat, or the facilitator, may ask of the server: one typed model per act, told apart by `kind`.

Every field has a length or a range, so that no body can be anything but one of these. Owns the form of acts.
Knows nothing of whether an act may be done now.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from sim.sides import GROUND, SIDES

__all__ = [
    "AimsAct",
    "AskPause",
    "EditOrders",
    "Extend",
    "InjectAct",
    "Lend",
    "Malformed",
    "MenAct",
    "MessageAct",
    "ModifierAct",
    "Mute",
    "NewCode",
    "OrderRow",
    "OrdersAct",
    "Overrule",
    "Pause",
    "PredictAct",
    "RefuseOffer",
    "Reroll",
    "Resume",
    "Revise",
    "Rewind",
    "SeatAct",
    "SettingsAct",
    "StatementAct",
    "Step",
    "StrikeOrder",
    "TakeBack",
    "WhiteAct",
    "cleaned",
    "parse_seat",
    "parse_white",
]

MOST_ROWS = 24
"""Most orders in one set, free ones among them."""


class Malformed(Exception):  # noqa: N818  # an answer, not a fault of ours
    """Refuse a body that is no act, in one sentence."""


def cleaned(text: str) -> str:
    """Return text as it may be shown: no control signs, no marks that turn the direction of writing, single spaces."""
    kept = (sign if unicodedata.category(sign)[0] != "C" else " " for sign in unicodedata.normalize("NFC", text))
    return " ".join("".join(kept).split())


Name = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z0-9_]+$")]
Turn = Annotated[int, Field(ge=0, le=100, strict=True)]
Side = Literal[SIDES]  # type: ignore[valid-type]  # the names of the parties are data
Ground = Literal[GROUND]  # type: ignore[valid-type]
type Short = Annotated[str, Field(max_length=200), AfterValidator(cleaned)]
type Long = Annotated[str, Field(max_length=400), AfterValidator(cleaned)]
Reason = Annotated[str, Field(min_length=3, max_length=200), AfterValidator(cleaned), Field(min_length=3)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Act(_Strict):
    id: Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]
    """Made by the page: the same act sent twice is done once."""


class OrderRow(_Strict):
    """Hold one order of a set: by which side, the order's own parts as its log form has them, and why."""

    by: Side
    verb: Name
    reason: Short = ""
    governorate: Name | None = None
    level: Annotated[int, Field(ge=1, le=3, strict=True)] | None = None
    stance: Name | None = None
    partner: Name | None = None
    focus: Name | None = None
    fifths: Annotated[int, Field(ge=0, le=5, strict=True)] | None = None
    manner: Name | None = None
    against: Name | None = None
    to: Name | None = None
    of: Name | None = None
    terms: Name | None = None
    party: Name | None = None
    window: Name | None = None

    def plain(self) -> dict[str, Any]:
        """Return the order as the log of a run has it, without who gives it or why."""
        return self.model_dump(exclude_none=True, exclude={"by", "reason"})


Rows = Annotated[list[OrderRow], Field(max_length=MOST_ROWS)]


class OrdersAct(_Act):
    """Save the month's set of orders of a seat, as a draft or for good."""

    kind: Literal["orders"]
    turn: Turn
    version: Annotated[int, Field(ge=0, le=100_000, strict=True)]
    orders: Rows
    submit: bool = False


class Revise(_Act):
    """Take a submitted set back to work on it."""

    kind: Literal["revise"]
    turn: Turn


class AimsAct(_Act):
    """File what the team wants, before the first turn is played."""

    kind: Literal["aims"]
    aims: Annotated[list[Short], Field(max_length=3)]


class PredictAct(_Act):
    """Say what the month will bring, before it is shown."""

    kind: Literal["predict"]
    turn: Turn
    answers: Annotated[dict[Annotated[str, Field(max_length=40)], Name], Field(max_length=8)]


class RefuseOffer(_Act):
    """Refuse an offer, in words; in the war an offer that is not accepted lapses."""

    kind: Literal["refuse"]
    side: Side
    of: Side
    terms: Name
    reason: Short = ""


class StatementAct(_Act):
    """Say something in public, to be shown at the reveal."""

    kind: Literal["statement"]
    turn: Turn
    text: Short


class AskPause(_Act):
    """Ask the facilitator for a pause: anybody may, without a reason."""

    kind: Literal["ask_pause"]


class Step(_Act):
    """Go on to the next phase; the phase that the page showed must still be the one."""

    kind: Literal["step"]
    turn: Turn
    phase: Name
    to: Literal["debrief", "closed"] | None = None


class Pause(_Act):
    """Stop the clock."""

    kind: Literal["pause"]


class Resume(_Act):
    """Let the clock run on."""

    kind: Literal["resume"]


class Extend(_Act):
    """Give a phase more time."""

    kind: Literal["extend"]
    seconds: Annotated[int, Field(ge=-600, le=3600, strict=True)]


class SettingsAct(_Act):
    """Change how the game is run."""

    kind: Literal["settings"]
    auto_lock: bool | None = None
    hard: bool | None = None
    no_orders: Literal["policy", "hold", "repeat"] | None = None
    fog: bool | None = None


class _Reasoned(_Act):
    reason: Reason


class _OfSeat(_Reasoned):
    seat: Name


class EditOrders(_OfSeat):
    """Put another set of orders in the place of a seat's own."""

    kind: Literal["edit_orders"]
    orders: Rows


class StrikeOrder(_OfSeat):
    """Strike one order."""

    kind: Literal["strike_order"]
    index: Annotated[int, Field(ge=0, lt=MOST_ROWS, strict=True)]


class ModifierAct(_OfSeat):
    """Judge an order well or badly argued: steps of power for or against it."""

    kind: Literal["modifier"]
    index: Annotated[int, Field(ge=0, lt=MOST_ROWS, strict=True)]
    steps: Annotated[int, Field(ge=-2, le=2, strict=True)]


class Reroll(_Reasoned):
    """Run the month again with other luck; it is counted and shown."""

    kind: Literal["reroll"]


class Overrule(_Reasoned):
    """Hand regions to a side in the proposed month."""

    kind: Literal["overrule"]
    regions: Annotated[list[Name], Field(min_length=1, max_length=60)]
    to: Side


class MenAct(_Reasoned):
    """Add men to a side's mobile force in the proposed month, or take some away."""

    kind: Literal["men"]
    side: Ground
    men: Annotated[int, Field(ge=-20_000, le=20_000, strict=True)]


class InjectAct(_Reasoned):
    """Let something happen: of the library, or made up; as words, as an event of the war, or both."""

    kind: Literal["inject"]
    inject: Name | None = None
    event: dict[str, Any] | None = None
    words: Long = ""
    to: Literal["all"] | Annotated[list[Name], Field(min_length=1, max_length=8)] = "all"
    turn: Turn


class Rewind(_Reasoned):
    """Go back to the start of a turn, on a branch of its own; the old one is kept."""

    kind: Literal["rewind"]
    turn: Annotated[int, Field(ge=1, le=100, strict=True)]


class Lend(_OfSeat):
    """Let the policy play a seat for a while."""

    kind: Literal["lend"]


class TakeBack(_OfSeat):
    """Give a seat back to its people."""

    kind: Literal["take_back"]


class NewCode(_OfSeat):
    """Give a seat another code; who sits there must join anew."""

    kind: Literal["new_code"]


class MessageAct(_Act):
    """Send words to everybody or to some seats."""

    kind: Literal["message"]
    to: Literal["all"] | Annotated[list[Name], Field(min_length=1, max_length=8)] = "all"
    text: Long


class Mute(_OfSeat):
    """Take a public statement off the screens."""

    kind: Literal["mute"]
    turn: Turn


SeatAct = OrdersAct | Revise | AimsAct | PredictAct | RefuseOffer | StatementAct | AskPause
WhiteAct = (
    Step | Pause | Resume | Extend | SettingsAct | EditOrders | StrikeOrder | ModifierAct | Reroll | Overrule | MenAct
    | InjectAct | Rewind | Lend | TakeBack | NewCode | MessageAct | Mute
)  # fmt: skip

_SEAT: TypeAdapter[SeatAct] = TypeAdapter(Annotated[SeatAct, Field(discriminator="kind")])
_WHITE: TypeAdapter[WhiteAct] = TypeAdapter(Annotated[WhiteAct, Field(discriminator="kind")])


def parse_seat(data: object) -> SeatAct:
    """Return the act of a seat that plain data describes; Malformed says what is wrong with it."""
    return _parsed(_SEAT, data)


def parse_white(data: object) -> WhiteAct:
    """Return the act of the facilitator that plain data describes; Malformed says what is wrong with it."""
    return _parsed(_WHITE, data)


def _parsed[Kind](form: TypeAdapter[Kind], data: object) -> Kind:
    try:
        return form.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"][1:])[:60]
        raise Malformed(f"{cleaned(where)}: {first['msg']}" if where else first["msg"]) from error
    except (ValueError, RecursionError) as error:
        raise Malformed("this is no act") from error
