"""Ties, embassies, envoys, recognition, protests, pressure."""

from articles.suggesting.frames import Frame, frame

_KIND = "diplomatic_action"
_TIES = (
    r"(?:diplomatic |consular |full |bilateral |all |formal |political )*(?:relations|ties|"
    r"relationship|links|"
    r"diplomatic contacts?)"
)
_STAFF = (
    r"(?:diplomats?|ambassadors?|envoys?|attaches?|consuls?|embassy (?:staff|officials?|workers?)|"
    r"charge d'affaires|top diplomats?|military attaches?|journalists?|nationals?|aid workers)"
)

FRAMES: tuple[Frame, ...] = (
    frame(
        "severs ties",
        _KIND,
        rf"\b(?P<t>sever(?:s|ed|ing)?|br(?:eak|eaks|oke|oken|eaking)(?: off)?|cut(?:s|"
        rf"ting)?(?: off)?|"
        rf"suspend(?:s|ed|ing)?|downgrad\w+|ended)\b<gap>\b(?:{_TIES}|diplomatic)\b"
        r"(?:<gap>\bwith <the>(?P<b><X>))",
        status="severed",
        rank=3,
        subtype="ties_cut",
    ),
    frame(
        "restores ties",
        _KIND,
        rf"\b(?P<t>restor\w+|resum\w+|re-?establish\w*|establish\w*|normali[sz]\w+|upgrad\w+|"
        rf"open(?:s|ed|ing)?)\b<gap>\b{_TIES}\b(?:<gap>\b(?:with|between) <the>(?P<b><X>))?",
        other="party",
        status="completed",
        rank=3,
        subtype="ties_established",
        is_mutual=True,
    ),
    frame(
        "opens an embassy",
        _KIND,
        r"\b(?P<t>open(?:s|ed|ing)?|re-?open(?:s|ed|ing)?)\b<gap>\b(?:embass(?:y|ies)|"
        r"consulates?|"
        r"diplomatic missions?|liaison offices?|interests sections?)\b(?:<gap>\bin (?P<b><L>))?",
        other="party",
        status="completed",
        rank=3,
        subtype="mission_opened",
        is_mutual=True,
    ),
    frame(
        "closes an embassy",
        _KIND,
        r"\b(?P<t>clos(?:e[sd]?|ing)|shut(?:s|ting)?(?: down)?|evacuat\w+|mov(?:e[sd]?|ing)|"
        r"relocat\w+|withdr[ae]w\w*)\b<gap>\b(?:embass(?:y|ies)|consulates?|diplomatic mission)\b"
        r"(?:<gap>\bin (?P<b><L>))",
        status="completed",
        rank=3,
        subtype="mission_closed",
    ),
    frame(
        "closes their embassy",
        _KIND,
        r"\b(?P<t>clos(?:e[sd]?|ing|ure of)|shut(?:s|ting)?(?: down)?) <the>(?P<b><M>)(?:'s)? "
        r"(?:[a-z\d,-]+ )?(?:embassy|consulate)",
        status="completed",
        rank=3,
        subtype="mission_closed",
    ),
    frame(
        "expels",
        _KIND,
        r"\b(?P<t>expel(?:s|led|ling)?|evict\w*|kick(?:ed|s)? out|order(?:s|ed)? out|throw\w* out|"
        r"threw out|expulsion of)\b "
        r"<gap>(?P<b><X>)",
        status="completed",
        rank=3,
        subtype="ambassador_expelled",
        can_be_passive=True,
    ),
    frame(
        "orders out",
        _KIND,
        r"\b(?P<t>order(?:s|ed|ing)?|g[ai]ve(?:s)?|ask(?:s|ed)|told|"
        r"declar\w+) <gap>(?P<b><X>)[^;:]{0,60}?"
        r"\b(?:to leave (?:the country|<X>|\w+ territory)|persona non grata|"
        r"personae non gratae|out of "
        r"the country|to quit)",
        status="completed",
        rank=2,
        subtype="ambassador_expelled",
        can_be_passive=True,
    ),
    frame(
        "expels from",
        _KIND,
        rf"\b(?P<t>expel(?:s|led|ling)?|expulsion of)\b <gap>{_STAFF}\b<gap>\b(?:from|"
        rf"of) <the>(?P<b><X>)",
        status="completed",
        rank=4,
        subtype="ambassador_expelled",
    ),
    frame(
        "recalls",
        _KIND,
        rf"\b(?P<t>recall(?:s|ed|ing)?|withdr[ae]w\w*|call(?:s|ed)? (?:back|home))\b <gap>(?:<X>"
        rf"(?:'s?)? )?\b(?:{_STAFF}|mission)\b(?:<gap>\b(?:to|from|in) <the>(?P<b><L>))",
        status="completed",
        rank=3,
        subtype="ambassador_recalled",
    ),
    frame(
        "recalls from",
        _KIND,
        r"\b(?P<t>recall(?:s|ed|ing)?|withdr[ae]w(?:s|n|ing)?|call(?:s|ed)? (?:back|home)) <the>"
        r"(?:[a-z\d,-]+ )?(?P<b><A>)",
        status="completed",
        rank=4,
        subtype="ambassador_recalled",
        other_words=r"ambassador|envoy|diplomats|consul|charge",
    ),
    frame(
        "summons",
        _KIND,
        r"\b(?P<t>summon(?:s|ed|ing)?|call(?:s|ed)? in)\b <the>(?P<b><X>)(?:'s?)?",
        status="completed",
        rank=3,
        subtype="ambassador_summoned",
    ),
    frame(
        "summons from",
        _KIND,
        rf"\b(?P<t>summon(?:s|ed|ing)?)\b <gap>{_STAFF}\b<gap>\b(?:of|from) <the>(?P<b><X>)",
        status="completed",
        rank=3,
        subtype="ambassador_summoned",
    ),
    frame(
        "recognizes",
        _KIND,
        r"\b(?P<t>recogni[sz]\w+) <the>(?:independence of )?(?P<b><X>)(?:'s)?(?: (?:as|"
        r"independence|"
        r"sovereignty|government|statehood)|[,.]|$)",
        status="completed",
        rank=4,
        subtype="recognition",
    ),
    frame(
        "lodges a protest",
        _KIND,
        r"\b(?P<t>lodg\w+|fil(?:e[sd]?|ing)|deliver\w*|submit\w*|issu(?:e[sd]?|ing)|"
        r"sent)\b <gap>\b"
        r"(?:protests?|complaints?|note of protest|demarche)\b(?:<gap>\b(?:to|with|against|"
        r"over) <the>"
        r"(?P<b><X>))",
        status="completed",
        rank=3,
        subtype="other",
    ),
    frame(
        "quits a treaty",
        _KIND,
        r"\b(?P<t>withdr[ae]w\w*|pull(?:s|ed|ing)? out|walk(?:s|ed) away|abandon\w*|scrap\w*|"
        r"quits?|"
        r"terminat\w+|annul\w*|tore up|withdrawal)\b(?:[^;:]{0,60}?)\b(?:treaty|agreement|deal|"
        r"accord|pact)"
        r"\b<gap>\b(?:with) <the>(?P<b><X>)",
        status="ended",
        rank=3,
        subtype="other",
    ),
    frame(
        "presses",
        _KIND,
        r"\b(?P<t>encourag(?:ing|ed|es)|press(?:ing|ed|es)|pressur(?:ing|ed|es)|lobb(?:ying|"
        r"ied|ies)|"
        r"persuad(?:ing|ed))\b <gap>(?P<b><A>)(?:<gap>)\b(?:to|on|not to|into|over)\b",
        status="reported",
        rank=5,
        subtype="other",
    ),
    frame(
        "asks",
        _KIND,
        r"\b(?P<t>ask(?:s|ed|ing)?|request(?:s|ed)?) <the>(?P<b><A>) (?:to|for)\b",
        status="requested",
        rank=6,
        subtype="other",
    ),
    frame(
        "blocks a bid",
        _KIND,
        r"\b(?P<t>block(?:s|ed|ing)?|veto(?:es|ed)?|reject(?:s|ed)?) <the>(?P<b><X>)(?:'s?)? <adj>"
        r"(?:bid|membership|accession|entry|application|request|proposal)\b",
        status="completed",
        rank=3,
        subtype="other",
    ),
    frame(
        "mediates",
        _KIND,
        r"\b(?P<t>mediat(?:e[sd]?|ing)|broker(?:s|ed|ing)?)\b <gap>\bbetween <the>(?P<b><A>)",
        actor="party",
        other="party",
        status="reported",
        rank=5,
        subtype="other",
    ),
    frame(
        "vetoes",
        _KIND,
        r"\b(?P<t>veto(?:es|ed)?|block(?:s|ed)|vot(?:es|ed) against|abstain(?:s|ed))\b(?:<far>)\b"
        r"(?:resolution|draft|statement|motion)\b(?:<gap>)(?P<b><X>)",
        status="completed",
        rank=5,
        subtype="vote_or_veto",
    ),
    frame(
        "names an envoy",
        _KIND,
        r"\b(?P<t>appoint\w*|nam(?:ed|es)|nominat\w+|accredit\w*)\b(?:<far>)\bambassador to <the>"
        r"(?P<b><X>)",
        status="completed",
        rank=4,
        subtype="other",
    ),
    frame(
        "ties improve",
        _KIND,
        r"\b(?:relations|ties) between <the>(?P<g><A>)(?: have| had)? (?P<t>improv\w+|"
        r"deteriorat\w+|"
        r"worsen\w*|warm\w*|thaw\w*|sour\w*|been strained)",
        other="party",
        status="reported",
        rank=6,
        subtype="other",
    ),
    frame(
        "hands over a note",
        _KIND,
        r"\b(?P<t>accept(?:s|ed)?|present(?:s|ed)?)\b<gap>\bcredentials\b<gap>(?P<b><X>)",
        other="party",
        status="completed",
        rank=5,
        subtype="other",
    ),
    frame(
        "grants asylum",
        _KIND,
        r"\b(?P<t>grant(?:s|ed)?|offer(?:s|"
        r"ed)?) (?:political )?asylum to <the>(?:[a-z\d,-]+ )*(?P<b><X>)",
        status="completed",
        rank=5,
        subtype="other",
    ),
)
