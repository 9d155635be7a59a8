//! The cache of prepared statements forgets nothing: the engine comes to few texts, whoever asks for whatever.

use guanxi_domain::access::{Actor, Grant, Reach, Rights};
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::field::{Field, Kind};
use guanxi_domain::kernel::filter::{Filter, OPS};
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::query::{Aggregate, Function, Group, Measure, Query, Sort};
use guanxi_domain::people::teams::TEAM;
use guanxi_domain::registry;
use guanxi_persistence::Ask;
use serde_json::{Value as Json, json};

use crate::on_each_database;
use crate::support::TestDb;

/// Most texts kept per entity with routes of its own: its own shapes, for each way of reaching its rows. SQLite has 65.9
/// of them on the average, PostgreSQL 58.4: it binds lists as one value. docs/architecture.md tells the same figure.
const MOST_OF_ONE: usize = 66;

fn persona(db: &TestDb, name: &str, read: Reach, team: bool, hidden: &[&str]) -> Actor {
    let team = team.then(|| db.create(&TEAM, json!({ "name": name })).id());
    let grant = Grant {
        read,
        create: true,
        update: read,
        delete: read,
        hidden: hidden.iter().map(|&field| field.to_owned()).collect(),
        ..Grant::default()
    };
    let rights = Rights([("*".to_owned(), grant)].into());
    db.person(name, &rights, team, None)
}

fn personas(db: &TestDb) -> Vec<Actor> {
    let chief = persona(db, "chief", Reach::Line, false, &[]);
    for i in 0..11 {
        let own = Rights(
            [(
                "*".to_owned(),
                Grant {
                    read: Reach::Own,
                    ..Grant::default()
                },
            )]
            .into(),
        );
        db.person(&format!("report{i}"), &own, None, chief.user);
    }
    vec![
        db.system(),
        persona(db, "all", Reach::All, false, &["tax_id", "name"]),
        persona(db, "own", Reach::Own, false, &[]),
        persona(db, "team", Reach::Team, true, &[]),
        db.actor(chief.user.unwrap()),
    ]
}

