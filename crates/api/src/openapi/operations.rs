//! What administrators see of the servers themselves.

use serde_json::{Value as Json, json};
use utoipa::openapi::path::{HttpMethod, ParameterIn};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder};
use utoipa::openapi::{Components, Required};

use super::kinds::named;
use super::operation::Op;
use super::shared::{boolean, closed, integer, or_null, query, string, string_or_null, text};

const TAG: &str = "platform";
const PATH: &str = "/api/v1/operations";
type Told = (HttpMethod, String, Op);

/// Adds the schemas and tells the operations.
pub fn add(components: &mut Components) -> Vec<Told> {
    let mut put = |name: &str, schema: ObjectBuilder| {
        components.schemas.insert(name.to_owned(), schema.into());
    };
    put("Operations", operations());
    put("ServerHealth", health());
    put("ServerNode", node());
    put("RecurringJob", job());
    put("QueuedWork", work());
    put("SlowStatement", statement());
    vec![show(), run()]
}

fn show() -> Told {
    let op = Op::new(
        TAG,
        "get_operations",
        "How the servers fare",
        "For administrators: the health of the server that answers, all servers on this database, work that comes again and again, work that somebody asked for, and the statements that took long on this server since it was started.",
    );
    let op = op
        .takes(&["Accept-Language"])
        .answers(
            200,
            "How they fare.",
            &[],
            named("Operations", None),
            example(),
        )
        .refuses(&[400, 401, 403]);
    (HttpMethod::Get, PATH.to_owned(), op)
}

fn run() -> Told {
    let op = Op::new(
        TAG,
        "run_job",
        "Run a job now",
        "Has a job done by the next server that looks, within seconds. Harmless when it is due or under way.",
    );
    let mut name = query("name", "Which job.", string(), json!("tidy_up"));
    name.parameter_in = ParameterIn::Path;
    name.required = Required::True;
    let op = op
        .takes_own(name)
        .takes(&["Accept-Language"])
        .answers(
            200,
            "The job.",
            &[],
            named("RecurringJob", None),
            job_example(),
        )
        .refuses(&[400, 401, 403, 404]);
    (HttpMethod::Post, format!("{PATH}/jobs/{{name}}/run"), op)
}

fn all_of(object: ObjectBuilder, names: &[&str]) -> ObjectBuilder {
    names
        .iter()
        .fold(object, |object, name| object.required(*name))
}

fn list(name: &str, description: &str) -> ArrayBuilder {
    ArrayBuilder::new()
        .items(named(name, None))
        .description(Some(description))
}

fn count(description: &str) -> ObjectBuilder {
    integer(0, isize::MAX).description(Some(description))
}

fn instant(description: &str) -> ObjectBuilder {
    text(description)
}

fn operations() -> ObjectBuilder {
    let object = closed("How the servers fare.")
        .property("health", named("ServerHealth", None))
        .property(
            "servers",
            list(
                "ServerNode",
                "Servers on this database, also those that were there lately.",
            ),
        )
        .property(
            "jobs",
            list("RecurringJob", "Work that comes again and again."),
        )
        .property(
            "work",
            list(
                "QueuedWork",
                "Work that somebody asked for, the newest first.",
            ),
        )
        .property(
            "statements",
            list(
                "SlowStatement",
                "Statements that took 50 ms and more on this server, the worst first.",
            ),
        );
    all_of(object, &["health", "servers", "jobs", "work", "statements"])
}

fn health() -> ObjectBuilder {
    let object = closed("The server that answers.")
        .property("ready", boolean().description(Some("Whether it can work.")))
        .property("version", text("Its version."))
        .property(
            "database",
            string().enum_values(Some(["sqlite", "postgresql"])),
        )
        .property(
            "connections_busy",
            count("Connections to the database in use."),
        )
        .property(
            "connections_most",
            count("Connections to the database that there may be."),
        )
        .property(
            "writes_waiting",
            or_null(count("Writes that wait; SQLite only.")),
        )
        .property(
            "events_behind",
            count("Events that are not linked into the chain yet."),
        );
    all_of(
        object,
        &[
            "ready",
            "version",
            "database",
            "connections_busy",
            "connections_most",
            "writes_waiting",
            "events_behind",
        ],
    )
}

