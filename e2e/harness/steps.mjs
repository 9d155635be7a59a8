// Counts what somebody does with mouse or thumb, as the page sees it.

/** From now on every real click or tap in `page` counts; asking answers how many there were since it was last asked. */
export async function countSteps(page) {
  let steps = 0;
  await page.exposeBinding("countStep", () => void (steps += 1));
  await page.addInitScript(watchPointer);
  return async () => {
    // What a page tells arrives in order: after this answer nothing from before is on its way.
    await page.evaluate(() => undefined);
    const counted = steps;
    steps = 0;
    return counted;
  };
}

/** Runs in the page. Keys and labels make clicks too, but without a pointer. */
function watchPointer() {
  const count = (event) => {
    if (event.isTrusted && event.pointerType && event.pointerId >= 0) window.countStep();
  };
  addEventListener("click", count, { capture: true });
}
