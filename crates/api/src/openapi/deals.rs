//! Questions about sales beside the generic ones.

use guanxi_domain::kernel::query::MOST_ROWS;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::pipelines::PIPELINE;
use guanxi_domain::sales::products::PRODUCT;
use guanxi_domain::sales::stages::STAGE;
use guanxi_persistence::sales::WinLossBy;
use serde_json::json;
use utoipa::openapi::Components;
use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder};

use super::examples;
use super::kinds::named;
use super::operation::Op;
use super::shared::{boolean, closed, integer, or_null, string_or_null, text};

type Told = (HttpMethod, String, Op);

/// What any body may be refused for, whatever it says.
const BODY: [u16; 4] = [400, 408, 413, 415];

/// Adds the schemas and tells the operations.
pub fn add(components: &mut Components) -> Vec<Told> {
    let mut put = |name: &str, schema: ObjectBuilder| {
        components.schemas.insert(name.to_owned(), schema.into());
    };
    put("StandingQuery", standing_query());
    put("DealStanding", standing_schema());
    put("StandingAnswer", data_of("DealStanding"));
    put("StagePace", pace_schema());
    put("PaceAnswer", data_of("StagePace"));
    put("WinLossQuery", win_loss_query());
    put("WinLossRow", win_loss_row());
    let truncated = boolean().description(Some("Whether rows were left out."));
    put(
        "WinLossAnswer",
        data_of("WinLossRow")
            .property("truncated", truncated)
            .required("truncated"),
    );
    vec![standing(), pace(), win_loss()]
}

fn data_of(name: &str) -> ObjectBuilder {
    closed("The answer.")
        .property("data", ArrayBuilder::new().items(named(name, None)))
        .required("data")
}

fn standing() -> Told {
    let op = Op::new(
        OPPORTUNITY.plural,
        "get_standing_of_opportunities",
        "How opportunities stand",
        "For each of some opportunities: whether it is stalled by what its pipeline calls so, how long it stands in its stage, when both sides last spoke, and what is missing before it may leave the stage forward. Those that the caller may not see are left out.",
    );
    let op = op
        .takes(&["Accept-Language"])
        .body(
            named("StandingQuery", None),
            json!({ "ids": [examples::id(&OPPORTUNITY)] }),
        )
        .answers(
            200,
            "How they stand.",
            &[],
            named("StandingAnswer", None),
            json!({ "data": [{
                "id": examples::id(&OPPORTUNITY), "stage_id": examples::id(&STAGE), "pipeline_id": examples::id(&PIPELINE),
                "days_in_stage": 12, "is_stalled": false, "last_contact_at": "2026-11-20T09:30:00Z",
                "missing": [{ "pointer": "/close_on", "code": "required", "message": "Please fill this in." }],
            }] }),
        )
        .refuses(&BODY)
        .refuses(&[401, 403, 422]);
    let path = "/api/v1/opportunities/standing".to_owned();
    (HttpMethod::Post, path, op)
}

fn standing_query() -> ObjectBuilder {
    let ids = ArrayBuilder::new()
        .items(named("Id", None))
        .min_items(Some(1))
        .max_items(Some(MOST_ROWS));
    closed("Which opportunities.")
        .property("ids", ids)
        .required("ids")
}

fn standing_schema() -> ObjectBuilder {
    let missing = ArrayBuilder::new()
        .items(named("FieldError", None))
        .description(Some("Each field and criterion, in words."));
    let days = integer(0, isize::MAX).description(Some("None once it is decided."));
    ObjectBuilder::new()
        .description(Some("How one opportunity stands."))
        .property("id", named("Id", None))
        .property("stage_id", named("IdOrNull", None))
        .property("pipeline_id", named("IdOrNull", None))
        .property("days_in_stage", or_null(days))
        .property(
            "is_stalled",
            boolean().description(Some("What its pipeline calls stalled holds.")),
        )
        .property(
            "last_contact_at",
            string_or_null("When both sides last had their say, as far as the caller may see."),
        )
        .property("missing", missing)
        .required("id")
        .required("is_stalled")
        .required("missing")
}

fn pace() -> Told {
    let op = Op::new(
        PIPELINE.plural,
        "get_pace_of_pipeline",
        "How long opportunities stay",
        "The median stay in each stage of a pipeline that opportunities left within a year, whoever owned them. Stages that nobody left are left out.",
    );
    let op = op
        .takes(&["id", "Accept-Language"])
        .answers(
            200,
            "The pace.",
            &[],
            named("PaceAnswer", None),
            json!({ "data": [{ "stage_id": examples::id(&STAGE), "median_seconds": 1_036_800, "counted": 40 }] }),
        )
        .refuses(&[400, 401, 403, 404]);
    let path = "/api/v1/pipelines/{id}/pace".to_owned();
    (HttpMethod::Get, path, op)
}

fn pace_schema() -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some("How long opportunities stay in one stage."))
        .property("stage_id", named("Id", None))
        .property(
            "median_seconds",
            integer(0, isize::MAX).description(Some("Half of them left sooner.")),
        )
        .property(
            "counted",
            integer(1, isize::MAX).description(Some("How many left it.")),
        )
        .required("stage_id")
        .required("median_seconds")
        .required("counted")
}

fn win_loss() -> Told {
    let op = Op::new(
        OPPORTUNITY.plural,
        "get_win_loss_of_opportunities",
        "What was won and lost",
        "How many decided opportunities were won and lost: against each competitor, with each product, in each line of business; or why they were lost, and from which stage. A filter narrows it, to one product or segment for instance.",
    );
    let op = op
        .takes(&["Accept-Language"])
        .body(
            named("WinLossQuery", None),
            json!({ "by": "product", "filter": { "field": "close_on", "op": "gte", "value": "@last_year" } }),
        )
        .answers(
            200,
            "The counts, the most decided first.",
            &[],
            named("WinLossAnswer", None),
            json!({ "data": [{ "id": examples::id(&PRODUCT), "name": "Crane", "won": 7, "lost": 3 }], "truncated": false }),
        )
        .refuses(&BODY)
        .refuses(&[401, 403, 422]);
    let path = "/api/v1/opportunities/win_loss".to_owned();
    (HttpMethod::Post, path, op)
}

fn win_loss_query() -> ObjectBuilder {
    let by = text("By what they are told apart.")
        .enum_values(Some(WinLossBy::ALL.map(|(_, name)| name)));
    closed("What is asked.")
        .property("by", by)
        .property("filter", or_null(named("Filter", None)))
        .required("by")
}

fn win_loss_row() -> ObjectBuilder {
    let count = |what: &str| integer(0, isize::MAX).description(Some(what.to_owned()));
    ObjectBuilder::new()
        .description(Some(
            "The counts of one competitor, product, segment or reason.",
        ))
        .property(
            "id",
            named(
                "IdOrNull",
                Some("Of the competitor, the product, or the stage it was lost from.".to_owned()),
            ),
        )
        .property(
            "name",
            string_or_null("Its name, the line of business, or the reason."),
        )
        .property("won", count("How many were won."))
        .property("lost", count("How many were lost."))
        .required("won")
        .required("lost")
}
