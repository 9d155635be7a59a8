// What a page may take on a middling phone: a processor four times slower, 1.6 Mbit/s, 150 ms to the server and back.

/** Whoever measures on a shared machine gets figures that swing: a budget is broken when it is missed by this factor. */
export const SLACK = Number(process.env.SLACK ?? 1.5);

/** Scores of Lighthouse, of 100: at least. */
export const SCORES = { performance: 80, accessibility: 100, "best-practices": 95 };

/** Milliseconds, and shift without a unit: at most. */
export const VITALS = { FCP: 1_800, LCP: 2_500, TBT: 200, INP: 200, CLS: 0.05 };

/** What of a page's figures is beyond its budget. Accessibility does not swing and has no slack. */
export function broken({ scores, vitals }) {
  const low = Object.entries(SCORES).filter(([name, least]) => scores[name] < (name === "accessibility" ? least : least / SLACK));
  const high = Object.entries(VITALS).filter(([name, most]) => vitals[name] > most * SLACK);
  return [
    ...low.map(([name, least]) => `${name} ${scores[name]}, at least ${least}`),
    ...high.map(([name, most]) => `${name} ${vitals[name]}, at most ${most}`),
  ];
}
