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
