"""Words for offices and for names of persons, as patterns over folded text."""

from __future__ import annotations

import re

_BEFORE = (
    r"deputy|vice|acting|interim|outgoing|assistant|under|prime|first|foreign|defen[sc]e|interior|"
    r"finance|trade|oil|energy|petroleum|economy|economic|commerce|treasury|national security"
    r"(?: council)?|security|special|chief|senior|top|nuclear|transport(?:ation)?|agriculture|"
    r"health|justice|army|military|naval|presidential|government|opposition|parliament(?:ary)?|"
    r"homeland security|royal|press|information|culture|education|labou?r|environment|home|"
    r"external affairs|foreign affairs|intelligence|house|senate|state|peace|climate|"
    r"foreign ministry|defen[sc]e ministry|foreign policy|cabinet|general|joint|permanent|crown|"
    r"supreme|spiritual|paramount|grand|attorney|lead|department|ministry|embassy|"
    r"council|republican|democratic|nsc|co|minister|air force|revolutionary|guard"
)
_HEAD = (
    r"president(?:-elect)?|prime minister|premier|chancellor|taoiseach|king|queen|emir|sultan|"
    r"sheikh|"
    r"crown prince|prince|princess|pope|supreme leader|ayatollah|secretary(?:[- ]general)?|"
    r"minister|"
    r"ambassador|envoy|spokesman|spokeswoman|spokesperson|speaker|advis[eo]r|chief|commander|"
    r"director|representative|negotiator|leader|monarch|general|admiral|senator|lawmaker|"
    r"diplomat|dictator|ruler|charge d'affaires|consul(?:-| )general|consul|head of state|"
    r"counterpart|colonel|marshal|mullah|head of government|strongman|chairman|undersecretary|"
    r"governor|"
    r"coordinator|first lady|"
    r"press secretary|presidency|mediator|administrator|counsel[l]?or|official"
)
_OF_WHAT = (
    r"(?:\s(?:of\s(?:state(?:\sfor\s[A-Z]\w+(?:\s[A-Z]\w+)?)?|(?:the\s)?(?:treasury|defen[sc]e|"
    r"commerce|energy|transportation|labou?r|agriculture|homeland security|the interior|interior|"
    r"foreign affairs|external affairs|finance|trade|health|national security|justice|"
    r"state security|oil|petroleum|security council|national intelligence|staff|education|"
    r"economy|parliament|the house|the navy|the army))|for\s(?:[A-Z]\w+\s){0,2}(?:affairs|"
    r"security|trade|defen[sc]e|reconciliation)|to\s(?:the\s)?(?:united nations|u\.?n\.?|nato)))?"
)
TITLE = re.compile(
    rf"(?<![\w'-])(?:(?:(?:{_BEFORE})[\s-])*)(?:{_HEAD})(?![\w-]|'\w{{2}}){_OF_WHAT}", re.IGNORECASE
)

_PARTICLE = r"(?:al|el|bin|bint|ibn|da|de|del|della|der|di|do|dos|van|von|la|le|ul|ur|e|y|abu|ould)"
_CAPITAL = r"(?:(?:al|el|ul|ur|an|as|ad)-)?[A-Z](?:[a-z]|[A-Z]|'[A-Z])*(?:[-'][A-Za-z]+)*"
_NO_NAME = (
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:January|February|March|April|June|July|"
    r"August|September|October|November|December|In|On|At|The|And|For|To|From|With|By|As|But|Of|"
    r"He|She|They|It|We|I|Mr|Mrs|Ms|Dr|Sources|However|Earlier|Later|Meanwhile|After|Before|When|"
    r"While|This|That|His|Her|Both|Speaking|Last|U|US|UN|EU|NATO|Saudi|Russian|American|Iranian)\b)"
)
_TOKEN = rf"{_NO_NAME}(?:[A-Z]\.|{_CAPITAL}\b)"
NAME_PATTERN = rf"{_TOKEN}(?: (?:{_PARTICLE} ){{0,2}}{_TOKEN}){{0,4}}"
NAME = re.compile(NAME_PATTERN)
NAME_AFTER = re.compile(
    rf"(?:,)? (?:(?:Mr|Mrs|Ms|Dr|Gen|Sheikh|General|Ayatollah|Sir|Lord|King|Prince|Admiral|"
    rf"Lieutenant|Major|Colonel)\.?\s){{0,2}}(?P<name>{NAME_PATTERN})"
)
NAME_BEFORE = re.compile(
    rf"(?P<name>{NAME_PATTERN})(?:,|\s\(|,?\swho\sis|\sis)\s(?:the\s|an?\s|a\s)?\Z"
)
MISTER = re.compile(rf"\b(?:Mr|Mrs|Ms|Dr)\.?\s(?P<name>{NAME_PATTERN})")
ADJECTIVES = re.compile(
    r"^(?:'s?)? (?:(?:new|newly|elected|re-elected|outgoing|visiting|former|then|late|current|"
    r"hard-line|hardline|reformist|moderate|conservative|leftist|left-wing|right-wing|interim|"
    r"transitional|top|senior|veteran|longtime|long-time|de|facto|ousted|exiled|deposed|embattled|"
    r"unnamed|female|young|new|high-ranking|high-level|incoming|ailing|counterpart|and|prime|own|"
    r"[A-Z][a-z]+ist|rebel|military|army)"
    r"[ ,-]){0,3}\Z"
)
GENERIC = frozenset({"chief", "general", "leader", "head", "official", "commander", "director",
                     "representative", "secretary", "speaker", "admiral", "chairman"})  # fmt: skip
