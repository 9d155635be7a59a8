//! Every catalogue holds together: what it names exists, and names are fit for columns, paths and texts.

use std::collections::BTreeSet;

use guanxi_domain::access::Actor;
use guanxi_domain::kernel::catalogue::{Entity, PART, SYSTEM, Scope};
use guanxi_domain::kernel::custom::CustomFields;
use guanxi_domain::kernel::facts::{Read, ReadFrom};
use guanxi_domain::kernel::field::{Field, Initial, Kind, Write};
use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::meta::EntityMeta;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::query::Sort;
use guanxi_domain::kernel::rules::FieldRule;
use guanxi_domain::kernel::verb::Verb;
use guanxi_domain::registry::{ENTITIES, roots};

use crate::support::{facts, with_lens};

/// Last words of paths that are no verbs.
const RESERVED: [&str; 12] = [
    "query",
    "overview",
    "batch",
    "by",
    "merge",
    "duplicates",
    "revert",
    "restore",
    "events",
    "aggregate",
    "import",
    "export",
];

/// Members that documents have besides their fields.
const MEMBERS: [&str; 1] = ["custom"];

fn is_snake_case(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && !name.ends_with('_')
        && !name.contains("__")
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[track_caller]
fn distinct<'a>(what: &str, names: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for name in names {
        assert!(is_snake_case(name), "{what} {name}");
        assert!(seen.insert(name), "{what} {name} twice");
    }
}

/// A field or collection that a rule may name.
fn has_member(entity: &Entity, name: &str) -> bool {
    entity.custom && name == "custom"
        || entity.field(name).is_some()
        || entity.collection(name).is_some()
}

fn field(entity: &Entity, name: &str) -> &'static Field {
    let found = entity.field(name);
    found.unwrap_or_else(|| panic!("{} has no field {name}", entity.name))
}

#[test]
fn names_are_snake_case_and_unique() {
    distinct("entity", ENTITIES.iter().map(|entity| entity.name));
    distinct("plural", ENTITIES.iter().map(|entity| entity.plural));
    for entity in ENTITIES {
        assert!(
            !entity.plural.starts_with("x_"),
            "{} belongs to custom objects",
            entity.plural
        );
        let collections = entity.collections.iter().map(|collection| collection.name);
        let members = entity
            .all_fields()
            .map(|field| field.name)
            .chain(entity.computed.iter().map(|one| one.field.name))
            .chain(collections);
        distinct(entity.name, members.chain(MEMBERS));
        distinct(entity.name, entity.verbs.iter().map(|verb| verb.name));
    }
}

#[test]
fn columns_made_for_a_field_meet_no_other_field() {
    for entity in ENTITIES {
        let made = entity.all_fields().flat_map(|field| {
            match (field.kind, field.keyed) {
                (Kind::Money, _) => vec!["_minor", "_currency"],
                (_, true) => vec!["_key", "_sort"],
                _ => Vec::new(),
            }
            .into_iter()
            .map(|ending| format!("{}{ending}", field.name))
        });
        for name in made {
            assert!(entity.field(&name).is_none(), "{}: {name}", entity.name);
        }
    }
}

#[test]
fn own_fields_do_not_repeat_the_system_s() {
    for entity in ENTITIES {
        let system = if entity.is_part() { PART } else { SYSTEM };
        for own in entity.fields {
            assert!(
                system.iter().all(|field| field.name != own.name),
                "{} {}",
                entity.name,
                own.name
            );
        }
        assert_eq!(entity.width(), entity.all_fields().count());
    }
}

#[test]
fn targets_and_collections_are_registered() {
    let registered = |wanted: &Entity| ENTITIES.iter().any(|entity| entity.is(wanted));
    for entity in ENTITIES {
        for target in entity.all_fields().filter_map(Field::target) {
            assert!(
                registered(target) && !target.is_part(),
                "{} points to {}",
                entity.name,
                target.name
            );
        }
        for collection in entity.collections {
            let part = (collection.entity)();
            assert!(
                registered(part) && part.is_part(),
                "{}: {}",
                entity.name,
                collection.name
            );
            assert!(
                part.collections.is_empty(),
                "rows of {} own rows",
                part.name
            );
        }
    }
}

