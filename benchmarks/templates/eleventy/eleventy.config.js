const SECTIONS = { article: "news", project: "projects", forum: "forums" };
const LANGUAGES = ["mn", "en"];
const BASE_URL = "https://example.org";

const newestFirst = (a, b) => b.date - a.date || (a.url < b.url ? 1 : -1);

/* {mn: {news: […], projects: […], forums: […], newsOf: {slug: […]}, entry: {slug: item}, tagged: {id: […]}}, en: …} */
function archive(api) {
  const result = {};
  for (const language of LANGUAGES) {
    result[language] = { news: [], projects: [], forums: [], newsOf: {}, entry: {}, tagged: {} };
  }
  const entries = api.getAll().filter((item) => item.data.kind);
  entries.sort(newestFirst);
  for (const item of entries) {
    const { kind, language, slug, topics, project, forum } = item.data;
    const site = result[language];
    site[SECTIONS[kind]].push(item);
    site.entry[slug] = item;
    for (const id of topics) (site.tagged[id] ??= []).push(item);
    if (kind !== "article") continue;
    (site.newsOf[project] ??= []).push(item);
    (site.newsOf[forum] ??= []).push(item);
  }
  for (const site of Object.values(result)) {
    for (const section of Object.values(SECTIONS)) {
      site[section].forEach((item, at, all) => {
        item.data.newer = all[at - 1];
        item.data.older = all[at + 1];
      });
    }
  }
  return result;
}

export default function (config) {
  config.addPassthroughCopy("style.css");
  config.addCollection("archive", archive);
  for (const language of LANGUAGES) {
    const isNews = ({ data }) => data.kind === "article" && data.language === language;
    config.addCollection(`news_${language}`, (api) => api.getAll().filter(isNews).sort(newestFirst));
  }
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("dotted", (date) => date.toISOString().slice(0, 10).replaceAll("-", "."));
  config.addFilter("absolute", (url) => BASE_URL + url);
  config.addFilter("translated", (url) => (url.startsWith("/en/") ? url.slice(3) : "/en" + url));
  return {
    dir: { input: ".", includes: "_includes", data: "_data" },
    templateFormats: ["md", "njk"],
    markdownTemplateEngine: false,
  };
}
