// Days of the people in the journeys: they live in Berlin, where it may be tomorrow already.

const BERLIN = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Berlin" });

/** The day so many days from today, as the API writes it. */
export function day(ahead = 0) {
  const [year, month, date] = BERLIN.format(new Date()).split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, date + ahead)).toISOString().slice(0, 10);
}
