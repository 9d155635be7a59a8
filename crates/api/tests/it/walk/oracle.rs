//! What every operation must answer, told apart from the code that decides it.

use guanxi_domain::kernel::catalogue::{Entity, Scope};
use serde_json::{Value as Json, json};

use super::{Case, Owner};
use crate::firm::Persona;

/// What persona's roles allow on an entity, told again apart from the code that decides it.
#[derive(Debug, Clone, Copy)]
pub(super) struct May {
    pub(super) read: bool,
    pub(super) create: bool,
    pub(super) update: bool,
    pub(super) delete: bool,
}

const NOTHING: May = May {
    read: false,
    create: false,
    update: false,
    delete: false,
};
const LOOK: May = May {
    read: true,
    ..NOTHING
};
const ALL: May = May {
    read: true,
    create: true,
    update: true,
    delete: true,
};

pub(super) fn may(persona: Persona, entity: &Entity) -> May {
    let sells = matches!(
        persona,
        Persona::Mgr | Persona::Rep | Persona::Mate | Persona::Rep2
    );
    let is_in = !matches!(persona, Persona::Off | Persona::Anon);
    match persona {
        // What belongs to one person needs no right.
        _ if is_in && is_personal(entity) => ALL,
        Persona::Admin => ALL,
        Persona::Narrow if entity.name == "contact" => LOOK,
        Persona::Narrow | Persona::Off | Persona::Anon => NOTHING,
        // What belongs to the whole house everybody reads, and only administrators change it; all but tags.
        _ if entity.scope == Scope::Shared && entity.name != "tag" => LOOK,
        Persona::ReadOnly => LOOK,
        // What somebody is measured by is set by those who lead.
        Persona::Rep | Persona::Mate | Persona::Rep2 if entity.name == "target" => LOOK,
        _ if sells && entity.name == "tag" => May {
            delete: false,
            ..ALL
        },
        _ => ALL,
    }
}

/// Whether records are their owner's alone.
pub(super) const fn is_personal(entity: &Entity) -> bool {
    matches!(entity.scope, Scope::Personal { .. })
}

/// Whether a persona reaches records of this owner.
pub(super) fn reaches(persona: Persona, entity: &Entity, owner: Owner) -> bool {
    let Owner::Of(owner) = owner else {
        return false;
    };
    if entity.scope == Scope::Shared {
        return true;
    }
    if is_personal(entity) {
        return persona == owner;
    }
    match persona {
        Persona::Admin | Persona::ReadOnly | Persona::Narrow => true,
        Persona::Mgr => matches!(owner, Persona::Rep | Persona::Mate),
        other => other == owner,
    }
}

/// What an operation on an entity's records must answer: one status, whatever the case.
pub(super) fn on_records(case: &Case) -> Option<u16> {
    let entity = case.entity;
    let may = may(case.persona, entity);
    let seen = may.read && reaches(case.persona, entity, case.owner);
    let allowed = |held: bool| if held { 200 } else { 403 };
    let on_record = |held: bool, done: u16| match (held, seen) {
        (false, _) => 403,
        (true, false) => 404,
        (true, true) => done,
    };
    Some(match (case.method, case.rest) {
        ("GET", [] | ["attainment"])
        | ("POST", ["query" | "aggregate" | "duplicates" | "standing" | "win_loss"]) => {
            allowed(may.read)
        }
        ("POST", []) | ("PUT", ["by", ..]) => allowed(may.create),
        ("POST", ["batch"]) => allowed(may.create || may.update || may.delete),
        ("GET", ["{id}"] | ["{id}", "events" | "overview" | "pace"])
        | ("POST", ["{id}", "funnel"]) => on_record(may.read, 200),
        ("PATCH", ["{id}"]) => on_record(may.update, 200),
        ("DELETE", ["{id}"]) => on_record(may.delete, 200),
        ("POST", ["{id}", "restore"]) => on_record(may.delete, 200),
        ("POST", ["{id}", "revert"]) => on_record(may.create || may.update || may.delete, 200),
        ("POST", ["{id}", name]) if entity.collection(name).is_some() => on_record(may.update, 200),
        // Tried on nothing: making a link cannot only be tried, which is told by the parameter.
        ("POST" | "DELETE", ["{id}", "preference_link"]) if !may.update => 403,
        ("POST" | "DELETE", ["{id}", "preference_link"]) => 400,
        // The stage named to take over belongs to another pipeline.
        ("POST", ["{id}", "replace"]) => on_record(may.update, 422),
        ("POST", ["{id}", name]) => {
            let verb = entity.verb(name)?;
            let starts = verb.from.is_empty() || verb.from.contains(&case.state);
            // For guests' verbs seeing is enough to be heard, but nobody here was asked to anything.
            let guests = entity.is_for_guests(name);
            let held = if guests { may.read } else { may.update };
            on_record(
                held,
                if !starts {
                    409
                } else if guests {
                    422
                } else {
                    200
                },
            )
        }
        _ => return None,
    })
}

