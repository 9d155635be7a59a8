//! The map out of its answers.

use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::{About, Answered, Ask, HEALTHS, Step, Which};
use crate::kernel::decimal::Decimal;
use crate::sales::stages::StageCategory;

/// First and last day of a stretch of time.
pub type Stretch = (NaiveDate, NaiveDate);

/// The map as JSON.
pub fn assemble(ask: &Ask, during: Stretch, before: Option<Stretch>, answers: &[Answered]) -> Json {
    let answers = Answers(answers);
    let stages: Vec<Json> = ask
        .steps
        .iter()
        .map(|step| stage(ask, step, &answers))
        .collect();
    let mut map = json!({
        "pipeline_id": ask.pipeline,
        "stages": stages,
        "during": result(during, Which::During, &answers),
    });
    if let Some(before) = before {
        map["before"] = result(before, Which::Before, &answers);
    }
    map
}

fn stage(ask: &Ask, step: &Step, answers: &Answers) -> Json {
    let mut stage = json!({
        "stage_id": step.id,
        "probability": step.probability.map(|percent| percent.to_string()),
        "target_days": step.target_days,
        "during": passage(ask, step, Which::During, answers),
    });
    if let Some(name) = &step.name {
        stage["name"] = json!(name);
    }
    if step.shows_category {
        stage["category"] = json!(step.category.name());
    }
    if step.category == StageCategory::Open {
        stage["open"] = open(ask, step, answers);
    }
    if ask.before.is_some() {
        stage["before"] = passage(ask, step, Which::Before, answers);
    }
    stage
}

/// What stands in the stage now, as a whole and by how it is doing.
fn open(ask: &Ask, step: &Step, answers: &Answers) -> Json {
    let mut open = worth(answers.of_stage(About::Open, step.id));
    let whole = answers.of_stage(About::Open, step.id);
    open["median_days"] = whole.map_or(Json::Null, |values| values["median_days_in_stage"].clone());
    open["filter"] = ask.band(step.id).to_json();
    let told = HEALTHS
        .iter()
        .filter(|health| health.can_be_told(ask.shown));
    let blocks = told.map(|health| {
        let mut block = worth(answers.of_stage(About::Health(*health), step.id));
        block["health"] = json!(health.name());
        block["filter"] = ask.block(Some(step.id), *health).to_json();
        block
    });
    open["health"] = blocks.collect();
    open
}

fn worth(values: Option<&Json>) -> Json {
    let Some(Json::Object(values)) = values else {
        return json!({ "count": 0, "amount": [], "weighted": [] });
    };
    json!({
        "count": values.get("count").cloned().unwrap_or(json!(0)),
        "amount": values.get("sum_amount").cloned().unwrap_or(json!([])),
        "weighted": values.get("sum_weighted").cloned().unwrap_or(json!([])),
    })
}

/// How sales passed through a stage during some time.
fn passage(ask: &Ask, step: &Step, which: Which, answers: &Answers) -> Json {
    let moves = answers.moves(which);
    let into = moves.iter().filter(|one| one.to == Some(step.id));
    let out: Vec<&Move> = moves
        .iter()
        .filter(|one| one.from == Some(step.id))
        .collect();
    let place = |id: Option<Uuid>| ask.steps.iter().position(|step| Some(step.id) == id);
    let here = place(Some(step.id));
    let lost_to = |one: &&&Move| {
        place(one.to).is_some_and(|at| ask.steps[at].category == StageCategory::Lost)
    };
    let lost: i64 = out.iter().filter(lost_to).map(|one| one.count).sum();
    let forward: i64 = out
        .iter()
        .filter(|one| !lost_to(one) && place(one.to) > here)
        .map(|one| one.count)
        .sum();
    let left: i64 = out.iter().map(|one| one.count).sum();
    json!({
        "entered": into.map(|one| one.count).sum::<i64>(),
        "forward": forward,
        "back": left - forward - lost,
        "lost": lost,
        "conversion": share(forward, left),
        "median_days": answers.median_days(which, step.id),
        "lost_reasons": answers.reasons(which, step.id),
    })
}

