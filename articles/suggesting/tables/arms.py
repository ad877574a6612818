"""Arms sold, supplied, given, bought."""

from articles.suggesting.frames import Frame, frame

_KIND = "arms_transfer"
_GIVE = (
    r"(?:sell(?:s|ing)?|sold|suppl(?:y|ied|ies|ying)|deliver(?:s|ed|ing)?|provid(?:e|es|ed|ing)|"
    r"send(?:s|ing)?|sent|ship(?:s|ped|ping)?|transfer(?:s|red|ring)?|export(?:s|ed|ing)?|"
    r"donat(?:e|es|ed|ing)|giv(?:e|es|en|ing)|gave|equip(?:s|ped)?|lend|lease[ds]?|smuggl\w+|"
    r"approv(?:ed?|es|ing)|authoriz(?:ed?|es|ing)|announc(?:e[sd]?|ing)|offer(?:s|ed|ing)?)"
)
_SALE = (
    r"(?:sales?|transfers?|deliver(?:y|ies)|suppl(?:y|ies)|shipments?|exports?|provision|"
    r"purchase)"
)

FRAMES: tuple[Frame, ...] = (
    frame(
        "delivered to",
        _KIND,
        r"(?P<a><M>)(?:'s?)? <adj>(?P<w><W>)<gap>\b(?P<t>(?:be|were|was|been|being) (?:delivered|"
        r"sent|"
        r"shipped|sold|supplied|transferred|given))\b<gap>\bto <the>(?P<b><X>)",
        actor="supplier",
        other="recipient",
        status="delivered",
        rank=3,
    ),
    frame(
        "sells to",
        _KIND,
        rf"\b(?P<t>{_GIVE})\b<gap>(?P<w><W>)<gap>\b(?:to|"
        rf"for) <the>(?:[a-z\d,-]+ ){{0,2}}(?P<b><X>)",
        actor="supplier",
        other="recipient",
        status="delivered",
        rank=3,
        can_be_passive=False,
    ),
    frame(
        "sells",
        _KIND,
        rf"\b(?P<t>{_GIVE}|arm(?:s|ed|ing)?) <the>(?P<b><A>)(?:<gap>)(?P<w><W>)",
        actor="supplier",
        other="recipient",
        status="delivered",
        rank=3,
    ),
    frame(
        "arms deal",
        _KIND,
        r"\b(?P<t>(?:arms|weapons|missile|tank|jet|helicopter|military) (?:sales?|deals?|"
        r"shipments?|"
        r"deliveries|supplies|package|transfers?|exports?))\b(?:<gap>)\b(?:to|with|"
        r"for) <the>(?P<b><X>)",
        actor="supplier",
        other="recipient",
        status="reported",
        rank=5,
    ),
    frame(
        "sells arms",
        _KIND,
        rf"\b(?P<t>{_GIVE}) <gap>(?P<w>\barms\b)<gap>\bto <the>(?:[a-z\d,-]+ ){{0,2}}(?P<b><X>)",
        actor="supplier",
        other="recipient",
        status="delivered",
        rank=3,
    ),
    frame(
        "sale of arms",
        _KIND,
        rf"\b(?P<t>{_SALE}) of <gap>(?P<w><W>)<gap>(?:from <the>(?P<a><X>) )?\bto "
        rf"<the>(?P<b><X>)",
        actor="supplier",
        other="recipient",
        status="reported",
        rank=4,
    ),
    frame(
        "arms sale",
        _KIND,
        rf"(?P<w><W>) {_SALE} to <the>(?P<b><X>)",
        actor="supplier",
        other="recipient",
        status="reported",
        rank=4,
    ),
    frame(
        "buys from",
        _KIND,
        r"\b(?P<t>buy(?:s|ing)?|bought|purchas\w+|acquir\w+|order(?:s|ed|ing)?|procur\w+|"
        r"receiv\w+|"
        r"obtain\w*|import\w*|got|take delivery of)\b<gap>(?P<w><W>|\barms\b)<gap>\bfrom <the>"
        r"(?P<b><X>)",
        actor="recipient",
        other="supplier",
        status="delivered",
        rank=3,
    ),
    frame(
        "buys theirs",
        _KIND,
        r"\b(?P<t>buy(?:s|ing)?|bought|purchas(?:e|es|ed|ing)|acquir\w+|order(?:s|ed|ing)?|"
        r"receiv\w+)"
        r" <gap>(?P<b><M>)(?:-made|-built)? (?:[a-z\d,-]+ ){0,2}(?P<w><W>)",
        actor="recipient",
        other="supplier",
        status="delivered",
        rank=4,
    ),
    frame(
        "buys arms deal",
        _KIND,
        r"\b(?P<t>sign\w*|reach\w*|conclud\w*|finali[sz]\w*)\b<gap>(?:contract|deal|"
        r"agreement) <gap>"
        r"(?:for|to (?:buy|purchase)|to sell|on) <gap>(?P<w><W>)(?:<gap>(?:from|"
        r"with) <the>(?P<b><A>))",
        actor="recipient",
        other="supplier",
        status="signed",
        rank=3,
    ),
    frame(
        "sells to whom",
        _KIND,
        r"\b(?P<t>sell(?:s|ing)?|sold) <gap>(?P<w><W>)",
        find_b=("to", "next"),
        actor="supplier",
        other="recipient",
        status="delivered",
        rank=6,
    ),
)
