//! What is asked for the first page, and how the answers are parted.

use serde_json::json;

use super::lists::{Part, Question, Show};
use crate::records::today::{Node, Row, day_after};
use crate::ui::Formats;

/// Years back in which sales are remembered on their day.
const YEARS: i32 = 10;

/// Of whom.
#[derive(Clone, Copy)]
pub struct Whose {
    /// Everybody in sight, not only me.
    pub team: bool,
}

impl Whose {
    fn all(self, parts: Vec<Node>) -> Node {
        let mine = (!self.team).then(|| Node::test("owner_id", "eq", json!("@me")));
        Node::all(mine.into_iter().chain(parts).collect())
    }
}

fn any(parts: Vec<Node>) -> Node {
    Node::Group { any: true, parts }
}

fn open() -> Node {
    Node::test("status", "in", json!(["open"]))
}

fn empty(field: &str, empty: bool) -> Node {
    Node::test(field, "empty", json!(empty))
}

/// The day on which something stands.
pub fn day_of(formats: Formats, row: &Row) -> String {
    let day = ["due_on", "next_step_on", "close_on"]
        .into_iter()
        .map(|name| row.text(name))
        .find(|day| !day.is_empty());
    match (day, row.text("starts_at")) {
        (Some(day), _) => day.to_owned(),
        (None, "") => String::new(),
        (None, start) => formats.local_day(start),
    }
}

/// What is to be done within a week: one question for four lists.
pub fn activities(whose: Whose) -> [Question; 2] {
    let week = || {
        any(vec![
            Node::test("due_on", "lte", json!("@today+7")),
            Node::test("starts_at", "lte", json!("@today+7")),
            empty("reminded_at", false),
        ])
    };
    let awake = || empty("snoozed_until", true);
    let due = |op: &str| whose.all(vec![open(), Node::test("due_on", op, json!("@today"))]);
    let reminded = whose.all(vec![open(), empty("reminded_at", false)]);
    let undated = whose.all(vec![
        open(),
        empty("due_on", true),
        empty("starts_at", true),
    ]);
    let soon = Question {
        filter: whose.all(vec![open(), awake(), week()]),
        sort: "due_on",
        parts: vec![
            Part::new("ui-home-reminders", Show::Folded, is_reminded, reminded),
            Part::new("ui-home-overdue", Show::Overdue, is_overdue, due("lt")),
            Part::new("ui-home-today", Show::Usual, is_today, due("eq")),
            Part::new(
                "ui-home-week",
                Show::Usual,
                is_ahead,
                whose.all(vec![open(), week()]),
            ),
        ],
    };
    let rest = Question {
        filter: whose.all(vec![
            open(),
            awake(),
            empty("due_on", true),
            empty("starts_at", true),
            empty("reminded_at", true),
        ]),
        sort: "-created_at",
        parts: vec![Part::new(
            "ui-home-undated",
            Show::Folded,
            |_, _| true,
            undated,
        )],
    };
    [soon, rest]
}

/// Where others mentioned me lately.
pub fn mentions() -> Question {
    let lately = Node::all(vec![
        Node::test("user_id", "eq", json!("@me")),
        Node::test("withdrawn", "eq", json!(false)),
        Node::test("created_at", "gte", json!("@today-14")),
    ]);
    Question {
        filter: lately.clone(),
        sort: "-created_at",
        parts: vec![Part::new(
            "ui-home-mentions",
            Show::Folded,
            |_, _| true,
            lately,
        )],
    }
}

fn is_reminded(_: Formats, row: &Row) -> bool {
    !row.text("reminded_at").is_empty()
}

fn is_overdue(formats: Formats, row: &Row) -> bool {
    let day = day_of(formats, row);
    !is_reminded(formats, row) && !day.is_empty() && day < formats.today()
}

fn is_today(formats: Formats, row: &Row) -> bool {
    !is_reminded(formats, row) && day_of(formats, row) == formats.today()
}

fn is_ahead(formats: Formats, row: &Row) -> bool {
    !is_reminded(formats, row) && day_of(formats, row) > formats.today()
}

/// Open sales that want something, and won ones that had their day some years ago.
pub fn opportunities(whose: Whose, formats: Formats) -> [Question; 2] {
    let unplanned = || empty("next_step_on", true);
    let past = || Node::test("next_step_on", "lt", json!("@today"));
    let closing = || Node::test("close_on", "lte", json!("@this_month"));
    let part =
        |label, show, holds, node| Part::new(label, show, holds, whose.all(vec![open(), node]));
    let wanting = Question {
        filter: whose.all(vec![open(), any(vec![unplanned(), past(), closing()])]),
        sort: "close_on",
        parts: vec![
            part(
                "ui-home-no-next-step",
                Show::Usual,
                is_unplanned,
                unplanned(),
            ),
            part("ui-home-step-overdue", Show::Overdue, is_step_past, past()),
            part("ui-home-closing", Show::Usual, is_closing, closing()),
        ],
    };
    let days = whose.all(vec![
        Node::test("status", "in", json!(["won"])),
        any(anniversaries(&formats.today())),
    ]);
    let birthdays = Question {
        filter: days.clone(),
        sort: "-amount",
        parts: vec![Part::new(
            "ui-home-anniversaries",
            Show::Folded,
            |_, _| true,
            days,
        )],
    };
    [wanting, birthdays]
}

fn is_unplanned(_: Formats, row: &Row) -> bool {
    row.text("next_step_on").is_empty()
}

fn is_step_past(formats: Formats, row: &Row) -> bool {
    let day = row.text("next_step_on");
    !day.is_empty() && *day < *formats.today()
}

fn is_closing(formats: Formats, row: &Row) -> bool {
    let (day, today) = (row.text("close_on"), formats.today());
    !day.is_empty() && (*day < *today || day.get(..7) == today.get(..7))
}

/// The week from today on, in each of the years before.
fn anniversaries(today: &str) -> Vec<Node> {
    let until = day_after(today, 7);
    let shifted = |day: &str, years: i32| {
        let year: i32 = day.get(..4)?.parse().ok()?;
        // A leap day counts from the day before.
        let rest = day
            .get(4..)
            .filter(|rest| *rest != "-02-29")
            .unwrap_or("-02-28");
        Some(format!("{:04}{rest}T00:00:00Z", year - years))
    };
    let week = |years: i32| {
        Some(Node::all(vec![
            Node::test("won_at", "gte", json!(shifted(today, years)?)),
            Node::test("won_at", "lt", json!(shifted(&until, years)?)),
        ]))
    };
    (1..=YEARS).filter_map(week).collect()
}
