"""Trade, energy, tariffs, investment."""

from articles.suggesting.frames import Frame, frame

_KIND = "trade"
_GOODS = (
    r"(?:(?:natural |liquefied )*gas|medicines?|food|equipment|technology|fertilizers?|cattle|"
    r"diamonds|gold|medical supplies|crude oil|oil|petroleum|fuel|electricity|coal|wheat|rice|"
    r"grain|"
    r"soybeans?|corn|beef|poultry|meat|steel|aluminum|textiles?|cars|goods|products|uranium|timber|"
    r"fruit|wine|fish|airliners|passenger (?:jets|planes)|aircraft|sugar|cotton|metals|chips|"
    r"semiconductors|rare earths?|energy)"
)

FRAMES: tuple[Frame, ...] = (
    frame(
        "trade between",
        _KIND,
        r"\b(?P<t>(?:bilateral |two-way |annual |free )?(?:trade|business|commerce|economic "
        r"(?:ties|cooperation)))(?: \w+)? (?:between|of) <the>(?P<g><A>)",
        other="party",
        status="reported",
        rank=4,
        subtype="",
    ),
    frame(
        "trade with",
        _KIND,
        r"\b(?P<t>(?:increas|expand|boost|resum|suspend|halt|cut off|stop|open|promot|restor|"
        r"ceas|"
        r"doubl|start)\w*)\b <gap>\b(?:trade|trading|exports|imports|economic ties|commerce|"
        r"business)\b"
        r"<gap>\b(?:with|from|to|in|between) <the>(?P<b><A>)",
        other="party",
        status="reported",
        rank=4,
        is_mutual=True,
    ),
    frame(
        "tariffs",
        _KIND,
        r"\b(?P<t>impos\w+|rais\w+|announc\w+|slapp\w+|lift\w*|cut\w*|reduc\w+|remov\w+|"
        r"threaten\w*|"
        r"levie[sd]|increas\w+|suspend\w*)\b<gap>\b(?:tariffs?|duties|quotas?|import taxes|"
        r"levies)\b"
        r"<gap>\b(?:on|against|from) <gap>(?P<b><X>)",
        other="target",
        status="imposed",
        rank=3,
        subtype="trade_measure",
    ),
    frame(
        "bans imports",
        _KIND,
        r"\b(?P<t>ban(?:s|ned|ning)?|halt(?:s|ed|ing)?|suspend\w*|stop(?:s|ped)?|block\w*|"
        r"boycott\w*|"
        r"restrict\w*|lift\w*|resum\w+|prohibit\w*|eas\w+|limit\w*)\b <gap>\b(?:imports?|"
        r"shipments|"
        r"purchases|exports?|sales)\b<gap>\b(?:of|from|to) <gap>(?P<b><X>)",
        other="target",
        status="imposed",
        rank=3,
        subtype="trade_measure",
    ),
    frame(
        "bans goods",
        _KIND,
        rf"\b(?P<t>ban(?:s|ned|ning)?|halt(?:s|ed|ing)?|suspend\w*|boycott\w*|lift\w*|eas\w+|"
        rf"stop\w*)\b "
        rf"<gap>(?P<b><M>)(?:'s)? <adj>(?:{_GOODS}|imports|exports|products)\b",
        other="target",
        status="imposed",
        rank=3,
        subtype="trade_measure",
    ),
    frame(
        "supplies goods",
        _KIND,
        rf"\b(?P<t>suppl(?:y|ies|ied|ying)|sell(?:s|ing)?|sold|export(?:s|ed|ing)?|deliver\w*|"
        rf"provid\w+|ship(?:s|ped|ping)?|pump\w*)\b <gap>\b{_GOODS}\b<gap>\bto <the>(?P<b><X>)",
        actor="supplier",
        other="recipient",
        status="reported",
        rank=5,
        subtype="energy_delivery",
    ),
    frame(
        "supplies them",
        _KIND,
        rf"\b(?P<t>suppl(?:y|ies|ied|ying)|sell(?:s|ing)?|sold|provid\w+) <the>(?P<b><A>)<gap>\b"
        rf"(?:with )?{_GOODS}\b",
        actor="supplier",
        other="recipient",
        status="reported",
        rank=5,
        subtype="energy_delivery",
    ),
    frame(
        "buys goods",
        _KIND,
        rf"\b(?P<t>buy(?:s|ing)?|bought|import(?:s|ed|ing)?|purchas\w+|receiv\w+|get(?:s|"
        rf"ting)?)\b <gap>"
        rf"\b{_GOODS}\b<gap>\bfrom <the>(?P<b><X>)",
        actor="recipient",
        other="supplier",
        status="reported",
        rank=4,
        subtype="energy_delivery",
    ),
    frame(
        "buys their goods",
        _KIND,
        rf"\b(?P<t>buy(?:s|ing)?|bought|import(?:s|ed|ing)?|"
        rf"purchas\w+)\b <gap>(?P<b><M>) <adj>{_GOODS}\b",
        actor="recipient",
        other="supplier",
        status="reported",
        rank=5,
        subtype="energy_delivery",
    ),
    frame(
        "cuts supplies",
        _KIND,
        rf"\b(?P<t>cut(?:s|ting)?(?: off)?|halt(?:s|ed|ing)?|stopp?(?:ed|s|ing)?|suspend\w*|"
        rf"resum\w+|"
        rf"reduc\w+|restor\w+|shut off|turn\w* off)\b <gap>\b{_GOODS}? ?(?:supplies|deliveries|"
        rf"flows?|"
        rf"exports?|shipments|{_GOODS})\b<gap>\bto <the>(?P<b><X>)",
        actor="supplier",
        other="recipient",
        status="suspended",
        rank=3,
        subtype="energy_delivery",
    ),
    frame(
        "exports of",
        _KIND,
        r"(?P<a><P>)(?:'s?)? <adj>(?P<t>exports?|deliveries|supplies|shipments|"
        r"sales)(?: of \w+)? to <the>"
        r"(?P<b><X>)",
        actor="supplier",
        other="recipient",
        status="reported",
        rank=6,
    ),
    frame(
        "invests",
        _KIND,
        r"\b(?P<t>invest(?:s|ed|ing)?|to build|will build|building|buil[dt]s?|financ\w+|"
        r"develop\w*)\b"
        r"(?:<gap>)(?:<N><gap>|\b(?:oil|gas|pipeline|railway|port|reactors?|refinery|"
        r"power plants?|"
        r"nuclear plants?|infrastructure|field)\b<gap>)\bin <the>(?P<b><L>)",
        actor="supplier",
        other="recipient",
        status="reported",
        rank=5,
        subtype="project_started",
    ),
    frame(
        "announces investment",
        _KIND,
        r"\b(?P<t>announc\w+|pledg\w+|promis\w+|mak\w+|"
        r"made)\b <gap>\binvestments?\b<gap>\bin <the>(?P<b><L>)",
        actor="supplier",
        other="recipient",
        status="announced",
        rank=4,
        subtype="project_started",
    ),
    frame(
        "lets explore",
        _KIND,
        r"\b(?P<t>let(?:s|ting)?|allow\w*|permit\w*) <the>(?P<b><A>) (?:to )?(?:explore|drill|"
        r"mine|build|"
        r"operate|fish|invest|buy|export|develop)\b",
        actor="party",
        other="party",
        status="agreed",
        rank=4,
    ),
    frame(
        "helps build",
        _KIND,
        r"\b(?P<t>help(?:s|ed|ing)?|assist(?:s|ed|ing)?) <the>(?P<b><A>) (?:to |in )?(?:build|"
        r"develop|"
        r"construct|moderniz|complet|expand|explor|launch)",
        actor="supplier",
        other="recipient",
        status="reported",
        rank=4,
        subtype="project_started",
    ),
    frame(
        "firms leave",
        _KIND,
        r"\b(?P<t>pull(?:s|ed|ing)? out|withdr[ae]w\w*|stop(?:s|ped)? (?:operating|"
        r"doing business|work)|"
        r"ceas\w+ (?:trading|operations))\b(?:<gap>\b(?:of|from|in) <the>(?P<b><L>))",
        other="party",
        status="planned",
        rank=6,
        actor_words=r"firm|compan|airline|bank|giant|maker|carrier|business|form=firm",
    ),
    frame(
        "wto case",
        _KIND,
        r"\b(?P<t>fil(?:e[sd]?|ing)|su(?:e[sd]?|ing)|lodg\w+)\b<gap>\b(?:complaint|case|"
        r"dispute)\b<gap>\b"
        r"against <the>(?P<b><X>)<gap>\b(?:at|with|before|to) ",
        other="target",
        status="announced",
        rank=2,
    ),
)
