"""Words that people write where a code is wanted: those of the pages in both languages, and others."""

from __future__ import annotations

_WORDS: dict[str, str] = {
    # status
    "planned": "төлөвлөсөн, төлөвлөгдсөн, төлөвлөгөөтэй, төлөвлөж байгаа, to be done, upcoming",
    "approved": "батлагдсан, батласан, зөвшөөрөгдсөн, accepted, granted",
    "ongoing": "хэрэгжиж байгаа, хэрэгжиж байна, хэрэгжиж буй, үргэлжилж байгаа, үргэлжилж байна, явагдаж "
    "байна, active, in progress, running, continuing, current",
    "completed": "дууссан, дуусгасан, хэрэгжсэн, хэрэгжиж дууссан, биелсэн, finished, done, ended, closed, "
    "complete",
    "suspended": "түр зогссон, түр зогсоосон, зогссон, хойшилсон, хойшлуулсан, on hold, paused, postponed, "
    "stopped",
    "cancelled": "цуцалсан, цуцлагдсан, болиулсан, зогссон, canceled, called off, stopped",
    # confidence
    "high": "өндөр, strong, certain",
    "medium": "дунд, дундаж, дунд зэрэг, дунд зэргийн, average, moderate, middle",
    "low": "бага, доогуур, weak",
    # mode
    "in-person": "танхимаар, танхим, биечлэн, оффлайн, offline, face to face, face-to-face, on site, onsite, "
    "live",
    "online": "цахимаар, цахим, онлайн, зайнаас, virtual, remote, webinar",
    "hybrid": "хосолсон, хосолмол, холимог, танхимаар болон цахимаар, танхим ба цахим, танхим цахим, mixed, "
    "in person and online",
    # beneficiaries
    "pupils": "сурагч, сурагчид, сурагчийн, students, student, schoolchildren",
    "boarders": "дотуур байрны сурагч, дотуур байрны хүүхэд, дотуур байр, boarding pupils",
    "children": "хүүхэд, хүүхдүүд, хүүхдийн, kids, child",
    "parents": "эцэг эх, эцэг эхчүүд, эцэг, эх, parent",
    "teachers": "багш, багш нар, багшийн, teacher",
    "households": "өрх, өрхүүд, айл, айл өрх, families, family, household",
    "people": "хүн, хүмүүс, иргэн, иргэд, persons, person, citizens, participants",
    # records, settings
    "aimag": "аймаг, province",
    "capital": "нийслэл, хот, city, ulaanbaatar",
    "news": "мэдээ, мэдээнүүд, articles",
    "forums": "форум, форумууд, forum",
    "programmes": "хөтөлбөр, хөтөлбөрүүд, programs, programme, program",
    "projects": "төсөл, төслүүд, project",
    "places": "газар, газар нутаг, аймаг сум, place",
    "organisations": "байгууллага, байгууллагууд, organizations, organisation, organization",
    "authors": "зохиогч, зохиогчид, нийтлэлч, сурвалжлагч, writers, author",
    "tags": "сэдэв, сэдвүүд, topics, terms",
    "archive": "архив",
    "mn": "монгол, mongolian, mon, mn-mn",
    "en": "англи, english, eng, en-us, en-gb",
}
CODES_FOR: dict[str, tuple[str, ...]] = {}
for _code, _listed in _WORDS.items():
    for _word in _listed.split(", "):
        CODES_FOR[_word] = (*CODES_FOR.get(_word, ()), _code)
# Written where nothing is known; the field is left out then.
_UNKNOWN = (
    "?, -, –, —, n/a, na, none, nil, tbd, tba, unknown, not known, тодорхойгүй, тодорхой бус, "
    "байхгүй, мэдэхгүй, мэдэгдэхгүй, мэдээлэл алга, алга, үгүй"
)
UNKNOWN = frozenset(_UNKNOWN.split(", "))
