//! Reports: figures that take more than one question.

use guanxi_domain::sales::funnel::HEALTHS;
use guanxi_domain::sales::targets::TARGET;
use serde_json::{Value as Json, json};
use utoipa::openapi::path::{HttpMethod, Parameter, ParameterIn};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder};
use utoipa::openapi::{Components, Required};

use super::kinds::named;
use super::operation::Op;
use super::shared::{boolean, closed, integer, or_null, query, string, string_or_null, text};

/// Its tag.
pub const TAG: &str = "reports";
const ID: &str = "019a0000-0000-7000-8000-000000000001";

type Told = (HttpMethod, String, Op);

/// Adds the schemas and tells the operations.
pub fn add(components: &mut Components) -> Vec<Told> {
    let schemas = [
        ("Stretch", stretch()),
        ("FunnelQuery", asked()),
        ("Funnel", funnel()),
        ("FunnelStage", stage()),
        ("FunnelOpen", open()),
        ("FunnelBlock", block()),
        ("FunnelPassage", passage()),
        ("FunnelReason", reason()),
        ("FunnelResult", result()),
        ("AmountOfCurrency", amount()),
        ("Attainment", attained()),
        ("Attainments", attainments()),
    ];
    for (name, schema) in schemas {
        components.schemas.insert(name.to_owned(), schema.into());
    }
    vec![funnel_operation(), attainment_operation()]
}

fn funnel_operation() -> Told {
    let op = Op::new(
        TAG,
        "pipeline_funnel",
        "The battle map of a pipeline",
        "Where the open opportunities of a pipeline stand and how they are doing, and how opportunities went from stage to stage during some time, beside another time if asked. Every figure counts what the caller may see; each band and block comes with the filter that lists exactly its opportunities. Reads only, so it needs no idempotency key.",
    );
    let op = op
        .takes_own(pipeline())
        .takes(&["Accept-Language"])
        .body(named("FunnelQuery", None), asked_example())
        .answers(200, "The map.", &[], named("Funnel", None), example())
        .refuses(&[400, 401, 403, 404, 408, 413, 415, 422]);
    (
        HttpMethod::Post,
        "/api/v1/pipelines/{id}/funnel".to_owned(),
        op,
    )
}

fn attainment_operation() -> Told {
    let on = query(
        "on",
        "The day that the targets run on; today in the caller's zone when not said.",
        named("Day", None),
        json!("2026-11-22"),
    );
    let op = Op::new(
        TAG,
        "target_attainment",
        "What was reached of targets",
        "The targets that run on a day, as far as the caller sees them. While a period runs, records that the caller sees are counted at this moment; some days after its end what was reached is kept. A won opportunity that several people share (`split`) counts for each of them by their percentage, and so for the teams they are in now, not for its owner; the parts add up to the amount to the smallest unit, what cannot be divided goes to the largest share, and as a number it counts once, for the largest share. In the target of a person their own shares count even of opportunities that the caller cannot open, as when it is closed; `unseen_amounts` and `unseen_count` say how much that is, and nothing else of these is told. No other report divides: the battle map, won and lost and the activity of a team count opportunities whole. What tells of a field that the caller does not see is left out; what was reached is null while the caller may not count it.",
    );
    let op = op
        .takes_own(on)
        .takes(&["Accept-Language"])
        .answers(
            200,
            "The targets.",
            &[],
            named("Attainments", None),
            json!({ "data": [attained_example()], "truncated": false }),
        )
        .refuses(&[400, 401, 403]);
    (HttpMethod::Get, "/api/v1/targets/attainment".to_owned(), op)
}

fn attainments() -> ObjectBuilder {
    let schema = ObjectBuilder::new()
        .description(Some("Targets with what was reached."))
        .property("data", list_of("Attainment", "The targets."))
        .property(
            "truncated",
            boolean().description(Some("Whether there were too many to deliver all.")),
        );
    all_required(schema, &["data", "truncated"])
}

