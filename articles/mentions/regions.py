"""Regions news names states by: "the Middle Eastern nation", "the Andean country"."""

from __future__ import annotations

_EUROPE = (
    "ALB AND ARM AUT AZE BLR BEL BIH BGR HRV CYP CZE DNK EST FIN FRA GEO DEU GRC HUN ISL IRL ITA "
    "XKX LVA LIE LTU LUX MLT MDA MCO MNE NLD MKD NOR POL PRT ROU RUS SMR SRB SVK SVN ESP SWE CHE "
    "UKR GBR VAT"
)
_EAST_AFRICA = "BDI DJI ERI ETH KEN MDG MWI MUS MOZ RWA SYC SOM SSD SDN TZA UGA ZMB ZWE"
_WEST_AFRICA = "BEN BFA CPV CIV GMB GHA GIN GNB LBR MLI MRT NER NGA SEN SLE TGO"
_NORTH_AFRICA = "DZA EGY LBY MAR TUN SDN"
_SOUTHERN_AFRICA = "AGO BWA LSO MOZ NAM ZAF SWZ ZMB ZWE"
_CENTRAL_AFRICA = "CMR CAF TCD COG COD GNQ GAB STP"
_GULF = "BHR KWT OMN QAT SAU ARE"
_MIDDLE_EAST = f"{_GULF} EGY IRN IRQ ISR JOR LBN PSE SYR TUR YEM"
_SOUTH_ASIA = "AFG BGD BTN IND MDV NPL PAK LKA"
_SOUTHEAST_ASIA = "BRN KHM IDN LAO MYS MMR PHL SGP THA TLS VNM"
_EAST_ASIA = "CHN JPN PRK KOR MNG TWN"
_CENTRAL_ASIA = "KAZ KGZ TJK TKM UZB"
_SOUTH_AMERICA = "ARG BOL BRA CHL COL ECU GUY PRY PER SUR URY VEN"
_CENTRAL_AMERICA = "BLZ CRI SLV GTM HND NIC PAN"
_CARIBBEAN = "ATG BHS BRB CUB DMA DOM GRD HTI JAM KNA LCA VCT TTO"

REGIONS = {
    adjective: frozenset(codes.split())
    for adjective, codes in {
        "european": _EUROPE,
        "balkan": "ALB BIH BGR HRV XKX MNE MKD ROU SRB SVN",
        "baltic": "EST LVA LTU",
        "african": " ".join((_EAST_AFRICA, _WEST_AFRICA, _NORTH_AFRICA, _SOUTHERN_AFRICA,
                             _CENTRAL_AFRICA)),
        "east african": _EAST_AFRICA,
        "west african": _WEST_AFRICA,
        "north african": _NORTH_AFRICA,
        "southern african": _SOUTHERN_AFRICA,
        "central african": _CENTRAL_AFRICA,
        "gulf": _GULF,
        "middle eastern": _MIDDLE_EAST,
        "south asian": _SOUTH_ASIA,
        "southeast asian": _SOUTHEAST_ASIA,
        "east asian": _EAST_ASIA,
        "central asian": _CENTRAL_ASIA,
        "asian": " ".join((_SOUTH_ASIA, _SOUTHEAST_ASIA, _EAST_ASIA, _CENTRAL_ASIA)),
        "south american": _SOUTH_AMERICA,
        "central american": _CENTRAL_AMERICA,
        "caribbean": _CARIBBEAN,
        "andean": "BOL CHL COL ECU PER VEN",
        "latin american": f"{_SOUTH_AMERICA} {_CENTRAL_AMERICA} {_CARIBBEAN} MEX",
    }.items()
}  # fmt: skip