fn sortable(entity: &'static Entity) -> impl Iterator<Item = &'static Field> {
    let fields = entity.read_fields().filter(|field| field.filterable);
    fields.filter(|field| !matches!(field.kind, Kind::Json | Kind::Choices))
}

/// A page and the one after it; what this actor may not see is refused.
fn pages(db: &TestDb, actor: &Actor, entity: &'static Entity, query: Query) {
    let Ok(page) = db.list(actor, entity, &query) else {
        return;
    };
    if let Some(cursor) = page["next_cursor"].as_str() {
        let cursor = Some(cursor.to_owned());
        db.list(actor, entity, &Query { cursor, ..query }).unwrap();
    }
}

/// Everything that a person does to an entity day by day.
fn live(db: &TestDb, actor: &Actor, entity: &'static Entity) {
    let one = Query {
        limit: 1,
        ..Query::default()
    };
    pages(
        db,
        actor,
        entity,
        Query {
            total: true,
            ..one.clone()
        },
    );
    pages(
        db,
        actor,
        entity,
        Query {
            search: Some("north".into()),
            ..one.clone()
        },
    );
    for field in sortable(entity) {
        for sort in [field.name.to_owned(), format!("-{}", field.name)] {
            pages(
                db,
                actor,
                entity,
                Query {
                    sort: vec![Sort::parse(&sort)],
                    ..one.clone()
                },
            );
        }
        let value = match field.kind {
            Kind::Id => json!("019a0000-0000-7000-8000-000000000001"),
            Kind::Choice => json!(field.choices[0]),
            _ => continue,
        };
        if let Ok(filter) = read_filter(
            db,
            actor,
            entity,
            &json!({ "field": field.name, "value": value }),
        ) {
            pages(
                db,
                actor,
                entity,
                Query {
                    filter: Some(filter),
                    ..one.clone()
                },
            );
        }
        let expand = field
            .target()
            .map(|_| field.name.to_owned())
            .into_iter()
            .collect();
        pages(
            db,
            actor,
            entity,
            Query {
                expand,
                ..one.clone()
            },
        );
    }
    for group in sortable(entity).filter(|field| field.kind != Kind::Money) {
        let group = vec![Group {
            path: group.name.to_owned(),
            bucket: None,
        }];
        let measures = vec![Measure {
            function: Function::Count,
            path: None,
        }];
        drop(db.db.read(|r| {
            r.aggregate(
                actor,
                entity,
                &Aggregate {
                    group,
                    measures,
                    filter: None,
                },
            )
        }));
    }
    drop(db.db.read(|r| r.search(actor, "north", &[entity], 10)));
    drop(
        db.db
            .read(|r| r.get(actor, entity, uuid::Uuid::nil(), &Ask::default())),
    );
}

fn read_filter(
    db: &TestDb,
    actor: &Actor,
    entity: &'static Entity,
    json: &Json,
) -> Result<Filter, ()> {
    let world = db.db.world();
    let lens = Lens {
        entity,
        custom: &world.custom,
        actor,
    };
    Filter::from_json(&lens, json, "").map_err(drop)
}

/// A filter that somebody made for one purpose: several tests, or one beyond the most usual.
fn ad_hoc(number: usize) -> Json {
    let fields = [
        "name",
        "industry",
        "tier",
        "website",
        "description",
        "owner_id.name",
        "parent_id.industry",
    ];
    let test = |i: usize| {
        let op = OPS[(number + i) % OPS.len()].1;
        json!({ "field": fields[(number / 3 + i) % fields.len()], "op": op, "value": if op == "in" || op == "nin" { json!(["x", "y"]) } else { json!("x") } })
    };
    match number % 4 {
        0 => json!({ "field": "name", "op": "contains", "value": "x" }),
        1 => json!({ "and": (0..2 + number % 5).map(test).collect::<Vec<_>>() }),
        2 => json!({ "or": (0..2 + number % 7).map(test).collect::<Vec<_>>() }),
        _ => json!({ "and": [test(0), { "or": [test(1), { "and": [] }] }] }),
    }
}

on_each_database! {
    fn fixed_shapes_are_few_and_ad_hoc_ones_are_not_kept(db) {
        let personas = personas(&db);
        for i in 0..6 {
            db.create(&ACCOUNT, json!({ "name": format!("North {i}"), "owner_id": personas[2 + i % 3].user }));
        }
        for actor in &personas {
            for entity in registry::roots() {
                live(&db, actor, entity);
            }
        }
        let fixed = db.db.statements().count();
        let longest = db.db.statements().texts().iter().map(String::len).max();
        let entities = registry::roots().count();
        let most = MOST_OF_ONE * entities;
        assert!((100..most).contains(&fixed), "{fixed} texts for {entities} entities, the longest of {longest:?} bytes");

        let mut sensible = 0;
        for number in 0..400 {
            let actor = &personas[number % personas.len()];
            let Ok(filter) = read_filter(&db, actor, &ACCOUNT, &ad_hoc(number)) else { continue };
            sensible += 1;
            let query = Query { filter: Some(filter), total: true, limit: 1, ..Query::default() };
            pages(&db, actor, &ACCOUNT, query.clone());
            let several = vec![Sort::parse("tier"), Sort::parse("-industry"), Sort::parse("website")];
            pages(&db, actor, &ACCOUNT, Query { sort: several, ..query.clone() });
            drop(db.db.read(|r| r.aggregate(actor, &ACCOUNT, &Aggregate { filter: query.filter, ..Aggregate::default() })));
        }
        assert!(sensible > 100, "only {sensible} filters were sensible");
        assert_eq!(db.db.statements().count(), fixed, "statements of somebody's own filters are kept");

        // Asked again, the fixed shapes are the same texts.
        for actor in &personas {
            live(&db, actor, &ACCOUNT);
        }
        assert_eq!(db.db.statements().count(), fixed);
    }
}
