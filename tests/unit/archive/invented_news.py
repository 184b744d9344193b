"""Invented news in both languages: of the first ones slips are told, of all nothing else."""

SHELVES_MN = """---
title: Хагас сая төгрөгийн номын тавиур арван нэгдүгээр сард бэлэн болно
summary: Дорнод аймгийн Хэрлэн сумын 4-р сургуульд 2025 оны III улирлаас 560 мянган төгрөгийн тавиур
  хийж байна. Энэ бол жишээ.
---

Сургуулийн захирал Д.Оюунчимэг 2025.09.15-ны өдөр эцэг эхчүүдтэй уулзлаа. Уулзалтад 86 хүн
оролцсоны 62 нь эмэгтэй, гуравны хоёр нь малчин өрхийнх байв.

Төслийн нийт өртөг 3 сая 450 мянган төгрөг. Үүний 40%-ийг орон нутгийн хөгжлийн сан, 1,25 сая
төгрөгийг аж ахуйн нэгжүүд гаргана. Үлдсэн хагасыг нь эцэг эхчүүд хоёр удаагийн хандиваар
бүрдүүлнэ.

## Ажлын дараалал

1. Наймдугаар сарын 20-нд мод авчрах
2. Есдүгээр сарын 1–5-нд хэмжилт хийх
3. 10 дугаар сарын сүүлээр будах

- Холбоо барих утас: 7058-1234
- Ажлын цаг: 09:00–18:00
- Хоёр давхарт 12 тавиур, нэг бүр нь 2.4 метр өндөр

2019–2021 онд хийсэн судалгаагаар 1,050 сурагч тутамд 3.5 ном ногдож байжээ. 21 дүгээр зууны
эхэнд энэ тоо 7 байв.
"""
SHELVES_EN = """---
title: Bookshelves for half a million tugrugs will be ready in November
summary: Shelves worth 560,000 tugrugs are being made at School No. 4 of Kherlen soum, Dornod aimag,
  since the third quarter of 2025. This is a sample.
---

The director, D. Oyunchimeg, met the parents on 15 September 2025. Of the 86 people at the
meeting 62 were women, and two thirds came from herding households.

The project costs MNT 3.45 million in all. Of this, 40 per cent comes from the Local
Development Fund and MNT 1.25 million from businesses. Parents will raise the remaining half
in two collections.

## Order of work

1. Bring the timber on 20 August
2. Measure from 1 to 5 September
3. Paint at the end of October

- Telephone: 7058-1234
- Working hours: 9 a.m. to 6 p.m.
- On the second floor 12 shelves, each 2.4 metres high

A survey made in 2019–2021 found 3.5 books for every 1,050 pupils. At the beginning of the
21st century that number was 7.
"""
SHELVES_SLIPS = (
    ("half a million", "half a billion"),
    ("in November", "in December"),
    ("560,000", "650,000"),
    ("School No. 4", "School No. 14"),
    ("third quarter", "second quarter"),
    ("D. Oyunchimeg", "D. Oyungerel"),
    ("15 September 2025", "15 September 2024"),
    ("86 people", "68 people"),
    ("62 were", "26 were"),
    ("two thirds", "one third"),
    ("3.45 million", "3.5 million"),
    ("40 per cent", "14 per cent"),
    ("1.25 million", "12.5 million"),
    ("remaining half", "remaining third"),  # not found yet
    ("two collections", "three collections"),
    ("20 August", "20 July"),
    ("1 to 5 September", "1 to 15 September"),
    ("October", "November"),
    ("7058-1234", "7058-1243"),
    ("9 a.m. to 6 p.m.", "9 a.m. to 5 p.m."),
    ("second floor", "third floor"),
    ("12 shelves", "21 shelves"),
    ("2.4 metres", "4.2 metres"),
    ("2019–2021", "2019–2022"),
    ("1,050 pupils", "1,500 pupils"),
    ("21st century", "20th century"),
    ("was 7", "was 17"),
    ("Dornod", "Dundgovi"),
)
CENTRE_MN = """---
title: Хөвсгөлийн хүүхдийн төвд найман тэрбумын хөрөнгө оруулалт
summary: 2024–2026 оны төсвийн төсөлд 8.2 тэрбум төгрөг тусгажээ. Жишээ мэдээ.
---

Мөрөн хотод баригдах төв 350 хүүхдийн багтаамжтай, 4 давхар байна. Барилгын ажил 2024 оны
хавар эхэлж 18 сар үргэлжилнэ.

Хөрөнгө оруулалтын дийлэнх буюу 5 тэрбум 740 сая төгрөгийг улсын төсвөөс, 1.5 сая еврог
Европын холбооноос гаргана. Инфляц 7,4 хувь байсан тул зардал тэн хагасаар өсчээ.

| Үе шат | Хугацаа | Зардал, сая ₮ |
|---|---|---:|
| Суурь | 2024 оны II улирал | 1,230.5 |
| Хана | 2024.07–2024.10 | 2,940 |
| Дотор засал | 2025 оны эхний хагас | 980 |

> “Бид 15 жил хүлээсэн. Одоо 600 гаруй өрх хүүхдээ цэцэрлэгт өгнө” гэж Б.Цэцэгмаа хэлэв.

Асуух зүйл байвал 70381122 дугаарт, эсвэл даваагаас баасан гарагт 14:30-аас хойш
хандаарай.[^1]

[^1]: Сайдын 2024 оны 3-р сарын 29-ний А/112 тоот тушаал, 5-р хуудас.
"""
CENTRE_EN = """---
title: Eight billion invested in a children's centre in Khuvsgul
summary: The draft budget for 2024–2026 has MNT 8.2 billion for it. A sample news item.
---

The centre in Murun will hold 350 children and have 4 floors. Building starts in spring 2024
and goes on for 18 months.

Most of the investment, MNT 5.74 billion, comes from the state budget, and EUR 1.5 million
from the European Union. Since inflation was 7.4 per cent, costs have grown by half.

| Stage | Time | Cost, MNT million |
|---|---|---:|
| Foundation | Second quarter of 2024 | 1,230.5 |
| Walls | July–October 2024 | 2,940 |
| Inside | First half of 2025 | 980 |

> “We waited for 15 years. Now more than 600 households can send their children to
kindergarten”, said B. Tsetsegmaa.

For questions call 70381122, or come from Monday to Friday after 14:30.[^1]

[^1]: Minister's order A/112 of 29 March 2024, page 5.
"""
CENTRE_SLIPS = (
    ("Eight billion", "Eight million"),
    ("2024–2026", "2024–2025"),
    ("8.2 billion", "2.8 billion"),
    ("350 children", "530 children"),
    ("4 floors", "three floors"),
    ("spring 2024", "spring 2025"),
    ("18 months", "8 months"),
    ("5.74 billion", "5.47 billion"),
    ("EUR 1.5", "USD 1.5"),
    ("EUR 1.5 million", "EUR 1.5 billion"),
    ("7.4 per cent", "74 per cent"),
    ("by half", "by a third"),  # not found yet
    ("Second quarter", "Third quarter"),
    ("1,230.5", "1,320.5"),
    ("July–October", "June–October"),
    ("2,940", "2,490"),
    ("First half", "Second half"),
    ("15 years", "five years"),
    ("600 households", "60 households"),
    ("B. Tsetsegmaa", "B. Tsetsgee"),
    ("70381122", "70381222"),
    ("14:30", "13:30"),
    ("A/112", "A/121"),
    ("29 March", "29 May"),
    ("page 5", "page 50"),
    ("Monday to Friday", "Monday to Thursday"),  # not found yet
)
# Each text and its translation, as two people would write them.
HONEST = (
    (
        """Сургуулийн номын сан өнгөрсөн долоо хоногт нээгдлээ. Хоёр жилийн турш бэлтгэсэн энэ ажилд 37
эцэг эх оролцож, нэг сая найман зуун мянган төгрөг хандивлав. Анги бүрээс хоёр сурагч номын
санчийн туслахаар ажиллана.

- Өглөө 8 цагаас 12 цаг хүртэл
- Үдээс хойш 2 цагаас 5 цаг хүртэл
- Бямба гарагт амарна""",
        """The school library opened last week. In the two years it took to prepare, 37 parents took part
and donated 1.8 million tugrugs. Two pupils of each class will help the librarian.

- From 8 a.m. to 12 noon
- From 2 p.m. to 5 p.m.
- Closed on Saturdays""",
    ),
    (
        """2025 оны эхний хагас жилд төсөлд 14 сум хамрагдаж, оны эцэст энэ тоо хоёр дахин өсөх төлөвтэй.
Төсвийн гүйцэтгэл 96,5%-тай байна. Тэтгэлгийн дээд хэмжээ 10 сая ₮, доод хэмжээ нь 500 мянган
₮.""",
        """In the first half of 2025 the project covered 14 soums; by the end of the year their number is
expected to double. The budget has been carried out by 96.5%. A grant is at most MNT 10
million and at least MNT 500,000.""",
    ),
    (
        """Хуралд гуравдугаар ангийн багш Ч.Энхтуяа, 12 дугаар ангийн сурагч нар үг хэллээ. Тэд “1990-ээд
оноос хойш анх удаа” гэж онцолж байв. Дараагийн хурал арван нэгдүгээр сарын 5-нд 15:00 цагт
болно.""",
        """Ch. Enkhtuya, who teaches the third grade, and a pupil of grade 12 spoke at the meeting. They
stressed that it was “the first time since the 1990s”. The next meeting is on 5 November at 3
p.m.""",
    ),
    (
        """Санхүүжилт: Азийн хөгжлийн банк 1,2 сая ам.доллар, Япон улсын засгийн газар 150 сая иен, орон
нутгийн төсөв 0,8 тэрбум төгрөг. Нийт 5 жилийн хугацаанд олгоно.""",
        """Funding: the Asian Development Bank USD 1.2 million, the Government of Japan JPY 150 million,
the local budget MNT 0.8 billion. It will be paid over 5 years.""",
    ),
    (
        """Асуулгад 412 хүн хариулсны гуравны нэг нь (137) интернэтгүй гэв. Хариулагчдын тал хувь нь
30-аас доош настай. Дөрвөн хүн тутмын нэг нь нэгээс илүү ажил эрхэлдэг.""",
        """Of the 412 people who answered, a third (137) said that they have no internet. Half of them
are under 30. One person in four has more than one job.""",
    ),
    (
        """2021–2023 онд 8, 9-р ангийн 64 сурагч дугуйланд явсан. 2024.03.01-ний өдрөөс шинэ багш ажиллаж
байгаа. Дугаар: 9911-2233, 7032-4455. Цахим шуудан: club@example.org.""",
        """In 2021–2023, 64 pupils of grades 8 and 9 attended the club. A new teacher has worked there
since 1 March 2024. Telephone: 9911-2233 or 7032-4455. E-mail: club@example.org.""",
    ),
    (
        """Уг байр 1978 онд баригдсан бөгөөд 2 давхар, 1,150 м² талбайтай. 2019 онд дээврийг нь 45.6 сая
төгрөгөөр, 2022 онд цонхыг нь 28 сая 300 мянган төгрөгөөр сольжээ. Одоо 20 орчим хувь нь
засвар шаардлагатай.""",
        """Built in 1978, the dormitory has two floors and 1,150 m². Its roof was replaced in 2019 for
MNT 45.6 million, and its windows in 2022 for MNT 28.3 million. About 20% of it still needs
repair.""",
    ),
    (
        """Шалгаруулалт гурван шаттай:

1. Нэгдүгээр шат: өргөдөл хүлээн авах (4-р сарын 1–30)
2. Хоёрдугаар шат: үнэлгээ, 100 оноогоор
3. Гуравдугаар шат: ярилцлага, 6 дугаар сарын эхний долоо хоног""",
        """The selection has three stages:

1. Stage one: applications are accepted (1–30 April)
2. Stage two: assessment out of 100 points
3. Stage three: interviews in the first week of June""",
    ),
    (
        """Манай холбоо 25 жилийн ойгоо тэмдэглэж байна. Энэ хугацаанд 3 мянга гаруй хүүхэд, мянга орчим
эцэг эх сургалтад хамрагдав. Ойн баярт 20 гаруй сумаас төлөөлөгч ирнэ. Тасалбар 5,000 төгрөг,
хүүхдэд үнэгүй.""",
        """Our association celebrates its 25th anniversary. In these years more than 3,000 children and
about a thousand parents were trained. Delegates from over 20 soums will come. A ticket costs
5,000 tugrugs and is free for children.""",
    ),
    (
        """XX зууны 80-аад оны сүүлчээр сурагчийн тоо 1200 байснаа 2005 он гэхэд 640 болж буурчээ. Харин
2023/2024 оны хичээлийн жилд 1,015-д хүрэв. Нэг багшид 31 сурагч ногдож байна (улсын дундаж
29.4).""",
        """At the end of the 1980s there were 1,200 pupils; by 2005 their number had fallen to 640. In
the school year 2023/2024 it reached 1,015. There are 31 pupils to a teacher (the national
average is 29.4).""",
    ),
)
