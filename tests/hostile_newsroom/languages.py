"""The words of the hostile newsroom: for each language the sentences, names and page furniture that it draws from.

In sentences `{p}` stands for a person, `{q}` for another, `{t}` for a place, `{o}` for a body, `{n}` for a figure,
`{d}` for a day, `{v}` for a verdict that an editor may soften.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language: how it makes sentences, and what its sites print around articles."""

    tag: str
    right_to_left: bool = False
    space: str = " "
    people: tuple[str, ...]
    places: tuple[str, ...]
    bodies: tuple[str, ...]
    days: tuple[str, ...]
    verdicts: tuple[str, ...]
    headlines: tuple[str, ...]
    sentences: tuple[str, ...]
    quotes: tuple[str, ...]
    subheadings: tuple[str, ...]
    by: str
    correction: str
    ago: tuple[str, str, str]  # with {n}: minutes, hours; and the words before it
    comments: str
    shares: str
    reading: str
    most_read: str
    related: str
    promotions: tuple[str, ...]
    meter: str
    consent: str
    consent_button: str
    not_found: tuple[str, str]
    down: tuple[str, str]
    region: tuple[str, str]


ENGLISH = Language(
    tag="en",
    people=("Maud Ferrier", "Tobias Lenk", "Ines Harrow", "Caleb Ostrow", "Petra Vance", "Nils Adair", "Rhona Peck"),
    places=("Brackenford", "Dunmarrow", "Ellisport", "Kestrel Bay", "Low Tarrant", "Sallowby", "Wexcombe"),
    bodies=("the county board", "the river trust", "the transport union", "the harbour office", "the audit panel"),
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
    verdicts=("a grave mistake", "a costly delay", "a modest step", "an open question", "a clear success"),
    headlines=(
        "{t} bridge repairs to cost {n} million",
        "{o} backs new ferry for {t}",
        "School roof in {t} closed until {d}",
        "{p} to lead inquiry into {t} flood",
        "Rail link to {t} delayed by {n} days",
        "{n} homes without water near {t}",
        "Market hall in {t} gets {n} new stalls",
    ),
    sentences=(
        "Work on the northern approach to {t} will begin on {d}, according to {o}, and is expected to take {n} weeks.",
        "{p}, who chairs the works committee, described the plan as {v} and asked for {n} more days to read it.",
        "Some {n} households in {t} were told by letter that their supply would be interrupted before {d}.",
        "The figures that {o} published on {d} show {n} journeys fewer than a year earlier, most of them near {t}.",
        "A spokesman for {o} would not say how the sum of {n} thousand had been reached, or who had signed for it.",
        "Engineers who walked the line from {t} found {n} places where the bank had slipped during the storm.",
        "In {t} itself the shops stayed open, although {q} said that trade had fallen by {n} per cent since {d}.",
        "The contract passed to a smaller firm last spring after {o} refused to pay the {n} invoices outstanding.",
        "Nobody was hurt, but {n} vehicles had to be left on the old road overnight until {d} morning.",
        "{q} of the residents’ group in {t} had warned of the danger {n} months ago, and called the answer {v}.",
        "Documents seen by this paper put the shortfall at {n} thousand, a sum that {o} has so far not disputed.",
        "The hearing resumes in {t} on {d}, when {p} and {n} other witnesses are due to be heard in public.",
        "It is the third time in {n} years that {o} has changed the route that buses take around {t}.",
        "Farmers along the valley say that {n} hectares of barley lay under water when {p} came to see them.",
    ),
    quotes=(
        "“We were promised an answer by {d} and there are still {n} questions open,” {p} said.",
        "“It was {v}, and everybody at the table in {t} knew it,” said {q}.",
        "“Nobody here will forget those {n} hours,” {q} told reporters in {t}.",
    ),
    subheadings=("What happens next in {t}", "How {o} decided", "The long road to {d}"),
    by="By",
    correction="Correction: an earlier version of this article gave the figure for {t} as {n}.",
    ago=("{n} minutes ago", "{n} hours ago", "Updated"),
    comments="{n} comments",
    shares="{n} shares",
    reading="{n} people are reading this now",
    most_read="Most read",
    related="Related stories",
    promotions=(
        "Sign up for our morning letter and read the news before breakfast",
        "Give a friend a month of unlimited reading, from {n} coins",
        "Our autumn crossword book is out now: order your copy today",
        "Win one of {n} family tickets to the Ellisport kite fair",
    ),
    meter="You have read {n} of your free articles this month. Subscribe to continue reading.",
    consent="We and our {n} partners store and access information on your device, such as cookies, and process "
    "personal data. You may accept or manage your choices before you continue.",
    consent_button="Accept all",
    not_found=("Page not found", "Sorry, the page you are looking for could not be found or may have been moved."),
    down=("We’ll be right back", "We are carrying out scheduled maintenance. Please try again in a few minutes."),
    region=(
        "Not available in your region",
        "We are sorry, but this content cannot be shown in the country you are visiting from.",
    ),
)

