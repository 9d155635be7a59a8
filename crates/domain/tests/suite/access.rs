//! Rights: what several roles together allow.

use guanxi_domain::access::{Action, Actor, Reach, Rights, RowScope};
use guanxi_domain::activities::tags::TAG;
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::customers::contacts::CONTACT;
use guanxi_domain::kernel::catalogue::{Entity, Scope};
use guanxi_domain::kernel::document::Document;
use guanxi_domain::kernel::value::Value;
use guanxi_domain::people::roles::ROLE;
use guanxi_domain::people::seeds;
use guanxi_domain::people::users::USER;
use guanxi_domain::platform::favourites::FAVOURITE;
use guanxi_domain::registry;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::products::PRODUCT;
use uuid::Uuid;

use crate::support::{actor, id, rights};

const ACTIONS: [Action; 7] = [
    Action::Read,
    Action::Create,
    Action::Update,
    Action::Delete,
    Action::Assign,
    Action::Import,
    Action::Export,
];

fn of(owners: &[u128], teams: &[u128]) -> RowScope {
    let ids = |numbers: &[u128]| numbers.iter().map(|n| id(*n)).collect::<Vec<Uuid>>();
    RowScope::Of {
        owners: ids(owners),
        teams: ids(teams),
    }
}

/// User 1 of team 20 (with 21 below), to whom 2 and 3 report.
fn somebody(roles: &[&str]) -> Actor {
    let mut somebody = actor(1, roles.iter().map(|json| rights(json)).collect());
    somebody.teams = vec![id(20), id(21)];
    somebody.line = vec![id(1), id(2), id(3)];
    somebody
}

fn seeded(code: &str) -> Actor {
    let (_, _, rights) = seeds::roles()
        .into_iter()
        .find(|(_, name, _)| *name == code)
        .unwrap();
    let mut user = somebody(&[]);
    user.roles = vec![rights];
    user
}

