//! The client: where the server is, who we are, and how a request goes out.

use std::sync::Arc;
use std::time::Duration;

use guanxi_domain::kernel::meta::Meta;

use crate::call::{Answer, Call};
use crate::error::ClientError;
use crate::session::{Renewal, Session};

/// How long a request may take when nobody says otherwise.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A connection to one server. Cheap to clone; clones share token, language and connections.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    http: reqwest::Client,
    base: String,
    timeout: Duration,
    session: Session,
    #[cfg(not(target_arch = "wasm32"))]
    cookies: crate::cookies::Cookies,
}

impl Client {
    /// A client of the server at an address such as `http://127.0.0.1:8080`.
    pub fn new(base: &str) -> Self {
        Self::with_timeout(base, TIMEOUT)
    }

    /// The same, giving up a request after so long.
    pub fn with_timeout(base: &str, timeout: Duration) -> Self {
        let inner = Inner {
            http: reqwest::Client::new(),
            base: base.to_owned(),
            timeout,
            session: Session::default(),
            #[cfg(not(target_arch = "wasm32"))]
            cookies: crate::cookies::Cookies::default(),
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
        let response = self.request(call, token)?.send().await?;
        #[cfg(not(target_arch = "wasm32"))]
        if call.is_auth() {
            self.inner.cookies.keep(response.headers());
        }
        Ok(Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await?.to_vec(),
        })
    }

    fn request(
        &self,
        call: &Call,
        token: Option<&str>,
    ) -> Result<reqwest::RequestBuilder, ClientError> {
        let url = call.url(&self.inner.base)?;
        let mut request = self
            .inner
            .http
            .request(call.method.clone(), url)
            .timeout(self.inner.timeout)
            .header("x-guanxi", "1")
            .header("accept", "application/json, application/problem+json")
            .headers(call.headers.clone());
        if let Some(language) = self.inner.session.language() {
            request = request.header("accept-language", language);
        }
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(cookies) = self.inner.cookies.header().filter(|_| call.is_auth()) {
            request = request.header("cookie", cookies);
        }
        if let Some(body) = &call.body {
            request = request.body(body.clone());
        }
        Ok(request)
    }
}

impl std::fmt::Debug for Client {
    /// Never the token.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Client({})", self.inner.base)
    }
}
