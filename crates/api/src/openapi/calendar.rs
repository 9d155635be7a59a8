//! Calendars.

use guanxi_domain::activities::attendees::ATTENDEE;
use serde_json::{Value as Json, json};
use utoipa::openapi::path::{HttpMethod, Parameter, ParameterIn, ParameterStyle};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder};
use utoipa::openapi::{Components, Required};

use super::kinds::{Any, named};
use super::operation::Op;
use super::shared::{
    boolean, bytes, integer, open, or_null, query, string, string_or_null, strings, text,
};
use crate::calendar::MOST_INVITATIONS;

/// Their tag.
pub const TAG: &str = "calendar";

type Told = (HttpMethod, String, Op);

/// Adds the schemas and tells the operations.
pub fn add(components: &mut Components) -> Vec<Told> {
    let schemas = [
        ("Agenda", agenda_schema()),
        ("Invitations", invitations_schema()),
        ("CalendarFeed", feed_schema()),
        ("CalendarImport", import_schema()),
    ];
    for (name, schema) in schemas {
        components.schemas.insert(name.to_owned(), schema.into());
    }
    vec![
        agenda(),
        invitations(),
        import(),
        feed(),
        renew(),
        end(),
        read(),
    ]
}

fn moment(name: &str, about: &str, example: &str) -> Parameter {
    let mut parameter = query(name, about, string(), json!(example));
    parameter.required = Required::True;
    parameter
}

fn agenda() -> Told {
    let op = Op::new(
        TAG,
        "get_agenda",
        "Whose time is taken",
        "The times of activities of some people, in the order in which they begin, those that come back expanded. Of what the caller may not see, and of what is private, only that the time is taken.",
    );
    let mut users = query(
        "users",
        "Whose time; the caller's when not said. At most 20.",
        strings("Ids of users."),
        json!(["019a0000-0000-7000-8000-000000000001"]),
    );
    users.style = Some(ParameterStyle::Form);
    users.explode = Some(false);
    let op = op
        .takes_own(moment(
            "from",
            "From this moment on.",
            "2026-11-01T00:00:00Z",
        ))
        .takes_own(moment(
            "until",
            "Until this moment, at most 62 days later.",
            "2026-12-01T00:00:00Z",
        ))
        .takes_own(users)
        .takes(&["Accept-Language"])
        .answers(200, "The times.", &[], named("Agenda", None), example())
        .refuses(&[400, 401]);
    (HttpMethod::Get, "/api/v1/agenda".to_owned(), op)
}

fn invitations() -> Told {
    let op = Op::new(
        TAG,
        "get_invitations",
        "What is not answered",
        "What the caller is asked to from now on and has neither accepted nor declined, however far ahead: the next time of each, the soonest first. Whoever answered is asked again when the time is moved.",
    );
    let limit = query(
        "limit",
        "How many at most; 50 when not said.",
        integer(1, MOST_INVITATIONS.cast_signed()),
        json!(8),
    );
    let mut example = example();
    example["data"][0]["answer"] = json!("needs_action");
    example["total"] = json!(1);
    let op = op
        .takes_own(limit)
        .takes(&["Accept-Language"])
        .answers(
            200,
            "The invitations.",
            &[],
            named("Invitations", None),
            example,
        )
        .refuses(&[400, 401]);
    (HttpMethod::Get, "/api/v1/agenda/invitations".to_owned(), op)
}

fn invitations_schema() -> ObjectBuilder {
    times(ObjectBuilder::new())
        .description(Some(
            "The next time of each invitation, and how many there are.",
        ))
        .property(
            "total",
            integer(0, isize::MAX).description(Some(
                "How many there are, of which as many as asked for are told; counted up to 2,000.",
            )),
        )
        .required("total")
}

fn example() -> Json {
    json!({ "data": [{
        "starts_at": "2026-11-23T09:00:00Z", "ends_at": "2026-11-23T10:00:00Z", "first_day": null, "last_day": null,
        "user_ids": ["019a0000-0000-7000-8000-000000000001"], "seen": true, "kind": "meeting", "subject": "Show the samples",
    }] })
}

fn answer_or_null(about: &str) -> Any {
    let names = ATTENDEE
        .field("answer")
        .map_or(&[][..], |field| field.choices);
    or_null(
        string()
            .enum_values(Some(names.iter().copied()))
            .description(Some(about)),
    )
}

fn agenda_schema() -> ObjectBuilder {
    times(ObjectBuilder::new()).description(Some("Times in the order in which they begin."))
}