#[test]
fn each_reach_means_its_rows() {
    for (reach, expected) in [
        ("none", RowScope::Nothing),
        ("own", of(&[1], &[])),
        ("team", of(&[1], &[20, 21])),
        ("line", of(&[1, 2, 3], &[])),
        ("all", RowScope::Everything),
    ] {
        let role = format!(r#"{{"account": {{"read": "{reach}"}}}}"#);
        assert_eq!(
            somebody(&[&role]).scope(&ACCOUNT, Action::Read),
            expected,
            "{reach}"
        );
    }
}

#[test]
fn roles_add_up() {
    let scope = |first: &str, second: &str| {
        let role = |reach: &str| format!(r#"{{"account": {{"read": "{reach}"}}}}"#);
        somebody(&[&role(first), &role(second)]).scope(&ACCOUNT, Action::Read)
    };
    assert_eq!(scope("team", "line"), of(&[1, 2, 3], &[20, 21]));
    assert_eq!(scope("own", "team"), of(&[1], &[20, 21]));
    assert_eq!(scope("none", "own"), of(&[1], &[]));
    assert_eq!(scope("own", "all"), RowScope::Everything);
    for (a, b) in [("team", "line"), ("own", "all"), ("none", "line")] {
        assert_eq!(scope(a, b), scope(b, a));
    }
}

#[test]
fn a_named_entity_stands_instead_of_the_star() {
    let user =
        somebody(&[r#"{"*": {"read": "all", "update": "all"}, "account": {"read": "own"}}"#]);
    assert_eq!(user.scope(&ACCOUNT, Action::Read), of(&[1], &[]));
    assert_eq!(user.scope(&ACCOUNT, Action::Update), RowScope::Nothing);
    assert_eq!(user.scope(&CONTACT, Action::Update), RowScope::Everything);
}

#[test]
fn nobody_s_records_are_seen_whole_or_not_at_all() {
    let user = somebody(&[r#"{"product": {"read": "own"}}"#]);
    assert_eq!(user.scope(&PRODUCT, Action::Read), RowScope::Everything);
    assert_eq!(user.scope(&PRODUCT, Action::Update), RowScope::Nothing);
}

/// Whether roles decide about it.
fn by_roles(entity: &&&Entity) -> bool {
    !matches!(entity.scope, Scope::Personal { .. })
}

#[test]
fn what_is_personal_is_ones_own_whatever_the_roles() {
    let own = |user: &Actor| RowScope::Of {
        owners: user.user.into_iter().collect(),
        teams: Vec::new(),
    };
    for user in [somebody(&[]), seeded("read_only"), seeded("administrator")] {
        for action in [Action::Read, Action::Update, Action::Delete] {
            assert_eq!(user.scope(&FAVOURITE, action), own(&user), "{action:?}");
        }
        assert!(user.may(&FAVOURITE, Action::Create));
        assert!(!user.may(&FAVOURITE, Action::Assign));
    }
}

#[test]
fn without_roles_nothing_is_allowed() {
    let user = somebody(&[]);
    for entity in registry::ENTITIES.iter().filter(by_roles) {
        for action in ACTIONS {
            assert!(!user.may(entity, action), "{action:?} {}", entity.name);
        }
        assert!(!user.may_use(entity, "win"));
    }
}

#[test]
fn guanxi_itself_may_do_everything() {
    let system = Actor::system();
    for entity in registry::ENTITIES {
        for action in ACTIONS {
            assert_eq!(
                system.scope(entity, action),
                RowScope::Everything,
                "{action:?} {}",
                entity.name
            );
        }
        assert!(entity.all_fields().all(|field| !system.hides(entity, field.name) && !system.locks(entity, field.name)));
    }
}

#[test]
fn a_field_is_hidden_only_when_every_role_that_sees_the_record_hides_it() {
    let hiding = r#"{"account": {"read": "own", "hidden": ["tax_id"]}}"#;
    let showing = r#"{"account": {"read": "own"}}"#;
    let blind = r#"{"account": {"create": true}}"#;
    let other = r#"{"contact": {"read": "all"}}"#;
    for (roles, hidden) in [
        (vec![hiding], true),
        (vec![hiding, hiding], true),
        (vec![hiding, showing], false),
        (vec![showing], false),
        (vec![hiding, blind], true),
        (vec![hiding, other], true),
        (vec![], false),
    ] {
        assert_eq!(
            somebody(&roles).hides(&ACCOUNT, "tax_id"),
            hidden,
            "{roles:?}"
        );
        assert!(!somebody(&roles).hides(&ACCOUNT, "name"));
    }
}

#[test]
fn a_field_is_locked_only_when_every_role_that_writes_locks_it() {
    let locking = r#"{"account": {"read": "all", "update": "own", "locked": ["tier"]}}"#;
    let writing = r#"{"account": {"read": "all", "create": true}}"#;
    let reading = r#"{"account": {"read": "all"}}"#;
    for (roles, locked) in [
        (vec![locking], true),
        (vec![locking, reading], true),
        (vec![locking, writing], false),
        (vec![reading], false),
    ] {
        assert_eq!(
            somebody(&roles).locks(&ACCOUNT, "tier"),
            locked,
            "{roles:?}"
        );
    }
}

#[test]
fn verbs_can_be_taken_from_a_role() {
    let without =
        r#"{"opportunity": {"read": "all", "update": "all", "without_verbs": ["reopen"]}}"#;
    let with = r#"{"opportunity": {"read": "all", "update": "own"}}"#;
    let reading = r#"{"opportunity": {"read": "all"}}"#;
    assert!(!somebody(&[without]).may_use(&OPPORTUNITY, "reopen"));
    assert!(somebody(&[without]).may_use(&OPPORTUNITY, "win"));
    assert!(somebody(&[without, with]).may_use(&OPPORTUNITY, "reopen"));
    assert!(!somebody(&[reading]).may_use(&OPPORTUNITY, "win"));
}

#[test]
fn a_record_is_reached_by_its_owner_or_its_team() {
    let record = |owner: Option<u128>, team: Option<u128>| {
        let mut record = Document::new(&ACCOUNT, id(50));
        record.set("owner_id", Value::from(owner.map(id)));
        record.set("team_id", Value::from(team.map(id)));
        record
    };
    let user = somebody(&[r#"{"account": {"read": "team", "update": "own"}}"#]);
    for (owner, team, read, update) in [
        (Some(1), None, true, true),
        (Some(9), Some(21), true, false),
        (None, Some(20), true, false),
        (Some(2), Some(30), false, false),
        (None, None, false, false),
    ] {
        let record = record(owner, team);
        assert_eq!(
            user.reaches(&record, Action::Read),
            read,
            "{owner:?} {team:?}"
        );
        assert_eq!(
            user.reaches(&record, Action::Update),
            update,
            "{owner:?} {team:?}"
        );
    }
}

#[test]
fn seeded_roles_come_back_from_their_json() {
    for (_, code, rights) in seeds::roles() {
        let text = serde_json::to_string(&rights).unwrap();
        assert_eq!(
            serde_json::from_str::<Rights>(&text).unwrap(),
            rights,
            "{code}"
        );
    }
    assert!(serde_json::from_str::<Rights>(r#"{"account": {"red": "all"}}"#).is_err());
}

#[test]
fn seeded_roles_reach_as_far_as_they_say() {
    for (code, read, update) in [
        ("administrator", RowScope::Everything, RowScope::Everything),
        ("manager", of(&[1, 2, 3], &[]), of(&[1, 2, 3], &[])),
        ("sales", of(&[1], &[]), of(&[1], &[])),
        ("read_only", RowScope::Everything, RowScope::Nothing),
    ] {
        assert_eq!(seeded(code).scope(&ACCOUNT, Action::Read), read, "{code}");
        assert_eq!(
            seeded(code).scope(&ACCOUNT, Action::Update),
            update,
            "{code}"
        );
    }
}

#[test]
fn only_administrators_change_the_set_up_and_see_rights() {
    for code in ["manager", "sales", "read_only"] {
        let user = seeded(code);
        for name in [
            "user",
            "team",
            "role",
            "custom_field",
            "currency_rate",
            "product",
            "pipeline",
            "stage",
        ] {
            let entity = registry::by_name(name).unwrap();
            assert!(user.may_read(entity), "{code} {name}");
            let writes = [
                Action::Create,
                Action::Update,
                Action::Delete,
                Action::Import,
                Action::Assign,
            ];
            assert!(
                writes.iter().all(|action| !user.may(entity, *action)),
                "{code} {name}"
            );
        }
        assert!(
            user.hides(&ROLE, "rights") && !user.hides(&USER, "name"),
            "{code}"
        );
    }
    assert!(!seeded("administrator").hides(&ROLE, "rights"));
}

#[test]
fn who_only_reads_writes_nothing() {
    let user = seeded("read_only");
    for entity in registry::ENTITIES.iter().filter(by_roles) {
        for action in ACTIONS.into_iter().filter(|action| *action != Action::Read) {
            assert!(!user.may(entity, action), "{action:?} {}", entity.name);
        }
    }
    assert!(seeded("sales").may(&TAG, Action::Create));
}

#[test]
fn reaches_are_in_order() {
    let mut reaches = vec![
        Reach::All,
        Reach::Own,
        Reach::None,
        Reach::Line,
        Reach::Team,
    ];
    reaches.sort();
    assert_eq!(
        reaches,
        [
            Reach::None,
            Reach::Own,
            Reach::Team,
            Reach::Line,
            Reach::All
        ]
    );
}
