"""The phrases by which pages give themselves away, in the languages seen so far; case does not count."""

from __future__ import annotations

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


OPENING = _any(
    r"read (?:more|also|next|the full story)",
    r"also read|see also|see more|more on this|more from|more:|related(?: \w+)*:|recommended",
    r"watch(?: \w+)?:|listen(?: \w+)?:",
    r"sign up (?:for|to)|subscribe (?:to|now|for)|follow us|share this|click here",
    r"(?:photo|image|picture|credit|source|video)s?(?: \w+)?:|photograph(?:y|s)?:|getty images",
    r"advertisement$|©|\(c\) |copyright|all rights reserved",
    r"lesen sie auch|mehr zum thema|foto: ?|lire aussi|à lire aussi|leggi anche|lee también|leia (?:também|mais)",
    r"lees ook|læs også|les også|läs också|lue myös|czytaj (?:więcej|też|także|również)",
)
"""How a short block opens that leads elsewhere, asks for something or credits somebody (at its start)."""

_ARTICLE = r"(?:article|story|report|piece|headline)"
CORRECTION = _any(
    r"(?:correction|corrected|clarification|editor[’']?s['’]? note|erratum|corrigendum)\b",
    rf"(?:an earlier|a previous) version of this {_ARTICLE}",
    rf"this {_ARTICLE}(?: \w+){{0,4}} (?:was|has been|is) (?:\w+ )?(?:amended|corrected|updated|changed)",
)
"""How a note opens that says the article was corrected or amended."""

CHALLENGE_MARKS = _any(
    r"/cdn-cgi/challenge-platform|_cf_chl_opt|cf-browser-verification|challenges\.cloudflare\.com",
    r"captcha-delivery\.com|px-captcha|_Incapsula_Resource|hcaptcha\.com",
    r"awswafcookiedomainlist|aws-waf-token|sec-if-cpt-container|/_sec/cp_challenge",
)
"""What the scripts of bot walls are called or contain."""

CHALLENGE_TITLES = _any(
    r"just a moment|attention required|access (?:to this page has been )?denied|are you (?:an? )?(?:robot|human)",
    r"robot check|security check|(?:please )?verify (?:you are|that you are|you're) (?:a )?human|human verification",
    r"pardon our interruption|checking your browser|bot verification|request (?:blocked|unsuccessful)",
    r"ddos[- ]guard|too many requests",
)
"""The whole title of a bot wall."""

_PAGE = r"(?:page|article|story|content|url)"
ERROR_TITLES = _any(
    r"(?:error\W*)?(?:4(?:0[34]|10|29)|50[0234])"
    r"(?:\W+(?:error|page|not found|forbidden|gone|bad gateway|service|server|internal)[\w ]*)?",
    rf"(?:oops\W*|sorry\W*)?(?:the |this )?{_PAGE}(?: \w+){{0,3}}"
    r" (?:not|cannot be|could not be|couldn.t be|can.t be) (?:be )?(?:found|available)",
    r"page (?:not found|unavailable|missing|does not exist|no longer exists)|not found",
    r"(?:service )?(?:temporarily )?unavailable|(?:scheduled )?(?:site )?maintenance",
    r"(?:site |we.ll be |we are )?(?:down for|under) maintenance",
    r"(?:we.ll|we will) be (?:right )?back(?: soon| shortly)?",
    r"(?:oops\W*|sorry\W*)?(?:we )?(?:can.?t|cannot|couldn.t|could not) find (?:that|the|this|your) ?[\w ’']{0,40}",
    rf"(?:oops\W*|sorry\W*)?(?:this|the|that) {_PAGE} (?:isn.t|is not|is no longer) (?:available|here)|oops|gone",
    r"internal server error|bad gateway|gateway time-?out|this (?:article|page|story) is no longer available",
    r"seite nicht gefunden|page (?:non trouvée|introuvable)|página no encontrada|página não encontrada",
    r"pagina niet gevonden|pagina non trovata|siden (?:ble |blev )?ikke funnet|nie znaleziono strony",
    r"(?:sidan|sida) (?:hittades inte|kunde inte hittas)|sivua ei löy\w+",
    r"(?:お探しの)?(?:ページ|記事)(?:が|は)(?:見つかりません(?:でした)?|存在しません|ありません)|(?:页面|頁面)(?:不存在|未找到|找不到)",
    r"(?:페이지|기사)를 찾을 수 없습니다|(?:الصفحة|المقال) غير موجودة?|لم يتم العثور على الصفحة",
    r"(?:ה?דף|ה?עמוד) לא נמצא",
    r"страница не найдена|сторінку не знайдено|stránka nenalezena|sayfa bulunamadı|η σελίδα δεν βρέθηκε",
    r"wartungsarbeiten|(?:site |en )(?:en )?maintenance|en mantenimiento|em manutenção|in manutenzione|メンテナンス中",
    r"(?:الموقع )?(?:تحت الصيانة|قيد الصيانة)|(?:сайт )?(?:технические работы|на обслуживании)|网站维护中",
)
"""The whole title of an error page."""

_TARGET = r"(?:page|article|story|content|address|url|link)(?: that| which)?(?: you| we)?[\w’', ]{0,40}"
ERROR_TEXT = _any(
    rf"{_TARGET} (?:(?:can|could) ?no[’']?t be found|couldn.t find|can.t find|not found|does(?: not|n.t) exist)",
    rf"{_TARGET} (?:no longer (?:exists?|available)|(?:may|might) have (?:been )?(?:moved|removed|deleted|expired))",
    rf"{_TARGET} (?:has|have) been (?:moved|removed|deleted)",
    r"(?:we|you)[’']?(?:re| are)? (?:sorry|looking for)[\w’', ]{0,40} page|(?:back|return) (?:soon|shortly)",
    r"(?:scheduled|planned|undergoing|essential) maintenance|try again (?:later|in a few)",
)
"""What the text of an error page says to its reader."""

