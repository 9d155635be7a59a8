//! Where things stand in a day of hours. Minutes are those that clocks show, from midnight to midnight.

/// Minutes of a day on its clocks.
pub const DAY: i32 = 1_440;
/// What is shorter is drawn as long as this, so that it can be read and hit.
pub const LEAST: i32 = 30;

/// A stretch of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The first minute.
    pub from: i32,
    /// The minute after the last.
    pub until: i32,
}

/// Where something stands: beside how many others, and as which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// What it is drawn over.
    pub drawn: Stretch,
    /// Its lane, from 0.
    pub lane: usize,
    /// How many lanes there are where it stands.
    pub lanes: usize,
}

/// What somebody's clocks show when something begins and ends, as `YYYY-MM-DDTHH:MM`, and how long it really takes.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// When it begins.
    pub from: &'a str,
    /// When it ends.
    pub until: &'a str,
    /// Minutes in between.
    pub minutes: i32,
}

impl Shown<'_> {
    /// Whether it takes a whole day or more; such things stand above the hours.
    pub const fn is_long(self) -> bool {
        self.minutes >= DAY
    }

    /// The part of it that falls on a day; nothing when none does.
    pub fn on(self, day: &str) -> Option<Stretch> {
        let (first, start) = self.from.split_once('T')?;
        let (last, end) = self.until.split_once('T')?;
        let (start, end) = (minute(start)?, minute(end)?);
        if day < first || last < day || (first < day && last == day && end == 0) {
            return None;
        }
        let from = if first == day { start } else { 0 };
        let until = match (first == day, last == day) {
            // Where clocks went back in between, only its length tells that it ends after it begins.
            (true, true) if end <= start => start + self.minutes,
            (_, true) => end,
            (_, false) => DAY,
        };
        Some(Stretch {
            from,
            until: until.min(DAY),
        })
    }
}

/// `HH:MM` as minutes.
pub fn minute(clock: &str) -> Option<i32> {
    let (hours, minutes) = clock.split_once(':')?;
    Some(hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?)
}

/// Minutes as `HH:MM`.
pub fn clock(minute: i32) -> String {
    let minute = minute.clamp(0, DAY - 1);
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A minute at the begin of its step.
pub const fn snapped(minute: i32, step: i32) -> i32 {
    minute.div_euclid(step) * step
}

/// Stands things beside each other where they overlap. The first to begin is the first of its row; what touches no other
/// has the whole width.
pub fn places(stretches: &[Stretch]) -> Vec<Place> {
    let drawn: Vec<Stretch> = stretches.iter().map(|one| at_least(*one)).collect();
    let mut order: Vec<usize> = (0..drawn.len()).collect();
    order.sort_by_key(|&at| (drawn[at].from, -drawn[at].until, at));
    let mut places: Vec<Place> = drawn
        .iter()
        .map(|&drawn| Place {
            drawn,
            lane: 0,
            lanes: 1,
        })
        .collect();
    let mut group: Vec<usize> = Vec::new();
    let mut ends = 0;
    for at in order {
        if drawn[at].from >= ends {
            settle(&mut places, &group);
            group.clear();
        }
        ends = ends.max(drawn[at].until);
        group.push(at);
    }
    settle(&mut places, &group);
    places
}

/// Gives those that hang together their lanes: each the first that is free.
fn settle(places: &mut [Place], group: &[usize]) {
    let mut busy_until: Vec<i32> = Vec::new();
    for &at in group {
        let drawn = places[at].drawn;
        let free = busy_until.iter().position(|&until| until <= drawn.from);
        let lane = free.unwrap_or(busy_until.len());
        if lane == busy_until.len() {
            busy_until.push(drawn.until);
        } else {
            busy_until[lane] = drawn.until;
        }
        places[at].lane = lane;
    }
    for &at in group {
        places[at].lanes = busy_until.len();
    }
}

fn at_least(one: Stretch) -> Stretch {
    let from = one.from.clamp(0, DAY - LEAST);
    let until = one.until.clamp(from + LEAST, DAY);
    Stretch { from, until }
}

/// An hour of a day that clocks do not show once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Odd {
    /// Clocks leave (part of) it out.
    Missing,
    /// Clocks show (part of) it twice.
    Twice,
}

