"""Aid, loans, debt relief, rescue."""

from articles.suggesting.frames import Frame, frame

_KIND = "aid"
_GIVE = (
    r"(?:provid(?:e[sd]?|ing)|giv(?:e[sn]?|ing)|gave|donat(?:e[sd]?|ing)|pledg(?:e[sd]?|ing)|"
    r"send(?:s|ing)?|sent|deliver(?:s|ed|ing)?|offer(?:s|ed|ing)?|announc(?:e[sd]?|ing)|"
    r"contribut(?:e[sd]?|ing)|allocat(?:e[sd]?|ing)|approv(?:e[sd]?|ing)|promis(?:e[sd]?|ing)|"
    r"grant(?:s|ed|ing)?|extend(?:s|ed|ing)?|commit(?:s|ted|ting)?|lend(?:s|ing)?|lent|"
    r"increas(?:e[sd]?|ing)|ship(?:s|ped|ping)?|airlift(?:s|ed)?|dispatch\w*|suppl(?:y|ies|ied)|"
    r"disburs\w+|resum\w+|direct(?:s|ed)?|channel\w*|award(?:s|ed)?|loan(?:s|ed)?)"
)
_WHAT = (
    r"(?:aid|assistance|relief|humanitarian|loans?|grants?|donations?|vaccines?|doses?|food|"
    r"medicines?|"
    r"medical (?:supplies|teams?|equipment)|tents|blankets|rescue (?:teams?|workers)|credits?|"
    r"funding|"
    r"funds|budget support|supplies|reconstruction|contribution|generators|ventilators|"
    r"doctors|nurses|firefighters|search|support(?= package| worth| of)|emergency|money|rice|wheat)"
)

FRAMES: tuple[Frame, ...] = (
    frame(
        "gives",
        _KIND,
        rf"\b(?P<t>{_GIVE})\b <gap>(?:\b{_WHAT}\b|<N>(?! (?:in|of|worth of) (?:\w+ )?(?:"
        rf"investments?|trade|exports?|contracts?|deals?|sales?|weapons|"
        rf"arms)))(?:[^;:\ue000-\ue3ff]{{0,90}}?)\b(?:to|for|in) <the>"
        r"(?:[a-z\d,-]+ ){0,3}?(?P<b><L>)",
        actor="supplier",
        other="recipient",
        status="announced",
        rank=4,
        subtype="aid",
    ),
    frame(
        "gives them",
        _KIND,
        rf"\b(?P<t>{_GIVE}) <the>(?:[a-z\d,-]+ )?(?P<b><A>) <gap>(?:\b{_WHAT}\b|<N>)",
        actor="supplier",
        other="recipient",
        status="announced",
        rank=4,
        subtype="aid",
    ),
    frame(
        "gives theirs",
        _KIND,
        rf"\b(?P<t>{_GIVE}) <gap><N><gap>(?P<b><X>)",
        actor="supplier",
        other="recipient",
        status="announced",
        rank=7,
        subtype="aid",
    ),
    frame(
        "aid in",
        _KIND,
        r"(?P<a><P>)(?:'s?)? <adj>(?P<t>(?:humanitarian |economic |foreign |security |"
        r"military |financial |"
        r"development )*(?:aid|assistance))\b(?:<gap>)\b(?:to|for|in) <the>(?P<b><L>)",
        actor="supplier",
        other="recipient",
        status="reported",
        rank=5,
        subtype="aid",
    ),
    frame(
        "aid from",
        _KIND,
        r"\b(?P<t>(?:receiv|accept|reject|refus|request|seek|sought|get|got|ask|need|borrow|"
        r"secur|"
        rf"obtain|welcom)\w*)\b <gap>(?:\b{_WHAT}\b|<N>)<gap>\bfrom <the>(?P<b><A>)",
        actor="recipient",
        other="supplier",
        status="delivered",
        rank=4,
        subtype="aid",
    ),
    frame(
        "cuts aid",
        _KIND,
        r"\b(?P<t>cut(?:s|ting)?(?: off)?|suspend\w*|halt\w*|froz\w+|freez\w+|stop\w*|withh\w+|"
        r"end\w*|"
        r"reduc\w+)\b <gap>\b(?:aid|assistance|funding|loans?|funds)\b<gap>\b(?:to|"
        r"for) <the>(?P<b><X>)",
        actor="supplier",
        other="recipient",
        status="suspended",
        rank=3,
        subtype="aid",
    ),
    frame(
        "cancels debt",
        _KIND,
        r"\b(?P<t>cancel\w*|forgiv\w+|forgave|writ\w+ off|wrote off|reschedul\w+|restructur\w+|"
        r"reduc\w+)\b "
        r"<gap>(?P<b><X>)(?:'s?)? <adj>debts?",
        actor="supplier",
        other="recipient",
        status="announced",
        rank=3,
        subtype="aid",
    ),
    frame(
        "cancels debt of",
        _KIND,
        r"\b(?P<t>cancel\w*|forgiv\w+|forgave|writ\w+ off|"
        r"wrote off)\b <gap>\bdebts?\b<gap>(?P<b><X>)",
        actor="supplier",
        other="recipient",
        status="announced",
        rank=4,
        subtype="aid",
    ),
    frame(
        "amount in aid",
        _KIND,
        rf"<N> (?P<t>(?:in|of|worth of)) <gap>\b{_WHAT}\b<gap>\b(?:to|"
        rf"for) <the>(?:[a-z\d,-]+ ){{0,2}}?(?P<b><X>)",
        actor="supplier",
        other="recipient",
        status="announced",
        rank=6,
        subtype="aid",
    ),
)
