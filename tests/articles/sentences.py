"""Sentences of our own, in the manner of short agency news, with the facts they tell.

Each is (text, day of publication or "", facts); a fact is "kind | CODE:role … | key=value …" with
the keys date, status, amount, currency, low, high, quantity, stance, speaker, and no fact is "".
"""

from __future__ import annotations

MEETINGS = (
    (
        "French President Emmanuel Macron met with German Chancellor Olaf Scholz in Berlin on Tuesday.",
        "2023-03-02",
        ["visit_or_meeting | FRA:visitor DEU:host | date=2023-02-28 status=held"],
    ),
    (
        "Chinese Foreign Minister Wang Yi will visit Pakistan next week for talks on trade.",
        "2021-06-10",
        ["visit_or_meeting | CHN:visitor PAK:host | status=planned"],
    ),
    (
        "U.S. Secretary of State Condoleezza Rice arrived in Turkey Sunday.",
        "",
        ["visit_or_meeting | USA:visitor TUR:host | status=held"],
    ),
    (
        "The leaders of Japan and South Korea held talks in Tokyo on Thursday.",
        "2023-03-17",
        ["visit_or_meeting | JPN:host KOR:visitor | date=2023-03-16 status=held"],
    ),
    (
        "Israeli Prime Minister Ehud Olmert and Egyptian President Hosni Mubarak met in Sharm el-Sheikh.",
        "",
        ["visit_or_meeting | ISR:party EGY:party | status=held"],
    ),
    (
        "President Joseph R. Biden, Jr. spoke today with President Volodymyr Zelenskyy of Ukraine.",
        "2022-03-30",
        ["visit_or_meeting | USA:party UKR:party | date=2022-03-30 status=held"],
    ),
    (
        "The Brazilian foreign minister is in Caracas for talks with his Venezuelan counterpart.",
        "",
        ["visit_or_meeting | BRA:visitor VEN:host |"],
    ),
    (
        "Kenyan President William Ruto hosted Ethiopian Prime Minister Abiy Ahmed in Nairobi.",
        "",
        ["visit_or_meeting | KEN:host ETH:visitor | status=held"],
    ),
    (
        "Indonesia's defense minister held a meeting with his Australian counterpart in Canberra.",
        "",
        ["visit_or_meeting | IDN:visitor AUS:host | status=held"],
    ),
    (
        "Talks between North Korea and the United States broke down in Hanoi.",
        "",
        ["visit_or_meeting | PRK:party USA:party |"],
    ),
    (
        "Syrian President Bashar al-Assad traveled to Moscow for a meeting with Russian President "
        "Vladimir Putin.",
        "",
        ["visit_or_meeting | SYR:visitor RUS:host | status=held"],
    ),
    (
        "Canadian Prime Minister Justin Trudeau postponed his visit to India.",
        "",
        ["visit_or_meeting | CAN:visitor IND:host | status=suspended"],
    ),
    (
        "Pakistani and Afghan officials held a second round of talks in Islamabad Wednesday.",
        "",
        ["visit_or_meeting | PAK:host AFG:visitor | status=held"],
    ),
    (
        "During his visit to Cuba, Mexican President Vicente Fox met with Fidel Castro.",
        "",
        ["visit_or_meeting | MEX:visitor CUB:host | status=held"],
    ),
    (
        "The president of Kazakhstan received the foreign minister of Hungary in Astana.",
        "",
        ["visit_or_meeting | KAZ:host HUN:visitor | status=held"],
    ),
    (
        "Polish Prime Minister Donald Tusk welcomed Lithuanian President Gitanas Nauseda to Warsaw.",
        "",
        ["visit_or_meeting | POL:host LTU:visitor | status=held"],
    ),
    (
        "Spain's king paid a three-day official visit to Morocco in July.",
        "2013-08-01",
        ["visit_or_meeting | ESP:visitor MAR:host | date=2013-07 status=held"],
    ),
    ("The two Koreas opened high-level talks at the border village of Panmunjom.", "", []),
    (
        "Chad's foreign minister spoke by phone with his Sudanese counterpart.",
        "",
        ["visit_or_meeting | TCD:party SDN:party | status=held"],
    ),
    (
        "A Chinese delegation arrived in Pyongyang on Monday to discuss the nuclear issue with North "
        "Korean leaders.",
        "2006-10-19",
        ["visit_or_meeting | CHN:visitor PRK:host | date=2006-10-16"],
    ),
    (
        "President Bush is scheduled to meet with Jordan's King Abdullah at the White House on Friday.",
        "",
        ["visit_or_meeting | USA:host JOR:visitor | status=planned"],
    ),
    (
        "Argentina and Chile held a summit in Santiago.",
        "",
        ["visit_or_meeting | ARG: CHL: | status=held"],
    ),
    (
        "Vice President Harris met with President Arevalo of Guatemala.",
        "2024-03-25",
        ["visit_or_meeting | USA:party GTM:party | status=held"],
    ),
    (
        "Greek and Turkish foreign ministers will meet in Athens next month.",
        "2023-08-20",
        ["visit_or_meeting | GRC:host TUR:visitor | date=2023-09 status=planned"],
    ),
)