GERMAN = Language(
    tag="de",
    people=("Grete Ahlmann", "Jörg Süßkind", "Änne Wöhler", "Malte Brück", "Käthe Lönnig", "Uwe Größel"),
    places=("Brüchenau", "Mühlwarden", "Oberlößnach", "Kössingen", "Süderfähr", "Altgrün"),
    bodies=("der Kreistag", "das Hafenamt", "der Wasserverband", "die Prüfstelle", "der Fahrgastrat"),
    days=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"),
    verdicts=("einen schweren Fehler", "eine teure Verzögerung", "einen kleinen Schritt", "eine offene Frage"),
    headlines=(
        "Brücke in {t} kostet {n} Millionen",
        "Fähre nach {t} fährt erst ab {d}",
        "{p} soll Prüfung in {t} leiten",
        "{n} Häuser bei {t} ohne Wasser",
        "Neue Schule für {t} kommt {n} Tage später",
    ),
    sentences=(
        "Die Arbeiten an der nördlichen Zufahrt nach {t} beginnen am {d} und dauern voraussichtlich {n} Wochen.",
        "{p}, der den Bauausschuss führt, nannte den Plan {v} und bat um {n} weitere Tage zum Lesen.",
        "Rund {n} Haushalte in {t} erfuhren durch einen Brief, dass das Wasser bis {d} abgestellt wird.",
        "Die Zahlen, die am {d} vorgelegt wurden, zeigen {n} Fahrten weniger als im Vorjahr, die meisten bei {t}.",
        "Ein Sprecher wollte nicht sagen, wie die Summe von {n} Tausend zustande kam und wer sie genehmigt hatte.",
        "Zwischen {t} und der Grenze fanden die Ingenieure {n} Stellen, an denen der Damm abgerutscht war.",
        "In {t} blieben die Läden offen, obwohl der Umsatz laut {q} seit {d} um {n} Prozent gefallen ist.",
        "Verletzt wurde niemand, doch {n} Fahrzeuge mussten über Nacht auf der alten Straße stehen bleiben.",
        "{q} hatte schon vor {n} Monaten vor der Gefahr gewarnt und nannte die Antwort {v}.",
        "Die Anhörung in {t} geht am {d} weiter, dann sollen {p} und {n} weitere Zeugen gehört werden.",
    ),
    quotes=(
        "„Bis {d} sollte es eine Antwort geben, und noch sind {n} Fragen offen“, sagte {p}.",
        "„Niemand in {t} wird diese {n} Stunden vergessen“, sagte {q}.",
    ),
    subheadings=("Wie es in {t} weitergeht", "Der lange Weg bis {d}"),
    by="Von",
    correction="Berichtigung: In einer früheren Fassung war die Zahl für {t} mit {n} angegeben.",
    ago=("vor {n} Minuten", "vor {n} Stunden", "Aktualisiert"),
    comments="{n} Kommentare",
    shares="{n} Mal geteilt",
    reading="{n} Leser sind gerade hier",
    most_read="Meistgelesen",
    related="Mehr zum Thema",
    promotions=(
        "Jetzt den Morgenbrief bestellen und vor dem Frühstück Bescheid wissen",
        "Vier Wochen lesen für {n} Taler: unser Angebot im Herbst",
        "Das große Rätselbuch ist da: gleich im Laden sichern",
    ),
    meter="Sie haben {n} freie Artikel gelesen. Jetzt abonnieren und weiterlesen.",
    consent="Wir und unsere {n} Partner speichern Informationen auf Ihrem Gerät, etwa Cookies, und verarbeiten "
    "personenbezogene Daten. Sie können zustimmen oder Ihre Einwilligung verwalten.",
    consent_button="Alle akzeptieren",
    not_found=("Seite nicht gefunden", "Die gesuchte Seite wurde leider nicht gefunden oder wurde verschoben."),
    down=("Wartungsarbeiten", "Wir sind gleich wieder da. Bitte versuchen Sie es in einigen Minuten erneut."),
    region=(
        "In Ihrer Region nicht verfügbar",
        "Dieser Inhalt kann in dem Land, aus dem Sie uns besuchen, leider nicht gezeigt werden.",
    ),
)

