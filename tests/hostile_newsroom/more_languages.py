"""Spanish and Russian for the hostile newsroom (see languages.py)."""

from __future__ import annotations

from hostile_newsroom.languages import Language

SPANISH = Language(
    tag="es",
    people=("Amparo Quijera", "Íñigo Bastán", "Lucía Verdaguilla", "Tomás Oreñuz", "Nuria Peñalbo"),
    places=("Villaseca del Mar", "Puente Olmedillo", "Santa Ornia", "Aldearrubia", "Cabo Lentisco"),
    bodies=("la diputación", "la autoridad portuaria", "el consorcio de aguas", "el sindicato de transportes"),
    days=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado"),
    verdicts=("un grave error", "un retraso costoso", "un paso modesto", "una cuestión abierta"),
    headlines=(
        "El puente de {t} costará {n} millones",
        "El transbordador de {t} no volverá hasta el {d}",
        "{p} dirigirá la investigación de la riada de {t}",
        "{n} hogares sin agua cerca de {t}",
    ),
    sentences=(
        "Las obras del acceso norte a {t} empezarán el {d} y durarán unas {n} semanas, según {o}.",
        "{p}, que preside la comisión, calificó el plan de {v} y pidió {n} días más para leerlo.",
        "Unos {n} hogares de {t} supieron por carta que el agua se cortaría antes del {d}.",
        "Las cifras que {o} publicó el {d} muestran {n} viajes menos que hace un año, la mayoría cerca de {t}.",
        "Un portavoz no quiso decir cómo se había llegado a la suma de {n} mil ni quién la había firmado.",
        "En {t} las tiendas siguieron abiertas, aunque {q} dijo que las ventas habían caído un {n} por ciento.",
        "Nadie resultó herido, pero {n} vehículos pasaron la noche en la carretera vieja.",
        "{q} había advertido del peligro hacía {n} meses y calificó la respuesta de {v}.",
        "La vista se reanudará en {t} el {d}, cuando declaren en público {p} y otros {n} testigos.",
    ),
    quotes=("«Nos prometieron una respuesta para el {d} y quedan {n} preguntas», dijo {p}.",),
    subheadings=("Qué pasará ahora en {t}", "El largo camino hasta el {d}"),
    by="Por",
    correction="Corrección: una versión anterior de este artículo daba para {t} la cifra de {n}.",
    ago=("hace {n} minutos", "hace {n} horas", "Actualizado"),
    comments="{n} comentarios",
    shares="{n} veces compartido",
    reading="{n} lectores ahora mismo",
    most_read="Lo más leído",
    related="Noticias relacionadas",
    promotions=("Recibe cada mañana nuestro boletín antes del café", "Un mes de lectura sin límite desde {n} monedas"),
    meter="Has leído {n} artículos gratis este mes. Suscríbete para seguir leyendo.",
    consent="Nosotros y nuestros {n} socios usamos cookies y tratamos datos personales. Puedes aceptar o gestionar tus "
    "preferencias antes de continuar.",
    consent_button="Aceptar todo",
    not_found=("Página no encontrada", "Lo sentimos, la página que buscas no existe o se ha movido."),
    down=("Sitio en mantenimiento", "Volvemos en unos minutos. Inténtalo de nuevo más tarde."),
    region=(
        "No disponible en su región",
        "Lo sentimos, este contenido no puede mostrarse en el país desde el que nos visita.",
    ),
)

RUSSIAN = Language(
    tag="ru",
    people=("Марфа Лужина", "Тихон Бережков", "Агния Сомова", "Климент Вьюгин", "Устинья Рядова"),
    places=("Заречинск", "Малый Ярцев", "Синегорье", "Ольховка", "Приморский Вал"),
    bodies=("областной совет", "управление порта", "водный союз", "счётная комиссия"),
    days=("понедельник", "вторник", "четверг", "пятница"),
    verdicts=("грубой ошибкой", "дорогой задержкой", "скромным шагом", "открытым вопросом"),
    headlines=(
        "Ремонт моста: {t} ждёт {n} миллионов",
        "Паром в {t} задержится на {n} дней",
        "{n} домов без воды: {t}",
        "{p}: проверка паводка, {t}",
    ),
    sentences=(
        "Работы на северном подъезде ({t}) начнутся не раньше ({d}) и займут около {n} недель, сообщает {o}.",
        "{p} из комиссии по строительству считает план {v} и просит ещё {n} дней на его изучение.",
        "Около {n} семей ({t}) узнали из письма, что воду отключат; последний день — {d}.",
        "Цифры, которые раскрывает {o}, показывают на {n} поездок меньше, чем год назад, больше всего там, где {t}.",
        "Представитель не пожелал сказать, откуда взялась сумма в {n} тысяч и кто её подписал.",
        "Инженеры, прошедшие вдоль линии до станции {t}, нашли {n} мест, где насыпь сползла во время бури.",
        "Никто не пострадал, но {n} машин пришлось оставить на старой дороге на всю ночь.",
        "{q} предупреждает об опасности уже {n} месяцев и называет ответ властей {v}.",
        "Слушания продолжатся ({t}, {d}), и выступят {p} и ещё {n} свидетелей.",
    ),
    quotes=("«Нам обещали ответ ({d}), а осталось ещё {n} вопросов», — говорит {p}.",),
    subheadings=("Что будет дальше: {t}", "Долгая дорога: {d}"),
    by="Автор:",
    correction="Исправление: в прежней версии этой статьи цифра ({t}) была {n}.",
    ago=("{n} минут назад", "{n} часов назад", "Обновлено"),
    comments="{n} комментариев",
    shares="Поделились: {n}",
    reading="Сейчас читают: {n}",
    most_read="Самое читаемое",
    related="По теме",
    promotions=("Подпишитесь на утреннее письмо редакции", "Месяц чтения без ограничений от {n} монет"),
    meter="Вы прочитали бесплатно {n} статей. Оформите подписку, чтобы читать дальше.",
    consent="Мы и наши партнёры ({n}) используем файлы cookie и обрабатываем личные данные. Чтобы продолжить, примите "
    "условия.",
    consent_button="Принять все",
    not_found=("Страница не найдена", "К сожалению, страница, которую вы ищете, не существует или была перемещена."),
    down=("Технические работы", "Мы скоро вернёмся. Попробуйте ещё раз через несколько минут."),
    region=(
        "Недоступно в вашем регионе",
        "К сожалению, эти материалы нельзя показать в стране, из которой вы к нам зашли.",
    ),
)
