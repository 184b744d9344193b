"""Everyday words of both languages, from which the corpus strings its invented texts together."""

from __future__ import annotations

from typing import NamedTuple


class Vocabulary(NamedTuple):
    """`words` fill a sentence, which `verbs` end; `headings` and `columns` head sections and tables."""

    words: tuple[str, ...]
    verbs: tuple[str, ...]
    openings: tuple[str, ...]
    headings: tuple[str, ...]
    columns: tuple[str, str, str]
    items: tuple[str, ...]
    sections: tuple[str, str, str, str]


MONGOLIAN_WORDS = """
сургууль сургуулийн сургуульд багш багшийн багш нарт эцэг эхийн эцэг эхчүүд сурагч сурагчид сурагчдын хүүхэд
хүүхдийн хүүхдүүдийн анги ангийн ангид танхим номын сан номын сангийн дотуур байр дотуур байрны цэцэрлэг
цэцэрлэгийн боловсрол боловсролын салбар салбарын сум сумын аймаг аймгийн орон нутаг орон нутгийн иргэд
иргэдийн иргэний нийгэм нийгмийн хариуцлага хариуцлагын оролцоо оролцоог оролцооны холбоо холбооны хурал
хурлын уулзалт уулзалтын хэлэлцүүлэг хэлэлцүүлгийн сургалт сургалтын туршлага туршлагаа туршлагын төсөл
төслийн төслийг хөтөлбөр хөтөлбөрийн тэтгэлэг тэтгэлгийн санхүүжилт санхүүжилтийн төсөв төсвийн зардал
зардлын тайлан тайлангийн үр дүн үр дүнгийн ажил ажлын ажлыг ажлаа хамтын хамтран шинэ сайн олон бүх эхний
сүүлийн дараагийн өмнөх жил жилийн сар сарын өдөр өдрийн цаг хугацаа хугацаанд хичээл хичээлийн ном ширээ
сандал самбар цонх хаалга халаалт дулаан цэвэр ус усны хоол хоолны эрүүл мэнд мэндийн тоглоом тоглоомын
талбай талбайн спорт урлаг хөгжим зураг дуу хувцас мод модны хашаа засвар засварын барилга барилгын тоног
төхөөрөмж төхөөрөмжийн компьютер мэдээлэл мэдээллийн ил тод байдал нээлттэй хяналт хяналтын үнэлгээ
үнэлгээний судалгаа судалгааны санал санаачилга санаачилгын шийдвэр шийдвэрийг төлөвлөгөө төлөвлөгөөний
дэмжлэг дэмжлэгтэйгээр тусламж хандив малчин малчдын айл өрх өрхийн гэр бүлийн залуучууд эмэгтэйчүүд ахмад
настан настны удирдлага захирал захиргаа засаг дарга төлөөлөгч төлөөлөгчид байгууллага байгууллагын гишүүн
гишүүд гишүүдийн зөвлөл зөвлөлийн хороо бүлэг бүлгийн зах зээл аюулгүй орчин орчны орчинг чанар чанарын
чанарыг хүртээмж хүртээмжийг боломж боломжийг арга арга зам хэрэгцээ асуудал асуудлыг шалтгаан зорилго
зорилгоор хүрээнд талаар дагуу тухай нийт гаруй орчим маш илүү тогтмол хүмүүс хот хөдөө нутаг тал голын
уулын зун намар өвөл хавар өглөө орой амралтын баярын
"""

MONGOLIAN_VERBS = """
хэрэгжүүллээ оролцлоо зохион байгууллаа танилцууллаа хэлэлцлээ шийдвэрлэлээ дэмжлээ бэхжүүллээ сайжрууллаа
нээлээ эхэлсэн дууссан болсон байна ажиллаж байна хүргэлээ хуваалцлаа тохижууллаа худалдан авлаа тайлагналаа
төлөвлөсөн үргэлжилнэ хамрагдлаа баталлаа үнэлсэн
"""

ENGLISH_WORDS = """
the school the schools a teacher teachers parents the parents children pupils the pupils a classroom
classrooms the library a dormitory the dormitory kindergarten education the sector of the soum of the aimag
local people citizens civil society social accountability participation of parents the association a meeting
the meeting discussion training good practice experience the project projects a programme the grant grants
funding the budget budgets costs a report the report results of the work together new good many all first
last next previous year month day time during lessons books desks chairs boards windows doors heating warm
clean water food health games playground sports art music drawing songs clothes trees fence repair building
equipment computers information open transparency monitoring assessment survey proposal initiative decision
plan support from donors herders households families young women older people the leadership the director
the governor representatives organisations members the council committee group market safe environment
quality access opportunity method need problem cause purpose within about according to with for in and on by
total more than nearly very regular town countryside river mountain summer autumn winter spring morning
evening holiday community volunteers
"""