/// Won and lost during some time, and how many of the decided were won.
fn result((from, to): Stretch, which: Which, answers: &Answers) -> Json {
    let won = worth(answers.whole(About::Won(which)));
    let lost = worth(answers.whole(About::Lost(which)));
    let count = |worth: &Json| worth["count"].as_i64().unwrap_or(0);
    let rate = share(count(&won), count(&won) + count(&lost));
    json!({
        "from": from,
        "to": to,
        "won": weightless(won),
        "win_rate": rate,
        "lost": weightless(lost),
    })
}

/// A share in percent, as it goes over the wire.
fn share(part: i64, whole: i64) -> Json {
    Decimal::percent(part, whole).map_or(Json::Null, |share| json!(share.to_string()))
}

/// What is decided has no weight any more.
fn weightless(mut worth: Json) -> Json {
    if let Json::Object(members) = &mut worth {
        members.remove("weighted");
    }
    worth
}

/// One kind of move.
struct Move {
    from: Option<Uuid>,
    to: Option<Uuid>,
    count: i64,
}

struct Answers<'a>(&'a [Answered]);

impl Answers<'_> {
    fn groups(&self, about: About) -> impl Iterator<Item = (&Map<String, Json>, &Json)> {
        let answer = self.0.iter().find(|(known, _)| *known == about);
        let groups = answer.and_then(|(_, answer)| answer["groups"].as_array());
        groups
            .into_iter()
            .flatten()
            .filter_map(|group| Some((group["keys"].as_object()?, &group["values"])))
    }

    fn of_stage(&self, about: About, stage: Uuid) -> Option<&Json> {
        let here = |keys: &Map<String, Json>| id(keys, "stage_id") == Some(stage);
        self.groups(about)
            .find(|(keys, _)| here(keys))
            .map(|(_, values)| values)
    }

    fn whole(&self, about: About) -> Option<&Json> {
        self.groups(about).next().map(|(_, values)| values)
    }

    fn moves(&self, which: Which) -> Vec<Move> {
        let groups = self.groups(About::Moves(which));
        let read = groups.map(|(keys, values)| Move {
            from: id(keys, "from_stage_id"),
            to: id(keys, "to_stage_id"),
            count: values["count"].as_i64().unwrap_or(0),
        });
        read.collect()
    }

    /// The median time that sales had been in a stage when they left it, in days with one place.
    fn median_days(&self, which: Which, stage: Uuid) -> Json {
        let mut groups = self.groups(About::Durations(which));
        let found = groups.find(|(keys, _)| id(keys, "from_stage_id") == Some(stage));
        let seconds: Option<Decimal> =
            found.and_then(|(_, values)| values["median_seconds"].as_str()?.parse().ok());
        seconds.map_or(Json::Null, |seconds| {
            let tenth = i64::from(86_400 / 10) * 1_000_000;
            let tenths = (2 * seconds.micros() + tenth) / (2 * tenth);
            json!(Decimal::from_micros(tenths * 100_000).to_string())
        })
    }

    fn reasons(&self, which: Which, stage: Uuid) -> Json {
        let groups = self
            .groups(About::Reasons(which))
            .filter(|(keys, _)| id(keys, "from_stage_id") == Some(stage));
        let mut reasons: Vec<(i64, Json)> = groups
            .map(|(keys, values)| {
                let count = values["count"].as_i64().unwrap_or(0);
                let reason = keys.get("opportunity_id.lost_reason").cloned();
                (count, reason.unwrap_or(Json::Null))
            })
            .collect();
        reasons.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.to_string().cmp(&b.1.to_string())));
        let shown = reasons
            .into_iter()
            .map(|(count, reason)| json!({ "reason": reason, "count": count }));
        shown.collect()
    }
}

fn id(keys: &Map<String, Json>, name: &str) -> Option<Uuid> {
    keys.get(name)?.as_str()?.parse().ok()
}