AGREEMENTS = (
    (
        "Russia and Kazakhstan have signed an agreement on gas exports.",
        "",
        ["agreement | RUS:party KAZ:party | status=signed"],
    ),
    (
        "China signed a free trade agreement with New Zealand on April 7, 2008.",
        "2008-04-08",
        ["agreement | CHN:party NZL:party | date=2008-04-07 status=signed"],
    ),
    (
        "India and Bangladesh ratified a land boundary agreement in 2015.",
        "2016-01-05",
        ["agreement | IND:party BGD:party | date=2015 status=approved"],
    ),
    (
        "Ethiopia and Eritrea have agreed to end their border conflict.",
        "",
        ["agreement | ETH:party ERI:party | status=agreed"],
    ),
    (
        "Iran and Pakistan reached a deal worth $7.5 billion to build a gas pipeline.",
        "",
        ["agreement | IRN:party PAK:party | amount=7500000000 currency=USD status=agreed"],
    ),
    (
        "Under the accord signed by Sudan and Chad, both countries will stop supporting rebels.",
        "",
        ["agreement | SDN:party TCD:party | status=signed"],
    ),
    (
        "The United States and Poland signed a deal on Wednesday to base missile interceptors on Polish "
        "soil.",
        "2008-08-22",
        ["agreement | USA:party POL:party | date=2008-08-20 status=signed"],
    ),
    (
        "Japanese Prime Minister Shinzo Abe signed a nuclear cooperation accord with Indian Prime "
        "Minister Narendra Modi.",
        "",
        ["agreement | JPN:party IND:party | status=signed"],
    ),
    (
        "The parliament of Montenegro approved a border treaty with Kosovo.",
        "",
        ["agreement | MNE:party XKX:party | status=approved"],
    ),
    (
        "Armenia and Azerbaijan are negotiating a peace treaty.",
        "",
        ["agreement | ARM:party AZE:party | status=underway"],
    ),
    (
        "A memorandum of understanding was signed between Vietnam and Laos on water management.",
        "",
        ["agreement | VNM:party LAO:party | status=signed"],
    ),
    (
        "Ecuador and Peru extended their fishing agreement by two years.",
        "",
        ["agreement | ECU:party PER:party | status=extended"],
    ),
    (
        "Australia has agreed with East Timor on sharing revenue from gas fields.",
        "",
        ["agreement | AUS:party TLS:party | status=agreed"],
    ),
    (
        "Norway and Russia concluded a treaty on their Arctic sea border.",
        "",
        ["agreement | NOR:party RUS:party | status=signed"],
    ),
    (
        "Libya and Italy signed a friendship pact under which Rome will pay compensation.",
        "",
        ["agreement | LBY:party ITA:party | status=signed"],
    ),
    (
        "Saudi Arabia and Iran agreed to respect each other's sovereignty.",
        "",
        ["agreement | SAU:party IRN:party | status=agreed"],
    ),
    (
        "Turkey and Qatar also agreed to set up a joint bank.",
        "",
        ["agreement | TUR:party QAT:party |"],
    ),
    (
        "Thailand and Cambodia signed a cease-fire in Kuala Lumpur.",
        "",
        ["agreement | THA:party KHM:party | status=signed"],
    ),
    (
        "Mongolia signed a contract with France for a uranium mine.",
        "",
        ["agreement | MNG:party FRA:party | status=signed"],
    ),
    (
        "Uruguay and China have finalized an accord on meat exports.",
        "",
        ["agreement | URY:party CHN:party |"],
    ),
    (
        "Hungary and Slovakia signed a protocol on minority rights in Bratislava on Friday.",
        "2009-09-14",
        ["agreement | HUN:party SVK:party | date=2009-09-11 status=signed"],
    ),
)

