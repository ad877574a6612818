"""Attacks, incursions, arrests, releases, borders: what the labelling guide calls other."""

from articles.suggesting.frames import Frame, frame

_KIND = "other"
_FORCES = (
    r"troops|forces|soldiers|army|navy|planes?|jets?|aircraft|ships?|vessels?|boats?|drones?|"
    r"guards|"
    r"tanks|marines|gunboats?|fighters|missiles?|form=(?:name|adjective)"
)

FRAMES: tuple[Frame, ...] = (
    frame(
        "attacks",
        _KIND,
        r"\b(?P<t>attack(?:s|ed|ing)?|bomb(?:s|ed|ing|arded)?|shell(?:s|ed|ing)?|"
        r"invad(?:e[sd]?|ing)|"
        r"str(?:ikes?|uck)|raid(?:s|ed|ing)?|occup(?:y|ied|ies)|annex(?:es|ed|ing)?|"
        r"blockad(?:es|ed)|hack(?:s|ed)?|infiltrat\w+) <the>(?:[a-z\d,-]+ ){0,5}?(?P<b><L>)",
        status="completed",
        rank=5,
        subtype="use_of_force",
        can_be_passive=True,
    ),
    frame(
        "strike kills",
        _KIND,
        r"(?P<a><P>)(?:'s?)? (?:[a-z-]+ |<W> )?(?P<t>(?:air ?)?(?:strikes?|raids?|attacks?|"
        r"shelling|airstrikes?))"
        r" (?:has |have )?(?:killed|hit|destroyed|wounded|targeted)<far>\b(?:in|"
        r"inside) <the>(?P<b><L>|<M>)",
        status="completed",
        rank=4,
        subtype="use_of_force",
    ),
    frame(
        "attack of",
        _KIND,
        r"(?P<a><P>)(?:'s?)? <adj>(?P<t>(?:raid|attack|air ?strike|strike|incursion|invasion|"
        r"offensive|"
        r"bombing|shelling|bombardment|assault)s?) (?:on|against|of|in|into|"
        r"inside) <the>(?:[a-z\d,-]+ ){0,4}?"
        r"(?P<b><L>)",
        status="reported",
        rank=9,
        subtype="use_of_force",
    ),
    frame(
        "launches",
        _KIND,
        r"\b(?P<t>launch(?:e[sd]|ing)?|carr(?:y|ied|ies|ying) out|conduct(?:s|ed)?|mount(?:s|"
        r"ed)?|fir(?:e[sd]|ing)"
        r"|drop(?:s|ped)?|unleash\w*|stag(?:e[sd]|ing))\b(?:<far>)(?:\b(?:attacks?|strikes?|"
        r"airstrikes?|air strikes?|"
        r"offensives?|raids?|invasion|operations?|rockets?|missiles?|drones|shells|"
        r"incursions?)\b|<W>)"
        r"(?:<far>)\b(?:against|on|at|into|in|inside|toward|"
        r"targeting) <the>(?:[a-z\d,-]+ ){0,5}?(?P<b><L>)",
        status="completed",
        rank=4,
        subtype="use_of_force",
    ),
    frame(
        "shoots down",
        _KIND,
        r"\b(?P<t>sh(?:oot|ot)(?:s|ing)? (?:down|at|dead)|down(?:ed|s)|intercept(?:s|ed)?|sank|"
        r"sunk|opened fire on"
        r"|fire[ds] (?:on|at))\b <the>(?:[a-z\d,-]+ ){0,4}?(?P<b><X>)",
        status="completed",
        rank=4,
        subtype="use_of_force",
        can_be_passive=True,
    ),
    frame(
        "clashes",
        _KIND,
        r"(?P<g><A>) (?P<t>(?:have )?(?:clashed|exchanged (?:(?:\w+|<W>) )?fire|traded (?:fire|"
        r"shots)|"
        r"fought|are at war))",
        other="party",
        status="completed",
        rank=4,
        subtype="use_of_force",
    ),
    frame(
        "exchanges fire with",
        _KIND,
        r"\b(?P<t>(?:exchang|trad)\w+ (?:(?:\w+|<W>) )?(?:fire|shots) with|clash(?:ed|es)? with|"
        r"fought(?: with)?) <the>"
        r"(?:[a-z\d,-]+ ){0,3}?(?P<b><A>)",
        other="party",
        status="completed",
        rank=4,
        subtype="use_of_force",
    ),
    frame(
        "fighting between",
        _KIND,
        r"\b(?P<t>fighting|clashes|war|gun battle|skirmish(?:es)?|"
        r"exchange of fire) between <the>(?P<g><A>)",
        other="party",
        status="reported",
        rank=6,
        subtype="use_of_force",
    ),
    frame(
        "crosses",
        _KIND,
        r"\b(?P<t>cross(?:ed|es|ing) (?:the border )?into|enter(?:ed|s|ing)|violat(?:ed|es|"
        r"ing)(?= <gap>(?:<X>(?:'s?)? )?(?:air|border|water|territor|<X>(?:'s?)? (?:air|border|"
        r"water|territor)))|intrud\w+ into|"
        r"incursion into|fl(?:ew|own) into|"
        r"stray\w* into) <the>(?P<b><X>)(?:'s?)? ?(?:territor\w+|airspace|"
        r"(?:territorial )?waters|soil|side|air space|sovereignty)?",
        status="completed",
        rank=6,
        subtype="use_of_force",
        actor_words=_FORCES,
    ),
    frame(
        "kills",
        _KIND,
        r"\b(?P<t>kill(?:s|ed|ing)?|wound(?:s|ed)|injur(?:es|ed)|assassinat(?:e[sd]?|"
        r"ing))\b (?:at least )?(?:[a-z\d,-]+ ){0,3}?"
        r"(?P<b><X>)",
        status="completed",
        rank=6,
        subtype="use_of_force",
    ),
    frame(
        "detains",
        _KIND,
        r"\b(?P<t>detain(?:s|ed|ing)?|arrest(?:s|ed|ing)?|captur(?:e[sd]|ing)|seiz(?:e[sd]|"
        r"ing)|abduct\w*|"
        r"kidnap\w*|imprison\w*|jail(?:s|ed)?|convict(?:s|ed)|sentenc(?:es|ed)|indict(?:s|ed)|"
        r"charg(?:es|ed)|"
        r"execut(?:es|ed)|impound\w*) <the>(?:[a-z\d,-]+ ){0,3}?(?P<b><X>)(?! (?:accountable|"
        r"responsible))(?! and \w+ talks)",
        status="completed",
        rank=6,
        subtype="detention",
        can_be_passive=True,
    ),
    frame(
        "frees",
        _KIND,
        r"\b(?P<t>releas(?:e[sd]?|ing)|fre(?:e[sd]|eing)|pardon(?:s|ed)?|hand(?:s|ed|"
        r"ing)? over|repatriat\w+|"
        r"return(?:s|ed|ing)?|swapp?(?:ed|s)?|transfer(?:s|"
        r"red)?) <the>(?:[a-z\d,-]+ ){0,4}?(?P<b><X>)(?:'s?)? ?<adj>"
        r"(?:soldiers?|sailors?|prisoners?|nationals?|citizens?|journalists?|hostages?|"
        r"diplomats?|fishermen|"
        r"detainees?|crew|spies|tourists?|pilots?|reporters?|remains|students?|vessels?|troops|"
        r"businessm[ae]n|"
        r"women|men|hikers|workers|engineers|boats?|ships?|plane|suspects?|fugitives?|"
        r"aid workers?|officers?)?",
        status="completed",
        rank=6,
        subtype="detention",
        can_be_passive=True,
    ),
    frame(
        "frees from",
        _KIND,
        r"\b(?P<t>releas(?:e[sd]?|ing)|fre(?:e[sd]|eing)|hand(?:s|ed|ing)? (?:them |him |her |"
        r"it )?over|repatriat\w+|extradit(?:e[sd]?|ing)|"
        r"transfer(?:s|red)?|deport(?:s|ed|ing)?|turned over|"
        r"send(?:ing)? back)\b<gap>\bto <the>(?P<b><L>)",
        status="completed",
        rank=5,
        subtype="extradition",
        can_be_passive=True,
    ),
    frame(
        "exchanges prisoners",
        _KIND,
        r"(?P<g><A>)<gap>\b(?P<t>(?:exchang|swapp)\w+) (?:\w+ ){0,2}(?:prisoners|detainees|"
        r"spies|captives|remains|"
        r"lists)",
        other="party",
        status="completed",
        rank=3,
        subtype="prisoner_exchange",
    ),
    frame(
        "seeks extradition",
        _KIND,
        r"\b(?P<t>extradit(?:e[sd]?|ing|ion))\b(?:<far>)\b(?:from|by) <the>(?P<b><A>)",
        status="requested",
        rank=6,
        subtype="extradition",
    ),
    frame(
        "hands over land",
        _KIND,
        r"\b(?P<t>hand(?:s|ed|ing)? (?:over|back)|handover of|return(?:s|ed|ing)?|ced(?:es|ed)|"
        r"transfer(?:s|red)?) <gap>\b(?:territory|peninsula|islands?|control|land|area|region|base|"
        r"town|sovereignty)\b<gap>\bto <the>(?P<b><X>)",
        status="completed",
        rank=4,
        subtype="other",
    ),
    frame(
        "closes border",
        _KIND,
        r"\b(?P<t>clos(?:e[sd]?|ing)|(?:re-?)?open(?:s|ed|ing)?|seal(?:s|ed)?|"
        r"shut(?:s)?)\b <gap>\b(?:border|frontier|"
        r"airspace|crossing)s?\b<gap>\b(?:with|to|between) <the>(?P<b><X>)",
        status="completed",
        rank=4,
        subtype="other",
        is_mutual=True,
    ),
    frame(
        "border of both",
        _KIND,
        r"\b(?P<t>clos(?:e[sd]?|ing)|re-?open(?:s|ed|ing)?)\b <the>(?P<g><X>) (?:border|"
        r"frontier)",
        other="party",
        status="completed",
        rank=4,
        subtype="other",
    ),
    frame(
        "sues",
        _KIND,
        r"\b(?P<t>sued|sues|took|takes|fil(?:e[sd]?|ing)) (?:<gap>(?:lawsuit|case|suit|"
        r"application)<gap>against )?"
        r"<the>(?P<b><A>)<gap>\b(?:court|tribunal|icj)\b",
        status="announced",
        rank=4,
        subtype="court_case",
    ),
    frame(
        "claims land",
        _KIND,
        r"\b(?P<t>(?:territorial|border|maritime) dispute|"
        r"dispute over <gap>) (?:between) <the>(?P<g><A>)",
        other="party",
        status="reported",
        rank=6,
        subtype="other",
    ),
)