#[test]
fn every_part_has_an_owner_and_decides_nothing() {
    for part in ENTITIES.iter().filter(|entity| entity.is_part()) {
        let owned = roots().any(|entity| {
            let mut collections = entity.collections.iter();
            collections.any(|collection| (collection.entity)().is(part))
        });
        assert!(owned, "nobody owns {}", part.name);
        assert!(
            part.state.is_none() && part.verbs.is_empty() && part.rules.is_empty(),
            "{}",
            part.name
        );
        assert!(
            !part.custom && !part.anchor && part.unique.is_empty(),
            "{}",
            part.name
        );
    }
}

#[test]
fn title_sort_and_board_are_fields() {
    for entity in ENTITIES {
        field(entity, entity.title);
        let sort = Sort::parse(entity.sort);
        assert!(
            field(entity, &sort.path).filterable,
            "{} sorts by {}",
            entity.name,
            sort.path
        );
        if let Some(board) = entity.board.map(|name| field(entity, name)) {
            let columns = matches!(board.kind, Kind::Choice) || board.target.is_some();
            assert!(columns && board.filterable, "the board of {}", entity.name);
        }
    }
}

#[test]
fn what_is_brief_is_not_the_name_again() {
    for entity in ENTITIES {
        distinct("brief", entity.brief.iter().copied());
        for name in entity.brief {
            field(entity, name);
            assert_ne!(*name, entity.title, "{}", entity.name);
        }
    }
}

#[test]
fn a_mirror_shows_one_of_several_links() {
    for entity in ENTITIES {
        for mirror in entity.all_fields().filter(|field| field.mirror) {
            let target = mirror.target();
            let joins = |link: &&&Entity| match link.scope {
                Scope::Linked(ends) => {
                    let leads = |to: &Entity| {
                        ends.iter()
                            .any(|end| field(link, end).target().is_some_and(|end| end.is(to)))
                    };
                    leads(entity) && target.is_some_and(leads)
                }
                _ => false,
            };
            let link = ENTITIES.iter().find(joins);
            assert!(link.is_some(), "{} {}", entity.name, mirror.name);
        }
    }
}

#[test]
fn likely_duplicates_are_found_by_what_is_there() {
    for entity in roots() {
        distinct(entity.name, entity.alike.iter().map(|alike| alike.reason));
        for alike in entity.alike {
            let (reason, weight) = (alike.reason, alike.weight);
            assert!((1..100).contains(&weight), "{} {reason}", entity.name);
            assert!(!alike.of.is_empty(), "{} {reason}", entity.name);
            for name in alike.of {
                assert!(has_member(entity, name), "{} {reason} {name}", entity.name);
            }
        }
        let finds = entity.alike.iter().any(|alike| !alike.beside);
        assert_eq!(finds, !entity.alike.is_empty(), "{}", entity.name);
    }
}

#[test]
fn overviews_ask_for_what_is_there() {
    for entity in roots() {
        let names = entity.overview.iter().map(|block| block.name);
        distinct(entity.name, names.chain([entity.name]));
        for block in entity.overview {
            let (of, name) = ((block.entity)(), block.name);
            let sort = block.sort.iter().map(|path| path.trim_start_matches('-'));
            let named = block.fields.iter().chain(block.expand).chain(block.sums);
            for field in named.copied().chain(sort).chain([block.gives]) {
                assert!(of.field(field).is_some(), "{} {name} {field}", entity.name);
            }
            assert!((1..=20).contains(&block.limit), "{} {name}", entity.name);
            assert!(
                block.counted || block.sums.is_empty(),
                "{} {name}",
                entity.name
            );
        }
    }
}

#[test]
fn states_change_by_verbs_only() {
    for entity in ENTITIES {
        let Some(state) = entity.state.map(|name| field(entity, name)) else {
            let anywhere = |verb: &Verb| verb.from.is_empty() && verb.to.is_none();
            assert!(
                entity.verbs.iter().all(anywhere),
                "{} has verbs from or to a state, but no state",
                entity.name
            );
            continue;
        };
        assert_eq!(
            (state.kind, state.write),
            (Kind::Choice, Write::ByVerb),
            "{}",
            entity.name
        );
        assert!(
            matches!(state.default, Initial::Text(first) if state.choices.contains(&first)),
            "{}",
            entity.name
        );
        for verb in entity.verbs {
            let states = verb.from.iter().copied().chain(verb.to);
            for name in states {
                assert!(
                    state.choices.contains(&name),
                    "{} {}: {name}",
                    entity.name,
                    verb.name
                );
            }
            assert!(
                !verb.from.is_empty(),
                "{} {} never starts",
                entity.name,
                verb.name
            );
            assert!(
                verb.to.is_none_or(|to| verb.from != [to]),
                "{} {}",
                entity.name,
                verb.name
            );
        }
    }
}

