"""Cities beside the capitals where states meet, and the country each lies in."""

from __future__ import annotations

_BY_COUNTRY = {
    "USA": "New York|Camp David|Crawford|Los Angeles|San Francisco|Chicago|Houston|Miami|Boston|"
    "Hawaii|Annapolis|Dayton|Detroit|Seattle|Pittsburgh|Sunnylands|Mar-a-Lago|Guam|Philadelphia",
    "CHE": "Geneva|Davos|Zurich|Lausanne|Montreux|Lugano",
    "RUS": "St. Petersburg|Saint Petersburg|Sochi|Vladivostok|Kaliningrad|Grozny|Kazan|"
    "Yekaterinburg",
    "CHN": "Shanghai|Guangzhou|Shenzhen|Tianjin|Chongqing|Xi'an|Urumqi|Hangzhou",
    "TUR": "Istanbul|Izmir|Incirlik|Antalya|Van|Diyarbakir",
    "EGY": "Sharm el-Sheikh|Sharm el Sheikh|Alexandria|Taba|El-Arish",
    "SAU": "Jeddah|Mecca|Medina|Dhahran|Taif",
    "NLD": "The Hague|Rotterdam",
    "DEU": "Munich|Hamburg|Frankfurt|Cologne|Ramstein|Heiligendamm|Dresden|Stuttgart|Leipzig",
    "FRA": "Strasbourg|Marseille|Lyon|Nice|Cannes|Biarritz|Normandy|Deauville",
    "GBR": "Edinburgh|Gleneagles|Belfast|Glasgow|Birmingham|Manchester|Liverpool",
    "ITA": "Milan|Venice|Naples|Genoa|L'Aquila|Turin|Florence|Sicily",
    "ESP": "Barcelona|Seville|Granada|Malaga", "POL": "Krakow|Gdansk|Poznan|Rzeszow",
    "UKR": "Kharkiv|Kharkov|Odessa|Odesa|Lviv|Yalta|Donetsk|Mariupol|Crimea|Sevastopol|Kherson",
    "IND": "Mumbai|Bombay|Kolkata|Bangalore|Agra|Chennai|Hyderabad|Kashmir",
    "PAK": "Karachi|Lahore|Peshawar|Quetta|Waziristan|Abbottabad",
    "AFG": "Kandahar|Herat|Jalalabad|Helmand|Mazar-e-Sharif|Kunduz|Bagram",
    "IRQ": "Basra|Mosul|Fallujah|Najaf|Karbala|Irbil|Erbil|Kirkuk|Tikrit",
    "IRN": "Isfahan|Natanz|Bushehr|Qom|Mashhad|Bandar Abbas|Abadan",
    "SYR": "Aleppo|Homs|Latakia|Idlib|Raqqa|Palmyra|Tartus", "ISR": "Haifa|Eilat|Golan Heights",
    "LBY": "Benghazi|Sirte|Misrata", "MAR": "Marrakech|Casablanca|Fez|Tangier",
    "ARE": "Dubai|Sharjah", "JPN": "Osaka|Kyoto|Hiroshima|Okinawa|Nagasaki|Sapporo",
    "KOR": "Busan|Incheon|Jeju", "PRK": "Yongbyon|Kaesong", "IDN": "Bali|Bandung|Aceh|Surabaya",
    "VNM": "Ho Chi Minh City|Da Nang|Haiphong", "THA": "Phuket|Pattaya|Chiang Mai",
    "MMR": "Mandalay", "AUS": "Sydney|Melbourne|Perth|Darwin|Brisbane",
    "CAN": "Toronto|Montreal|Vancouver|Quebec City|Kananaskis|Halifax|Banff",
    "MEX": "Cancun|Monterrey|Guadalajara|Los Cabos|Tijuana",
    "BRA": "Rio de Janeiro|Sao Paulo|Manaus|Salvador|Recife",
    "ARG": "Mar del Plata|Bariloche|Puerto Iguazu|Rosario",
    "COL": "Cartagena|Medellin|Cali|Cucuta", "VEN": "Maracaibo", "ECU": "Guayaquil",
    "CHL": "Valparaiso|Punta Arenas", "BOL": "Santa Cruz|Cochabamba|Sucre",
    "URY": "Punta del Este", "CUB": "Guantanamo Bay|Guantanamo|Santiago de Cuba",
    "ZAF": "Johannesburg|Cape Town|Durban", "NGA": "Lagos|Port Harcourt|Calabar",
    "KEN": "Mombasa", "TZA": "Arusha|Zanzibar", "SDN": "Darfur|Port Sudan", "COD": "Goma|Bukavu",
    "UGA": "Entebbe|Gulu", "GHA": "Kumasi", "ETH": "Tigray", "SOM": "Kismayo|Baidoa",
    "KAZ": "Baikonur", "UZB": "Samarkand|Andijan", "KGZ": "Manas|Osh",
}  # fmt: skip
CITIES = {city: code for code, cities in _BY_COUNTRY.items() for city in cities.split("|")}
