"""Broad frames: what news tells between two states where no exact frame has found its words.

They ask for less: a word of the kind, somebody who acts, and another state in the sentence, or
the one the whole article is about. They are tried last.
"""

from __future__ import annotations

from articles.suggesting.frames import Frame, frame

# A stretch of the same clause.
_ON = r"(?:(?!,? but |, (?:and|while|which|who) |; )[^.;])"


def _broad(name: str, kind: str, pattern: str, **options: object) -> Frame:
    return frame(name, kind, rf"\b(?P<t>{pattern.replace('~', _ON)})", rank=9, **options)


def _word(act: str, stance: str, pattern: str) -> Frame:
    return _broad(
        f"{act}, broadly", "statement", pattern,
        actor="speaker", status="made", subtype=f"{act}|{stance}",
    )  # fmt: skip


_FORCE = (
    r"kill(?:s|ed|ing)?|attack(?:s|ed|ing)?|raid(?:s|ed|ing)?|bomb(?:s|ed|ing|ings)?|"
    r"shell(?:s|ed|ing)|fir(?:ed|es|ing)|shot|shoot\w*|ambush\w*|clash(?:es|ed)?|invad\w+|"
    r"invasion|incursions?|air ?strikes?|strikes?|struck|explosions?|blasts?|rockets?|mortars?|"
    r"violat(?:ed|ing|ion of|ions of)|cross(?:ed|es|ing) (?:into|the border|over)|"
    r"shot down|downed|sank|sunk|ram(?:s|med)|collid\w+|occup(?:y|ied|ies|ation)|annex\w*|"
    r"assassinat\w+|gunfire|fighting|skirmish\w*|intrud\w+|entered"
)
_HELD = (
    r"seiz(?:e[sd]?|ing|ure)|detain\w*|arrest(?:s|ed|ing)?|captur(?:e[sd]?|ing)|kidnap\w*|"
    r"abduct\w*|hijack\w*|impound\w*|intercept(?:s|ed|ing|ion)\b|board(?:ed|ing)|jail(?:s|ed|ing)?|"
    r"imprison\w*|sentenc\w+|convict\w+|charg(?:ed|es with)|indict\w+|held hostage|hostages?"
)
_FREED = (
    r"releas(?:e[sd]?|ing)|free(?:s|d|ing)|pardon(?:s|ed)?|extradit\w+|deport\w*|"
    r"hand(?:s|ed|ing)? over|prisoner swap|prisoner exchange|exchang\w+ prisoners|repatriat\w+|"
    r"return(?:s|ed|ing) (?:the )?(?:remains|bodies|prisoners|refugees)|to face (?:\w+ ){0,3}"
    r"(?:charges|trial|justice)|asylum"
)
_FORCES = (
    r"troops|soldiers|forces|warships?|marines|peacekeepers|instructors|military advisers|"
    r"military advisors|aircraft carrier|fighter jets|battalions?|personnel|(?:patrol |naval )"
    r"(?:ships?|boats?|vessels?)|destroyers?|frigates?|bombers|warplanes|bases"
)

_GOODS = (
    r"aid|assistance|relief|humanitarian|grants?|loans?|medical|medicines?|vaccines?|food|debt|"
    r"emergency|development|reconstruction|blankets|tents|supplies|fertili[sz]er|rice|wheat|"
    r"doctors|rescue (?:teams?|workers)|cleanup|health care|scholarships|housing|generators"
)

