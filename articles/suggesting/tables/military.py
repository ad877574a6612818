"""Exercises, troops abroad, bases, training, joint defence."""

from articles.suggesting.frames import Frame, frame

_KIND = "military_cooperation"
_FORCE = (
    r"(?:troops?|soldiers?|forces?|peacekeepers?|police(?: officers)?|observers|monitors|"
    r"advis[eo]rs|warships?|marines|personnel|"
    r"trainers?|contingent|battalions?|aircraft|fighter jets|trainers|mission|naval vessels)"
)
_TROOPS = r"troops|soldiers|forces|army|peacekeepers|marines|navy|warships?|contingent"
_DRILL = r"(?:exercises?|drills?|maneuvers|manoeuvres|war games?|patrols?|training)"

FRAMES: tuple[Frame, ...] = (
    frame(
        "joint drill",
        _KIND,
        rf"(?P<g><A>)[^\ue000-\ue7ff;]{{0,60}}?\b(?P<t>(?:joint|military|naval|anti-terror\w*|"
        rf"counter-?terrorism|combined)\s(?:\w+ ){{0,2}}{_DRILL})\b",
        other="party",
        status="held",
        rank=3,
        subtype="exercise",
    ),
    frame(
        "drill with",
        _KIND,
        rf"\b(?P<t>(?:joint|military|naval|war|annual|large-scale|live-fire|air)\s(?:\w+ ){{0,2}}"
        rf"(?:{_DRILL}|games))\b<gap>\bwith <the>(?P<b><A>)",
        other="party",
        status="held",
        rank=3,
        subtype="exercise",
    ),
    frame(
        "drill of both",
        _KIND,
        rf"(?P<g><X>) (?:joint |military |naval |annual )+(?P<t>{_DRILL})",
        other="party",
        status="held",
        rank=4,
        subtype="exercise",
    ),
    frame(
        "deploys",
        _KIND,
        rf"\b(?P<t>deploy\w*|send(?:s|ing)?|sent|station(?:s|ed|ing)?|dispatch\w*|contribut\w+|"
        rf"commit(?:s|ted)?|keep(?:s|ing)?|maintain\w*)\b <gap>(?:\b(?:own|<M>) )?\b{_FORCE}\b"
        r"<gap>\b(?:to|in|inside|near) <the>(?P<b><L>)",
        other="recipient",
        actor="party",
        status="underway",
        rank=4,
        subtype="deployment",
    ),
    frame(
        "withdraws troops",
        _KIND,
        rf"\b(?P<t>withdr[ae]w\w*|pull(?:s|ed|ing)?(?: out)?|remov\w+|bring(?:s|ing)? home|"
        rf"withdrawal "
        rf"of|reduc\w+|cut)\b <gap>(?:<X>(?:'s?)? )?<gap>\b{_FORCE}\b<gap>\b(?:from|in|"
        rf"out of) <the>"
        rf"(?P<b><L>)",
        other="party",
        status="ended",
        rank=3,
        subtype="deployment",
    ),
    frame(
        "troops leave",
        _KIND,
        r"\b(?P<t>withdr[ae]w\w*|pull(?:s|ed|ing)? (?:out|back)|le(?:ft|ave|aves|aving)|"
        r"depart\w*)"
        r"(?: (?:of|from))? <the>(?P<b><L>)",
        other="party",
        status="ended",
        rank=3,
        subtype="deployment",
        actor_words=_TROOPS,
    ),
    frame(
        "troops arrive",
        _KIND,
        r"\b(?P<t>arriv(?:es?|ed|ing) in|land(?:ed|s) in|return(?:ed|s) to|serv(?:e|es|ed|"
        r"ing) in|"
        r"remain(?:s|ed)? in) <the>(?P<b><L>)",
        other="recipient",
        status="underway",
        rank=2,
        subtype="deployment",
        actor_words=_TROOPS,
    ),
    frame(
        "has troops",
        _KIND,
        rf"\b(?P<t>ha(?:s|ve|d)) (?:about |some |more than |nearly |almost |"
        rf"around )?[\d,]+ <gap>\b{_FORCE}"
        r"\b[^;:,]{0,60}?\bin <the>(?P<b><L>)",
        other="recipient",
        status="underway",
        rank=4,
        subtype="deployment",
    ),
    frame(
        "troops serve",
        _KIND,
        r"(?P<a><A>) (?P<t>(?:are |is |have been |were )?(?:stationed|deployed|based|serving|"
        r"fighting|training))\b<gap>\bin <the>(?P<b><L>)",
        other="recipient",
        status="underway",
        rank=5,
        subtype="deployment",
    ),
    frame(
        "trains",
        _KIND,
        r"\b(?P<t>train(?:s|ed|ing)?) <the>(?:[a-z\d,]+ ){0,2}(?P<b><A>)",
        other="recipient",
        actor="supplier",
        status="underway",
        rank=5,
        subtype="training",
    ),
    frame(
        "gives training",
        _KIND,
        r"\b(?P<t>(?:suspend|end|resum|halt|provid|offer|give|giving|"
        r"stopp?)\w*)\b <gap>\b(?:military )?training\b"
        r"<gap>\b(?:for|to|of) <the>(?P<b><X>)",
        other="recipient",
        actor="supplier",
        status="underway",
        rank=4,
        subtype="training",
    ),
    frame(
        "gives support",
        _KIND,
        r"\b(?P<t>(?:giv|gave|provid|offer|lend|send)\w*)\b <gap>\b(?:logistical|military|air|"
        r"naval|"
        r"intelligence) support\b<gap>\bto <the>(?P<b><X>)",
        other="recipient",
        actor="supplier",
        status="underway",
        rank=3,
        subtype="other",
    ),
    frame(
        "has a base",
        _KIND,
        r"\b(?P<t>(?:use|uses|used|using|open\w*|clos\w+|leas\w+|vacat\w+|expand\w*|establish\w*|"
        r"build\w*|access to|leave))\b <gap>\b(?:(?:air|military|naval|army)[ -]?)?(?:bases?|"
        r"airspace|"
        r"airfields?)\b<gap>\bin (?P<b><L>)",
        other="host",
        status="underway",
        rank=5,
        subtype="base_access",
    ),
    frame(
        "denies use",
        _KIND,
        r"\b(?P<t>den(?:y|ies|ied)|refus\w+) (?P<b><A>) (?:\w+ ){0,3}(?:use|access|permission|"
        r"overflight)",
        actor="host",
        other="party",
        status="rejected",
        rank=4,
        subtype="base_access",
    ),
    frame(
        "lets use",
        _KIND,
        r"\b(?P<t>allow\w*|permit\w*|let(?:s|ting)?|grant\w*)\b <gap>(?P<b><A>)<gap>\b"
        r"(?:bases?|airspace|airfields?|ports?|territory|facilit\w+)\b",
        actor="host",
        other="party",
        status="agreed",
        rank=4,
        subtype="base_access",
    ),
    frame(
        "cooperates",
        _KIND,
        r"\b(?P<t>(?:strengthen|expand|boost|deepen|increas|step up|enhanc|discuss|broaden|"
        r"bolster)\w*)\b"
        r"<gap>\b(?:military|defen[sc]e|security|intelligence|counter-?terrorism) (?:and \w+ )?"
        r"(?:cooperation|ties|relations|partnership|alliance|relationship)\b(?:<gap>\b(?:with|"
        r"between) "
        r"<the>(?P<b><A>))?",
        other="party",
        status="reported",
        rank=6,
        subtype="other",
        is_mutual=True,
    ),
    frame(
        "defends",
        _KIND,
        r"\b(?P<t>(?:helped )?(?:defend(?:ed|s|ing)?|protect(?:ed|s|"
        r"ing)?)) (?P<b><A>)(?!'s)(?! (?:decision|"
        r"plan))",
        actor="party",
        other="recipient",
        status="completed",
        rank=5,
        subtype="other",
        needs_person=False,
    ),
    frame(
        "port call",
        _KIND,
        r"(?P<a><X>)(?:'s)? (?:[a-z\d,-]+ ){0,3}(?:warships?|ships?|vessels?|carrier|submarine|"
        r"<W>) <gap>"
        r"(?P<t>docked|arrived|made a port call|called|landed)\b<gap>\bin <the>(?P<b><L>)",
        actor="visitor",
        other="host",
        status="completed",
        rank=5,
        subtype="port_call",
    ),
    frame(
        "shares intelligence",
        _KIND,
        r"\b(?P<t>shar(?:e[sd]?|ing)|provid\w+|"
        r"exchang\w+)\b <gap>\bintelligence\b<gap>\b(?:with|to) "
        r"<the>(?P<b><A>)",
        other="party",
        status="underway",
        rank=4,
        subtype="intelligence_sharing",
    ),
)
