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

    async fn who_answered_is_asked_again_when_the_time_is_another(app) {
        let firm = Firm::found(&app).await;
        let (rep, other) = (firm.of(Persona::Rep), firm.of(Persona::Rep2));
        let id = meeting(rep, json!({
            "starts_at": "2027-06-01T08:00:00Z", "ends_at": "2027-06-01T09:00:00Z",
            "attendees": [
                { "user_id": firm.ids[&Persona::Rep2], "email": "two@example.com" }, { "user_id": firm.ids[&Persona::Rep], "answer": "accepted" },
                { "email": "guest@example.com", "name": "Guest" }, { "user_id": firm.ids[&Persona::Mgr] },
            ],
        })).await;
        let path = format!("/activities/{id}");
        let answers = async || -> Vec<String> {
            let rows = rep.get(&path).await.expect(200).json()["attendees"].clone();
            rows.as_array().unwrap().iter().map(|row| row["answer"].as_str().unwrap().to_owned()).collect()
        };
        let open = "needs_action";
        other.post(&format!("{path}/accept"), &json!({})).await.expect(200);
        firm.of(Persona::Mgr).post(&format!("{path}/decline"), &json!({})).await.expect(200);
        let rows = rep.get(&path).await.expect(200).json()["attendees"].clone();
        let note = |answer: &str| { let mut rows = rows.clone(); rows[2]["answer"] = json!(answer); rows };
        rep.patch(&path, "*", &json!({ "attendees": note("tentative") })).await.expect(200);
        let said = ["accepted", "accepted", "tentative", "declined"];
        assert_eq!(answers().await, said);
        let source = feed(rep).await;
        let text = async || unfold(&read(&app.nobody(), &source).await.expect(200).text());
        let sequence = async || -> i64 {
            let text = text().await;
            let calendar = read_calendar(&text).unwrap();
            value(calendar.components.iter().find(|part| part.name == "VEVENT").unwrap(), "SEQUENCE").parse().unwrap()
        };
        assert!(text().await.contains("PARTSTAT=ACCEPTED:mailto:two@example.com"), "{}", text().await);
        // Another name or place is no other time.
        rep.patch(&path, "*", &json!({ "subject": "Show all samples", "location": "Hall 2", "body": "Bring boxes" })).await.expect(200);
        assert_eq!(answers().await, said);
        // Whoever moves it knows of it; a message of the move is the invitation that stands there again.
        let before = sequence().await;
        for change in [
            json!({ "starts_at": "2027-06-01T08:30:00Z" }),
            json!({ "ends_at": "2027-06-01T10:00:00Z" }),
            json!({ "starts_at": "2027-06-02T08:30:00Z", "ends_at": "2027-06-02T10:00:00Z" }),
            json!({ "recurrence": "FREQ=WEEKLY;COUNT=3" }),
            json!({ "all_day": true }),
        ] {
            rep.patch(&path, "*", &change).await.expect(200);
            assert_eq!(answers().await, [open, "accepted", open, open], "{change}");
            assert!(text().await.contains("PARTSTAT=NEEDS-ACTION:mailto:two@example.com"));
            // Undone, they said what they said: of the former time.
            let event = rep.get(&format!("{path}/events?limit=1")).await.expect(200).json()["data"][0]["id"].clone();
            rep.post(&format!("{path}/revert"), &json!({ "event_id": event })).await.expect(200);
            assert_eq!(answers().await, said, "{change}");
        }
        assert!(sequence().await > before);
        let told = agenda(other, "2027-06-01T00:00:00Z", "2027-06-02T00:00:00Z", "").await;
        assert_eq!(told[0]["answer"], "accepted");
        rep.patch(&path, "*", &json!({ "starts_at": "2027-06-01T08:15:00Z" })).await.expect(200);
        assert_eq!(agenda(other, "2027-06-01T00:00:00Z", "2027-06-02T00:00:00Z", "").await[0]["answer"], open);
        let moved = rep.get(&format!("{path}/events?limit=1")).await.expect(200).json()["data"][0]["id"].clone();
        // An answer to the new time stays when the move is to be undone: that is a conflict, not a lie.
        other.post(&format!("{path}/decline"), &json!({})).await.expect(200);
        let refused = rep.post(&format!("{path}/revert"), &json!({ "event_id": moved })).await.expect(409).json();
        assert!(refused.to_string().contains("attendees"), "{refused}");
        // And undoing somebody's own answer says nothing for them.
        let declined = rep.get(&format!("{path}/events?limit=1")).await.expect(200).json()["data"][0]["id"].clone();
        other.post(&format!("{path}/accept"), &json!({})).await.expect(200);
        other.post(&format!("{path}/decline"), &json!({})).await.expect(200);
        let again = rep.get(&format!("{path}/events?limit=1")).await.expect(200).json()["data"][0]["id"].clone();
        assert_ne!(declined, again);
        rep.post(&format!("{path}/revert"), &json!({ "event_id": again })).await.expect(422);
        // What a guest says of the new time comes with it; what is over is only corrected.
        let mut rows = rep.get(&path).await.expect(200).json()["attendees"].clone();
        rows[2]["answer"] = json!("accepted");
        rep.patch(&path, "*", &json!({ "starts_at": "2027-06-01T08:20:00Z", "attendees": rows })).await.expect(200);
        assert_eq!(answers().await, [open, "accepted", "accepted", open]);
        rep.post(&format!("{path}/complete"), &json!({})).await.expect(200);
        rep.patch(&path, "*", &json!({ "starts_at": "2027-06-01T08:25:00Z" })).await.expect(200);
        assert_eq!(answers().await, [open, "accepted", "accepted", open]);
    }

    async fn what_is_not_answered_is_told_however_far_ahead(app) {
        let firm = Firm::found(&app).await;
        let (rep, other) = (firm.of(Persona::Rep), firm.of(Persona::Rep2));
        let me = json!([{ "user_id": firm.ids[&Persona::Rep2] }]);
        let asked = async |more: Json| {
            let mut body = json!({ "attendees": me });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            meeting(rep, body).await
        };
        let at = |start: &str, end: &str| json!({ "starts_at": start, "ends_at": end });
        let far = asked(at("2039-06-01T08:00:00Z", "2039-06-01T09:00:00Z")).await;
        let near = asked(at("2027-06-01T08:00:00Z", "2027-06-01T09:00:00Z")).await;
        asked(at("2020-06-01T08:00:00Z", "2020-06-01T09:00:00Z")).await;
        let mut weekly = at("2020-01-06T08:00:00Z", "2020-01-06T09:00:00Z");
        weekly["recurrence"] = json!("FREQ=WEEKLY");
        let weekly = asked(weekly).await;
        let day = meeting(rep, json!({ "due_on": "2031-01-01", "attendees": me })).await;
        let called_off = asked(at("2027-07-01T08:00:00Z", "2027-07-01T09:00:00Z")).await;
        rep.post(&format!("/activities/{called_off}/cancel"), &json!({})).await.expect(200);
        let answered = asked(at("2027-07-01T08:00:00Z", "2027-07-01T09:00:00Z")).await;
        other.post(&format!("/activities/{answered}/tentative"), &json!({})).await.expect(200);
        meeting(rep, at("2027-07-02T08:00:00Z", "2027-07-02T09:00:00Z")).await;
        let told = async |session: &Session<'_>, limit: &str| {
            let told = session.get(&format!("/agenda/invitations{limit}")).await.expect(200).json();
            let ids: Vec<String> = told["data"].as_array().unwrap().iter().map(|time| time["id"].as_str().unwrap().to_owned()).collect();
            (ids, told["total"].as_i64().unwrap())
        };
        assert_eq!(told(other, "").await, (vec![weekly.clone(), near.clone(), day, far], 4), "the next time of each, the soonest first");
        assert_eq!(told(other, "?limit=2").await, (vec![weekly.clone(), near.clone()], 4));
        let times = other.get("/agenda/invitations").await.expect(200).json()["data"].clone();
        assert!(times[0]["starts_at"].as_str() > Some("2026-11-01") && times[0]["starts_at"].as_str() < Some("2027-05-01"), "{}", times[0]);
        assert!(times.as_array().unwrap().iter().all(|time| time["answer"] == "needs_action" && time["seen"] == json!(true)));
        for nobody in [rep, firm.of(Persona::Mate), firm.of(Persona::Admin)] {
            assert_eq!(told(nobody, "").await, (Vec::new(), 0), "who was not asked answers nothing");
        }
        // Moved, what was answered waits again.
        rep.patch(&format!("/activities/{answered}"), "*", &json!({ "starts_at": "2027-07-01T08:30:00Z" })).await.expect(200);
        assert_eq!(told(other, "?limit=3").await, (vec![weekly, near, answered], 5));
        for wrong in ["0", "201", "x"] {
            other.get(&format!("/agenda/invitations?limit={wrong}")).await.expect(400);
        }
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