/// What each item of a batch must answer: a new record, a change, a deletion.
pub(super) fn in_batch(case: &Case) -> [u16; 3] {
    let single = |method, rest| {
        let case = Case {
            method,
            rest,
            ..*case
        };
        on_records(&case).unwrap_or_default()
    };
    let made = if may(case.persona, case.entity).create {
        201
    } else {
        403
    };
    [
        made,
        single("PATCH", &["{id}"]),
        single("DELETE", &["{id}"]),
    ]
}

/// What an operation without records must answer somebody who is signed in.
pub(super) fn beside_records(
    persona: Persona,
    method: &str,
    path: &str,
) -> Option<(&'static [u16], Json)> {
    Some(match (method, path) {
        ("GET", "/me" | "/meta" | "/auth/sessions" | "/auth/state") => (&[200], json!(null)),
        ("GET", "/search") => (&[200], json!(null)),
        ("GET", "/live") => (&[200], json!(null)),
        ("PATCH", "/me") => (&[200], json!({})),
        ("GET", "/operations") if persona == Persona::Admin => (&[200], json!(null)),
        ("GET", "/operations") => (&[403], json!(null)),
        ("POST", "/operations/jobs/{name}/run") if persona == Persona::Admin => {
            (&[404], json!(null))
        }
        ("POST", "/operations/jobs/{name}/run") => (&[403], json!(null)),
        ("GET", "/workspace") if persona == Persona::Admin => (&[200], json!(null)),
        ("PATCH", "/workspace") if persona == Persona::Admin => (&[200], json!({})),
        ("GET", "/workspace/demo_firm") if persona == Persona::Admin => (&[200], json!(null)),
        // Nothing to take out, and a wish that nobody can fulfil: the firm of the walk stays as it is.
        ("DELETE", "/workspace/demo_firm") if persona == Persona::Admin => (&[200], json!(null)),
        ("PUT", "/workspace/demo_firm") if persona == Persona::Admin => {
            (&[422], json!({ "language": "tlh" }))
        }
        ("GET" | "DELETE", "/workspace/demo_firm") => (&[403], json!(null)),
        ("PUT", "/workspace/demo_firm") => (&[403], json!({})),
        ("GET", "/workspace") => (&[403], json!(null)),
        ("PATCH", "/workspace") => (&[403], json!({ "name": "Mine" })),
        ("DELETE", "/auth/sessions/{id}") => (&[404], json!(null)),
        ("GET", "/agenda" | "/agenda/invitations" | "/me/calendar_feed") => (&[200], json!(null)),
        ("POST", "/me/calendar_feed") => (&[201], json!({})),
        ("DELETE", "/me/calendar_feed") => (&[204], json!(null)),
        // No calendar.
        ("POST", "/agenda/import") => (&[415], json!({})),
        ("GET", "/imports") => (&[200], json!(null)),
        // Nobody's mapping, and nobody's import.
        ("POST", "/imports") => (&[422], json!({})),
        ("GET", "/imports/{id}" | "/imports/{id}/errors") => (&[404], json!(null)),
        ("POST", "/imports/{id}/start" | "/imports/{id}/cancel") => (&[404], json!({})),
        // No CSV.
        ("PUT", "/imports/{id}/files/{name}") => (&[415], json!({})),
        ("POST", "/auth/change_password") => (
            &[422],
            json!({ "current_password": "x", "new_password": "an unguessable sentence" }),
        ),
        _ => return None,
    })
}

/// What an operation that needs nobody must answer.
pub(super) fn in_public(method: &str, path: &str) -> Option<(&'static [u16], Json)> {
    Some(match (method, path) {
        (
            "GET",
            "/auth/state" | "/health" | "/health/live" | "/health/ready" | "/api/openapi.json"
            | "/api/docs",
        ) => (&[200], json!(null)),
        ("POST", "/auth/setup") => (&[422], json!({})),
        ("POST", "/auth/sign_in") => (&[422], json!({})),
        ("POST", "/auth/refresh") => (&[401], json!(null)),
        // Signing out twice is no mistake; nobody signs out here, because nobody sends the cookie.
        ("POST", "/auth/sign_out") => (&[403], json!(null)),
        // Nobody's calendar.
        ("GET", "/calendars/{user}/{secret}.ics") => (&[404], json!(null)),
        // Nobody's preferences.
        ("GET", "/preferences/{token}") => (&[404], json!(null)),
        ("PATCH" | "POST", "/preferences/{token}" | "/preferences/{token}/refuse_all") => {
            (&[404], json!({}))
        }
        // A form that is not there; what there is, is told by the tests of forms.
        ("POST", "/capture/{slug}") => (&[404], json!({ "email": "a@example.com" })),
        _ => return None,
    })
}
