//! Slows guessing without locking owners out: failures count per account seen from one address,
//! and per address whatever the account.

use std::net::IpAddr;
use std::time::Duration;

use guanxi_domain::kernel::time::Instant;
use guanxi_persistence::infra::failures;
use guanxi_persistence::{Reader, Result, Tx};
use sha2::{Digest, Sha256};

/// Where a guess comes from, and at what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    account: Subject,
    address: Subject,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Subject {
    hash: Vec<u8>,
    window: Duration,
}

/// Failures that are let through within a window.
const MOST: i64 = 10;
const ACCOUNT_WINDOW: Duration = Duration::from_secs(15 * 60);
/// Many people share an address, so it recovers quickly: enough to make spraying hopeless.
const ADDRESS_WINDOW: Duration = Duration::from_secs(60);

impl Attempt {
    /// One account from one address. The name is hashed: what people type there is sometimes the
    /// password.
    pub fn new(login: &str, address: IpAddr) -> Self {
        let address = network(address);
        let subject = |kind: &[u8], name: &str, window| {
            let mut hash = Sha256::new();
            for part in [kind, &[0], address.as_bytes(), &[0], name.as_bytes()] {
                hash.update(part);
            }
            Subject {
                hash: hash.finalize().to_vec(),
                window,
            }
        };
        Self {
            account: subject(b"account", &login.to_lowercase(), ACCOUNT_WINDOW),
            address: subject(b"address", "", ADDRESS_WINDOW),
        }
    }

    /// How long to wait; `None` when the guess may be made.
    pub fn wait(&self, reader: &mut Reader) -> Result<Option<Duration>> {
        let account = self.account.wait(reader)?;
        Ok(account.max(self.address.wait(reader)?))
    }

    /// Counts a failure.
    pub fn failed(&self, tx: &mut Tx) -> Result<()> {
        let now = tx.now;
        for subject in [&self.account, &self.address] {
            let since = before(now, subject.window);
            failures::add(tx.conn(), &subject.hash, since, now)?;
        }
        Ok(())
    }

    /// Forgets the failures on this account from this address.
    pub fn succeeded(&self, tx: &mut Tx) -> Result<()> {
        failures::forgive(tx.conn(), &self.account.hash)
    }
}

impl Subject {
    fn wait(&self, reader: &mut Reader) -> Result<Option<Duration>> {
        let now = reader.now;
        let found = failures::of(reader.conn(), &self.hash)?;
        let passed = Duration::from_micros(
            u64::try_from(now.micros() - found.first_at.micros()).unwrap_or(0),
        );
        let left = self
            .window
            .checked_sub(passed)
            .filter(|left| !left.is_zero());
        Ok(left.filter(|_| found.count >= MOST))
    }
}

/// The oldest failures that still matter.
pub fn oldest(now: Instant) -> Instant {
    before(now, ACCOUNT_WINDOW)
}

fn before(now: Instant, window: Duration) -> Instant {
    let micros = i64::try_from(window.as_micros()).unwrap_or(i64::MAX);
    Instant::from_micros(now.micros().saturating_sub(micros))
}

/// One customer of a provider has a whole network of IPv6 addresses.
pub fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:x?}", &address.segments()[..4]),
    }
}
