//! Calendars: whose time is taken, the feed as another program reads it, and events from files.

use icalendar::parser::{Component, read_calendar, unfold};
use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::firm::{Firm, Persona};
use crate::on_each_database;
use crate::session::{Answer, Session};

async fn meeting(session: &Session<'_>, more: Json) -> String {
    let mut body =
        json!({ "kind": "meeting", "subject": "Show the samples", "time_zone": "Europe/Rome" });
    more.as_object()
        .unwrap()
        .iter()
        .for_each(|(name, value)| body[name] = value.clone());
    session.create("activities", &body).await.id()
}

async fn agenda(session: &Session<'_>, from: &str, until: &str, users: &str) -> Vec<Json> {
    let path = format!("/agenda?from={from}&until={until}{users}");
    let answer = session.get(&path).await.expect(200).json();
    answer["data"].as_array().unwrap().clone()
}

async fn feed(session: &Session<'_>) -> String {
    let made = session
        .post("/me/calendar_feed", &json!({}))
        .await
        .expect(201)
        .json();
    made["path"].as_str().unwrap().to_owned()
}

async fn read(stranger: &Session<'_>, path: &str) -> Answer {
    let request = stranger.request(Method::GET, path);
    stranger.send(request).await
}

async fn import(session: &Session<'_>, file: &str) -> Answer {
    let request = session
        .request(Method::POST, "/api/v1/agenda/import")
        .header("Content-Type", "text/calendar; charset=utf-8")
        .body(file.to_owned());
    session.send(request).await
}

fn value<'a>(event: &'a Component, name: &str) -> &'a str {
    event
        .find_prop(name)
        .map_or("", |property| property.val.as_ref())
}