#[test]
fn verbs_have_free_names_and_ask_for_fields() {
    for entity in ENTITIES {
        for verb in entity.verbs {
            assert!(
                !RESERVED.contains(&verb.name),
                "{} {}",
                entity.name,
                verb.name
            );
            let asked: Vec<_> = verb.asks.iter().map(|ask| ask.field).collect();
            distinct(verb.name, asked.iter().copied());
            for name in asked {
                let asked = field(entity, name);
                assert!(asked.write != Write::Never, "{} asks for {name}", verb.name);
                assert!(
                    Some(name) != entity.state,
                    "{} asks for the state",
                    verb.name
                );
            }
            for name in verb.needs {
                field(entity, name);
            }
        }
    }
}

#[test]
fn rules_name_fields_and_their_conditions_can_be_read() {
    for entity in ENTITIES {
        for FieldRule {
            when,
            require,
            lock,
            hide,
        } in entity.rules
        {
            let condition = when().to_json();
            let read = with_lens(entity, |lens| Filter::from_json(lens, &condition, ""));
            assert_eq!(read.as_ref(), Ok(&when()), "{}", entity.name);
            for name in *require {
                field(entity, name);
            }
            for name in lock.iter().chain(*hide) {
                assert!(has_member(entity, name), "{} has no {name}", entity.name);
            }
        }
    }
}

#[test]
fn unique_sets_are_of_filled_or_nullable_fields_that_compare() {
    for entity in ENTITIES {
        for set in entity.unique {
            assert!(
                set.len() > 1,
                "{}: mark the single field unique instead",
                entity.name
            );
            for name in *set {
                let kind = field(entity, name).kind;
                assert!(
                    !matches!(kind, Kind::Money | Kind::Json | Kind::Choices),
                    "{} {name}",
                    entity.name
                );
            }
        }
        for unique in entity.all_fields().filter(|field| field.unique) {
            assert!(
                matches!(unique.kind, Kind::Text | Kind::Int | Kind::Id),
                "{} {}",
                entity.name,
                unique.name
            );
        }
    }
}

#[test]
fn reads_name_fields() {
    for entity in ENTITIES {
        let of_verbs = entity.verbs.iter().flat_map(|verb| verb.reads);
        let own = entity.reads.iter().chain(entity.reads_on_create);
        for Read { name, from } in own.chain(of_verbs) {
            assert!(is_snake_case(name) && *name != "before", "{name}");
            match from {
                ReadFrom::Target(name) => assert!(field(entity, name).target.is_some(), "{name}"),
                ReadFrom::Chain(name) => {
                    let target = field(entity, name).target();
                    assert!(
                        target.is_some_and(|target| target.is(entity)),
                        "{} {name}",
                        entity.name
                    );
                }
                ReadFrom::Where {
                    entity: of,
                    field: theirs,
                    equals,
                }
                | ReadFrom::Some {
                    entity: of,
                    field: theirs,
                    equals,
                    ..
                } => {
                    assert_eq!(
                        field(of(), theirs).kind,
                        field(entity, equals).kind,
                        "{name}"
                    );
                }
                ReadFrom::All(of) | ReadFrom::AllInTurn(of) => {
                    assert!(!of().is_part(), "{name}")
                }
            }
        }
    }
}

/// Time cannot be asked, and what it waits for can be told from the record alone.
#[test]
fn time_may_use_its_verbs() {
    for entity in ENTITIES {
        for timer in entity.timers {
            let verb = entity.verb(timer.verb).expect("the verb exists");
            assert!(verb.asks.iter().all(|ask| !ask.required), "{}", verb.name);
            let due = (timer.due)(facts().now, facts().today);
            for test in due.tests() {
                assert!(!test.path.contains('.'), "{} {}", entity.name, test.path);
                field(entity, &test.path);
            }
        }
    }
}

