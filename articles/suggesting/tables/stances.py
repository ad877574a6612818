"""Verbs that are a stance by themselves, and words that color a speech."""

from __future__ import annotations

import re

from articles.suggesting.frames import Frame, frame

_KIND = "statement"


def _stance(name: str, act: str, stance: str, trigger: str, tail: str, rank: int = 6) -> Frame:
    return frame(
        f"{act} {stance} {name}",
        _KIND,
        rf"\b(?P<t>{trigger})\b{tail}",
        actor="speaker",
        other="target",
        status="made",
        subtype=f"{act}|{stance}",
        rank=rank,
    )


_OBJECT = r" <the>(?:[a-z\d,-]+ ){0,4}?(?P<b><X>)"
_FAR = r"(?:<gap>)(?P<b><X>)"

FRAMES: tuple[Frame, ...] = (
    _stance(
        "condemns",
        "condemns",
        "critical",
        r"condemn(?:s|ed|ing)?|denounc(?:e[sd]?|ing)|deplor(?:e[sd]?|ing)|decr(?:y|ies|"
        r"ied)",
        _FAR,
    ),
    _stance(
        "criticizes",
        "criticises",
        "critical",
        r"critici[sz](?:e[sd]?|ing)|blam(?:e[sd]?|ing)|accus(?:e[sd]?|ing)(?! of)|slam(?:s|"
        r"med|ming)?|blast(?:s|ed)|"
        r"rebuk(?:e[sd]|ing)|chid(?:es|ed)|lambast\w*|assail(?:s|ed)|hit(?:s)? out at|"
        r"lash(?:es|ed) out at|"
        r"fault(?:s|ed)|complain(?:s|ed) (?:about|of|that)|attack(?:s|ed) the (?:policy|"
        r"policies)|scold\w*|"
        r"mock(?:s|ed)|ridicul\w+",
        _FAR,
    ),
    _stance(
        "rejects",
        "criticises",
        "critical",
        r"reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|rebuff(?:s|ed)?|brush(?:es|ed) aside|"
        r"shrug(?:s|ged) off|"
        r"object(?:s|ed|ing)? to|oppos(?:e[sd]?|ing)|protest(?:s|ed|ing)?|scoff(?:s|ed) at|"
        r"ruled out",
        _FAR,
    ),
    _stance("denies", "denies", "critical", r"den(?:y|ies|ied|ying)|refut\w+", _FAR),
    _stance(
        "warns",
        "warns",
        "critical",
        r"warn(?:s|ed|ing)?|caution(?:s|ed|ing)?|threaten(?:s|ed|ing)?",
        _FAR,
    ),
    _stance(
        "worries",
        "comments",
        "critical",
        r"fears?|feared|worr(?:y|ies|ied)|suspects?|(?:express\w*|voic\w+|rais\w+|"
        r"rais\w+) (?:\w+ )?(?:concerns?|alarm|"
        r"doubts?|regret|dissatisfaction|displeasure|indignation|shock|sadness|outrage|anger|"
        r"dismay|disappointment|fears?|opposition|skepticism)|is concerned|are concerned|"
        r"was concerned|"
        r"(?:have|has) concerns",
        _FAR,
    ),
    _stance(
        "demands",
        "calls_for",
        "critical",
        r"demand(?:s|ed|ing)?|insist(?:s|ed|ing)? (?:that )?|urg(?:e[sd]?|ing)|call(?:s|ed|"
        r"ing)? (?:on|upon)|"
        r"appeal(?:s|ed)? to|press(?:es|ed) for|challeng(?:es|ed)",
        _OBJECT,
    ),
    _stance(
        "praises",
        "praises",
        "supportive",
        r"prais(?:e[sd]?|ing)|hail(?:s|ed|ing)?|commend(?:s|ed|ing)?|applaud(?:s|ed|ing)?|"
        r"congratulat\w+|"
        r"thank(?:s|ed|ing)?|salut\w+|pays? tribute to|paid tribute to|laud(?:s|ed)?|"
        r"appreciat\w+",
        _FAR,
    ),
    _stance(
        "welcomes",
        "praises",
        "supportive",
        r"welcom(?:e[sd]?|ing)",
        r" <gap>\b(?:decision|move|announcement|agreement|efforts?|election|step|progress|"
        r"commitment|"
        r"initiative|statement|role|support|offer|return)\b<gap>(?P<b><X>)",
    ),
    _stance(
        "welcomes theirs",
        "praises",
        "supportive",
        r"welcom(?:e[sd]?|ing)",
        r" (?P<b><X>)(?:'s)? <adj>(?:decision|move|announcement|agreement|efforts?|"
        r"commitment|initiative|"
        r"participation|steps?|pledge|offer|accession|membership)",
    ),
    _stance(
        "supports",
        "endorses",
        "supportive",
        r"support(?:s|ed|ing)?|back(?:s|ed|ing)?|endors(?:e[sd]?|ing)|stand(?:s|"
        r"ing)? (?:\w+ )?(?:with|by|behind)|"
        r"committed(?= to (?:support\w+|help\w+|defend\w+|stand\w+|the (?:security|people|"
        r"defense|sovereignty|"
        r"independence|success)|(?=(?:the )?<X>(?:'s?)? (?:\w+ )?(?:security|defen[sc]e|"
        r"sovereignty|future|people|"
        r"success|independence|stability|integrity))))|defend(?:s|ed|ing)?(?= (?:the right|"
        r"its|<X>'s))|sid(?:es|ed) with|"
        r"champion(?:s|ed)",
        _FAR,
    ),
    frame(
        "criticises critical whom",
        _KIND,
        r"(?P<b><X>), (?:which|whom|who) <the>(?P<a><A>) (?P<t>accus\w+|blam\w+|suspect\w+|"
        r"condemn\w+)",
        actor="speaker",
        other="target",
        status="made",
        subtype="criticises|critical",
        rank=4,
    ),
    _stance(
        "is dismayed",
        "comments",
        "critical",
        r"(?:is|are|was|were|be) (?:\w+ )?(?:disappointed|concerned|worried|troubled|alarmed|"
        r"outraged|"
        r"angry|angered|dismayed|upset|unhappy) (?:by|with|about|at|over|that)",
        _FAR,
        5,
    ),
    _stance(
        "is pleased",
        "praises",
        "supportive",
        r"(?:is|are|was|were) (?:\w+ )?(?:pleased|grateful|satisfied|encouraged|delighted|proud) "
        r"(?:by|with|about|at|to|that|for)",
        _FAR,
        5,
    ),
    _stance(
        "offers support",
        "endorses",
        "supportive",
        r"(?:offer|express|reiterat|pledg|reaffirm|voic|declar|extend|affirm|underscor|vow|"
        r"reassur|promis|repeat|stress)"
        r"\w* <gap>(?:support|solidarity|condolences|sympathy|backing|commitment|confidence|"
        r"friendship|gratitude|"
        r"appreciation|sympathies)",
        _FAR,
        5,
    ),
)

