"""What the commands say on a terminal, in Mongolian and English."""

from __future__ import annotations

import os
from collections.abc import Mapping

LANGUAGES = ("mn", "en")

WORDS: dict[str, dict[str, str]] = {
    "mn": {
        "program": "Монгол, англи хоёр хэлтэй мэдээ, тэтгэлгийн архивыг Markdown файлаас вэб сайт болгоно.",
        "build": "Сайтыг бүтээж, нийтлэх хавтсанд бичнэ. Алдаатай бол юу ч өөрчлөхгүй.",
        "check": "Бүх файлыг шалгаж, алдааг нь хэлнэ. Юу ч нийтлэхгүй.",
        "explain": "Хуудас юунаас бүтсэн, яагаад шинэчлэгдсэн эсвэл хэвээр үлдсэнийг хэлнэ.",
        "clean": "Кэш буюу түр хадгалсан өгөгдлийг хоосолно. Нийтэлсэн сайт хэвээрээ.",
        "verify": "Дараа нь тусдаа хавтаст бүгдийг шинээр үүсгэж, бүх файлыг харьцуулна.",
        "verified": "Шалгав: бүх файл шинээр бүтээсэнтэй яг ижил.",
        "differing": "Шинээр бүтээснээс өөр файлууд (энэ бол sitegen-ий алдаа):\n{paths}",
        "cleaned": "Кэшийг хоослов.",
        "nothing_to_clean": "Хоослох зүйл алга.",
        "no_such_page": "“{path}” гэсэн хуудас алга.",
        "template": "  загвар: {template}",
        "no_template": "загваргүй, программ өөрөө бүтээдэг",
        "sources": "  эх файл: {sources}",
        "no_single_file": "тусгай эх файлгүй",
        "old_address": "  хуучин хаяг: бичлэгийн одоогийн хаяг руу шилжүүлнэ",
        "copied": "  хуулсан файл, эх нь: {source}",
        "new_page": "  шинэ: дараа сайт үүсгэхэд нэмэгдэнэ",
        "new_file": "  шинэ: дараа сайт үүсгэхэд хуулна",
        "damaged": "  нийтэлсэн файлыг өөрчилсөн эсвэл устгасан байна: дараа сайт үүсгэхэд дахин бичнэ",
        "would_copy": "  эх файл нь өөрчлөгдсөн: дараа сайт үүсгэхэд дахин хуулна",
        "rendered_now": "  сүүлд сайт үүсгэхэд шинэчлэв, шалтгаан: {why}",
        "rendered_before": "  сүүлд сайт үүсгэхэд хэвээр үлдсэн; өмнө нь шинэчилсэн шалтгаан: {why}",
        "would_render": "  дараа сайт үүсгэхэд шинэчлэгдэнэ, өөрчлөгдсөн нь: {changed}",
        "stands": "  эх файл, загвар нь өөрчлөгдөөгүй",
        "site": "Сайтын хавтас (site.yaml энд байна).",
        "out": "Бэлэн сайтыг бичих хавтас; анхдагч нь сайтын хавтас доторх public.",
        "jobs": "Зэрэг ажиллах процессын тоо.",
        "executor": "Энэ компьютерын процессын оронд ажиллах Dask кластерын хаяг.",
        "strict": "Анхааруулгыг ч алдаа гэж үзнэ.",
        "drafts": "Ноорог болон огноо нь болоогүй бичлэгийг оруулна.",
        "today": "Өнөөдрийн оронд авах огноо, жишээ нь 2026-11-24.",
        "no_cache": "Өмнө хадгалсан кэшээс юу ч ашиглахгүй.",
        "format": "Алдааг ямар хэлбэрээр хэлэх.",
        "lang": "Мэдэгдлийн хэл.",
        "base_url": "site.yaml-д бичсэний оронд авах сайтын хаяг.",
        "summary": (
            "{written} файл бичив, {unchanged} хэвээр, {removed} устгав · "
            "{errors} алдаа, {warnings} анхааруулга · {seconds} секунд"
        ),
        "checked": "{pages} хуудас шалгав · {errors} алдаа, {warnings} анхааруулга · {seconds} секунд",
        "not_published": "Алдаатай тул нийтэлсэнгүй. Өмнөх сайт хэвээрээ байна.",
        "strictly_not_published": ("Анхааруулгатай тул (--strict) нийтэлсэнгүй. Өмнөх сайт хэвээрээ байна."),
        "locked": "Сайтыг өөр процесс үүсгэж байна ( {holder}). Дуусахыг нь хүлээгээд дахин оролдоно уу.",
        "occupied": (
            "{path}: энэ хавтаст өөр процесс сайт нийтэлж байна. Дуусахыг нь хүлээгээд дахин оролдоно уу."
        ),
        "machine": "{path}: {reason}",
        "foreign": "{path}: энэ файлыг sitegen бичээгүй тул дарж бичихгүй. Хоосон хавтас сонгоно уу.",
        "no_dask": "{address}: Dask суулгаагүй байна. pip install 'sitegen[dask]' гэж суулгана уу.",
        "no_scheduler": "{address}: энэ хаягт Dask-ийн хуваарилагч (scheduler) хариулсангүй.",
        "no_workers": "{address}: кластерт ажиллаж байгаа Dask ажилчин (worker) алга.",
        "other_version": (
            "{address}: энэ Dask ажилчин дээрх sitegen, Python эсвэл сангуудын хувилбар эндхээс өөр байна. "
            "Ижил хувилбар суулгаад ажилчныг дахин эхлүүлнэ үү."
        ),
        "cluster_lost": "{address}: Dask кластертай холбоо тасарлаа. Сайт хэвээрээ байна.",
        "the_program": "sitegen ба түүний сангууд",
        "the_words": "сайтын өөрийн үгс",
        "the_template": "загвар",
        "the_frame": "цэс, хөл, сайтын нийтлэг бичвэр",
        "another_kind": "хуудасны төрөл",
        "not_there": "шинэ хуудас",
        "not_whole": "файлыг өөрчилсөн эсвэл устгасан",
        "bug": "sitegen-ий алдаа: {problem}. Сайт хэвээрээ байна. Бидэнд мэдэгдэнэ үү.",
        "stopped": "Зогсоолоо. Дутуу нийтэлсэн зүйл байхгүй.",
        "reading": "Уншиж байна",
        "rendering": "Хуудас бүтээж байна",
        "bad_date": "--today: “{value}” огноо биш: 2026-11-24 гэж бичнэ үү.",
        "bad_epoch": "SOURCE_DATE_EPOCH “{value}” байна: 1970 оноос хойших секундын тоо байх ёстой.",
        "bad_executor": "--executor: “{value}” кластерын хаяг биш: dask://127.0.0.1:8786 гэж бичнэ үү.",
        "bad_url": "--base-url: “{value}” сайтын хаяг биш: https://example.org гэж бичнэ үү.",
        "help": "Энэ тусламжийг харуулна.",
        "usage": "Хэрэглэх нь",
        "options": "Сонголтууд",
        "commands": "Командууд",
        "some_options": "[СОНГОЛТ]...",
        "a_command": "КОМАНД",
        "a_folder": "ХАВТАС",
        "a_date": "ОГНОО",
        "a_number": "ТОО",
        "an_address": "ХАЯГ",
        "version": "Программын хувилбарыг харуулна.",
        "no_such_command": "“{value}” гэсэн команд алга. Командууд: {known}.",
        "no_command": "Команд дутуу байна: build, check, explain, clean.",
        "no_such_option": "{option} гэсэн сонголт алга.",
        "meant": "{near} гэж бичих гэсэн үү?",
        "needs_value": "{option} сонголтын утга дутуу байна.",
        "takes_no_value": "{option} сонголтод утга бичихгүй.",
        "too_much": "Илүү үг бичсэн байна: {words}.",
        "no_path": "Хуудасны хаяг дутуу байна.",
        "bad_choice": "{option}: “{value}” гэж болохгүй. Эдгээрээс сонгоно уу: {known}.",
        "bad_number": "{option}: “{value}” болохгүй. {least}-ээс {most} хүртэлх тоо бичнэ үү.",
        "no_such_folder": "{option}: “{value}” гэсэн хавтас алга. Хаягийг нь шалгана уу.",
        "no_folder": "{option}: “{value}” бол унших эрхтэй хавтас биш. Хавтасны хаяг бичнэ үү.",
        "see_help": "Тусламж: {command} --help",
        "empty_out": "--out хоосон байна: хавтасны нэр бичих, эсвэл --out-гүйгээр ажиллуулна уу.",
        "out_holds_site": (
            "--out {path}: энэ хавтсанд сайтын эх файлууд байна. Тусдаа хавтас сонгоно уу, жишээ нь public."
        ),
        "out_in_source": (
            "--out {path}: энэ нь сайтын эх болох {source} хавтас, эсвэл түүний дотор байна. "
            "Тусдаа хавтас сонгоно уу, жишээ нь public."
        ),
    },
    "en": {
        "program": "Turns Markdown files into a Mongolian and English news and grant archive.",
        "build": "Build the site into the output folder. When there is an error, nothing changes.",
        "check": "Check all files and tell what is wrong. Publishes nothing.",
        "explain": "Tell what a page is made of, and why it was rendered or left alone.",
        "clean": "Empty what earlier builds have stored. The published site stays.",
        "verify": "Then build clean beside and compare every file.",
        "verified": "Verified: every file is what a clean build makes.",
        "differing": "Files that differ from a clean build (this is a bug in sitegen):\n{paths}",
        "cleaned": "Emptied the store.",
        "nothing_to_clean": "There is nothing to clean.",
        "no_such_page": "There is no page “{path}”.",
        "template": "  template: {template}",
        "no_template": "none, it is made by the program itself",
        "sources": "  sources: {sources}",
        "no_single_file": "no single file",
        "old_address": "  an old address: leads to where the entry is now",
        "copied": "  a file copied from {source}",
        "new_page": "  new: the next build will render it",
        "new_file": "  new: the next build will copy it",
        "damaged": "  the published file was changed or deleted: the next build will write it again",
        "would_copy": "  its source has changed: the next build will copy it again",
        "rendered_now": "  rendered by the last build, because of: {why}",
        "rendered_before": "  left alone by the last build; rendered before because of: {why}",
        "would_render": "  the next build will render it, changed: {changed}",
        "stands": "  nothing it is made of has changed",
        "site": "The site's folder (where site.yaml is).",
        "out": "The folder for the finished site; by default public, inside the site's folder.",
        "jobs": "How many processes work at once.",
        "executor": "A Dask cluster to work on, instead of processes here.",
        "strict": "Count warnings as errors.",
        "drafts": "Publish drafts and entries of a later date too.",
        "today": "The date to take for today, such as 2026-11-24.",
        "no_cache": "Use nothing from earlier builds.",
        "format": "How problems are told.",
        "lang": "The language of messages.",
        "base_url": "The site's address, instead of the one in site.yaml.",
        "summary": (
            "{written} files written, {unchanged} unchanged, {removed} removed · "
            "{errors} errors, {warnings} warnings · {seconds} seconds"
        ),
        "checked": "{pages} pages checked · {errors} errors, {warnings} warnings · {seconds} seconds",
        "not_published": "Not published because of the errors. The site stays as it was.",
        "strictly_not_published": (
            "Not published because of the warnings (--strict). The site stays as it was."
        ),
        "locked": "Another build is running (process {holder}). Wait for it to end and try again.",
        "occupied": "{path}: another build is publishing into this folder. Wait for it to end and try again.",
        "machine": "{path}: {reason}",
        "foreign": "{path}: sitegen did not write this file and will not replace it. Choose an empty folder.",
        "no_dask": "{address}: Dask is not installed. Install it with: pip install 'sitegen[dask]'",
        "no_scheduler": "{address}: no Dask scheduler answers there.",
        "no_workers": "{address}: the cluster has no Dask worker that answers.",
        "other_version": (
            "{address}: this Dask worker has another version of sitegen, of Python or of a library than we "
            "have here. Install the same ones and start it again."
        ),
        "cluster_lost": "{address}: the connection to the Dask cluster was lost. The site stays as it was.",
        "the_program": "sitegen and its libraries",
        "the_words": "interface words",
        "the_template": "template",
        "the_frame": "menu, footer and site texts",
        "another_kind": "the kind of page",
        "not_there": "new",
        "not_whole": "the file was changed or deleted",
        "bug": "A bug in sitegen: {problem}. The site stays as it was. Please tell us.",
        "stopped": "Stopped. Nothing is half published.",
        "reading": "Reading",
        "rendering": "Rendering",
        "bad_date": "--today: “{value}” is not a date: write 2026-11-24.",
        "bad_epoch": "SOURCE_DATE_EPOCH is “{value}”: it must be a number of seconds since 1970.",
        "bad_executor": "--executor: “{value}” is not the address of a cluster: write dask://127.0.0.1:8786.",
        "bad_url": "--base-url: “{value}” is not the address of a site: write https://example.org.",
        "help": "Show this help.",
        "usage": "Usage",
        "options": "Options",
        "commands": "Commands",
        "some_options": "[OPTIONS]...",
        "a_command": "COMMAND",
        "a_folder": "FOLDER",
        "a_date": "DATE",
        "a_number": "NUMBER",
        "an_address": "ADDRESS",
        "version": "Show the version of the program.",
        "no_such_command": "There is no command “{value}”. The commands are: {known}.",
        "no_command": "A command is missing: build, check, explain or clean.",
        "no_such_option": "There is no option {option}.",
        "meant": "Did you mean {near}?",
        "needs_value": "The option {option} needs a value.",
        "takes_no_value": "The option {option} takes no value.",
        "too_much": "This is too much: {words}.",
        "no_path": "The address of a page is missing.",
        "bad_choice": "{option}: “{value}” cannot be chosen. Choose one of: {known}.",
        "bad_number": "{option}: “{value}” will not do. Write a number from {least} to {most}.",
        "no_such_folder": "{option}: there is no folder “{value}”. Check its path.",
        "no_folder": "{option}: “{value}” is not a folder that can be read. Write the path of a folder.",
        "see_help": "See: {command} --help",
        "empty_out": "--out is empty: name a folder, or leave --out away.",
        "out_holds_site": (
            "--out {path}: this folder holds what the site is made from. "
            "Choose a folder of its own, such as public."
        ),
        "out_in_source": (
            "--out {path}: this is the site's own {source} folder, or lies in it. "
            "Choose a folder of its own, such as public."
        ),
    },
}


def say(lang: str, name: str, **values: object) -> str:
    return WORDS[lang][name].format(**values)


def preferred_language(environment: Mapping[str, str] = os.environ) -> str:
    """The first of our languages that the locale names; English where it names neither.

    The order of the variables is that of gettext.
    """
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for name in environment.get(variable, "").split(":"):
            if name[:2] in LANGUAGES:
                return name[:2]
    return "en"
