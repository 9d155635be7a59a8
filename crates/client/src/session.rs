//! The access token in memory, and how it is renewed.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};

use async_lock::Mutex;

use crate::client::Client;
use crate::error::ClientError;

/// Something to come. In the browser nothing moves between threads.
#[cfg(not(target_arch = "wasm32"))]
pub type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;
/// Something to come. In the browser nothing moves between threads.
#[cfg(target_arch = "wasm32")]
pub type Pending<T> = Pin<Box<dyn Future<Output = T>>>;

/// Fetches a new access token when the present one is refused.
pub type Renewal = Arc<dyn Fn(Client) -> Pending<Result<String, ClientError>> + Send + Sync>;

/// Hears after every request whether the server answered.
pub type Contact = Arc<dyn Fn(bool) + Send + Sync>;

/// What a client remembers between requests.
#[derive(Default)]
pub struct Session {
    token: RwLock<Option<String>>,
    language: RwLock<Option<String>>,
    renewal: RwLock<Option<Renewal>>,
    renewing: Mutex<()>,
    contact: RwLock<Option<Contact>>,
}

/// A poisoned lock still holds a whole value: every write is one assignment.
fn read<T: Clone>(cell: &RwLock<T>) -> T {
    cell.read().unwrap_or_else(PoisonError::into_inner).clone()
}

fn write<T>(cell: &RwLock<T>, value: T) {
    *cell.write().unwrap_or_else(PoisonError::into_inner) = value;
}

impl Session {
    pub fn token(&self) -> Option<String> {
        read(&self.token)
    }

    pub fn set_token(&self, token: Option<String>) {
        write(&self.token, token);
    }

    pub fn language(&self) -> Option<String> {
        read(&self.language)
    }

    pub fn set_language(&self, language: Option<String>) {
        write(&self.language, language);
    }

    pub fn set_renewal(&self, renewal: Option<Renewal>) {
        write(&self.renewal, renewal);
    }

    pub fn set_contact(&self, contact: Option<Contact>) {
        write(&self.contact, contact);
    }

    /// Tells whoever wants to know whether the server answered.
    pub fn heard(&self, answered: bool) {
        if let Some(contact) = read(&self.contact) {
            contact(answered);
        }
    }

    /// Renews the token that was refused; of several requests refused at once only the first asks.
    /// Answers whether it is worth sending again.
    pub async fn renew(&self, client: &Client, refused: Option<&str>) -> Result<bool, ClientError> {
        let Some(renewal) = read(&self.renewal) else {
            return Ok(false);
        };
        let _turn = self.renewing.lock().await;
        let present = self.token();
        if present.as_deref() != refused {
            return Ok(present.is_some());
        }
        match renewal(client.clone()).await {
            Ok(token) => {
                self.set_token(Some(token));
                Ok(true)
            }
            // Signed out for good; the caller sees the first refusal.
            Err(ClientError::Problem(problem)) if matches!(problem.status, 401 | 403) => {
                self.set_token(None);
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}