CRITICAL = re.compile(
    r"\b(?:threat|shame|hysteric|ridicul|outrageous|baseless|groundless|nonsense|unfriendly|"
    r"unreasonable|politically motivated|dictator|slander|unjustif|insane|mistake|absurd|unwise|"
    r"attack|cleansing|massac|"
    r"concern(?:s|"
    r"ed)?\b|destabili[sz]|aggress|violat|brutal|repress|condemn|reject|"
    r"unacceptable|illegal|"
    r"illegitimate|provocat|provok|danger|fail(?:ed|s|ure|ing)|interfer|meddl|irresponsib|terror|"
    r"lie[sd]?\b|lying|"
    r"false|propagand|isolat|accountab|worr|fear|alarm|unfair|blam|accus|den(?:y|ie[sd])|dismiss|"
    r"critici[sz]|denounc|slam|invasion|invad|abus|undermin|"
    r"regret|disappoint|outrag|hostil|enem|evil|crimin|crimes?\b|murder|kill|massacre|genocid|"
    r"opress|"
    r"oppress|corrupt|unjust|imperialis|coup|conspir|warn|refus|must (?:stop|end|not|halt|comply|"
    r"withdraw|cease)|should (?:stop|end|not|halt|withdraw|comply)|suffering|violence|hollow|"
    r"betray|cheat|unilateral|blockade|illegal|"
    r"regime|pressur|defian|defy|obstruct|stall|escalat|tension|pretext|not a reliable|"
    r"depend(?:ency|ent)|"
    r"cannot be trusted|security concerns|secretly|covert|arming|smuggl|destructive|extremis|"
    r"proliferat|inadequate|"
    r"not enough|responsib(?:le|ility) for|rests squarely|forced|unwilling|disastrous|grave|"
    r"consequences|harbor)",
    re.IGNORECASE,
)
SUPPORTIVE = re.compile(
    r"\b(?:support(?!ing terror|s terror|ed terror| for terror)|friend|model\\b|partner|ally\b|"
    r"allies|"
    r"strategic|welcom|prais|cooperat|"
    r"stand(?:s|ing)? with|committed to|progress|success|constructive|close(?:r)? (?:ties|"
    r"relations)|good relations|"
    r"grateful|thank|appreciat|proud|commend|solidarity|peaceful|right to|brother|positive|"
    r"historic|"
    r"encourag(?:ed|ing)|pleased|satisf|hail|congratulat|admir|courag|important role|vital|"
    r"strong(?:er)? "
    r"(?:ties|relations|relationship)|improv|generous|condolence|respect|fruitful|"
    r"ready to (?:help|cooperate)|deserv)",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no|never|neither|hardly|without)\b|n't\b")