FRENCH = Language(
    tag="fr",
    people=("Aurélie Destanque", "Noé Garrivel", "Clémence Orsaud", "Théo Mébarre", "Zélie Pontac"),
    places=("Saint-Mornay", "Valbrède", "Port-Égrain", "Les Ormières", "Tréguivic"),
    bodies=("le conseil départemental", "la régie des eaux", "le syndicat des transports", "la capitainerie"),
    days=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"),
    verdicts=("une grave erreur", "un retard coûteux", "un premier pas", "une question ouverte"),
    headlines=(
        "Le pont de {t} coûtera {n} millions",
        "Le bac de {t} ne reprendra que {d}",
        "{p} dirigera l’enquête sur la crue de {t}",
        "{n} foyers privés d’eau près de {t}",
    ),
    sentences=(
        "Les travaux de l’accès nord à {t} commenceront {d} et devraient durer {n} semaines, selon les services.",
        "{p}, qui préside la commission, a qualifié le projet : c’est {v}, et demandé {n} jours de plus pour le lire.",
        "Quelque {n} foyers de {t} ont appris par courrier que l’eau serait coupée avant {d}.",
        "Les chiffres publiés {d} montrent {n} trajets de moins que l’an dernier, surtout aux abords de {t}.",
        "Un porte-parole n’a pas voulu dire comment on était arrivé à la somme de {n} mille ni qui l’avait signée.",
        "À {t}, les commerces sont restés ouverts, mais les ventes ont baissé de {n} pour cent, assure {q}.",
        "Personne n’a été blessé, mais {n} véhicules ont dû passer la nuit sur l’ancienne route.",
        "{q} avait prévenu du danger il y a {n} mois et juge la réponse sévèrement : c’est {v}.",
        "L’audience reprendra {d} à {t}, où {p} et {n} autres témoins doivent être entendus en public.",
    ),
    quotes=("« On nous promettait une réponse pour {d}, il reste {n} questions », a déclaré {p}.",),
    subheadings=("La suite à {t}", "Le long chemin jusqu’à {d}"),
    by="Par",
    correction="Rectificatif : une version antérieure de cet article donnait pour {t} le chiffre de {n}.",
    ago=("il y a {n} minutes", "il y a {n} heures", "Mis à jour"),
    comments="{n} commentaires",
    shares="{n} partages",
    reading="{n} personnes lisent cet article",
    most_read="Les plus lus",
    related="À lire aussi",
    promotions=(
        "Recevez notre lettre du matin avant votre premier café",
        "Un mois de lecture sans limite à partir de {n} écus",
        "Le grand recueil de mots croisés vient de paraître",
    ),
    meter="Vous avez lu {n} articles gratuits. Abonnez-vous pour lire la suite de cet article.",
    consent="Nous et nos {n} partenaires utilisons des cookies et traitons des données personnelles. Vous pouvez "
    "accepter ou gérer votre consentement avant de continuer.",
    consent_button="Tout accepter",
    not_found=("Page introuvable", "La page que vous cherchez n’existe pas ou a été déplacée."),
    down=("Site en maintenance", "Nous revenons dans quelques minutes. Merci de réessayer plus tard."),
    region=(
        "Non disponible dans votre région",
        "Ce contenu ne peut pas être affiché dans le pays depuis lequel vous nous lisez.",
    ),
)

