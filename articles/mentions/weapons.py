"""Weapons in a text, with SIPRI's category and our class."""

from __future__ import annotations

import re

from articles.mentions.folding import fold
from articles.mentions.shapes import Mention
from articles.shapes import Weapon

# (pattern, SIPRI's category, our class); the first that fits a place wins.
_TABLE = (
    (r"(?:Shahed|Lancet|Switchblade|Harop)(?:-\d+)?(?:\s(?:drones?|UAVs?))?|loitering munitions?"
     r"|kamikaze drones?", "missiles", "loitering_munition"),
    (r"(?:(?:armed|combat|attack|surveillance|military|weapons-capable|Bayraktar|Predator|Reaper|"
     r"Orlan|MQ-9|TB-?2|Mohajer(?:-\d)?)\s)*(?:drones?\b(?!\sstrike)|UAVs?|"
     r"unmanned aer(?:ial|o) vehicles?|unmanned aircraft)", "aircraft", "uav"),
    (r"(?:(?:attack|military|transport|combat|Black Hawk|Apache|Chinook|Mi-\d+\w?)\s)*helicopters?"
     r"|Black Hawks?|Mi-\d+\w?", "aircraft", "helicopter"),
    (r"(?:[FJ]-\d+\w*|Su-\d+\w*|Sukhoi(?:-\d+)?|MiG-?\d+\w*|Rafales?|Gripens?|Eurofighters?|"
     r"Typhoons?|Mirage(?:\s\d+)?|Tornados?)(?:\s(?:fighter|combat|stealth|war))?(?:\s?(?:jets?|"
     r"planes?|fighters?|aircraft))?|(?:advanced |modern |stealth )?(?:fighter|combat|war|military)"
     r"[-\s]?(?:jets?|planes?|aircraft)|jet fighters?|fighter-bombers?|bombers\b",
     "aircraft", "combat_aircraft"),
    (r"(?:(?:Patriot|S-[345]00|NASAMS|IRIS-T|THAAD|Tor-?M?\d?|Iron Dome|Buk|Hawk|Avenger|Pantsir)"
     r"\s?)+(?:(?:surface-to-air|anti-aircraft|anti-missile|air[-\s]defen[sc]e|missile|missile "
     r"defen[sc]e)\s?)*(?:systems?|batter(?:y|ies)|missiles?|launchers?)?"
     r"|(?:air|missile)[-\s]defen[sc]e (?:missile )?(?:systems?|batter(?:y|ies)|missiles?)"
     r"|anti-aircraft (?:missiles?|guns?|systems?|weapons?)", "air_defence", "other"),
    (r"(?:M1 )?Abrams(?: tanks?)?|Leopards?(?: 2)?(?: tanks?)?|T-\d\d\w?(?: tanks?)?|Challenger 2"
     r"(?: tanks?)?|(?:main |battle |main battle )?tanks?\b|(?:armou?red|infantry fighting|combat)"
     r" (?:personnel )?(?:vehicles?|carriers?)|Bradleys?|Humvees?|Strykers?|BMP-\d",
     "armoured_vehicles", "other"),
    (r"HIMARS|(?:multiple )?rocket (?:launchers?|systems?|artillery)|howitzers?|artillery"
     r"(?: (?:shells?|pieces|rounds|ammunition|systems?))?|mortars?|MLRS", "artillery", "other"),
    (r"(?:(?:ballistic|cruise|anti-tank|anti-ship|surface-to-air|air-to-air|Javelin|Stinger|"
     r"Tomahawk|Storm Shadow|ATACMS|Hellfire|Harpoon|Scud|BrahMos|long-range|medium-range|"
     r"short-range|guided|anti-aircraft|shoulder-fired|Sidewinder)\s)*(?:missiles?\b(?!\s(?:and|"
     r"program|test|attack|strike|defen[sc]e|shield|tech))|rockets?\b(?!\s(?:attack|fire)))|"
     r"Javelins?|Stingers?|Tomahawks?|ATACMS", "missiles", "munitions"),
    (r"submarines?|frigates?|corvettes?|destroyers?|warships?|aircraft carriers?|"
     r"(?:Coast Guard )?cutters?|patrol "
     r"(?:boats?|ships?|vessels?)|naval (?:ships?|vessels?)|gunboats?", "ships", "other"),
    (r"(?:assault |sniper |Kalashnikov |AK-47 )?rifles?|machine guns?|small arms(?: and light "
     r"weapons)?|Kalashnikovs?|AK-47s?|pistols?|grenade launchers?|light weapons", "other",
     "small_arms"),
    (r"radars?(?: systems?)?|night[-\s]vision (?:goggles|equipment)", "sensors", "other"),
    (r"(?:cluster )?(?:munitions|bombs)|ammunition|artillery shells|bullets|mines\b", "other",
     "munitions"),
    (r"military satellites?|spy satellites?", "satellites", "other"),
    (r"(?:heavy |lethal |offensive |defensive |conventional |advanced |military |lethal military )?"
     r"(?:weapons(?! of mass)(?!-)|weaponry|armaments|military (?:equipment|hardware|supplies))|"
     r"lethal aid", "other", "other"),
)  # fmt: skip
_COMPILED = [
    (re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])", 0), category, own)
    for pattern, category, own in _TABLE
]
_HINT = re.compile("|".join(rf"(?:{pattern})" for pattern, _, _ in _TABLE))


def find_weapons(text: str) -> list[Mention]:
    """Return weapons in text order, never overlapping."""
    plain = fold(text)
    if not _HINT.search(plain):
        return []
    found: list[Mention] = []
    taken: set[int] = set()
    for pattern, category, own in _COMPILED:
        for match in pattern.finditer(plain):
            if match.start() in taken or match.end() - 1 in taken:
                continue
            taken.update(range(match.start(), match.end()))
            said = text[match.start() : match.end()]
            weapon = Weapon(said, category, own)
            found.append(Mention("weapon", match.start(), match.end(), said, value=weapon))
    return sorted(found, key=lambda mention: mention.start)