fn attained() -> ObjectBuilder {
    let metrics = TARGET
        .field("metric")
        .map_or(&[][..], |field| field.choices);
    let id_or_null = |text: &str| string_or_null(text);
    let number = |text: &str| or_null(integer(0, isize::MAX).description(Some(text)));
    let schema = ObjectBuilder::new()
        .description(Some("A target and what was reached of it, as far as the caller sees the fields that it tells of."))
        .property("target_id", named("Id", None))
        .property("name", text("Its period in figures."))
        .property(
            "metric",
            string().enum_values(Some(metrics.iter().copied())),
        )
        .property("owner_id", id_or_null("Whose it is."))
        .property("for_team_id", id_or_null("The team measured together."))
        .property("starts_on", named("Day", None))
        .property("ends_on", named("Day", None))
        .property("goal_amount", or_null(named("AmountOfCurrency", None)))
        .property("goal_count", number("How many there are to be."))
        .property("reached_amount", or_null(named("AmountOfCurrency", None)))
        .property("reached_count", number("How many there were."))
        .property(
            "others",
            amounts("What was won in other currencies; never added to the rest."),
        )
        .property(
            "unseen_amounts",
            amounts("How much of that are the person's own shares in opportunities that the caller cannot open, by currency."),
        )
        .property(
            "unseen_count",
            integer(0, isize::MAX).description(Some(
                "How many of them are such shares.",
            )),
        )
        .property(
            "percent",
            string_or_null("Reached of the goal, in percent."),
        )
        .property(
            "elapsed",
            string_or_null("How much of the days have passed, in percent."),
        )
        .property(
            "closed",
            boolean().description(Some("Whether what was reached is kept as it was.")),
        );
    all_required(schema, &["target_id"])
}

fn attained_example() -> Json {
    json!({
        "target_id": ID, "name": "2026 Q4", "metric": "won_amount", "owner_id": ID, "for_team_id": null,
        "starts_on": "2026-10-01", "ends_on": "2026-12-31",
        "goal_amount": { "amount_minor": 5_000_000, "currency": "EUR" }, "goal_count": null,
        "reached_amount": { "amount_minor": 1_250_000, "currency": "EUR" }, "reached_count": null,
        "others": [], "unseen_amounts": [], "unseen_count": 0, "percent": "25", "elapsed": "57.6", "closed": false,
    })
}

fn pipeline() -> Parameter {
    let mut id = query("id", "Which pipeline.", named("Id", None), json!(ID));
    id.parameter_in = ParameterIn::Path;
    id.required = Required::True;
    id
}

fn stretch() -> ObjectBuilder {
    closed(
        "Days from the first to the last, both of them inside, as they are in the caller's zone.",
    )
    .property("from", named("Day", None))
    .property("to", named("Day", None))
    .required("from")
    .required("to")
}

fn asked() -> ObjectBuilder {
    closed("What is to be shown.")
        .property("filter", or_null(named("Filter", None)))
        .property("during", named("Stretch", None))
        .property("before", or_null(named("Stretch", None)))
        .required("during")
}

fn asked_example() -> Json {
    json!({
        "during": { "from": "2026-10-01", "to": "2026-12-31" },
        "before": { "from": "2026-07-01", "to": "2026-09-30" },
    })
}

fn all_required(schema: ObjectBuilder, names: &[&str]) -> ObjectBuilder {
    names
        .iter()
        .fold(schema, |schema, name| schema.required(*name))
}

fn count(description: &str) -> ObjectBuilder {
    integer(0, isize::MAX).description(Some(description))
}

fn amounts(description: &str) -> ArrayBuilder {
    ArrayBuilder::new()
        .items(named("AmountOfCurrency", None))
        .description(Some(description))
}

fn list_of(name: &str, description: &str) -> ArrayBuilder {
    ArrayBuilder::new()
        .items(named(name, None))
        .description(Some(description))
}

fn amount() -> ObjectBuilder {
    let minor = ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::Integer)
        .description(Some("Whole minor units."));
    let schema = ObjectBuilder::new()
        .description(Some("What was added up in one currency."))
        .property("amount_minor", minor)
        .property("currency", text("ISO 4217 code."));
    all_required(schema, &["amount_minor", "currency"])
}

fn funnel() -> ObjectBuilder {
    let schema = ObjectBuilder::new()
        .description(Some("The battle map of a pipeline."))
        .property("pipeline_id", named("Id", None))
        .property(
            "stages",
            list_of("FunnelStage", "The pipeline's stages, in order."),
        )
        .property("during", named("FunnelResult", None))
        .property("before", named("FunnelResult", None));
    all_required(schema, &["pipeline_id", "stages", "during"])
}