JAPANESE = Language(
    tag="ja",
    space="",
    people=("青柳ミネ", "黒部達郎", "白峰さくら", "早瀬健二", "森川ゆり"),
    places=("霧浜市", "鳥居坂町", "北白瀬", "波越港", "緑ヶ沢"),
    bodies=("県議会", "港湾局", "水利組合", "監査委員会", "交通協議会"),
    days=("月曜日", "火曜日", "水曜日", "木曜日", "金曜日"),
    verdicts=("重大な誤り", "高くつく遅れ", "小さな一歩", "未解決の課題"),
    headlines=(
        "{t}の橋の補修に{n}億円",
        "{t}行きの渡し船、{d}まで運休",
        "{t}で{n}世帯が断水",
        "{p}氏が{t}の水害調査を指揮",
    ),
    sentences=(
        "{t}の北側の取り付け道路の工事は{d}に始まり、完了までにおよそ{n}週間かかる見通しだと{o}は説明した。",
        "委員長の{p}氏はこの計画について{v}だと述べ、内容を読むためにさらに{n}日の猶予を求めた。",
        "{t}のおよそ{n}世帯には、{d}までに水道が止まることを知らせる手紙が届いたという。",
        "{o}が{d}に公表した数字によると、利用者は前の年より{n}人少なく、その多くは{t}の周辺だった。",
        "{o}の担当者は、{n}万円という金額がどのように決まったのか、誰が承認したのかを明らかにしなかった。",
        "{t}から線路沿いを歩いた技術者は、嵐の間に土手が崩れた箇所を{n}か所で見つけた。",
        "{t}の商店は営業を続けたが、{q}氏は{d}から売り上げが{n}パーセント減ったと話している。",
        "けが人はなかったものの、{n}台の車が一晩、古い道に取り残された。",
        "{q}氏は{n}か月前から危険を訴えており、今回の回答は{v}だと批判した。",
        "公聴会は{d}に{t}で再開され、{p}氏のほか{n}人の証人が出席する予定だ。",
    ),
    quotes=("「{d}までに答えが出るはずだったのに、まだ{n}件の疑問が残っている」と{p}氏は話した。",),
    subheadings=("{t}のこれから", "{d}までの長い道のり"),
    by="文・",
    correction="【訂正】当初の記事で{t}の数字を{n}としていたのは誤りでした。",
    ago=("{n}分前", "{n}時間前", "更新"),
    comments="コメント{n}件",
    shares="シェア{n}",
    reading="いま{n}人が読んでいます",
    most_read="よく読まれている記事",
    related="関連記事",
    promotions=("朝の便りを無料でお届けします", "秋の読み放題は{n}円から", "新しいクロスワードの本が出ました"),
    meter="無料で読める記事は残り{n}本です。続きを読むには会員登録が必要です。",
    consent="当サイトと{n}社の提携先は、お使いの端末にクッキーを保存し、個人データを処理します。"
    "続けるには同意してください。",
    consent_button="同意する",
    not_found=(
        "ページが見つかりません",
        "お探しのページは見つかりませんでした。削除されたか、移動した可能性があります。",
    ),
    down=("メンテナンス中", "ただいまメンテナンス中です。しばらくしてからもう一度お試しください。"),
    region=(
        "お住まいの地域ではご利用いただけません",
        "このコンテンツは、アクセス元の国では表示できません。",
    ),
)