fn node() -> ObjectBuilder {
    let object = closed("A server.")
        .property("id", text("Which process."))
        .property("name", text("The machine's name."))
        .property("version", text("The version it runs."))
        .property("started_at", instant("When it was started."))
        .property("seen_at", instant("When it was heard of last."))
        .property(
            "is_there",
            boolean().description(Some("Whether it was heard of within a minute.")),
        )
        .property(
            "is_this",
            boolean().description(Some("Whether it is the one that answers.")),
        );
    all_of(
        object,
        &[
            "id",
            "name",
            "version",
            "started_at",
            "seen_at",
            "is_there",
            "is_this",
        ],
    )
}

fn job() -> ObjectBuilder {
    let object = closed(
        "Work that comes again and again. What was missed while no server ran is done once.",
    )
    .property("name", text("Which."))
    .property(
        "state",
        string().enum_values(Some(["waiting", "running", "failed"])),
    )
    .property(
        "every_seconds",
        count("Seconds from the end of one run to the next."),
    )
    .property("next_at", instant("When it is done next."))
    .property("started_at", string_or_null("When it was begun last."))
    .property(
        "took_micros",
        or_null(count("Microseconds that it took, or has taken so far.")),
    )
    .property(
        "fault",
        string_or_null("Why it failed, if it did when it was done last."),
    )
    .property("runs", count("How often it was done."))
    .property("failures", count("How often it failed since it went well."));
    all_of(
        object,
        &[
            "name",
            "state",
            "every_seconds",
            "next_at",
            "started_at",
            "took_micros",
            "fault",
            "runs",
            "failures",
        ],
    )
}

fn work() -> ObjectBuilder {
    let object = closed("Work that somebody asked for once.")
        .property("id", text("Which."))
        .property("kind", text("Of which kind, such as `import`."))
        .property(
            "state",
            string().enum_values(Some(["waiting", "running", "done"])),
        )
        .property("created_at", instant("When somebody asked for it."))
        .property("run_at", instant("When it may be begun."))
        .property(
            "attempts",
            count("How often it was begun without getting anywhere."),
        )
        .property("outcome", string_or_null("What came of it, in a word."));
    all_of(
        object,
        &[
            "id",
            "kind",
            "state",
            "created_at",
            "run_at",
            "attempts",
            "outcome",
        ],
    )
}

fn statement() -> ObjectBuilder {
    let object = closed("A statement that took long.")
        .property("text", text("Its text, without any value."))
        .property("count", count("How often it took long."))
        .property("median_micros", count("The median of its last times."))
        .property("worst_micros", count("Its longest time."));
    all_of(object, &["text", "count", "median_micros", "worst_micros"])
}

fn job_example() -> Json {
    json!({
        "name": "tidy_up", "state": "waiting", "every_seconds": 600, "next_at": "2026-11-22T12:10:00Z",
        "started_at": "2026-11-22T12:00:00Z", "took_micros": 5200, "fault": null, "runs": 12, "failures": 0,
    })
}

fn example() -> Json {
    json!({
        "health": {
            "ready": true, "version": env!("CARGO_PKG_VERSION"), "database": "sqlite", "connections_busy": 1,
            "connections_most": 16, "writes_waiting": 0, "events_behind": 0,
        },
        "servers": [{
            "id": "01975e6e-9d2a-7c3e-8f10-2b6d4c1a9e55", "name": "crm", "version": env!("CARGO_PKG_VERSION"),
            "started_at": "2026-11-22T08:00:00Z", "seen_at": "2026-11-22T12:00:00Z", "is_there": true, "is_this": true,
        }],
        "jobs": [job_example()],
        "work": [{
            "id": "01975e6e-9d2a-7c3e-8f10-2b6d4c1a9e56", "kind": "import", "state": "done",
            "created_at": "2026-11-22T09:00:00Z", "run_at": "2026-11-22T09:00:00Z", "attempts": 1, "outcome": "finished",
        }],
        "statements": [{ "text": "COMMIT", "count": 3, "median_micros": 70000, "worst_micros": 90000 }],
    })
}
