"""Sanctions, embargoes, bans and their end."""

from articles.suggesting.frames import Frame, frame

_KIND = "sanction"
_WHAT = (
    r"(?:sanctions?|embargo(?:es)?|blockade|export controls?|travel bans?|asset freezes?|penalties|"
    r"(?:new |trade |travel |financial |economic |banking )(?:restrictions|measures)|restrictions|"
    r"visa (?:bans?|restrictions)|blacklist)"
)
_IMPOSE = (
    r"(?:impos\w+|consider\w*|weigh\w*|mull\w*|announc\w+|slapp\w+|adopt\w+|tighten\w*|unveil\w*|"
    r"levie[sd]|plac(?:e[sd]?|ing)|"
    r"approv\w+|introduc\w+|expand\w*|issu(?:e[sd]?|ing)|appl(?:y|ied|ies)|toughen\w*|"
    r"reimpos\w+|enact\w*|order(?:ed|s)?|propos\w+|increas\w+|toughen\w*|strengthen\w*|backs?|"
    r"threaten\w*|pass(?:ed|es)?|maintain\w*|keep\w*|kept)"
)

FRAMES: tuple[Frame, ...] = (
    frame(
        "imposes",
        _KIND,
        rf"\b(?P<t>{_IMPOSE})\b<gap>\b{_WHAT}\b<gap>\b(?:on|against|upon|for|to|over|toward|"
        rf"towards|"
        r"target\w*) <the>(?:[a-z\d,-]+ ){0,5}?(?P<b><X>)",
        status="imposed",
        rank=3,
        subtype="sanction_imposed",
    ),
    frame(
        "imposes theirs",
        _KIND,
        rf"\b(?P<t>impos\w+|announc\w+)\b<gap>\b{_WHAT}\b<gap>\b(?P<b><X>)",
        status="imposed",
        rank=5,
        subtype="sanction_imposed",
    ),
    frame(
        "renews",
        _KIND,
        rf"\b(?P<t>extend\w*|renew\w*|prolong\w*)\b<far>\b{_WHAT}\b(?:<gap>\b(?:on|against|for) "
        r"<the>(?P<b><X>))",
        status="extended",
        rank=3,
        subtype="sanction_imposed",
    ),
    frame(
        "lifts",
        _KIND,
        rf"\b(?P<t>lift(?:s|ed|ing)?|remov(?:e[sd]?|ing)|end(?:s|ed|ing)?|drop(?:s|ped)?|"
        rf"eas(?:e[sd]?|ing)|relax\w*|waiv\w+|suspend\w*|terminat\w+|"
        rf"loosen\w*)\b<far>\b(?:{_WHAT}|"
        r"ban(?! on (?:[a-z\d,-]+ ){0,2}(?:imports?|exports?|<X>)))\b(?:<gap>\b(?:on|against|for|"
        r"of) <the>(?:[a-z\d,-]+ ){0,3}?(?P<b><X>))",
        status="ended",
        rank=2,
        subtype="sanction_eased",
    ),
    frame(
        "sanctions",
        _KIND,
        r"\b(?P<t>sanction(?:s|ed|ing)|blacklist(?:s|ed|ing)?)\b(?! (?:on|against|are|were|"
        r"have|will|"
        r"over|imposed|that|could|would))<gap>(?P<b><X>)",
        status="imposed",
        rank=3,
        can_be_passive=True,
        subtype="sanction_imposed",
    ),
    frame(
        "was sanctioned",
        _KIND,
        r"\b(?P<t>sanctioned|blacklisted|"
        r"penalized) (?:\w+ ){0,3}?by <the>(?P<a><A>)",
        find_a=False,
        status="imposed",
        rank=3,
        can_be_passive=True,
        subtype="sanction_imposed",
    ),
    frame(
        "subject of",
        _KIND,
        r"\b(?P<t>(?:subject(?:ed)? (?:of|to)|under|target of|hit by|face[sd]?|"
        r"facing)) <gap>(?P<a><X>)"
        rf"(?:'s?)?[ -]<adj>{_WHAT}\b",
        status="imposed",
        rank=3,
        is_other_before=True,
        subtype="sanction_imposed",
    ),
    frame(
        "sanctions of",
        _KIND,
        rf"(?P<a><P>)(?:'s?)?[ -]<adj>(?P<t>{_WHAT})(?: \w+){{0,3}}? (?:on|against) <the>"
        r"(?:[a-z\d,-]+ ){0,2}?(?P<b><X>)",
        status="in_force",
        rank=5,
        subtype="sanction_imposed",
    ),
    frame(
        "freezes",
        _KIND,
        r"\b(?P<t>fr(?:eez|oz)\w+|seiz\w+|block(?:s|ed|ing)?) (?:the )?(?:\w+ )?(?:assets|"
        r"funds|accounts|"
        r"property)\b<gap>\bof <gap>(?P<b><X>)",
        status="imposed",
        rank=3,
        subtype="sanction_imposed",
    ),
    frame(
        "freezes theirs",
        _KIND,
        r"\b(?P<t>fr(?:eez|oz)\w+|block(?:s|ed|ing)?) (?:the |"
        r"all )?(?P<b><X>)(?:'s?)? <adj>(?:assets|"
        r"funds|"
        r"accounts|property)\b",
        status="imposed",
        rank=3,
        subtype="sanction_imposed",
    ),
    frame(
        "bans",
        _KIND,
        r"\b(?P<t>ban(?:s|ned|ning)|prohibit(?:s|ed)?|bar(?:s|red)) (?!imports|exports)(?:all )?"
        r"(?:[a-z\d,-]+ ){0,4}?(?P<b><X>)(?! (?:beef|imports|goods|products|exports|poultry|"
        r"meat))",
        status="imposed",
        rank=5,
        subtype="sanction_imposed",
    ),
    frame(
        "revokes",
        _KIND,
        r"\b(?P<t>suspend\w*|revok\w+|cancel\w*|withdr[ae]w|den(?:y|ies|ied)|"
        r"restrict\w*) <the>(?P<b><X>)(?:'s?)? "
        r"<adj>(?:permits?|licen[sc]es?|visas?|flights|accreditation|landing rights|privileges|"
        r"access)",
        status="imposed",
        rank=4,
        subtype="sanction_imposed",
    ),
    frame(
        "stops flights",
        _KIND,
        r"\b(?P<t>suspend\w*|ban(?:s|ned)?|prohibit\w*|halt\w*|stop\w*|"
        r"restrict\w*) <gap>\b(?:flights|travel|"
        r"visas|remittances|money transfers)\b<gap>\b(?:to|for|from) <the>(?P<b><X>)",
        status="imposed",
        rank=4,
        subtype="sanction_imposed",
    ),
    frame(
        "designates as",
        _KIND,
        r"\b(?P<t>designat(?:es|ed|ing)) <gap>(?P<b><X>)",
        status="imposed",
        rank=6,
        subtype="sanction_imposed",
    ),
    frame(
        "designates",
        _KIND,
        r"\b(?P<t>designat\w+|labell?ed|added|put|"
        r"place[sd]?)\b (?:the )?(?:[a-z\d,-]+ ){0,3}?(?P<b><X>)"
        r"<gap>\b(?:as a (?:state sponsor|foreign terrorist|terrorist)|to (?:its|the|a) (?:\w+ )?"
        r"(?:black|sanctions )list|on (?:its|the|a) (?:\w+ )?(?:blacklist|sanctions list|"
        r"list of))",
        status="imposed",
        rank=3,
        subtype="sanction_imposed",
    ),
    frame(
        "pressure on",
        _KIND,
        r"\b(?P<t>sanctions|embargo)\b (?:imposed )?by <the>(?P<a><X>)(?:<gap>(?:on|"
        r"against) <the>"
        r"(?P<b><X>))?",
        status="in_force",
        rank=5,
        subtype="sanction_imposed",
    ),
)