ENGLISH_VERBS = """
carried discussed presented supported improved opened started finished repaired shared reported planned
approved assessed bought prepared organised visited agreed collected explained joined measured invited
"""

MONGOLIAN = Vocabulary(
    words=tuple(MONGOLIAN_WORDS.split()),
    verbs=tuple(MONGOLIAN_VERBS.split()),
    openings=(
        "Энэ жил",
        "Мөн",
        "Үүнээс гадна",
        "Түүнчлэн",
        "Өнгөрсөн сард",
        "Тухайлбал",
        "Ингэснээр",
        "Харин",
        "Одоо",
    ),
    headings=(
        "Уулзалтын үр дүн",
        "Хамтын ажиллагаа",
        "Дараагийн алхам",
        "Сургуулийн орчин",
        "Эцэг эхийн оролцоо",
        "Төсвийн ил тод байдал",
        "Сурагчдын санаачилга",
        "Орон нутгийн дэмжлэг",
        "Сайн туршлага",
        "Ажлын явц",
    ),
    columns=("Ажил", "Хугацаа", "Тоо"),
    items=(
        "Ширээ сандал",
        "Номын тавиур",
        "Засвар",
        "Сургалт",
        "Самбар",
        "Тоглоомын талбай",
        "Халаалт",
        "Мод тарилт",
    ),
    sections=("Асуудал", "Үйл ажиллагаа", "Үр дүн", "Сургамж"),
)

ENGLISH = Vocabulary(
    words=tuple(ENGLISH_WORDS.split()),
    verbs=tuple(ENGLISH_VERBS.split()),
    openings=(
        "This year",
        "Also,",
        "In addition,",
        "Last month",
        "For example,",
        "As a result,",
        "However,",
        "Now",
        "Here",
    ),
    headings=(
        "Results of the meeting",
        "Working together",
        "Next steps",
        "The school environment",
        "Participation of parents",
        "An open budget",
        "What pupils started",
        "Local support",
        "Good practice",
        "Progress of the work",
    ),
    columns=("Work", "Time", "Number"),
    items=(
        "Desks and chairs",
        "Bookshelves",
        "Repairs",
        "Training",
        "Boards",
        "Playground",
        "Heating",
        "Tree planting",
    ),
    sections=("Challenge", "Activities", "Results", "Lessons learned"),
)

VOCABULARIES = {"mn": MONGOLIAN, "en": ENGLISH}

# Terms pair an aspect with a subject, so that 60 of them are easy to read and all differ.
SUBJECTS = (
    ("school", "сургууль", "school"),
    ("dormitory", "дотуур байр", "dormitory"),
    ("library", "номын сан", "library"),
    ("kindergarten", "цэцэрлэг", "kindergarten"),
    ("teacher", "багш", "teacher"),
    ("parent", "эцэг эх", "parent"),
    ("pupil", "сурагч", "pupil"),
    ("community", "орон нутаг", "community"),
    ("health", "эрүүл мэнд", "health"),
    ("sport", "спорт", "sport"),
)
ASPECTS = (
    ("budget", "төсөв", "budget"),
    ("participation", "оролцоо", "participation"),
    ("training", "сургалт", "training"),
    ("repair", "засвар", "repair"),
    ("equipment", "тоног төхөөрөмж", "equipment"),
    ("assessment", "үнэлгээ", "assessment"),
)
SLUG_FIRST = (
    "school",
    "parents",
    "library",
    "dormitory",
    "teachers",
    "pupils",
    "soum",
    "budget",
    "open",
    "green",
    "warm",
)
SLUG_SECOND = (
    "forum",
    "meeting",
    "garden",
    "repair",
    "training",
    "report",
    "day",
    "support",
    "practice",
    "plan",
    "visit",
)

# Real names (ISO 3166-2:MN); what the corpus says of them is invented.
PLACES = (
    ("khovd", "Ховд", "Khovd", "MN-043", (("altai", "Алтай", "Altai"), ("buyant", "Буянт", "Buyant"))),
    ("uvs", "Увс", "Uvs", "MN-046", (("malchin", "Малчин", "Malchin"), ("zavkhan", "Завхан", "Zavkhan"))),
    (
        "bulgan",
        "Булган",
        "Bulgan",
        "MN-067",
        (("dashinchilen", "Дашинчилэн", "Dashinchilen"), ("orkhon", "Орхон", "Orkhon")),
    ),
    (
        "dornod",
        "Дорнод",
        "Dornod",
        "MN-061",
        (("matad", "Матад", "Matad"), ("sergelen", "Сэргэлэн", "Sergelen")),
    ),
)
