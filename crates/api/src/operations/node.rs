//! This server, as others know it.

use std::time::Duration;

use actix_web::rt;
use guanxi_domain::kernel::time::Instant;
use guanxi_persistence::database::now;
use guanxi_persistence::infra::nodes::{self, Node};
use uuid::Uuid;

use crate::app::App;

/// How often a server says that it is there. It counts as gone after a minute.
const BEAT: Duration = Duration::from_secs(15);
/// The name where the machine has none.
const NAMELESS: &str = "server";

/// Which server this is.
#[derive(Debug, Clone)]
pub struct Here {
    /// The process.
    pub id: Uuid,
    name: String,
    started_at: Instant,
}

impl Here {
    /// A process that begins now.
    pub fn new() -> Self {
        Self {
            id: Uuid::now_v7(),
            name: machine(),
            started_at: now(),
        }
    }

    /// As it is told to others at this moment.
    pub fn node(&self) -> Node {
        Node {
            id: self.id,
            name: self.name.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            started_at: self.started_at,
            seen_at: now(),
        }
    }
}

fn machine() -> String {
    let told = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let told = told.or_else(|| std::env::var("HOSTNAME").ok());
    let name: String = told.unwrap_or_default().trim().chars().take(100).collect();
    if name.is_empty() {
        NAMELESS.to_owned()
    } else {
        name
    }
}

/// Says that this server is there, for as long as it is.
pub fn keep_beating(app: &App) {
    let app = app.clone();
    rt::spawn(async move {
        loop {
            let node = app.here.node();
            let beaten = app.write(move |tx| nodes::beat(tx.conn(), &node)).await;
            if let Err(refusal) = beaten {
                tracing::debug!(%refusal, "other servers do not hear of this one now");
            }
            rt::time::sleep(BEAT).await;
        }
    });
}
