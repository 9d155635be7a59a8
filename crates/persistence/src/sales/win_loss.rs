//! What was won and lost, against whom, with what, where and why. Of the opportunities that the actor sees.

use guanxi_domain::access::{Action, Actor};
use guanxi_domain::customers::accounts::ACCOUNT;
use guanxi_domain::kernel::catalogue::Entity;
use guanxi_domain::kernel::filter::Filter;
use guanxi_domain::kernel::path::Lens;
use guanxi_domain::kernel::query::Query;
use guanxi_domain::sales::competitors::COMPETITOR;
use guanxi_domain::sales::opportunities::OPPORTUNITY;
use guanxi_domain::sales::opportunity_competitors::OPPORTUNITY_COMPETITOR;
use guanxi_domain::sales::opportunity_lines::OPPORTUNITY_LINE;
use guanxi_domain::sales::products::PRODUCT;
use guanxi_domain::sales::stage_changes::STAGE_CHANGE;
use serde_json::{Value as Json, json};

use crate::cells;
use crate::engine::conditions::Asker;
use crate::engine::list;
use crate::engine::read::{Reader, readable};
use crate::engine::scope;
use crate::error::{Error, Result};
use crate::sql::Sql;

/// Most rows of an answer.
const MOST_ROWS: i64 = 500;

/// By what sales are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WinLossBy {
    /// The competitors they were won against or lost to.
    Competitor,
    /// The products on their lines.
    Product,
    /// The account's line of business.
    Segment,
    /// Why they were lost, and from which stage.
    Reason,
}

impl WinLossBy {
    /// All, with their names on the wire.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Competitor, "competitor"),
        (Self::Product, "product"),
        (Self::Segment, "segment"),
        (Self::Reason, "reason"),
    ];

    /// From its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(by, _)| *by)
    }

    /// The two keys of a row, the joins they need, and what counts as won and as lost.
    const fn shape(self) -> Shape {
        const WON: &str = "COUNT(DISTINCT CASE WHEN t.status = 'won' THEN t.id END)";
        const LOST: &str = "COUNT(DISTINCT CASE WHEN t.status = 'lost' THEN t.id END)";
        match self {
            Self::Competitor => Shape {
                keys: ["c.competitor_id", "r.name"],
                won: "COUNT(DISTINCT CASE WHEN c.status = 'won_against' THEN t.id END)",
                lost: "COUNT(DISTINCT CASE WHEN c.status = 'lost_to' THEN t.id END)",
            },
            Self::Product => Shape {
                keys: ["l.product_id", "p.name"],
                won: WON,
                lost: LOST,
            },
            Self::Segment => Shape {
                keys: ["CASE WHEN 1 = 0 THEN t.id END", "a.industry"],
                won: WON,
                lost: LOST,
            },
            Self::Reason => Shape {
                keys: ["h.from_stage_id", "t.lost_reason"],
                won: "0",
                lost: LOST,
            },
        }
    }

    /// The fields that rows are told from: who may not read one of them gets none.
    fn told_from(self) -> Vec<(&'static Entity, &'static str)> {
        match self {
            Self::Competitor => vec![(&OPPORTUNITY_COMPETITOR, "status"), (&COMPETITOR, "name")],
            Self::Product => vec![(&OPPORTUNITY, "lines"), (&PRODUCT, "name")],
            Self::Segment => vec![(&OPPORTUNITY, "account_id"), (&ACCOUNT, "industry")],
            Self::Reason => vec![
                (&OPPORTUNITY, "lost_reason"),
                (&STAGE_CHANGE, "from_stage_id"),
            ],
        }
    }

    /// The joins behind `FROM opportunities t`, each under the rights on what it enters.
    fn push_joins(self, sql: &mut Sql, actor: &Actor) {
        let mut join = |text: &str, entity: &'static Entity, alias: &str| {
            sql.push(text);
            scope::push(sql, actor, entity, Action::Read, alias);
        };
        match self {
            Self::Competitor => {
                join(
                    " JOIN opportunity_competitors c ON c.opportunity_id = t.id AND c.deleted_at IS NULL \
                     AND c.status IN ('won_against', 'lost_to')",
                    &OPPORTUNITY_COMPETITOR,
                    "c",
                );
                join(
                    " JOIN competitors r ON r.id = c.competitor_id AND r.deleted_at IS NULL",
                    &COMPETITOR,
                    "r",
                );
            }
            Self::Product => {
                join(
                    " JOIN opportunity_lines l ON l.parent_id = t.id",
                    &OPPORTUNITY_LINE,
                    "l",
                );
                join(
                    " JOIN products p ON p.id = l.product_id AND p.deleted_at IS NULL",
                    &PRODUCT,
                    "p",
                );
            }
            Self::Segment => join(
                " LEFT JOIN accounts a ON a.id = t.account_id AND a.deleted_at IS NULL",
                &ACCOUNT,
                "a",
            ),
            Self::Reason => join(
                " LEFT JOIN stage_changes h ON h.opportunity_id = t.id AND h.moved_at = t.lost_at \
                 AND h.from_stage_id IS NOT NULL AND h.deleted_at IS NULL",
                &STAGE_CHANGE,
                "h",
            ),
        }
    }
}

struct Shape {
    keys: [&'static str; 2],
    won: &'static str,
    lost: &'static str,
}

impl Reader<'_> {
    /// How many decided opportunities that pass a filter were won and lost, row by row, the most decided first.
    pub fn win_loss(
        &mut self,
        actor: &Actor,
        by: WinLossBy,
        filter: Option<Filter>,
    ) -> Result<Json> {
        readable(actor, &OPPORTUNITY)?;
        let world = std::sync::Arc::clone(&self.world);
        let lens = Lens {
            entity: &OPPORTUNITY,
            custom: &world.custom,
            actor,
        };
        may_be_told(&lens, by)?;
        let asker = Asker::new(lens, self.now);
        let shape = by.shape();
        let mut sql = Sql::text(
            self.conn.dialect(),
            &format!(
                "SELECT {}, {}, {} AS won, {} AS lost FROM opportunities t",
                shape.keys[0], shape.keys[1], shape.won, shape.lost
            ),
        );
        sql.uncached();
        by.push_joins(&mut sql, actor);
        let query = Query {
            filter,
            ..Query::default()
        };
        list::push_where(&mut sql, &asker, &query, None)?;
        sql.push(match by {
            WinLossBy::Reason => " AND t.status = 'lost'",
            _ => " AND t.status IN ('won', 'lost')",
        });
        sql.push(" GROUP BY 1, 2 ORDER BY COUNT(DISTINCT t.id) DESC, 2, 1 LIMIT ")
            .bind(MOST_ROWS + 1);
        let mut rows = cells::rows(self.conn, sql, |cells| {
            json!({
                "id": cells.id(0),
                "name": cells.opt_text(1),
                "won": cells.int(2).unwrap_or(0),
                "lost": cells.int(3).unwrap_or(0),
            })
        })?;
        let most = usize::try_from(MOST_ROWS).unwrap_or(usize::MAX);
        let truncated = rows.len() > most;
        rows.truncate(most);
        Ok(json!({ "data": rows, "truncated": truncated }))
    }
}

/// What the rows tell of must not be hidden from the actor.
fn may_be_told(lens: &Lens, by: WinLossBy) -> Result<()> {
    let told = |(entity, field): (&'static Entity, &'static str)| {
        lens.actor.may_read(entity) && lens.on(entity).shows(field)
    };
    if by.told_from().into_iter().all(told) {
        Ok(())
    } else {
        Err(Error::Forbidden("read"))
    }
}