FRAMES: tuple[Frame, ...] = (
    _broad(
        "expels, broadly", "diplomatic_action",
        r"(?:expel|expuls|throw|threw|kick|order)\w*(?=~{0,60}\b(?:ambassadors?|envoys?|"
        r"diplomats?|charge|consuls?|attaches?|staff|out\b))|(?:hours|days) to leave|"
        r"persona non grata",
        status="completed", subtype="ambassador_expelled", can_be_passive=True,
    ),
    _broad(
        "recalls, broadly", "diplomatic_action",
        r"(?:recall|withdr[ae]w|call(?:s|ed)? (?:home|back))\w*(?=~{0,60}\b(?:ambassadors?|"
        r"envoys?|diplomats?|charge|consuls?|attaches?))",
        status="completed", subtype="ambassador_recalled", can_be_passive=True,
    ),
    _broad(
        "summons, broadly", "diplomatic_action",
        r"summon\w*(?=~{0,60}\b(?:ambassadors?|envoys?|diplomats?|charge|counterpart))",
        status="completed", subtype="ambassador_summoned", can_be_passive=True,
    ),
    _broad(
        "embassies, broadly", "diplomatic_action",
        r"(?:clos|shut|re-?open|open|evacuat|mov|relocat)\w*(?=~{0,50}\b(?:embass|consulat|"
        r"border|airspace|mission))",
        status="completed", subtype="other", can_be_passive=True,
    ),
    _broad(
        "ties, broadly", "diplomatic_action",
        r"(?:(?:cut|sever|br[eo]k|suspend|froz|freez|downgrad|restor|resum|normali|establish|"
        r"improv|strain|repair|mend|upgrad|cancel|call(?:ed)? off|postpon|halt)\w*)"
        r"(?=~{0,50}\b(?:ties|relations|contacts|dialogue|visits?|diplomatic|talks))|"
        r"(?:lodg|fil|hand|deliver|sent|send)\w*(?=~{0,50}\b(?:protest|complaint|note))|"
        r"recogni[sz](?:e[sd]?|ing|tion)|notes? of protest|visa(?:s|-free)?|appoint\w*"
        r"(?=~{0,40}\bambassador)",
        status="completed", subtype="other", can_be_passive=True,
    ),
    _broad(
        "sanctions, broadly", "sanction",
        r"sanction(?:s|ed|ing)?|embargo(?:es)?|blacklist\w*|travel bans?|asset freezes?|"
        r"fr(?:oze|eez\w+)(?=~{0,30}\bassets)|blockad\w+|trade restrictions|arms ban|"
        r"impos\w+(?=~{0,40}\b(?:restrict|ban|penalt|measure))|revok\w+(?=~{0,30}\bvisas)|"
        r"export controls|executive order|ban(?:s|ned|ning)? (?:dealings|imports|exports|trade|"
        r"entry)|cut off (?:access|from)|penalties",
        status="imposed", subtype="sanction_imposed", can_be_passive=True,
    ),
    _broad(
        "arms, broadly", "arms_transfer",
        r"(?:deliver|suppl|sell|sold|sale|ship|provid|transfer|buy|bought|purchas|order|send|sent|"
        r"donat|acquir|receiv)\w*(?=~{0,80}(?:<W>|\b(?:weapons|arms|ammunition|munitions|"
        r"missiles?|helicopters|tanks|armou?red vehicles|fighter jets|drones|rifles|warplanes|"
        r"submarines?|artillery|patrol boats|warships?|frigates?|armou?red vehicles|security vehicles|"
        r"aircraft carriers?|interceptors)\b))|(?:contract|pay|paid)\w*(?=~{0,90}(?:<W>|\b(?:"
        r"weapons|missiles|armou?red vehicles|helicopters|tanks|submarines|aircraft carrier)\b))|"
        r"(?:arms|weapons) (?:sales?|deals?|shipments?|deliver\w+|purchas\w+|exports?)",
        actor="supplier", other="recipient", status="delivered",
    ),
    _broad(
        "aid, broadly", "aid",
        rf"(?:provid|giv|gave|pledg|promis|offer|donat|contribut|deliver|send|sent|grant|invest|"
        rf"announc|commit|support|suppl|fund|allocat|lend|lent|spen|fl[eo]w|carry|carri|ship)\w*"
        rf"(?=~{{0,80}}(?:\b(?:{_GOODS})\b|<N>))|<N> (?:in aid|loan|grant|compact|package)|"
        r"(?:humanitarian|development|food|economic|"
        r"military|financial|emergency) (?:aid|assistance)|debt (?:relief|forgiveness)",
        actor="supplier", other="recipient", status="announced", subtype="aid",
    ),
    _broad(
        "trade, broadly", "trade",
        r"(?:exports?|imports?|shipments?|tariffs?|duties|gas|oil|electricity|pipelines?|crude|"
        r"grain|wheat|beef|steel|natural gas|energy|flights?)\b(?=~{0,80}\b(?:cut|halt|stop|"
        r"suspend|resum|ban|rais|impos|suppl|deliver|price|pay|paid|debt|sell|sold|buy|bought|"
        r"begin|began|start|reach|rose|fell|flow|dispute|ship|lift))|"
        r"(?:cut(?:s|ting)?|halt\w*|stop\w*|suspend\w*|resum\w+|ban(?:s|ned|ning)?|rais\w+|"
        r"impos\w+|suppl\w+|deliver\w*|sell\w*|sold|buy\w*|bought|offer\w*|invest\w*|pay|paid|"
        r"lift\w*|fr[eo]+z\w+|build\w*|built)\b(?=~{0,60}\b(?:exports?|imports?|shipments?|"
        r"tariffs?|duties|gas|oil|electricity|pipelines?|crude|grain|wheat|beef|steel|energy|"
        r"trade|investment|goods|power plant|flights?|flying|contract|railway|reactor))|"
        r"trade (?:volume|turnover|war|dispute|deficit|between)|bilateral trade",
        status="reported", is_mutual=True, can_be_passive=True,
    ),
    _broad(
        "forces, broadly", "military_cooperation",
        rf"(?:deploy|station|bas|send|sent|withdr[ae]w|pull|keep|remain|train|join|host|"
        rf"contribut|reduc|increas|extend|arriv|leav|left|clos|evacuat|dispatch|mov|mass)\w*(?=[^.;]{{0,60}}\b(?:{_FORCES}))|"
        rf"(?:{_FORCES})(?=[^.;]{{0,50}}\b(?:deploy|station|based|sent|withdraw|withdrew|train|"
        rf"arriv|remain|stay|leave|left|pull|serve|serving))|"
        r"(?:fl[ey]w?|flies|sail(?:s|ed)|patrol(?:s|led)|train(?:s|ed)) with|"
        r"(?:hand|turn)(?:s|ed|ing)? over(?=~{0,30}\bbases?)|train(?:s|ed|ing)? together|exercises?\b(?=~{0,60}\b(?:held|begin|began|conduct))|"
        r"(?:held|hold|holding|conduct\w*|launch\w*|begin|began)(?=~{0,60}\b(?:exercises?|drills?|"
        r"maneuvers))|(?:brought|bring|come|coming|came) home|"
        r"(?:joint|military|naval) (?:exercises?|drills?|maneuvers|manoeuvres|training|patrols?)|"
        r"exercises?(?=~{0,40}\b(?:troops|military|forces|allies|navy))|military bases?|"
        r"access to~{0,40} bases|military cooperation|defen[sc]e cooperation|"
        r"intelligence (?:sharing|cooperation)|troops in",
        other="party", status="reported", subtype="deployment", is_mutual=True,
        can_be_passive=True,
    ),
    _broad(
        "talks, broadly", "visit_or_meeting",
        r"met with|meets? with|meeting with|talks with|spoke (?:by (?:tele)?phone )?(?:with|to)|"
        r"telephone(?:d)?|phone call|visit(?:s|ed|ing)?\b|trip to|travel(?:s|ed|ing|l\w+)? to|"
        r"arriv(?:e[sd]?|ing) in|flew to|fl(?:ies|ying) to|"
        r"summit (?:with|between)|held talks|hold talks|holding talks|delegation to|"
        r"met (?:on|in|for|at)|state visit|counterpart",
        other="party", status="held", is_mutual=True, needs_person=False,
    ),
    _broad(
        "agreements, broadly", "agreement",
        r"(?:sign|reach|conclud|ratif|agree|negotiat|initial|renew|extend|approv|announc|strike|"
        r"struck|clinch|finali[sz]|ink|violat|scrap|withdr[ae]w from|pull\w* out of)\w*"
        r"(?=~{0,70}\b(?:agreements?|treat(?:y|ies)|deals?|accords?|pacts?|memorand\w+|"
        r"cease-?fire|truce|protocol|contracts?|communique|declaration|partnership))|"
        r"agreed (?:to|on|that)|peace (?:deal|treaty|agreement|accord)|cease-?fire|truce",
        other="party", status="agreed", is_mutual=True,
    ),
    _word("condemns", "critical", r"condemn\w*|denounc\w+|deplor\w+|critici[sz]\w+|blam(?:e[sd]?|"
          r"ing)|accus\w+|object(?:s|ed) to|protest(?:s|ed)|complain\w*|concern(?:ed)? (?:about|over|"
          r"at)|seriously concerned|deeply concerned|holds ~{0,20}responsible"),
    _word("denies", "critical", r"den(?:y|ies|ied)|reject(?:s|ed)|dismiss(?:es|ed)|refut\w+"),
    _word("praises", "supportive", r"welcom(?:e[sd]?)|prais(?:e[sd]?)|hail(?:s|ed)|thank(?:s|ed)|"
          r"congratulat\w+|applaud\w*|voiced support|support(?:s|ed)|back(?:s|ed)|endors\w+|"
          r"apologi[sz]\w+"),
    _word("calls_for", "critical", r"urg(?:e[sd]?)|demand(?:s|ed)|call(?:s|ed) (?:on|for)|"
          r"joined the call|insist(?:s|ed)"),
    _word("warns", "critical", r"warn(?:s|ed)|threaten(?:s|ed)|vow(?:s|ed)|caution(?:s|ed)"),
    _broad("force, broadly", "other", rf"(?:{_FORCE})\b", status="reported",
           subtype="use_of_force", can_be_passive=True),
    _broad("held, broadly", "other", rf"(?:{_HELD})\b", status="reported", subtype="detention",
           can_be_passive=True),
    _broad("freed, broadly", "other", rf"(?:{_FREED})\b", status="completed",
           subtype="prisoner_exchange", can_be_passive=True),
    _broad(
        "incidents, broadly", "other",
        r"missile tests?|test-?fir\w+|launch(?:es|ed|ing)?(?=~{0,30}(?:missile|rocket|"
        r"satellite))|nuclear tests?|cyber ?attacks?|hack(?:s|ed|ing|ers)|spy(?:ing)?|"
        r"espionage|spies|border dispute|sponsor\w*(?=~{0,40}terror)|harbou?r\w*(?=~{0,40}"
        r"(?:rebel|terror|militant))",
        status="reported", can_be_passive=True,
    ),
)  # fmt: skip