#[test]
fn scopes_can_be_decided() {
    for entity in ENTITIES {
        match entity.scope {
            Scope::Linked(references) => {
                assert!(!references.is_empty(), "{}", entity.name);
                for name in references {
                    assert!(
                        field(entity, name).target.is_some(),
                        "{} {name}",
                        entity.name
                    );
                }
            }
            Scope::Anchored => {
                assert_eq!(field(entity, "anchor_entity").kind, Kind::Text);
                assert_eq!(field(entity, "anchor_id").kind, Kind::Id);
            }
            Scope::Personal { shared } => {
                let choices = shared.map(|name| entity.field(name).unwrap().choices);
                let needed = ["private", "team", "everyone"];
                assert!(
                    choices.is_none_or(|choices| choices == needed),
                    "{}",
                    entity.name
                );
            }
            Scope::Owned | Scope::Shared | Scope::Part => {}
        }
    }
}

#[test]
fn flags_fit_their_kinds() {
    for entity in ENTITIES {
        for field in entity.all_fields() {
            let name = format!("{}.{}", entity.name, field.name);
            let chooses = matches!(field.kind, Kind::Choice | Kind::Choices);
            assert_eq!(chooses, !field.choices.is_empty(), "{name}");
            assert!(
                field.choices.iter().all(|choice| is_choice(choice)),
                "{name}"
            );
            assert!(!field.keyed || field.kind == Kind::Text, "{name}");
            assert!(!field.searchable || field.kind == Kind::Text, "{name}");
            assert!(!field.nullable || field.kind != Kind::Choices, "{name}");
            assert!(!(field.required && field.write == Write::Never), "{name}");
            assert!(field.max_length > 0, "{name}");
            let has_range = matches!(field.kind, Kind::Int | Kind::Decimal | Kind::Money);
            assert!(
                field
                    .range
                    .is_none_or(|(least, most)| has_range && least <= most),
                "{name}"
            );
        }
    }
}

/// A choice's name stands in keys of texts and between bars in a column.
fn is_choice(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[test]
fn defaults_are_values_of_their_field() {
    for entity in ENTITIES {
        for field in entity.all_fields() {
            let name = format!("{}.{}", entity.name, field.name);
            match (field.default, field.kind) {
                (Initial::None, _) => {}
                (Initial::Text(text), Kind::Choice | Kind::Choices) => {
                    assert!(field.choices.contains(&text), "{name}");
                }
                (Initial::Text(text), Kind::Json) => {
                    assert!(
                        serde_json::from_str::<serde_json::Value>(text).is_ok(),
                        "{name}"
                    );
                }
                (Initial::Text(_) | Initial::CompanyCurrency, Kind::Text) => {}
                (Initial::Int(number), Kind::Int | Kind::Decimal) => {
                    let within = |(least, most)| (least..=most).contains(&number);
                    assert!(field.range.is_none_or(within), "{name}");
                }
                (Initial::Bool(_), Kind::Bool) => {}
                (default, kind) => panic!("{name}: {default:?} for {kind:?}"),
            }
        }
    }
}

/// Nobody has to fill what nobody may set, and what is never null comes from somewhere.
#[test]
fn what_must_be_there_can_be_given() {
    for entity in roots().filter(|entity| entity.writable) {
        for field in entity.fields.iter().filter(|field| !field.nullable) {
            let name = format!("{}.{}", entity.name, field.name);
            let given = matches!(field.write, Write::Free | Write::OnCreate);
            let comes_by_itself = field.default != Initial::None || field.write == Write::Never;
            assert!(given || comes_by_itself, "{name}");
        }
    }
}

#[test]
fn what_all_was_done_with_is_final() {
    use guanxi_domain::activities::activities::ACTIVITY;
    use guanxi_domain::sales::leads::LEAD;
    let (custom, actor) = (CustomFields::default(), Actor::system());
    let ends = |entity: &'static Entity, states: &[&str]| -> Vec<bool> {
        let meta = EntityMeta::of(&Lens {
            entity,
            custom: &custom,
            actor: &actor,
        });
        states.iter().map(|state| meta.is_final(state)).collect()
    };
    let leads = [
        "new",
        "working",
        "qualified",
        "converted",
        "unqualified",
        "recycled",
    ];
    assert_eq!(
        ends(&LEAD, &leads),
        [false, false, false, true, false, false]
    );
    assert_eq!(
        ends(&ACTIVITY, &["open", "done", "cancelled"]),
        [false, false, false]
    );
}
