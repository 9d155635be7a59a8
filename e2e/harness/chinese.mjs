// Is everything on the page Chinese? Names of people, firms and records are data and stay as they are.

/** Texts in sight that hold Latin words or the key of a text, apart from those `allowed`. */
export function foreignWords(page, allowed) {
  return page.evaluate(
    (patterns) => {
      const known = patterns.map((source) => new RegExp(source, "g"));
      const found = new Set();
      const look = (text) => {
        let rest = text;
        for (const pattern of known) rest = rest.replace(pattern, " ");
        if (/[A-Za-z]{2,}/.test(rest)) found.add(text.trim());
      };
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let node = walker.currentNode; node; node = walker.nextNode()) {
        const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
        if (!element.checkVisibility() || element.closest("script, style, noscript, kbd, [lang]:not(:root), option")) continue;
        if (node.nodeType === Node.TEXT_NODE) look(node.data);
        else for (const name of ["aria-label", "placeholder", "title", "data-tip"]) look(element.getAttribute(name) ?? "");
      }
      look(document.title);
      return [...found];
    },
    allowed.map((pattern) => pattern.source),
  );
}

/** What is data, or a name that is the same in every language. */
const NAMES = [
  /Guanxi/, /Ctrl/, /Alt/, /Esc/, /Northwind/, /Maria|Anders|\bMA\b/, /[\w.+-]+@[\w.]+/, /example\.com/, /https?:\/\/\S+/,
  /EUR|USD/, /Europe\/Berlin/, /English/, /Chrom\w*|HeadlessChrome|Mozilla\S*|Windows|Linux|X11|AppleWebKit\S*|KHTML|Gecko|Safari\S*/,
];

/** Everything the sample typed in, as patterns. */
export async function namesIn(workspace, { stages }) {
  const named = [];
  for (const plural of ["leads", "accounts", "contacts", "products", "opportunities", "activities", "tags", "pipelines", "competitors"]) {
    const { data } = await workspace.get(`/${plural}?limit=200`);
    named.push(...data.flatMap((record) => Object.values(record)).filter((value) => typeof value === "string"));
  }
  named.push(...stages.map(({ name }) => name), "Obere Straße 57", "Berlin", "Call about the offer", "box");
  const escaped = [...new Set(named)].filter((text) => /[A-Za-z]/.test(text)).sort((a, b) => b.length - a.length);
  return [...escaped.map((text) => new RegExp(text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&"))), ...NAMES];
}
