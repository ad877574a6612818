"""Visits, meetings, calls and talks."""

from articles.suggesting.frames import Frame, frame

_KIND = "visit_or_meeting"
_TALKS = (
    r"(?:talks?|meetings?|summits?|discussions?|negotiations?|consultations?|conversations?|"
    r"dinner|lunch|phone call|telephone call|teleconference|call|dialogue|session)"
)
_HOLD = (
    r"(?:h[eo]ld(?:s|ing)?|ha(?:s|d|ve|ving)|beg[aiu]n(?:s|ning)?|resum\w+|open(?:s|ed)?|"
    r"conclud\w+|"
    r"end(?:s|ed)?|start(?:s|ed)?|conduct\w*|continu\w+|complet\w+|attend\w*|finish\w*|wrap\w* up|"
    r"host(?:s|ed|ing)?)"
)

FRAMES: tuple[Frame, ...] = (
    frame(
        "discuss jointly",
        _KIND,
        r"(?P<g><A>)(?: have| had| also| then)* (?P<t>discussed|exchanged views)\b",
        other="party",
        status="held",
        subtype="talks",
        rank=8,
        needs_person=True,
    ),
    frame(
        "attends",
        _KIND,
        r"\b(?P<t>attend\w*) <gap>\b(?:inauguration|funeral|coronation|wedding|celebrations?|"
        r"swearing-in)\b(?: \w+)? (?:of|in|for) <the>(?P<b><L>)",
        actor="visitor",
        other="host",
        status="held",
        subtype="visit",
        rank=4,
        needs_person=True,
    ),
    frame(
        "meets with",
        _KIND,
        r"\b(?P<t>met|meets?|meeting)\b(?! the)(?: \w+)? ?(?:<gap>\bwith "
        r")<the>(?:<gap>)(?P<b><A>)",
        other="party",
        status="held",
        subtype="meeting",
        rank=3,
    ),
    frame(
        "meets",
        _KIND,
        r"\b(?P<t>met|meets?|meeting) (?:with )?<the>(?:[a-z\d,-]+ ){0,2}(?P<b><A>)",
        other="party",
        status="held",
        subtype="meeting",
        rank=3,
    ),
    frame(
        "met jointly",
        _KIND,
        r"(?P<g><A>),?(?:,? (?:left|right),?)?(?: \w+){0,3}? (?P<t>met|meets?|meeting|"
        r"conferred|shook hands|shake hands)\b",
        other="party",
        status="held",
        subtype="meeting",
        rank=4,
    ),
    frame(
        "shakes hands",
        _KIND,
        r"\b(?P<t>sh(?:ake|akes|ook|aking) hands) with <the>(?P<b><A>)",
        other="party",
        status="held",
        subtype="meeting",
        rank=3,
    ),
    frame(
        "holds talks",
        _KIND,
        rf"\b(?P<t>{_HOLD})\b<gap>\b{_TALKS}\b(?:<gap>\b(?:with|between) <the>(?:[a-z\d,-]+ )"
        r"{0,2}(?P<b><A>))",
        other="party",
        status="held",
        subtype="talks",
        rank=3,
        is_mutual=True,
    ),
    frame(
        "hold talks jointly",
        _KIND,
        rf"(?P<g><A>)(?:[^\ue000-\ue7ff;,]{{0,40}})? (?P<t>{_HOLD})\b<gap>\b{_TALKS}\b",
        other="party",
        status="held",
        subtype="talks",
        rank=4,
    ),
    frame(
        "speaks with",
        _KIND,
        r"\b(?P<t>spoke|speaks?|speaking|talked|talks|discuss(?:ed|es|ing)?|conferred|conferring|"
        r"consulted|dined)\b"
        r"(?:<gap>)\b(?:with|to) <the>(?:[a-z\d,-]+ ){0,2}(?P<b><A>)",
        other="party",
        status="held",
        subtype="call",
        rank=4,
        needs_person=True,
    ),
    frame(
        "phones",
        _KIND,
        r"\b(?P<t>telephoned|phoned|called) (?P<b><A>)(?=[,.]| \w+day| today| to | on | yester|"
        r"$)",
        other="party",
        status="held",
        subtype="call",
        rank=5,
        needs_person=True,
        other_words="form=person",
    ),
    frame(
        "talks between",
        _KIND,
        rf"\b(?P<t>{_TALKS})\b(?:<gap>)\b(?:between|among|of|involving) <the>(?P<g><A>)",
        other="party",
        status="held",
        subtype="talks",
        rank=4,
    ),
    frame(
        "talks between two",
        _KIND,
        rf"\b(?P<t>{_TALKS})\b(?:<gap>)\bbetween <the>(?:[a-z\d,-]+ ){{0,2}}(?P<a><X>)<gap> and "
        r"<the>(?:[a-z\d,-]+ ){0,2}(?P<b><X>)",
        other="party",
        status="held",
        subtype="talks",
        rank=4,
    ),
    frame(
        "of the joint talks",
        _KIND,
        rf"(?P<g><X>)(?:'s?)? <adj>(?P<t>(?:presidents|prime ministers|foreign ministers|leaders|"
        rf"ministers|officials|negotiators|{_TALKS}))\b(?: \w+){{0,2}} (?:met|meet|h[eo]ld|began|"
        r"begin|resum\w+|opened|took place|will be held)",
        other="party",
        status="held",
        subtype="talks",
        rank=5,
    ),
    frame(
        "dinner with both",
        _KIND,
        rf"\b(?P<t>{_TALKS})\b <gap>\bwith <the>(?P<g><M>)",
        other="party",
        status="held",
        subtype="meeting",
        rank=6,
    ),
    frame(
        "talks with",
        _KIND,
        rf"\b(?P<t>{_TALKS})\b(?: \w+){{0,6}}? with <the>(?:[a-z\d,-]+ ){{0,2}}(?P<b><A>)",
        other="party",
        status="held",
        subtype="talks",
        rank=6,
    ),
    frame(
        "visits",
        _KIND,
        r"\b(?P<t>visit(?:s|ed|ing)?|arriv(?:es?|ed|ing) (?:\w+ ){0,2}(?:in|at)|"
        r"travel(?:s|ed|led|ing|ling)? (?:\w+ ){0,2}to|flew (?:\w+ )?to|tour(?:ed|ing)|flies to|"
        r"went to|goes to|heads? (?:\w+ )?to|headed to|left (?:\w+ ){0,2}for|depart(?:s|ed) for|"
        r"is in|was in|are in|(?:is|was|are) (?:expected|due|scheduled) in|land(?:s|ed) in|"
        r"reached|stopped in|return(?:s|ed) to) "
        r"(?:neighboring |the |former )?(?P<b><L>)",
        actor="visitor",
        other="host",
        status="held",
        subtype="visit",
        rank=2,
        needs_person=True,
        actor_not=r"troops|soldiers|forces|army|peacekeepers|marines|warship|aid|companies|firm",
    ),
    frame(
        "comes from",
        _KIND,
        r"\b(?P<t>arriv\w+|c[ao]me|travel\w+|flew|fl(?:y|ies|ying)|return\w*) (?:\w+ )?(?:in|"
        r"to|home|back)? ?<L>? ?"
        r"(?:\w+day )?from (?P<b><L>)(?=, where|[.]| after)",
        actor="visitor",
        other="host",
        status="held",
        subtype="visit",
        rank=3,
        needs_person=True,
    ),
    frame(
        "pays a visit",
        _KIND,
        r"\b(?P<t>(?:p[ay]+(?:s|id)?|ma[kd]e[s]?|beg[aiu]n[s]?|start(?:s|ed)?|conclud\w+|"
        r"end(?:s|ed)?|"
        r"wrap\w* up|complet\w+|on|during|for|plans?|cancel\w*|postpone\w*|announced|h[eo]ld) "
        r"<gap>(?:visit|trip|tour|stop|stay|mission))(?:<gap>)\b(?:to|in|of) <the>(?P<b><L>)",
        actor="visitor",
        other="host",
        status="held",
        subtype="visit",
        rank=5,
    ),
    frame(
        "visit of",
        _KIND,
        r"(?P<a><P>)(?:'s?)? <adj>(?P<t>(?:visit|trip|tour)) (?:\w+ )?(?:to|of) <the>(?P<b><L>)",
        actor="visitor",
        other="host",
        status="held",
        subtype="visit",
        rank=5,
    ),
    frame(
        "visit to by",
        _KIND,
        r"\b(?P<t>visit|trip) to <the>(?P<b><L>)<gap> by <the>(?:[a-z\d,-]+ ){0,3}(?P<a><X>)",
        actor="visitor",
        other="host",
        status="held",
        subtype="visit",
        rank=4,
    ),
    frame(
        "visit by",
        _KIND,
        r"\b(?P<t>(?:cancel|postpon|call|host|announc|allow|block|prepar|await|"
        r"expect)\w* (?:off |for )?"
        r"(?:an? |the |its |his )?(?:[a-z-]+ ){0,2}visit) (?:by|of|"
        r"from) <the>(?:[a-z-]+ ){0,2}(?P<b><A>)",
        actor="host",
        other="visitor",
        status="planned",
        subtype="visit",
        rank=5,
    ),
    frame(
        "hosts",
        _KIND,
        r"\b(?P<t>host(?:s|ed|ing)?|receiv(?:ed|es|ing)|welcom(?:ed|es|ing)|greet(?:ed|s)|"
        r"invit(?:ed|es|ing)) (?:<gap>)(?P<b><A>)(?=$|[,. ](?! decision|'s| announcement))",
        actor="host",
        other="visitor",
        status="held",
        subtype="visit",
        rank=5,
        needs_person=True,
        can_be_passive=True,
    ),
)