ARMS = (
    (
        "Russia will deliver S-300 air defense missiles to Syria within two weeks.",
        "",
        ["arms_transfer | RUS:supplier SYR:recipient | status=planned"],
    ),
    (
        "Germany has sent 18 Leopard 2 tanks to Ukraine.",
        "",
        ["arms_transfer | DEU:supplier UKR:recipient | quantity=18 status=delivered"],
    ),
    (
        "France sold Egypt 24 Rafale fighter jets in a deal worth 5.2 billion euros.",
        "",
        ["arms_transfer | FRA:supplier EGY:recipient | quantity=24 amount=5200000000 currency=EUR"],
    ),
    (
        "India bought five S-400 air defense systems from Russia for $5.4 billion.",
        "",
        ["arms_transfer | RUS:supplier IND:recipient | amount=5400000000"],
    ),
    (
        "The State Department approved the sale of 66 F-16 fighter jets to Taiwan.",
        "",
        ["arms_transfer | USA:supplier TWN:recipient | quantity=66 status=approved"],
    ),
    (
        "North Korea has shipped artillery shells to Russia, South Korean officials said.",
        "",
        ["arms_transfer | PRK:supplier RUS:recipient | status=delivered"],
    ),
    (
        "Venezuela has purchased 100,000 Kalashnikov rifles from Russia.",
        "",
        ["arms_transfer | RUS:supplier VEN:recipient | quantity=100000"],
    ),
    (
        "Turkey plans to supply Azerbaijan with armed drones.",
        "",
        ["arms_transfer | TUR:supplier AZE:recipient | status=planned"],
    ),
    ("Washington accuses Iran of sending missiles to Yemen.", "", None),
    (
        "Britain will provide Ukraine with 14 Challenger 2 tanks.",
        "",
        ["arms_transfer | GBR:supplier UKR:recipient | quantity=14 status=planned"],
    ),
    (
        "China has agreed to sell frigates to Pakistan.",
        "",
        ["arms_transfer | CHN:supplier PAK:recipient | status=agreed"],
    ),
    ("Sweden's Gripen fighter jets were delivered to Hungary in 2006.", "", None),
    (
        "The Netherlands donated 100 Patriot missiles to Ukraine.",
        "",
        ["arms_transfer | NLD:supplier UKR:recipient | quantity=100 status=delivered"],
    ),
    (
        "Israel suspended the delivery of drones to Georgia.",
        "",
        ["arms_transfer | ISR:supplier GEO:recipient | status=suspended"],
    ),
    (
        "Belarus offered to sell tanks to Sudan.",
        "",
        ["arms_transfer | BLR:supplier SDN:recipient | status=proposed"],
    ),
    (
        "Iraq ordered 36 F-16 jets from the United States.",
        "",
        ["arms_transfer | USA:supplier IRQ:recipient | quantity=36"],
    ),
    (
        "Moscow has promised to deliver attack helicopters to Mali.",
        "",
        ["arms_transfer | RUS:supplier MLI:recipient | status=planned"],
    ),
)

