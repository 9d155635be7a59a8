// Is a page fit for a phone?

/** What sticks out, is too small to hit, or makes phones zoom in. */
export async function awkward(page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const wide = over > 0 ? [`the page is ${over} px too wide`] : [];
  return [...wide, ...(await page.evaluate(tooSmall)), ...(await page.evaluate(smallText))];
}

/** Runs in the page: what can be touched and is less than 44 px high or wide, words in running text aside. */
function tooSmall() {
  const SIZE = 43.5;
  const found = [];
  const scope = document.querySelector("dialog[open]") ?? document;
  for (const element of scope.querySelectorAll("a[href], button, input, select, textarea, summary, [role=button], [role=tab]")) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || element.disabled) continue;
    if (element.closest(".sr-only, [inert], [aria-hidden=true], p") || element.matches(".skip-link, .sr-only")) continue;
    // A label around or beside makes a small box easy to hit, and so does what the element spreads around itself.
    const areas = [element, ...(element.labels ?? []), element.closest("label")].filter(Boolean).map((node) => node.getBoundingClientRect());
    const spread = getComputedStyle(element, "::after");
    const [top, left] = spread.content !== "none" && spread.position === "absolute" ? [parseFloat(spread.top), parseFloat(spread.left)] : [0, 0];
    const height = Math.max(...areas.map((area) => area.height)) - 2 * Math.min(0, top || 0);
    const width = Math.max(...areas.map((area) => area.width)) - 2 * Math.min(0, left || 0);
    const covering = top === 0 && left === 0 && spread.position === "absolute";
    if (!covering && width > 0 && (height < SIZE || width < 24)) {
      found.push(`${element.tagName} ${element.className} “${(element.ariaLabel ?? element.textContent).trim().slice(0, 30)}” ${Math.round(width)}×${Math.round(height)}`);
    }
  }
  return found;
}

/** Runs in the page: inputs whose letters are smaller than 16 px. */
function smallText() {
  const inputs = [...document.querySelectorAll("input:not([type=checkbox], [type=radio]), select, textarea")];
  return inputs.filter((input) => input.checkVisibility() && parseFloat(getComputedStyle(input).fontSize) < 16).map((input) => input.outerHTML.slice(0, 80));
}