on_each_database! {
    async fn a_meeting_stays_where_clocks_have_it(app) {
        let admin = app.set_up().await;
        // Ten o'clock in Rome; clocks go forward on 28 March 2027.
        let id = meeting(&admin, json!({
            "starts_at": "2027-03-22T09:00:00Z", "ends_at": "2027-03-22T10:00:00Z", "recurrence": "FREQ=WEEKLY;COUNT=4",
            "exceptions": "2027-04-05",
        })).await;
        let times = agenda(&admin, "2027-03-20T00:00:00Z", "2027-05-01T00:00:00Z", "").await;
        let starts: Vec<_> = times.iter().map(|time| time["starts_at"].as_str().unwrap()).collect();
        assert_eq!(starts, ["2027-03-22T09:00:00Z", "2027-03-29T08:00:00Z", "2027-04-12T08:00:00Z"]);
        assert!(times.iter().all(|time| time["id"] == json!(id) && time["seen"] == json!(true)));
        assert_eq!(times[1]["ends_at"], "2027-03-29T09:00:00Z");
        for (from, until) in [("2027-01-01T00:00:00Z", "2027-12-01T00:00:00Z"), ("2027-01-02T00:00:00Z", "2027-01-01T00:00:00Z"), ("soon", "2027-01-01T00:00:00Z")] {
            admin.get(&format!("/agenda?from={from}&until={until}")).await.expect(400);
        }
    }

    async fn others_see_that_time_is_taken_and_no_more(app) {
        let firm = Firm::found(&app).await;
        let (rep, manager) = (firm.of(Persona::Rep), firm.of(Persona::Mgr));
        let whose = format!("&users={}", firm.ids[&Persona::Rep]);
        let span = ("2027-06-01T00:00:00Z", "2027-06-02T00:00:00Z");
        let hidden = meeting(rep, json!({ "starts_at": "2027-06-01T08:00:00Z", "ends_at": "2027-06-01T09:00:00Z", "is_private": true, "subject": "Dentist" })).await;
        meeting(rep, json!({ "starts_at": "2027-06-01T12:00:00Z", "ends_at": "2027-06-01T13:00:00Z" })).await;
        let own = agenda(rep, span.0, span.1, "").await;
        assert_eq!(own.iter().filter(|time| time["seen"] == json!(true)).count(), 2);
        let seen = agenda(manager, span.0, span.1, &whose).await;
        assert_eq!((&seen[0]["seen"], &seen[0]["subject"], &seen[0]["id"]), (&json!(false), &Json::Null, &Json::Null));
        assert_eq!(seen[0]["ends_at"], "2027-06-01T09:00:00Z");
        assert_eq!(seen[1]["subject"], "Show the samples");
        manager.get(&format!("/activities/{hidden}")).await.expect(404);
        manager.patch(&format!("/activities/{hidden}"), "*", &json!({ "is_private": false })).await.expect(404);
        let listed = manager.get("/activities?filter[subject]=Dentist").await.expect(200).json();
        assert_eq!(listed["data"], json!([]));
        // Whoever is asked to it sees it.
        let attendees = json!({ "attendees": [{ "user_id": firm.ids[&Persona::Mgr] }] });
        rep.patch(&format!("/activities/{hidden}"), "*", &attendees).await.expect(200);
        manager.get(&format!("/activities/{hidden}")).await.expect(200);
        assert_eq!(agenda(manager, span.0, span.1, "").await.len(), 1, "it takes their time, too");
    }

    async fn those_asked_answer_for_themselves(app) {
        let firm = Firm::found(&app).await;
        let (rep, other, reader, stranger) = (firm.of(Persona::Rep), firm.of(Persona::Rep2), firm.of(Persona::ReadOnly), firm.of(Persona::Mate));
        let id = meeting(rep, json!({
            "starts_at": "2027-06-01T08:00:00Z", "ends_at": "2027-06-01T09:00:00Z", "is_private": true,
            "attendees": [
                { "user_id": firm.ids[&Persona::Rep2], "email": "two@example.com" }, { "user_id": firm.ids[&Persona::ReadOnly] },
                { "email": "guest@example.com", "name": "Guest" },
            ],
        })).await;
        let path = format!("/activities/{id}");
        let act = |verb: &str| format!("{path}/{verb}");
        // Neither can change the meeting, one can change nothing at all; both answer.
        other.patch(&path, "*", &json!({ "subject": "Mine" })).await.expect(403);
        let accepted = other.post(&act("accept"), &json!({})).await.expect(200).json();
        assert_eq!(accepted["attendees"][0]["answer"], "accepted");
        let mine = agenda(other, "2027-06-01T00:00:00Z", "2027-06-02T00:00:00Z", "").await;
        assert_eq!(mine[0]["answer"], "accepted");
        reader.post(&act("tentative"), &json!({})).await.expect(200);
        let events = rep.get(&format!("{path}/events")).await.expect(200).json();
        let told: Vec<_> = events["data"].as_array().unwrap().iter().map(|event| (event["verb"].as_str().unwrap(), &event["actor_id"])).collect();
        assert_eq!(told[..2], [("tentative", &json!(firm.ids[&Persona::ReadOnly])), ("accept", &json!(firm.ids[&Persona::Rep2]))]);
        // Nobody answers for another of us, nor who was not asked, nor who does not see it.
        let rows = rep.get(&path).await.expect(200).json()["attendees"].clone();
        let answers = |first: &str, last: &str| {
            let mut rows = rows.clone();
            rows[0]["answer"] = json!(first);
            rows[2]["answer"] = json!(last);
            json!({ "attendees": rows })
        };
        let refused = rep.patch(&path, "*", &answers("declined", "needs_action")).await.expect(422).json();
        assert_eq!((&refused["errors"][0]["pointer"], &refused["errors"][0]["code"]), (&json!("/attendees/0/answer"), &json!("answers_for_oneself")));
        let refused = rep.create("activities", &json!({ "kind": "meeting", "subject": "x", "attendees": [{ "user_id": firm.ids[&Persona::Rep2], "answer": "accepted" }] })).await.expect(422).json();
        assert_eq!(refused["errors"][0]["code"], "answers_for_oneself");
        let refused = rep.post(&act("accept"), &json!({})).await.expect(422).json();
        assert_eq!((&refused["errors"][0]["pointer"], &refused["errors"][0]["code"]), (&json!("/attendees"), &json!("not_asked")));
        stranger.post(&act("accept"), &json!({})).await.expect(404);
        // What a contact or guest says is noted by whoever plans; everybody may be asked again.
        rep.patch(&path, "*", &answers("accepted", "declined")).await.expect(200);
        let text = read(&app.nobody(), &feed(rep).await).await.expect(200).text();
        assert!(unfold(&text).contains("PARTSTAT=ACCEPTED"), "{text}");
        rep.patch(&path, "*", &answers("needs_action", "declined")).await.expect(200);
        // Whoever does not come has the time free, and still sees the meeting.
        other.post(&act("decline"), &json!({})).await.expect(200);
        let whose = format!("&users={},{}", firm.ids[&Persona::Rep2], firm.ids[&Persona::Rep]);
        let busy = agenda(stranger, "2027-06-01T00:00:00Z", "2027-06-02T00:00:00Z", &whose).await;
        assert_eq!(busy[0]["user_ids"], json!([firm.ids[&Persona::Rep]]));
        assert_eq!(agenda(other, "2027-06-01T00:00:00Z", "2027-06-02T00:00:00Z", "").await.len(), 0);
        other.get(&path).await.expect(200);
        rep.post(&act("cancel"), &json!({})).await.expect(200);
        other.post(&act("accept"), &json!({})).await.expect(409);
    }

    async fn other_programs_read_the_calendar_by_a_secret(app) {
        let admin = app.set_up().await;
        let long = "長い題名; with, marks\\ and an end that has to be folded because it is longer than seventy-five octets";
        let id = meeting(&admin, json!({
            "starts_at": "2027-03-22T09:00:00Z", "ends_at": "2027-03-22T10:00:00Z", "recurrence": "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270531",
            "exceptions": "2027-04-05", "subject": long, "location": "Via Roma 1",
            "attendees": [{ "email": "guest@example.com", "name": "Guest", "answer": "accepted" }],
        })).await;
        admin.create("activities", &json!({ "kind": "task", "subject": "Pay", "due_on": "2027-03-25" })).await;
        let path = feed(&admin).await;
        let stranger = app.nobody();
        let answer = read(&stranger, &path).await.expect(200);
        assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
        let text = answer.text();
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "lines are folded");
        let unfolded = unfold(&text);
        let calendar = read_calendar(&unfolded).unwrap();
        let of = |name: &str| calendar.components.iter().filter(|one| one.name.as_ref() == name).collect::<Vec<_>>();
        let event = of("VEVENT").into_iter().find(|event| value(event, "UID") == id).unwrap();
        assert_eq!(event.find_prop("DTSTART").unwrap().params[0].val.as_ref().unwrap().as_ref(), "Europe/Rome");
        assert_eq!(value(event, "DTSTART"), "20270322T100000");
        assert_eq!(value(event, "DTEND"), "20270322T110000");
        assert_eq!(value(event, "EXDATE"), "20270405T100000");
        assert!(value(event, "RRULE").contains("UNTIL=20270531T215959Z"), "{}", value(event, "RRULE"));
        assert!(!value(event, "DTSTAMP").is_empty());
        assert_eq!(value(event, "SUMMARY"), long);
        assert!(text.contains("SUMMARY:長い題名\\; with\\, marks\\\\ and"), "marks are escaped");
        assert_eq!(value(of("VTIMEZONE")[0], "TZID"), "Europe/Rome");
        assert!(!of("VTIMEZONE")[0].components.is_empty(), "with its rules");
        let task = of("VEVENT").into_iter().find(|event| value(event, "SUMMARY") == "Pay").unwrap();
        assert_eq!((value(task, "DTSTART"), value(task, "DTEND")), ("20270325", "20270326"));

        let renewed = feed(&admin).await;
        read(&stranger, &path).await.expect(404);
        read(&stranger, &renewed).await.expect(200);
        let other = renewed.replace(".ics", "x.ics");
        read(&stranger, &other).await.expect(404);
        admin.delete("/me/calendar_feed", "*").await.expect(204);
        read(&stranger, &renewed).await.expect(404);
    }

    async fn what_was_written_can_be_taken_over_elsewhere_once(app) {
        let firm = Firm::found(&app).await;
        let (rep, manager) = (firm.of(Persona::Rep), firm.of(Persona::Mgr));
        meeting(rep, json!({
            "starts_at": "2027-03-22T09:00:00Z", "ends_at": "2027-03-22T10:00:00Z", "recurrence": "FREQ=WEEKLY;COUNT=3",
            "exceptions": "2027-03-29",
        })).await;
        let path = feed(rep).await;
        let text = read(&app.nobody(), &path).await.expect(200).text();
        let first = import(manager, &text).await.expect(200).json();
        assert_eq!(first, json!({ "created": 1, "skipped": 0, "refused": [] }));
        let again = import(manager, &text).await.expect(200).json();
        assert_eq!((&again["created"], &again["skipped"]), (&json!(0), &json!(1)));
        let times = agenda(manager, "2027-03-20T00:00:00Z", "2027-05-01T00:00:00Z", "").await;
        let starts: Vec<_> = times.iter().map(|time| time["starts_at"].as_str().unwrap()).collect();
        assert_eq!(starts, ["2027-03-22T09:00:00Z", "2027-04-05T08:00:00Z"]);
    }

    async fn files_of_other_programs_are_read(app) {
        let admin = app.set_up().await;
        let file = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//other//EN",
            "BEGIN:VEVENT", "UID:day@example.com", "DTSTAMP:20270101T000000Z", "DTSTART;VALUE=DATE:20270510",
            "DTEND;VALUE=DATE:20270512", "SUMMARY:Fair", "END:VEVENT",
            "BEGIN:VEVENT", "UID:series@example.com", "DTSTAMP:20270101T000000Z",
            "DTSTART;TZID=W. Europe Standard Time:20270503T100000", "DURATION:PT30M", "RRULE:FREQ=WEEKLY;COUNT=3",
            "SUMMARY:Stand-up\\, short", "END:VEVENT",
            "BEGIN:VEVENT", "UID:series@example.com", "DTSTAMP:20270101T000000Z",
            "RECURRENCE-ID;TZID=W. Europe Standard Time:20270510T100000",
            "DTSTART;TZID=W. Europe Standard Time:20270511T150000", "DURATION:PT30M", "SUMMARY:Stand-up moved", "END:VEVENT",
            "BEGIN:VEVENT", "UID:often@example.com", "DTSTAMP:20270101T000000Z", "DTSTART:20270503T080000Z",
            "RRULE:FREQ=HOURLY", "SUMMARY:Beep", "END:VEVENT",
            "END:VCALENDAR", "",
        ].join("\r\n");
        let taken = import(&admin, &file).await.expect(200).json();
        assert_eq!(taken["created"], 3);
        assert_eq!(taken["refused"], json!([{ "uid": "often@example.com", "code": "not_a_recurrence" }]));
        let times = agenda(&admin, "2027-05-01T00:00:00Z", "2027-06-01T00:00:00Z", "").await;
        let told: Vec<_> = times.iter().map(|time| {
            let start = time["first_day"].as_str().or(time["starts_at"].as_str()).unwrap();
            format!("{start} {}", time["subject"].as_str().unwrap())
        }).collect();
        assert_eq!(told, [
            "2027-05-03T08:00:00Z Stand-up, short", "2027-05-10 Fair", "2027-05-11T13:00:00Z Stand-up moved",
            "2027-05-17T08:00:00Z Stand-up, short",
        ]);
        assert_eq!(times[1]["last_day"], "2027-05-11");
        import(&admin, "not a calendar").await.expect(400);
        import(&admin, "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n").await.expect(200);
    }
}