STATEMENTS = (
    (
        "Iranian President Mahmoud Ahmadinejad accused Israel of committing crimes against the "
        "Palestinian people.",
        "",
        ["statement | IRN:speaker ISR:target | stance=critical"],
    ),
    (
        "China condemned the visit to Taiwan by a group of lawmakers from Japan.",
        "",
        ["statement | CHN:speaker | stance=critical"],
    ),
    (
        '"Russia is a reliable partner for our country," said Serbian President Aleksandar Vucic.',
        "",
        ["statement | SRB:speaker RUS:target | stance=supportive speaker=Vucic"],
    ),
    (
        "French Foreign Minister Bernard Kouchner warned Iran that new sanctions could follow.",
        "",
        ["statement | FRA:speaker IRN:target | stance=critical speaker=Kouchner"],
    ),
    (
        "British Prime Minister Tony Blair praised Libya for giving up its weapons programs.",
        "",
        ["statement | GBR:speaker LBY:target | stance=supportive speaker=Blair"],
    ),
    (
        "South Korea's foreign ministry urged Japan to face up to history.",
        "",
        ["statement | KOR:speaker JPN:target |"],
    ),
    (
        '"We stand with Ukraine for as long as it takes," German Chancellor Olaf Scholz said.',
        "",
        ["statement | DEU:speaker UKR:target | stance=supportive speaker=Scholz"],
    ),
    (
        "Cuba rejected U.S. accusations that it is developing biological weapons.",
        "",
        ["statement | CUB:speaker USA:target |"],
    ),
    (
        "State Department spokesman Sean McCormack said Syria must stop interfering in Lebanon.",
        "",
        ["statement | USA:speaker SYR:target | stance=critical speaker=McCormack"],
    ),
    (
        "Venezuelan President Hugo Chavez called the United States the biggest threat to world peace.",
        "",
        ["statement | VEN:speaker USA:target | stance=critical speaker=Chavez"],
    ),
    (
        "Pakistan denied that it supports militants in Indian Kashmir.",
        "",
        ["statement | PAK:speaker IND:target | status=denied"],
    ),
    (
        "Turkish Prime Minister Recep Tayyip Erdogan says Israel is a terrorist state.",
        "",
        ["statement | TUR:speaker ISR:target | stance=critical speaker=Erdogan"],
    ),
    (
        "Mexico's president thanked Canada for its help after the earthquake.",
        "",
        ["statement | MEX:speaker CAN:target | stance=supportive"],
    ),
    (
        "Kremlin spokesman Dmitry Peskov dismissed the British allegations as absurd.",
        "2018-03-15",
        ["statement | RUS:speaker GBR:target | stance=critical speaker=Peskov"],
    ),
    (
        "The Chinese Foreign Ministry expressed strong dissatisfaction with Australia's decision.",
        "",
        ["statement | CHN:speaker AUS:target | stance=critical"],
    ),
    (
        "Indian officials welcomed Nepal's decision to hold elections.",
        "",
        ["statement | IND:speaker NPL:target | stance=supportive"],
    ),
    (
        "The White House criticized Belarus for jailing opposition leaders.",
        "",
        ["statement | USA:speaker BLR:target | stance=critical"],
    ),
    (
        "Ecuador's president has threatened to break relations with Colombia if the attacks go on.",
        "",
        None,
    ),
    (
        "Ukraine's foreign minister called on Hungary to lift its veto.",
        "",
        ["statement | UKR:speaker HUN:target |"],
    ),
    (
        "In a speech Tuesday, Polish President Lech Kaczynski voiced support for Georgia.",
        "2008-08-13",
        ["statement | POL:speaker GEO:target | stance=supportive date=2008-08-12"],
    ),
    (
        "Japan expressed concern about North Korea's missile program.",
        "",
        ["statement | JPN:speaker PRK:target | stance=critical"],
    ),
    (
        "Greece's foreign ministry protested to Albania over the arrest of a mayor.",
        "",
        ["statement,diplomatic_action | GRC: ALB:target |"],
    ),
    ("He told reporters in Oslo that Norway regrets the decision.", "", []),
    (
        "Zimbabwean President Robert Mugabe blamed Britain for his country's economic troubles.",
        "",
        ["statement | ZWE:speaker GBR:target | stance=critical speaker=Mugabe"],
    ),
    (
        "Rwanda accused the Democratic Republic of Congo of shelling its territory.",
        "",
        ["statement | RWA:speaker COD:target | stance=critical"],
    ),
    (
        "Jordan's King Abdullah congratulated Iraq on its elections.",
        "",
        ["statement | JOR:speaker IRQ:target | stance=supportive"],
    ),
    (
        '"The door remains open," U.S. President Barack Obama said of Iran.',
        "",
        ["statement | USA:speaker IRN:target | speaker=Obama"],
    ),
    (
        "According to Philippine Defense Secretary Delfin Lorenzana, China is bullying its neighbors.",
        "",
        ["statement | PHL:speaker CHN:target | speaker=Lorenzana"],
    ),
)