/// Adds the times to a schema.
fn times(schema: ObjectBuilder) -> ObjectBuilder {
    let time = open("One time: with the activity's own members where the caller sees it.")
        .property("starts_at", text("When it begins."))
        .property("ends_at", text("When it ends."))
        .property(
            "first_day",
            string_or_null("Of what takes whole days: the first."),
        )
        .property(
            "last_day",
            string_or_null("Of what takes whole days: the last."),
        )
        .property(
            "user_ids",
            strings("Whose time it takes, of those asked about."),
        )
        .property(
            "answer",
            answer_or_null("What the caller answered who was asked to it; null for others."),
        )
        .property(
            "seen",
            boolean().description(Some(
                "Whether there is more to see than that the time is taken.",
            )),
        );
    let names = [
        "starts_at",
        "ends_at",
        "first_day",
        "last_day",
        "user_ids",
        "seen",
    ];
    let time = names.into_iter().fold(time, ObjectBuilder::required);
    schema
        .property("data", ArrayBuilder::new().items(time))
        .required("data")
}

fn import() -> Told {
    let op = Op::new(
        TAG,
        "import_calendar",
        "Take over events of a calendar",
        "The events of an iCalendar file (RFC 5545) become meetings of the caller. An event that came before is left alone, so the same file may be sent again.",
    );
    let example = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261123T090000Z\r\nSUMMARY:Show the samples\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let op = op
        .takes(&["Accept-Language"])
        .body_of([("text/calendar", bytes().into(), json!(example))])
        .answers(
            200,
            "What became of them.",
            &[],
            named("CalendarImport", None),
            json!({ "created": 1, "skipped": 0, "refused": [] }),
        )
        .refuses(&[400, 401, 403, 408, 413, 415]);
    (HttpMethod::Post, "/api/v1/agenda/import".to_owned(), op)
}

fn import_schema() -> ObjectBuilder {
    let refused = open("An event that is no meeting Guanxi could keep.")
        .property("uid", text("What the file calls it."))
        .property("code", text("Why not."));
    ObjectBuilder::new()
        .description(Some("What became of the events."))
        .property("created", integer(0, isize::MAX))
        .property("skipped", integer(0, isize::MAX))
        .property("refused", ArrayBuilder::new().items(refused))
}

fn feed_schema() -> ObjectBuilder {
    ObjectBuilder::new()
        .description(Some("The own calendar for other programs."))
        .property("path", text("Where it is. Told once, when it is made."))
        .property(
            "created_at",
            string_or_null("Since when; null when there is none."),
        )
}

const FEED: &str = "/api/v1/me/calendar_feed";

fn feed() -> Told {
    let op = Op::new(
        TAG,
        "get_calendar_feed",
        "Whether there is a feed",
        "Its address was told when it was made.",
    )
    .takes(&["Accept-Language"])
    .answers(
        200,
        "The feed.",
        &[],
        named("CalendarFeed", None),
        json!({ "created_at": null }),
    )
    .refuses(&[400, 401]);
    (HttpMethod::Get, FEED.to_owned(), op)
}

fn renew() -> Told {
    let example = json!({
        "path": "/api/v1/calendars/019a0000-0000-7000-8000-000000000001/c2VjcmV0.ics", "created_at": "2026-11-22T10:00:00Z",
    });
    let op = Op::new(
        TAG,
        "renew_calendar_feed",
        "Make a feed, or give it another address",
        "Whoever knows the address reads the calendar; a former address leads nowhere any more.",
    )
    .takes(&["Accept-Language"])
    .answers(
        201,
        "The feed with its address.",
        &[],
        named("CalendarFeed", None),
        example,
    )
    .refuses(&[400, 401]);
    (HttpMethod::Post, FEED.to_owned(), op)
}

fn end() -> Told {
    let op = Op::new(
        TAG,
        "end_calendar_feed",
        "End the feed",
        "Its address leads nowhere any more.",
    )
    .takes(&["Accept-Language"])
    .answers_nothing(204, "It is ended.", &[])
    .refuses(&[400, 401]);
    (HttpMethod::Delete, FEED.to_owned(), op)
}

fn read() -> Told {
    let part = |name: &str, about: &str, example: &str| {
        let mut part = query(name, about, string(), json!(example));
        part.parameter_in = ParameterIn::Path;
        part.required = Required::True;
        part
    };
    let op = Op::new(
        TAG,
        "read_calendar_feed",
        "A calendar",
        "Meetings, calls and tasks of its owner as iCalendar (RFC 5545), for calendar programs.",
    );
    let op = op
        .public()
        .takes_own(part("user", "Whose.", "019a0000-0000-7000-8000-000000000001"))
        .takes_own(part("secret", "The secret of the address.", "c2VjcmV0"))
        .takes(&["Accept-Language"])
        .answers_as(
            "text/calendar",
            200,
            "The calendar.",
            string(),
            json!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Guanxi//Guanxi//EN\r\nEND:VCALENDAR\r\n"),
        )
        .refuses(&[404]);
    (
        HttpMethod::Get,
        "/api/v1/calendars/{user}/{secret}.ics".to_owned(),
        op,
    )
}
