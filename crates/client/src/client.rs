//! The client: where the server is, who we are, and how a request goes out.

use std::sync::Arc;
use std::time::Duration;

use guanxi_domain::kernel::meta::Meta;

use crate::call::{Answer, Call};
use crate::error::ClientError;
use crate::session::{Contact, Renewal, Session};
use crate::transport::{Body, Opened, Request, Transport};

/// How long a request may take when nobody says otherwise.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How long a stream may be silent: the server gives a sign of life every fifteen seconds.
const SILENCE: Duration = Duration::from_secs(45);

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

    /// Who hears after every request whether the server answered.
    pub fn on_contact(&self, contact: Contact) {
        self.inner.session.set_contact(Some(contact));
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
        let answer = self.delivered(&call).await;
        self.heard(&answer);
        answer
    }

    async fn delivered(&self, call: &Call) -> Result<Answer, ClientError> {
        let token = self.token().filter(|_| call.signed);
        let answer = self.once(call, token.as_deref()).await?;
        if answer.status != 401 || !call.signed {
            return answer.checked();
        }
        if self.inner.session.renew(self, token.as_deref()).await? {
            let answer = self.once(call, self.token().as_deref()).await?;
            return answer.checked();
        }
        answer.checked()
    }

    /// Sends, and gives the body as it comes; renews the token once if it is refused.
    pub(crate) async fn open(&self, call: Call) -> Result<Body, ClientError> {
        let body = self.opened(call).await;
        self.heard(&body);
        body
    }

    /// Whether the server answered is told to whoever wants to know.
    pub(crate) fn heard<T>(&self, answer: &Result<T, ClientError>) {
        let unreached = answer.as_ref().is_err_and(ClientError::is_unreached);
        self.inner.session.heard(!unreached);
    }

    async fn opened(&self, call: Call) -> Result<Body, ClientError> {
        let token = self.token();
        let answer = match self.open_once(&call, token.as_deref()).await? {
            Opened::Body(body) => return Ok(body),
            Opened::Refused(answer) => answer,
        };
        if answer.status != 401 || !self.inner.session.renew(self, token.as_deref()).await? {
            return Err(refusal(answer));
        }
        match self.open_once(&call, self.token().as_deref()).await? {
            Opened::Body(body) => Ok(body),
            Opened::Refused(answer) => Err(refusal(answer)),
        }
    }

    async fn open_once(&self, call: &Call, token: Option<&str>) -> Result<Opened, ClientError> {
        let request = self.request(call, token, SILENCE)?;
        self.inner.transport.open(request).await
    }

    async fn once(&self, call: &Call, token: Option<&str>) -> Result<Answer, ClientError> {
        let request = self.request(call, token, self.inner.timeout)?;
        self.inner.transport.send(request).await
    }

    fn request<'a>(
        &self,
        call: &'a Call,
        token: Option<&str>,
        timeout: Duration,
    ) -> Result<Request<'a>, ClientError> {
        Ok(Request {
            method: call.method,
            url: call.url(&self.inner.base)?,
            headers: self.headers(call, token),
            body: call.body.as_deref(),
            timeout,
            #[cfg(not(target_arch = "wasm32"))]
            with_cookies: call.is_auth(),
        })
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

fn refusal(answer: Answer) -> ClientError {
    match answer.checked() {
        Ok(_) => ClientError::Decode("an answer without a stream".to_owned()),
        Err(error) => error,
    }
}

impl std::fmt::Debug for Client {
    /// Never the token.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Client({})", self.inner.base)
    }
}