SANCTIONS = (
    (
        "The United States has imposed sanctions on two Chinese companies for trading with Iran.",
        "",
        ["sanction | USA:party CHN:target | status=imposed"],
    ),
    (
        "Canada announced new sanctions against Belarus on Monday.",
        "2021-06-22",
        ["sanction | CAN:party BLR:target | date=2021-06-21 status=announced"],
    ),
    (
        "Japan lifted its sanctions on North Korea.",
        "",
        ["sanction | JPN:party PRK:target | status=ended"],
    ),
    (
        "Switzerland froze the assets of Ukrainian officials.",
        "",
        ["sanction | CHE:party UKR:target | status=imposed"],
    ),
    (
        "President Bush has extended U.S. sanctions against Syria for another year.",
        "",
        ["sanction | USA:party SYR:target | status=extended"],
    ),
    (
        "Britain threatened to impose sanctions on Zimbabwe.",
        "",
        ["sanction | GBR:party ZWE:target | status=threatened"],
    ),
    (
        "A North Korean bank was sanctioned by the United States in 2017.",
        "",
        ["sanction | USA:party PRK:target | date=2017 status=imposed"],
    ),
    (
        "Ukraine sanctioned 28 Russian airlines.",
        "",
        ["sanction | UKR:party RUS:target | status=imposed"],
    ),
    (
        "The U.S. Treasury Department blacklisted a Lebanese bank it says launders money.",
        "",
        ["sanction | USA:party LBN:target | status=imposed"],
    ),
    (
        "The United States eased its economic embargo against Cuba.",
        "",
        ["sanction | USA:party CUB:target |"],
    ),
    (
        "New Zealand banned Fijian military officers from entering the country.",
        "",
        ["sanction | NZL:party FJI:target | status=imposed"],
    ),
    (
        "Washington is considering new sanctions on Venezuela's oil sector.",
        "",
        ["sanction | USA:party VEN:target |"],
    ),
    (
        "The U.S. sanctions against Sudan have been in place since 1997.",
        "",
        ["sanction | USA:party SDN:target | date=1997"],
    ),
    (
        "Saudi Arabia, Bahrain and Egypt imposed a blockade on Qatar.",
        "",
        ["sanction | SAU:party BHR:party EGY:party QAT:target | status=imposed"],
    ),
    ("Ethiopia has been under a U.S. arms embargo.", "", None),
)

DIPLOMACY = (
    (
        "Venezuela broke off diplomatic relations with Colombia.",
        "",
        ["diplomatic_action | VEN:party COL:target | status=severed"],
    ),
    (
        "Russia expelled four British diplomats on Thursday.",
        "2007-07-20",
        ["diplomatic_action | RUS:party GBR:target | date=2007-07-19 quantity=4"],
    ),
    (
        "Libya recalled its ambassador to Switzerland.",
        "",
        ["diplomatic_action | LBY:party CHE:target |"],
    ),
    (
        "The foreign ministry in Ankara summoned the Swedish ambassador.",
        "",
        ["diplomatic_action | TUR:party SWE:target |"],
    ),
    (
        "Costa Rica has established diplomatic relations with China.",
        "",
        ["diplomatic_action | CRI:party CHN:party |"],
    ),
    (
        "Britain closed its embassy in Tehran after the attack.",
        "",
        ["diplomatic_action | GBR:party IRN:target |"],
    ),
    (
        "The United States reopened its embassy in Havana in 2015.",
        "",
        ["diplomatic_action | USA:party CUB:party | date=2015"],
    ),
    (
        "Serbia withdrew its ambassador from Montenegro.",
        "",
        ["diplomatic_action | SRB:party MNE:target |"],
    ),
    (
        "Costa Rica, Spain and Ireland recognized Palestine as a state.",
        "",
        ["diplomatic_action | CRI:party ESP:party IRL:party PSE:target |"],
    ),
    ("Paraguay moved its embassy to Jerusalem.", "", None),
    (
        "Senegal and Iran restored diplomatic ties after two years.",
        "",
        ["diplomatic_action | SEN:party IRN:party |"],
    ),
    (
        "Bolivia cut ties with Israel over the war in Gaza.",
        "",
        ["diplomatic_action | BOL:party ISR:target | status=severed"],
    ),
    (
        "South Africa expelled Israel's ambassador.",
        "",
        ["diplomatic_action | ZAF:party ISR:target |"],
    ),
    (
        "Malaysia ordered the North Korean ambassador to leave the country.",
        "",
        ["diplomatic_action | MYS:party PRK:target |"],
    ),
    (
        "Nicaragua withdrew its recognition of Taiwan and restored relations with China.",
        "",
        ["diplomatic_action | NIC:party CHN:party |"],
    ),
    (
        "Peru lodged a protest with Chile over maps of the border.",
        "",
        ["diplomatic_action | PER:party CHL:target |"],
    ),
    ("Chile and Bolivia have not had full diplomatic relations since 1978.", "", []),
    (
        "Ukraine summoned Hungary's ambassador over remarks on the war.",
        "",
        ["diplomatic_action | UKR:party HUN:target |"],
    ),
    ("Morocco suspended contacts with the German embassy.", "", None),
    (
        "Turkey opened a consulate in Iraq's northern city of Erbil.",
        "",
        ["diplomatic_action | TUR:party IRQ:party |"],
    ),
)

