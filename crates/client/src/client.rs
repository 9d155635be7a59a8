//! The client: where the server is, who we are, and how a request goes out.

use std::sync::Arc;
use std::time::Duration;

use guanxi_domain::kernel::meta::Meta;

use crate::call::{Answer, Call};
use crate::error::ClientError;
use crate::session::{Renewal, Session};
use crate::transport::{Request, Transport};

/// How long a request may take when nobody says otherwise.
const TIMEOUT: Duration = Duration::from_secs(30);

const ACCEPTED: &str = "application/json, application/problem+json";

/// A connection to one server. Cheap to clone; clones share token, language and connections.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    transport: Transport,
    base: String,
    timeout: Duration,
    session: Session,
}

impl Client {
    /// A client of the server at an address such as `http://127.0.0.1:8080`.
    pub fn new(base: &str) -> Self {
        Self::with_timeout(base, TIMEOUT)
    }

    /// The same, giving up a request after so long.
    pub fn with_timeout(base: &str, timeout: Duration) -> Self {
        let inner = Inner {
            transport: Transport::new(),
            base: base.to_owned(),
            timeout,
            session: Session::default(),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The server's address.
    pub fn base(&self) -> &str {
        &self.inner.base
    }

    /// The access token, when signed in.
    pub fn token(&self) -> Option<String> {
        self.inner.session.token()
    }

    /// Uses this access token from now on; none signs nothing.
    pub fn set_token(&self, token: Option<String>) {
        self.inner.session.set_token(token);
    }

    /// Asks for messages in this language.
    pub fn set_language(&self, tag: &str) {
        self.inner.session.set_language(Some(tag.to_owned()));
    }

    /// What to do once when the access token is refused; then the request is sent again. Requests
    /// refused at the same time wait for one renewal.
    pub fn on_refused(&self, renewal: Renewal) {
        self.inner.session.set_renewal(Some(renewal));
    }

    /// Renews the access token by the refresh cookie when it is refused.
    pub fn renew_by_cookie(&self) {
        self.on_refused(Arc::new(|client: Self| {
            Box::pin(async move { client.refresh().await.map(|signed| signed.access_token) })
        }));
    }

    /// The catalogue as the caller may see it.
    pub async fn meta(&self) -> Result<Meta, ClientError> {
        self.send(Call::get(&["meta"])).await?.decode()
    }

    /// Sends; renews the token once if it is refused; refusals become errors.
    pub(crate) async fn send(&self, call: Call) -> Result<Answer, ClientError> {
        let token = self.token().filter(|_| call.signed);
        let answer = self.once(&call, token.as_deref()).await?;
        if answer.status != 401 || !call.signed {
            return answer.checked();
        }
        if self.inner.session.renew(self, token.as_deref()).await? {
            let answer = self.once(&call, self.token().as_deref()).await?;
            return answer.checked();
        }
        answer.checked()
    }

    async fn once(&self, call: &Call, token: Option<&str>) -> Result<Answer, ClientError> {
        let inner = &self.inner;
        let request = Request {
            method: call.method,
            url: call.url(&inner.base)?,
            headers: self.headers(call, token),
            body: call.body.as_deref(),
            timeout: inner.timeout,
            #[cfg(not(target_arch = "wasm32"))]
            with_cookies: call.is_auth(),
        };
        inner.transport.send(request).await
    }

    fn headers(&self, call: &Call, token: Option<&str>) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("x-guanxi", "1".to_owned()),
            ("accept", ACCEPTED.to_owned()),
        ];
        if let Some(language) = self.inner.session.language() {
            headers.push(("accept-language", language));
        }
        if let Some(token) = token {
            headers.push(("authorization", format!("Bearer {token}")));
        }
        headers.extend(call.headers.iter().cloned());
        headers
    }
}

impl std::fmt::Debug for Client {
    /// Never the token.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Client({})", self.inner.base)
    }
}
