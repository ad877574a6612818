"""Agreements reached, signed, ratified, broken."""

from articles.suggesting.frames import Frame, frame

_KIND = "agreement"
NOUN = (
    r"(?:agreements?|deals?|accords?|treat(?:y|ies)|pacts?|memorand(?:um|ums|a)|mou|contracts?|"
    r"protocols?|conventions?|declarations?|communiques?|truces?|cease-?fires?|understandings?|"
    r"letters? of intent|statement of intent|road ?map|arrangements?|compact|frameworks?|documents|"
    r"alliance|compromise|settlement|joint statement|partnership)"
)
_MAKE = (
    r"(?:sign(?:s|ed|ing)?|ink(?:s|ed)?|reach(?:es|ed|ing)?|conclud\w+|str(?:ike|uck)|seal(?:s|"
    r"ed)?|"
    r"initial(?:s|ed|led)|finali[sz]\w+|clinch\w*|formali[sz]\w+|complet\w+|sealed|agree(?:s|"
    r"d)? (?:on|"
    r"to|upon)|enter(?:s|ed)? into|ha(?:s|ve) (?:an?|such)|made|work(?:s|ed)? out|adopt\w*|"
    r"unveil\w*|"
    r"announc\w+|hail\w* (?:the|a) signing of|negotiat\w+|discuss\w*|forg\w+|exchang\w+|brokered)"
)

FRAMES: tuple[Frame, ...] = (
    frame(
        "signs",
        _KIND,
        rf"\b(?P<t>{_MAKE})\b(?:<far>)\b(?P<n>{NOUN})\b(?!-)"
        r"(?:<gap>\b(?:with|between) <the>(?:[a-z\d,-]+ ){0,2}(?P<b><A>))?",
        other="party",
        status="signed",
        rank=4,
        is_mutual=True,
    ),
    frame(
        "signed between",
        _KIND,
        rf"\b(?P<n>{NOUN})\b(?:<gap>)\b(?:between|among) <the>(?P<g><A>)",
        other="party",
        status="reported",
        rank=6,
    ),
    frame(
        "pact of both",
        _KIND,
        rf"(?P<g><X>)(?:'s?)? <adj>(?P<n>{NOUN})\b<gap>(?P<t>(?:was|were|has been|"
        rf"have been) (?:\w+ )?"
        r"(?:signed|reached|concluded|ratified|agreed))",
        other="party",
        status="signed",
        rank=5,
    ),
    frame(
        "was signed",
        _KIND,
        rf"\b(?P<n>{NOUN})\b<gap>\b(?P<t>signed|reached|concluded|agreed|"
        rf"struck)\b (?:\w+ ){{0,3}}"
        r"(?:by|between) <the>(?P<g><A>)",
        other="party",
        status="signed",
        rank=4,
    ),
    frame(
        "signed in by",
        _KIND,
        rf"\b(?P<n>{NOUN})\b (?:was|were) (?P<t>signed) <gap>\b(?:in|"
        rf"at) <the>(?P<b><L>)<gap>\bby "
        r"<the>(?P<a><A>)",
        other="party",
        status="signed",
        rank=4,
    ),
    frame(
        "deal with",
        _KIND,
        rf"(?P<a><P>)(?:'s?)? <adj>(?P<t>(?:gas|oil|trade|peace|free trade|nuclear|border|"
        rf"energy|security|"
        rf"defen[sc]e|military|cooperation)? ?{NOUN})\b(?: \w+){{0,3}}? with <the>(?P<b><A>)",
        other="party",
        status="reported",
        rank=7,
    ),
    frame(
        "ratifies",
        _KIND,
        r"\b(?P<t>ratif(?:y|ied|ies|ying)|approv(?:ed|es|ing)|"
        r"endorsed)\b(?:<far>)\b(?P<n>treaty|"
        r"agreement|accord|pact|protocol|convention|deal)\b(?:<gap>\b(?:with|between|by) <the>"
        r"(?P<b><A>))?",
        other="party",
        status="approved",
        rank=4,
        is_mutual=True,
    ),
    frame(
        "extends",
        _KIND,
        rf"\b(?P<t>extend\w*|renew\w*|prolong\w*)\b<gap>\b(?P<n>{NOUN})\b(?:<gap>\bwith <the>"
        r"(?P<b><A>))?",
        other="party",
        status="extended",
        rank=4,
        is_mutual=True,
    ),
    frame(
        "agrees jointly",
        _KIND,
        r"(?P<g><A>)(?: have| had| has| also|,? which)* (?P<t>agreed|agree|decided|resolved|"
        r"committed|"
        r"pledged) (?:in principle )?(?:to|on|that)\b(?! disagree| the following)",
        other="party",
        status="agreed",
        rank=8,
    ),
    frame(
        "and agreed",
        _KIND,
        r"\band (?P<t>agreed|decided) (?:in principle )?(?:to|on|that)\b",
        other="party",
        status="agreed",
        rank=8,
        is_mutual=True,
    ),
    frame(
        "intend jointly",
        _KIND,
        r"(?P<g><A>)(?: also| both)* (?P<t>intend to|plan to|will (?:launch|establish|create|"
        r"set up|"
        r"work together|jointly|sign))\b",
        other="party",
        status="planned",
        rank=9,
    ),
    frame(
        "found jointly",
        _KIND,
        r"(?P<g><A>)(?: have| had| also| jointly)* (?P<t>launched|established|created|set up|"
        r"formed|inaugurated|"
        r"unveiled)\b<gap>\b(?:partnership|dialogue|initiative|group|council|commission|program|"
        r"venture|"
        r"fund|framework|committee|mechanism|task force|center)\b",
        other="party",
        status="agreed",
        rank=8,
    ),
    frame(
        "negotiates",
        _KIND,
        r"(?P<g><A>)(?: are| were| have been| also| still| now)* (?P<t>negotiating|reviewing|"
        r"drafting|finalizing|in (?:talks|"
        r"negotiations))\b",
        other="party",
        status="underway",
        rank=8,
    ),
    frame(
        "agrees with",
        _KIND,
        r"\b(?P<t>agreed|reached agreement|"
        r"agree) with <the>(?:[a-z\d,-]+ )?(?P<b><A>)(?: (?:to|on|that))",
        other="party",
        status="agreed",
        rank=7,
    ),
    frame(
        "enters into force",
        _KIND,
        rf"\b(?P<n>{NOUN})\b(?:<gap>)(?:between|with) <the>(?P<g><A>)<gap>(?P<t>enter(?:s|"
        rf"ed) into "
        r"force|took effect|takes effect|into effect)",
        other="party",
        status="in_force",
        rank=3,
    ),
)