fn stage() -> ObjectBuilder {
    let category = string().enum_values(Some(["open", "won", "lost"]));
    let target = or_null(integer(1, 3_650).description(Some(
        "Days after which an opportunity in it is stuck; null without such a rule.",
    )));
    let schema = ObjectBuilder::new()
        .description(Some("A stage of the map."))
        .property("stage_id", named("Id", None))
        .property("name", text("What people call it."))
        .property("category", category)
        .property(
            "probability",
            string_or_null("How likely an opportunity in it is won, in percent."),
        )
        .property("target_days", target)
        .property("open", named("FunnelOpen", None))
        .property("during", named("FunnelPassage", None))
        .property("before", named("FunnelPassage", None));
    all_required(schema, &["stage_id", "during"])
}

fn worth(description: &str) -> ObjectBuilder {
    let schema = ObjectBuilder::new()
        .description(Some(description))
        .property("count", count("How many opportunities."))
        .property("amount", amounts("What they are worth, per currency."));
    all_required(schema, &["count", "amount"])
}

fn open() -> ObjectBuilder {
    let schema = worth("What stands in the stage now.")
        .property("weighted", amounts("Amount × probability, per currency."))
        .property(
            "median_days",
            string_or_null("Days in the stage: the median."),
        )
        .property("filter", named("Filter", None))
        .property(
            "health",
            list_of(
                "FunnelBlock",
                "The same by how it is doing, the worst first.",
            ),
        );
    all_required(schema, &["weighted", "median_days", "filter", "health"])
}

fn block() -> ObjectBuilder {
    let names = HEALTHS.map(guanxi_domain::sales::funnel::Health::name);
    let health = string().enum_values(Some(names)).description(Some(
        "`no_next_step`: nothing is planned; `stuck`: longer in the stage than its target days; `slowing`: longer than two thirds of them, or the next step is overdue; else `moving`.",
    ));
    let schema = worth("Opportunities of a stage that are doing alike.")
        .property("weighted", amounts("Amount × probability, per currency."))
        .property("health", health)
        .property("filter", named("Filter", None));
    all_required(schema, &["weighted", "health", "filter"])
}

fn passage() -> ObjectBuilder {
    let schema = ObjectBuilder::new()
        .description(Some("How opportunities passed through a stage."))
        .property("entered", count("How many came in."))
        .property("forward", count("How many went on, or were won."))
        .property("back", count("How many went back."))
        .property("lost", count("How many were lost."))
        .property(
            "conversion",
            string_or_null("How many of those that left it went forward, in percent."),
        )
        .property(
            "median_days",
            string_or_null("How long those that left it had been in it: the median, in days."),
        )
        .property(
            "lost_reasons",
            list_of(
                "FunnelReason",
                "Why they were lost, the most frequent first.",
            ),
        );
    all_required(
        schema,
        &[
            "entered",
            "forward",
            "back",
            "lost",
            "conversion",
            "median_days",
            "lost_reasons",
        ],
    )
}

fn reason() -> ObjectBuilder {
    let schema = ObjectBuilder::new()
        .description(Some("A reason, and how often it was given."))
        .property("reason", string_or_null("The reason's name."))
        .property("count", count("How often."));
    all_required(schema, &["reason", "count"])
}

fn result() -> ObjectBuilder {
    let schema = ObjectBuilder::new()
        .description(Some("What was decided during some time."))
        .property("from", named("Day", None))
        .property("to", named("Day", None))
        .property("won", worth("What was won."))
        .property("lost", worth("What was lost."))
        .property(
            "win_rate",
            string_or_null("How many of the decided were won, in percent."),
        );
    all_required(schema, &["from", "to", "won", "lost", "win_rate"])
}

fn example() -> Json {
    let filter = json!({ "and": [{ "field": "status", "op": "eq", "value": "open" }] });
    let euro = json!([{ "amount_minor": 1_250_000, "currency": "EUR" }]);
    let block =
        json!({ "health": "stuck", "count": 2, "amount": euro, "weighted": [], "filter": filter });
    let passage = json!({
        "entered": 9, "forward": 5, "back": 0, "lost": 2, "conversion": "71.4", "median_days": "12.5",
        "lost_reasons": [{ "reason": "price", "count": 2 }],
    });
    let worth = json!({ "count": 2, "amount": euro });
    json!({
        "pipeline_id": ID,
        "stages": [{
            "stage_id": ID, "name": "Qualified", "category": "open", "probability": "25", "target_days": 21,
            "open": {
                "count": 2, "amount": euro, "weighted": [], "median_days": "30", "filter": filter, "health": [block],
            },
            "during": passage,
        }],
        "during": { "from": "2026-10-01", "to": "2026-12-31", "won": worth, "lost": worth, "win_rate": "50" },
    })
}