/// The odd hours of a day, from how many minutes after midnight it really is when clocks show 0, 1 … 24 o'clock.
pub fn odd_hours(passed: &[i32]) -> Vec<(i32, Odd)> {
    let hour = |at: usize| i32::try_from(at).unwrap_or_default();
    let lengths = passed.windows(2).map(|pair| pair[1] - pair[0]).enumerate();
    lengths
        .filter_map(|(at, length)| match length {
            60 => None,
            short if short < 60 => Some((hour(at), Odd::Missing)),
            _ => Some((hour(at), Odd::Twice)),
        })
        .collect()
}

/// Where an arrow key leads from one of the things shown, each by its day's place and its minute, in any order.
pub fn next(shown: &[(usize, i32)], at: usize, key: &str) -> Option<usize> {
    let &(day, minute) = shown.get(at)?;
    let mut order: Vec<usize> = (0..shown.len()).collect();
    order.sort_by_key(|&one| (shown[one], one));
    let place = order.iter().position(|&one| one == at)?;
    let near = |day: usize| {
        let there = order.iter().copied().filter(|&one| shown[one].0 == day);
        there.min_by_key(|&one| (shown[one].1 - minute).abs())
    };
    let days = || shown.iter().map(|one| one.0);
    match key {
        "ArrowDown" => order.get(place + 1).copied(),
        "ArrowUp" => order.get(place.checked_sub(1)?).copied(),
        "ArrowLeft" => near(days().filter(|&one| one < day).max()?),
        "ArrowRight" => near(days().filter(|&one| one > day).min()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(from: i32, until: i32) -> Stretch {
        Stretch { from, until }
    }

    fn lanes(stretches: &[(i32, i32)]) -> Vec<(usize, usize)> {
        let stretches: Vec<Stretch> = stretches
            .iter()
            .map(|&(from, until)| stretch(from, until))
            .collect();
        let places = places(&stretches);
        places
            .iter()
            .map(|place| (place.lane, place.lanes))
            .collect()
    }

    #[test]
    fn what_overlaps_stands_side_by_side_and_the_rest_has_all_the_room() {
        assert_eq!(lanes(&[]), []);
        assert_eq!(lanes(&[(540, 600), (600, 660)]), [(0, 1), (0, 1)]);
        assert_eq!(lanes(&[(540, 660), (600, 720)]), [(0, 2), (1, 2)]);
        // A free lane is used again, and all that hang together are equally wide.
        assert_eq!(
            lanes(&[(540, 660), (570, 600), (600, 660), (660, 720)]),
            [(0, 2), (1, 2), (1, 2), (0, 1)]
        );
        // The longer one of two that begin together stands first, whatever the order they come in.
        assert_eq!(lanes(&[(540, 600), (540, 720)]), [(1, 2), (0, 2)]);
        assert_eq!(
            lanes(&[(0, 60), (0, 60), (0, 60)]),
            [(0, 3), (1, 3), (2, 3)]
        );
    }

    #[test]
    fn what_is_short_can_be_read_and_covers_nothing() {
        let found = places(&[stretch(600, 600), stretch(610, 640), stretch(1_435, 1_440)]);
        assert_eq!(found[0].drawn, stretch(600, 630));
        assert_eq!((found[0].lanes, found[1].lane), (2, 1));
        assert_eq!(found[2].drawn, stretch(1_410, 1_440));
    }

    #[test]
    fn what_goes_past_midnight_stands_on_both_days() {
        let night = Shown {
            from: "2026-11-22T22:30",
            until: "2026-11-23T01:15",
            minutes: 165,
        };
        assert_eq!(night.on("2026-11-21"), None);
        assert_eq!(night.on("2026-11-22"), Some(stretch(1_350, 1_440)));
        assert_eq!(night.on("2026-11-23"), Some(stretch(0, 75)));
        assert!(!night.is_long());
        // What ends at midnight is over before the next day begins.
        let evening = Shown {
            until: "2026-11-23T00:00",
            minutes: 90,
            ..night
        };
        assert_eq!(evening.on("2026-11-22"), Some(stretch(1_350, 1_440)));
        assert_eq!(evening.on("2026-11-23"), None);
        // What begins at midnight and takes no time is there all the same.
        let moment = Shown {
            from: "2026-11-23T00:00",
            until: "2026-11-23T00:00",
            minutes: 0,
        };
        assert_eq!(moment.on("2026-11-23"), Some(stretch(0, 0)));
    }

    #[test]
    fn days_on_which_clocks_change_show_what_clocks_show() {
        // Forward, 02:00 to 03:00: an hour and a half goes on until clocks show four.
        let forward = Shown {
            from: "2027-03-28T01:30",
            until: "2027-03-28T04:00",
            minutes: 90,
        };
        assert_eq!(forward.on("2027-03-28"), Some(stretch(90, 240)));
        // Back, 03:00 to 02:00: half an hour from the first 02:45 on ends at the second 02:15, later all the same.
        let back = Shown {
            from: "2026-10-25T02:45",
            until: "2026-10-25T02:15",
            minutes: 30,
        };
        assert_eq!(back.on("2026-10-25"), Some(stretch(165, 195)));
        // What lasts through all of the hour that comes twice ends where clocks say.
        let through = Shown {
            from: "2026-10-25T01:30",
            until: "2026-10-25T04:00",
            minutes: 210,
        };
        assert_eq!(through.on("2026-10-25"), Some(stretch(90, 240)));
    }

    #[test]
    fn odd_hours_are_found_wherever_clocks_change() {
        let usual: Vec<i32> = (0..=24).map(|hour| hour * 60).collect();
        assert_eq!(odd_hours(&usual), []);
        let forward: Vec<i32> = (0..=24)
            .map(|hour| if hour > 2 { hour * 60 - 60 } else { hour * 60 })
            .collect();
        assert_eq!(odd_hours(&forward), [(2, Odd::Missing)]);
        let back: Vec<i32> = (0..=24)
            .map(|hour| if hour > 2 { hour * 60 + 60 } else { hour * 60 })
            .collect();
        assert_eq!(odd_hours(&back), [(2, Odd::Twice)]);
        // Half an hour on Lord Howe Island.
        let half: Vec<i32> = (0..=24)
            .map(|hour| if hour > 2 { hour * 60 - 30 } else { hour * 60 })
            .collect();
        assert_eq!(odd_hours(&half), [(2, Odd::Missing)]);
    }

    #[test]
    fn arrows_go_through_a_day_and_to_the_nearest_in_the_next_one_that_has_any() {
        let shown = &[(0, 540), (0, 840), (2, 600), (2, 870)];
        for (at, key, to) in [
            (0, "ArrowDown", Some(1)),
            (1, "ArrowDown", Some(2)),
            (3, "ArrowDown", None),
            (2, "ArrowUp", Some(1)),
            (0, "ArrowUp", None),
            (1, "ArrowRight", Some(3)),
            (0, "ArrowRight", Some(2)),
            (3, "ArrowLeft", Some(1)),
            (0, "ArrowLeft", None),
            (3, "ArrowRight", None),
            (0, "x", None),
        ] {
            assert_eq!(next(shown, at, key), to, "{at} {key}");
        }
        assert_eq!(next(shown, 9, "ArrowDown"), None);
    }

    #[test]
    fn clocks_are_read_and_written() {
        assert_eq!(minute("09:30"), Some(570));
        assert_eq!(minute("half past nine"), None);
        assert_eq!(
            (clock(570), clock(DAY), clock(-5)),
            ("09:30".to_owned(), "23:59".to_owned(), "00:00".to_owned())
        );
        assert_eq!((snapped(44, 15), snapped(-1, 15)), (30, -15));
    }
}
