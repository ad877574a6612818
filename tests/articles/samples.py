"""Articles of our own for the tests: what they report is ours, short quotations are attributed."""

FOUNDING = """Russia and Iran draw closer

Russian President Vladimir Putin shakes hands with Iranian President Ebrahim Raisi before their \
talks at the Saadabad palace in Tehran on Tuesday, July 19, 2022.

The two governments are moving closer by the week. Russia and Iran claim they have reached a $40 \
billion deal in oil and gas development, although neither has published its text.

The Iranian government is preparing to provide Russia with up to several hundred UAVs, among them \
ones that can carry weapons, National Security Advisor Jake Sullivan told reporters in Washington.

“Russia deepening an alliance with Iran to kill Ukrainians is something that the whole world \
should look at and see as a profound threat,” he said.

Vladimir Putin met in Tehran with Iran’s Supreme Leader Ali Khamenei as well. The Supreme Leader \
offered his support to Putin for Russia’s war against Ukraine, saying Moscow had been forced to act.

“It’s now clear that was entirely hollow. Iran has now cast its lot with a small number of \
countries,” State Department Spokesperson Ned Price said of its neutrality.

“Iran has a choice,” Price said of its turn to Russia, and called on Tehran to choose diplomacy.

In an interview on CNN, U.S. Special Envoy for Iran Robert Malley said, “That’s a choice that \
rests squarely on the shoulders of Iran’s leadership.”
"""

VISIT = """Paris and Berlin speak of rail

French President Emmanuel Macron met German Chancellor Olaf Scholz in Berlin on 3 July 2022.

France and Germany signed an agreement on rail traffic on 4 July 2022, worth 200 million euros.
"""

WIRE = """Minister opens bridge over the river

The transport ministers of Norway and Sweden opened a bridge on Monday that shortens the way \
between the two capitals by forty minutes, after seven years of building and two of argument. \
The bridge carries four lanes and a railway, and ships of any height pass below it. Norway paid \
for two thirds of the work, Sweden for the rest, according to the ministry. Fishermen on both \
sides had feared for the herring; the ministries promised to count the fish each spring. The \
first train crossed at noon with school classes of both countries on board, who sang on the way. \
A second bridge further north is being planned, the Norwegian minister said, but not before the \
end of the decade, and only if freight grows as forecast by the port authorities of both sides.
"""