MILITARY = (
    (
        "China and Russia began joint naval exercises in the Sea of Japan.",
        "",
        ["military_cooperation | CHN:party RUS:party |"],
    ),
    (
        "Australia will send 200 troops to Afghanistan.",
        "",
        ["military_cooperation | AUS:party AFG:recipient | quantity=200 status=planned"],
    ),
    (
        "Ukraine withdrew its last soldiers from Iraq.",
        "",
        ["military_cooperation | UKR: IRQ: | status=ended"],
    ),
    (
        "Japanese troops are stationed in southern Iraq.",
        "",
        ["military_cooperation | JPN:party IRQ:recipient |"],
    ),
    (
        "Uzbekistan allowed the United States to use its air base.",
        "",
        ["military_cooperation | UZB:host USA:party |"],
    ),
    (
        "The United States and the Philippines held joint military exercises.",
        "",
        ["military_cooperation | USA:party PHL:party | status=held"],
    ),
    (
        "France has deployed 4,000 soldiers to Mali.",
        "",
        ["military_cooperation | FRA:party MLI:recipient | quantity=4000"],
    ),
    (
        "British instructors trained Ukrainian soldiers.",
        "",
        ["military_cooperation | GBR:supplier UKR:recipient |"],
    ),
    (
        "India and Japan agreed to strengthen defense cooperation.",
        "",
        ["military_cooperation,agreement | IND:party JPN:party | status=agreed"],
    ),
    (
        "South Korea decided to pull its troops out of Afghanistan.",
        "",
        ["military_cooperation | KOR: AFG: |"],
    ),
    ("Kenyan forces have been fighting militants in Somalia since 2011.", "", None),
    (
        "Belarus and Russia launched joint military drills near the Polish border on February 10.",
        "2022-02-12",
        ["military_cooperation | BLR:party RUS:party | date=2022-02-10"],
    ),
    (
        "Chad has sent 2,000 troops to Niger to fight Boko Haram.",
        "",
        ["military_cooperation | TCD:party NER:recipient | quantity=2000"],
    ),
    (
        "Spain will withdraw its soldiers from Kosovo.",
        "",
        ["military_cooperation | ESP: XKX: | status=planned"],
    ),
)

TRADE = (
    (
        "Russia cut off gas supplies to Ukraine on January 1.",
        "2009-01-05",
        ["trade | RUS:supplier UKR:recipient | date=2009-01-01"],
    ),
    (
        "Trade between China and Brazil reached $150 billion last year.",
        "2023-03-20",
        ["trade | CHN:party BRA:party | date=2022 amount=150000000000"],
    ),
    (
        "The United States imposed tariffs on steel from Canada.",
        "",
        ["trade | USA:party CAN:target | status=imposed"],
    ),
    (
        "South Korea lifted its ban on imports of American beef.",
        "",
        ["trade | KOR:party USA:target | status=ended"],
    ),
    ("Iran exports gas to Turkey.", "", ["trade | IRN:supplier TUR:recipient |"]),
    ("Japan buys uranium from Kazakhstan.", "", ["trade | KAZ:supplier JPN:recipient |"]),
    (
        "China plans to invest $10 billion in Nigeria's railways.",
        "",
        ["trade | CHN:supplier NGA:recipient | amount=10000000000 status=planned"],
    ),
    (
        "Russia banned imports of Georgian wine in 2006.",
        "",
        ["trade | RUS:party GEO:target | date=2006"],
    ),
    (
        "Algeria will supply Italy with natural gas.",
        "",
        ["trade | DZA:supplier ITA:recipient | status=planned"],
    ),
    (
        "Belarus will buy oil from Venezuela.",
        "",
        ["trade | VEN:supplier BLR:recipient | status=planned"],
    ),
    ("Turkey halted all trade with Israel.", "", ["trade | TUR:party ISR:party |"]),
    (
        "Argentina filed a complaint against the United States at the World Trade Organization.",
        "",
        ["trade | ARG:party USA:target |"],
    ),
    ("Kuwait resumed oil exports to Iraq.", "", ["trade | KWT: IRQ: |"]),
    (
        "China imposed anti-dumping duties on Australian barley.",
        "",
        ["trade | CHN:party AUS:target |"],
    ),
)