SAYING = (
    r"(?:said|says|say|saying|told|tells|stated|states|added|adds|noted|notes|declared|declares|"
    r"announced|explained|insist(?:ed|s)|argued|argues|tweeted|wrote|commented|claims?|claimed|"
    r"alleg(?:ed|es)|"
    r"reiterated|stressed|emphasi[sz]ed|acknowledged|admitted|responded|replied|suggested|"
    r"believes?|"
    r"underscored|reaffirmed|affirmed|remarked|confirmed|described|vowed|pledged|promised|cited|"
    r"called|calls|maintain(?:ed|s)|repeated|hopes?|hoped|expects?|testified|asserted|charged|"
    r"concluded|"
    r"observed|continued|expressed|asked|pointed out|reported|warned|denied|denies|cautioned|"
    r"predicted|complained|declaring|recalled|welcom(?:es|ed)|condemned|rejects?|rejected|"
    r"dismiss(?:es|ed)|"
    r"criticized|criticised|denounced|hailed|praised|apologized|apologised|slammed|accepted|"
    r"answered|conceded|contended|countered|disclosed|joked|lamented|revealed)"
)
ACTS = (
    ("warns", re.compile(r"warn|caution")),
    ("denies", re.compile(r"den(?:y|ied|ies)")),
    ("claims", re.compile(r"claim|alleg|assert|charged")),
    ("promises", re.compile(r"vow|pledg|promis|committed")),
    ("confirms", re.compile(r"confirm|acknowledg|admit")),
    ("calls_for", re.compile(r"urg|call(?:s|ed)? (?:on|for)|demand|should|must")),
)


def stance(said: str) -> str:
    """Return supportive, critical or neutral, by the words of a speech."""
    critical, supportive = len(CRITICAL.findall(said)), 0
    for match in SUPPORTIVE.finditer(said):
        if _NOT.search(said, max(0, match.start() - 25), match.start()):
            critical += 1
        else:
            supportive += 1
    if critical > supportive or (critical and critical == supportive):
        return "critical"
    return "supportive" if supportive else "neutral"


def act(verb: str, said: str, attitude: str) -> str:
    """Return the act of a speech, as `relations.models.Statement` has it."""
    for name, pattern in ACTS:
        if pattern.search(verb):
            return name
    if attitude == "supportive":
        return "praises"
    if attitude == "critical":
        return "criticises" if not ACTS[5][1].search(said) else "calls_for"
    return "comments"