CONSENT_WORDS = _any(
    r"cookie|consent|partners|personal data|privacy|legitimate interest|vendors|advertis|tracking",
    r"your (?:device|choices|preferences)|einwillig|datenschutz|zustimm|donn[ée]es personnelles|consentement",
    r"privacidad|toestemming|datos personales|persoonsgegevens|dati personali|dados pessoais|dane osobowe",
    r"personuppgifter",
    r"クッキー|個人(?:データ|情報)|ملفات (?:تعريف )?الارتباط|البيانات الشخصية",
    r"личные данные|персональны\w+ данны|쿠키|개인정보",
    r"隐私|個人資料|个人信息|kişisel veri|çerez|עוגיות",
)
"""What consent pages talk of; many articles do too."""

CONSENT_ADDRESS = _any(
    r"\b(?:we|our|us|you|your|wir|unsere[nr]?|ihre[nr]?|sie|nous|nos|votre|vos|vous)\b",
    r"\b(?:nosotros|nuestr[oa]s?|sus?|tus?|puedes?|wij|onze|jouw|uw|noi|nostri|tuoi|nós|nossos|seus|my|nasi|twoje)\b",
    r"\b(?:мы|наши|ваш\w*|вы)\b|当サイト|お使いの|نحن|شركاؤنا|يمكنك|جهازك|귀하|저희|我们|您",
)
"""The words with which a page speaks of itself to its reader."""

CONSENT_BUTTONS = _any(
    r"(?:i )?(?:accept|agree|allow|reject|decline|refuse)(?: all| and (?:continue|close))?|consent|more options|got it",
    r"manage (?:options|choices|preferences|settings)|(?:alle )?(?:akzeptieren|zustimmen|ablehnen)",
    r"(?:tout )?(?:accepter|refuser)(?: tout)?|(?:aceptar|rechazar)(?: todo| todas)?|akkoord|accetta(?: tutt[io])?",
    r"aceitar(?: tudo| todos)?|(?:za)?akceptuj(?: wszystko| wszystkie)?|godkänn(?: alla)?|принять(?: вс[её])?|согласен",
    r"(?:すべて)?(?:同意(?:する|して続ける)?|許可)|قبول(?: الكل)?|أوافق",
    r"(?:모두 )?동의|(?:全部)?(?:接受|同意)|kabul et|אישור",
)
"""The whole label of a button that gives or refuses consent."""

LOGIN = _any(
    r"(?:log|sign) ?in|login|register|anmelden|einloggen|se connecter|iniciar sesión|inloggen|logg inn|logga in"
)
"""How the title of a login page opens."""

RESERVED = _any(
    r"this (?:article|story|content) is (?:only )?(?:for|available to|reserved for) (?:our )?(?:subscribers|members)",
    r"(?:artikel|beitrag) ist (?:nur )?für abonnenten",
    r"(?:article|contenu) (?:est )?réservé aux? abonnés?",
    r"(?:artículo|contenido) (?:exclusivo )?para suscriptores",
    r"(?:conteúdo|matéria) exclusiv[oa] para assinantes",
    r"(?:articolo|contenuto) riservato agli abbonati",
    r"alleen voor abonnees",
    r"会員限定|有料会員|للمشتركين فقط|למנויים בלבד|только для подписчиков",
    r"tylko dla (?:abonentów|subskrybentów)",
)
"""What a box says of an article that only those who pay can read."""

METER = _any(
    RESERVED.pattern,
    r"you[’']?(?:ve| have)? (?:read|reached|used|hit|viewed)[\w ’',]{0,40} (?:limit|quota|articles?|stories|reads)",
    r"(?:subscribe|sign in|log in|register|join)[\w ’',]{0,30} to (?:continue|keep|finish|go on) reading",
    r"to (?:continue|keep|finish) reading[\w ’',]{0,30} (?:subscribe|sign in|log in|register|join)",
    r"(?:subscribe|register|sign in|log in)[\w ’',]{0,30} to (?:read|unlock) (?:this|the (?:full|rest|whole))",
    r"(?:abonnieren|anmelden|registrieren|abonnement|probeabo)\b.{0,40}(?:weiter ?lesen|weiterlesen|freischalten)",
    r"(?:weiterlesen|um weiterzulesen)\b.{0,60}(?:abo|anmelden|registrieren)",
    r"abonnez[- ]vous|connectez[- ]vous pour (?:lire|continuer)",
    r"suscr[íi]b[ae]\w*.{0,40}(?:seguir|continuar|leer)",
    r"assine .{0,40}(?:continuar|ler)|abbonati .{0,40}(?:continuare|leggere)",
    r"(?:lees|verder lezen).{0,40}(?:abonne|account)|prenumer\w+ för att läsa",
    r"続きを読むには|会員登録(?:が必要|して)|订阅.{0,10}(?:阅读|继续)|구독.{0,10}(?:계속|읽)",
    r"اشترك ?(?:الآن )?ل(?:متابعة|قراءة|مواصلة)|הירשמו? כדי להמשיך",
    r"(?:оформите|оформить) подписку",
    r"wykup .{0,30}(?:dostęp|czytać)",
)
"""What a box says that stands before the rest of an article."""

SCRIPT_PLEA = _any(
    r"(?:enable|activate|turn on|requires?|need|aktivieren|activer|habilit\w+)[\w ,]{0,30}javascript",
    r"javascript[\w ,]{0,40}(?:disabled|required|enabled|aktivier|activ|habilit)",
)
"""A page that asks for JavaScript."""