AID = (
    (
        "Japan pledged $500 million in aid to Afghanistan.",
        "",
        ["aid | JPN:supplier AFG:recipient | amount=500000000 currency=USD"],
    ),
    ("China is sending rescue teams to Nepal.", "", ["aid | CHN:supplier NPL:recipient |"]),
    (
        "South Korea shipped 50,000 tons of rice to North Korea.",
        "",
        ["aid | KOR:supplier PRK:recipient | quantity=50000"],
    ),
    (
        "Kuwait promised Lebanon $300 million for reconstruction.",
        "",
        ["aid | KWT:supplier LBN:recipient | amount=300000000"],
    ),
    (
        "The United States suspended military aid to Egypt.",
        "",
        ["aid | USA:supplier EGY:recipient | status=suspended"],
    ),
    (
        "Saudi Arabia gave Pakistan a $1.5 billion loan.",
        "",
        ["aid | SAU:supplier PAK:recipient | amount=1500000000"],
    ),
    ("Britain canceled Nigeria's debts.", "", ["aid | GBR:supplier NGA:recipient |"]),
    ("Haiti received humanitarian aid from Venezuela.", "", ["aid | VEN:supplier HTI:recipient |"]),
    ("Cuba sent 200 doctors to Bolivia.", "", ["aid | CUB:supplier BOL:recipient | quantity=200"]),
    (
        "The U.S. will provide an additional $100 million in humanitarian assistance for Syria.",
        "",
        ["aid | USA:supplier SYR:recipient | amount=100000000 status=planned"],
    ),
    (
        "India donated 500,000 doses of vaccine to Sri Lanka.",
        "",
        ["aid | IND:supplier LKA:recipient | quantity=500000"],
    ),
    (
        "Norway will give Tanzania more than 20 million dollars to protect forests.",
        "",
        ["aid | NOR:supplier TZA:recipient | low=20000000 status=planned"],
    ),
    (
        "Taiwan has offered financial assistance to Paraguay.",
        "",
        ["aid | TWN:supplier PRY:recipient | status=proposed"],
    ),
    ("Germany cut off aid to Rwanda.", "", ["aid | DEU:supplier RWA:recipient |"]),
    (
        "The United Arab Emirates airlifted food to Sudan.",
        "",
        ["aid | ARE:supplier SDN:recipient |"],
    ),
)

INCIDENTS = (
    (
        "Israeli warplanes bombed targets in Syria overnight.",
        "",
        ["other | ISR:party SYR:target |"],
    ),
    (
        "Turkey launched airstrikes against Kurdish positions in northern Iraq.",
        "",
        ["other | TUR:party IRQ:target |"],
    ),
    ("Iraq invaded Kuwait in August 1990.", "", ["other | IRQ:party KWT:target | date=1990-08"]),
    (
        "Iran seized a British tanker in the Strait of Hormuz.",
        "",
        ["other | IRN:party GBR:target |"],
    ),
    (
        "North Korea released an American student on Tuesday.",
        "2017-06-14",
        ["other | PRK:party USA:target | date=2017-06-13"],
    ),
    (
        "Thai and Cambodian soldiers exchanged fire along the border.",
        "",
        ["other | THA:party KHM:party |"],
    ),
    ("Colombia extradited a drug lord to the United States.", "", ["other | COL:party USA: |"]),
    ("Indian police arrested three Pakistani men.", "", ["other | IND:party PAK:target |"]),
    ("A Syrian missile shot down a Turkish jet.", "", ["other | SYR:party TUR:target |"]),
    ("Eritrea closed its border with Ethiopia.", "", ["other | ERI:party ETH: |"]),
    ("Armenia and Azerbaijan exchanged prisoners of war.", "", ["other | ARM:party AZE:party |"]),
    (
        "Russian forces crossed into Georgia on August 8, 2008.",
        "2008-08-20",
        ["other | RUS:party GEO:target | date=2008-08-08"],
    ),
    (
        "Pakistan fired rockets into Afghanistan, killing five people.",
        "",
        ["other | PAK:party AFG:target |"],
    ),
    ("China detained two Canadians on spying charges.", "", ["other | CHN:party CAN:target |"]),
    (
        "Rwandan troops entered the Democratic Republic of Congo.",
        "",
        ["other | RWA:party COD:target |"],
    ),
)

