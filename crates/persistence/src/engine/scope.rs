//! The row part of rights as SQL, added to every statement that reaches records.

use guanxi_domain::access::{Action, Actor, RowScope};
use guanxi_domain::kernel::catalogue::{Entity, Scope};
use guanxi_domain::registry;

use crate::sql::Sql;

/// Adds ` AND …` so that only rows the actor reaches for an action are left. `alias` is the table's.
pub(crate) fn push(
    sql: &mut Sql,
    actor: &Actor,
    entity: &'static Entity,
    action: Action,
    alias: &str,
) {
    match entity.scope {
        Scope::Owned | Scope::Shared => own(sql, &actor.scope(entity, action), alias),
        Scope::Anchored => anchored(sql, actor, entity, action, alias),
        Scope::Linked(fields) => linked(sql, actor, entity, action, alias, fields),
        Scope::Personal { shared } => personal(sql, actor, entity, action, alias, shared),
        // Rows of a collection are reached through their record only, which is judged itself.
        Scope::Part => {}
    }
}

fn own(sql: &mut Sql, scope: &RowScope, alias: &str) {
    match scope {
        RowScope::Everything => {}
        RowScope::Nothing => drop(sql.push(" AND 1 = 0")),
        RowScope::Of { .. } => {
            sql.push(" AND ");
            own_test(sql, scope, alias);
        }
    }
}

/// One's own; to read, also what others share. Those who set the workspace up look after what is shared.
fn personal(
    sql: &mut Sql,
    actor: &Actor,
    entity: &'static Entity,
    action: Action,
    alias: &str,
    shared: Option<&str>,
) {
    let scope = actor.scope(entity, action);
    let (Some(field), RowScope::Of { .. }) = (shared, &scope) else {
        return own(sql, &scope, alias);
    };
    sql.push(" AND (");
    own_test(sql, &scope, alias);
    if actor.may_set_up() {
        sql.push(&format!(" OR {alias}.{field} <> 'private'"));
    } else if action == Action::Read {
        sql.push(&format!(" OR {alias}.{field} = 'everyone'"));
        if !actor.teams.is_empty() {
            sql.push(&format!(
                " OR ({alias}.{field} = 'team' AND {alias}.team_id"
            ))
            .in_ids(&actor.teams)
            .push(")");
        }
    }
    sql.push(")");
}

/// The bare condition of an owner's and team's scope.
fn own_test(sql: &mut Sql, scope: &RowScope, alias: &str) {
    match scope {
        RowScope::Everything => drop(sql.push("1 = 1")),
        RowScope::Nothing => drop(sql.push("1 = 0")),
        RowScope::Of { owners, teams } => {
            sql.push("(").push(alias).push(".owner_id").in_ids(owners);
            if !teams.is_empty() {
                sql.push(" OR ").push(alias).push(".team_id").in_ids(teams);
            }
            sql.push(")");
        }
    }
}

/// A row on another record shares that record's rights and its deletion; besides, its own owner
/// and team reach it.
fn anchored(sql: &mut Sql, actor: &Actor, entity: &'static Entity, action: Action, alias: &str) {
    let scope = actor.scope(entity, action);
    if scope == RowScope::Nothing {
        sql.push(" AND 1 = 0");
        return;
    }
    let live = format!(
        " AND ({alias}.anchor_id IS NULL OR EXISTS (SELECT 1 FROM anchors a WHERE a.id = {alias}.anchor_id \
         AND a.deleted_at IS NULL))"
    );
    sql.push(&live);
    unless_private(sql, actor, entity, alias);
    if scope == RowScope::Everything {
        return;
    }
    sql.push(" AND (");
    own_test(sql, &scope, alias);
    if action == Action::Read {
        guest_test(sql, actor, entity, alias);
    }
    sql.push(" OR EXISTS (SELECT 1 FROM anchors a WHERE a.id = ")
        .push(alias)
        .push(".anchor_id AND (");
    anchor_test(sql, actor, action);
    sql.push(")))");
}

/// What is private is its owner's and the guests', whatever anybody's rights. Guanxi itself looks at everything.
fn unless_private(sql: &mut Sql, actor: &Actor, entity: &Entity, alias: &str) {
    let (Some(field), Some(user)) = (entity.private, actor.user) else {
        return;
    };
    sql.push(" AND (NOT ").push(alias).push(".").push(field);
    sql.push(" OR ").push(alias).push(".owner_id = ").bind(user);
    guest_test(sql, actor, entity, alias);
    sql.push(")");
}

/// Adds ` OR …` for users whom the record names as guests.
fn guest_test(sql: &mut Sql, actor: &Actor, entity: &Entity, alias: &str) {
    let (Some(guests), Some(user)) = (entity.guests, actor.user) else {
        return;
    };
    sql.push(" OR EXISTS (SELECT 1 FROM ")
        .push((guests.rows)().plural)
        .push(" g WHERE g.parent_id = ")
        .push(alias)
        .push(".id AND g.")
        .push(guests.user)
        .push(" = ")
        .bind(user)
        .push(")");
}

/// Which anchors (alias `a`) an actor reaches, entity by entity.
pub(crate) fn anchor_test(sql: &mut Sql, actor: &Actor, action: Action) {
    let mut first = true;
    for anchor in registry::roots().filter(|entity| entity.anchor) {
        let scope = actor.scope(anchor, action);
        if scope == RowScope::Nothing {
            continue;
        }
        sql.push(if first {
            "(a.entity = '"
        } else {
            " OR (a.entity = '"
        })
        .push(anchor.name)
        .push("' AND ");
        own_test(sql, &scope, "a");
        sql.push(")");
        first = false;
    }
    if first {
        sql.push("1 = 0");
    }
}

/// A link is there when every record it joins is visible. To change it, the first of them must be
/// within reach of the change.
fn linked(
    sql: &mut Sql,
    actor: &Actor,
    entity: &'static Entity,
    action: Action,
    alias: &str,
    fields: &[&str],
) {
    if !actor.may(entity, action) {
        sql.push(" AND 1 = 0");
        return;
    }
    for (i, name) in fields.iter().enumerate() {
        let Some(target) = entity
            .field(name)
            .and_then(guanxi_domain::kernel::field::Field::target)
        else {
            continue;
        };
        let inner = format!("l{i}");
        sql.push(" AND EXISTS (SELECT 1 FROM ")
            .push(target.plural)
            .push(" ")
            .push(&inner);
        sql.push(" WHERE ")
            .push(&inner)
            .push(".id = ")
            .push(alias)
            .push(".")
            .push(name);
        sql.push(" AND ").push(&inner).push(".deleted_at IS NULL");
        push(
            sql,
            actor,
            target,
            if i == 0 {
                link_action(action)
            } else {
                Action::Read
            },
            &inner,
        );
        sql.push(")");
    }
}

/// Deleting a link changes the record it belongs to, it does not delete it.
const fn link_action(action: Action) -> Action {
    match action {
        Action::Delete | Action::Update => Action::Update,
        _ => Action::Read,
    }
}