ARABIC = Language(
    tag="ar",
    right_to_left=True,
    people=("سلمى الدرعي", "نبيل حمارش", "هدى القصباني", "رائد المسلاتي", "ليلى البرهومي"),
    places=("بلدة الصفصاف", "ميناء الغدير", "وادي النخيلات", "تل السنابل", "عين الريحان"),
    bodies=("مجلس المحافظة", "هيئة الميناء", "اتحاد المياه", "لجنة التدقيق"),
    days=("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة"),
    verdicts=("خطأ جسيم", "تأخير مكلف", "خطوة صغيرة", "سؤال مفتوح"),
    headlines=(
        "إصلاح جسر {t} يكلف {n} مليون",
        "توقف العبارة إلى {t} حتى يوم {d}",
        "{n} منزل بلا ماء قرب {t}",
        "{p} على رأس التحقيق في فيضان {t}",
    ),
    sentences=(
        "تبدأ الأعمال في المدخل الشمالي إلى {t} يوم {d} ومن المتوقع أن تستغرق {n} أسبوعا بحسب {o}.",
        "وصف {p} رئيس لجنة الأشغال الخطة بأنها {v} وطلب {n} يوما إضافيا لقراءتها.",
        "تلقى نحو {n} بيت في {t} رسالة تفيد بأن المياه ستقطع عنهم قبل يوم {d}.",
        "تظهر الأرقام التي نشرها {o} يوم {d} أن عدد الرحلات انخفض بمقدار {n} عن العام الماضي ومعظمها قرب {t}.",
        "ورفض متحدث باسم {o} أن يوضح كيف حدد مبلغ {n} ألفا ومن وقع عليه.",
        "وجد المهندسون الذين ساروا من {t} على امتداد الخط {n} موضعا انهار فيها الجرف خلال العاصفة.",
        "بقيت المتاجر في {t} مفتوحة لكن {q} قال إن المبيعات تراجعت بنسبة {n} في المئة منذ يوم {d}.",
        "ولم يصب أحد بأذى لكن {n} مركبة بقيت طوال الليل على الطريق القديم.",
        "وكان {q} قد حذر من الخطر قبل {n} شهرا واعتبر أن الرد {v}.",
        "وتستأنف الجلسة في {t} يوم {d} حيث يستمع إلى {p} وإلى {n} شاهدا آخرين علنا.",
    ),
    quotes=("«وعدونا بجواب قبل يوم {d} وما زال هناك {n} سؤالا بلا رد» كما قال {p}.",),
    subheadings=("ماذا بعد في {t}", "الطريق الطويل إلى {d}"),
    by="بقلم",
    correction="تصحيح: ذكرت نسخة سابقة من هذا المقال أن الرقم الخاص بـ{t} هو {n}.",
    ago=("قبل {n} دقيقة", "قبل {n} ساعة", "آخر تحديث"),
    comments="{n} تعليقا",
    shares="{n} مشاركة",
    reading="{n} قارئا الآن",
    most_read="الأكثر قراءة",
    related="مواضيع ذات صلة",
    promotions=("اشترك في نشرتنا الصباحية قبل القهوة", "شهر من القراءة بلا حدود ابتداء من {n} درهما"),
    meter="لقد قرأت {n} مقالات مجانية. اشترك لمتابعة القراءة.",
    consent="نحن وشركاؤنا وعددهم {n} نستخدم ملفات تعريف الارتباط ونعالج البيانات الشخصية. يمكنك القبول قبل المتابعة.",
    consent_button="قبول الكل",
    not_found=("الصفحة غير موجودة", "عذرا، الصفحة التي تبحث عنها غير موجودة أو تم نقلها."),
    down=("الموقع تحت الصيانة", "نعود بعد قليل. يرجى المحاولة مرة أخرى بعد دقائق."),
    region=(
        "غير متاح في منطقتك",
        "عذرا، لا يمكن عرض هذا المحتوى في البلد الذي تزورنا منه.",
    ),
)