SILENCE = (
    ("Thousands of people marched through the streets of Paris on Sunday.", "", []),
    ("Turkey is served with cranberries in most American homes.", "", []),
    ("The Nigerian economy grew by six percent last year.", "", []),
    ("Michael Jordan scored 40 points against Indiana.", "", []),
    ("Chad Smith met Paris Hilton in New Mexico.", "", []),
    ("American Airlines canceled 40 flights because of the storm.", "", []),
    ("The Indian Ocean tsunami killed more than 200,000 people.", "", []),
    ("Voters in Kenya go to the polls on Tuesday.", "", []),
    ("Iraqi police say a bomb killed ten people in Baghdad.", "", []),
    ("Brazil beat Germany in the World Cup final.", "", []),
    ("The French government survived a vote of no confidence.", "", []),
    ("Oil prices rose in New York and London.", "", []),
    ("Peruvian voters elected a new president.", "", []),
    ("The Chinese economy depends on exports.", "", []),
    ("A strong earthquake shook northern Chile.", "", []),
    ("Mexico has never signed a defense pact with Guatemala.", "", []),
    ("If Iran attacks Israel, oil prices will rise.", "", []),
    ("Spanish police arrested six men in Madrid.", "", []),
    ("The governor of Georgia met mayors in Atlanta.", "", []),
    ("Doctors in South Africa began a strike.", "", []),
)

ARTICLES = (
    (
        "Bolivia's president arrived in Beijing on Monday. He signed two energy deals with the Chinese "
        "leader.",
        "2010-08-12",
        [
            "visit_or_meeting | BOL:visitor CHN:host | date=2010-08-09",
            "agreement | BOL:party CHN:party | status=signed",
        ],
    ),
    (
        "Finland and Estonia held talks in Tallinn. The two sides signed an accord on rail links.",
        "",
        [
            "visit_or_meeting | FIN:visitor EST:host | status=held",
            "agreement | FIN:party EST:party | status=signed",
        ],
    ),
    (
        "Iran's supreme leader, Ali Khamenei, spoke in Qom. The supreme leader accused Britain of "
        "plotting unrest.",
        "",
        ["statement | IRN:speaker GBR:target | stance=critical"],
    ),
    (
        "Danish Foreign Minister Per Stig Moeller met with Syrian officials. Mr. Moeller said Syria has "
        "failed to protect the Danish embassy.",
        "",
        [
            "visit_or_meeting | DNK:party SYR:party | status=held",
            "statement | DNK:speaker SYR:target | stance=critical speaker=Moeller",
        ],
    ),
    (
        "Vietnam and the United States signed a trade pact Wednesday. The pact was signed by the two "
        "countries after years of talks.",
        "",
        ["agreement | VNM:party USA:party | status=signed"],
    ),
    (
        "The United States Agency for International Development announced new support.\n\n"
        "The United States will provide:\n\n- $20 million in food aid to Somalia\n- $5 million in "
        "medical supplies to Kenya\n",
        "2022-07-18",
        [
            "aid | USA:supplier SOM:recipient | amount=20000000",
            "aid | USA:supplier KEN:recipient | amount=5000000",
        ],
    ),
    (
        "Croatia has closed its border with Serbia. It also recalled its ambassador to Belgrade.",
        "",
        ["other | HRV:party SRB: |", "diplomatic_action | HRV:party SRB:target |"],
    ),
)

TABLES = {
    "meetings": MEETINGS,
    "agreements": AGREEMENTS,
    "arms": ARMS,
    "statements": STATEMENTS,
    "sanctions": SANCTIONS,
    "diplomacy": DIPLOMACY,
    "military": MILITARY,
    "trade": TRADE,
    "aid": AID,
    "incidents": INCIDENTS,
    "silence": SILENCE,
    "articles": ARTICLES,
}
