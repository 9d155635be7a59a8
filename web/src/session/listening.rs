//! What others change, as it happens.
//!
//! One tab listens for all tabs of the browser and tells them what it hears; when it is closed, another one goes on
//! from the same place in the log. After a lost connection what was missed is heard first. Where answers arrive only
//! when they are complete, it asks every now and then instead.

mod channel;
mod pause;

use std::time::Duration;

use guanxi_client::live::{Change, Live, News};
use guanxi_client::{Client, ClientError};
use leptos::prelude::*;
use leptos::task::spawn_local_scoped_with_cancellation;

use self::channel::{Channel, Message};
use self::pause::pause;
use super::{Connection, Session, tab_lock};

/// The pause after a stream that ended; after each one in vain it is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A stream that begins later than this may have missed something that the page does not show.
const LATE: f64 = 3_000.0;
/// Streams that end before they begin, until it is tried without.
const MOST_VAIN: u32 = 2;
/// How often to ask where streams do not work.
const ASK: Duration = Duration::from_millis(1_500);
/// How often, before a stream is tried again.
const MOST_ASKED: u32 = 200;
/// How often to look whether the tab that listens still does.
const WATCH: Duration = Duration::from_secs(20);
/// How long the tab that listens may say nothing: the server gives a sign of life every fifteen seconds.
const SILENCE: f64 = 60_000.0;

/// What is heard.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// Something happened to these records.
    Changes(Vec<Change>),
    /// Anything may have happened.
    Anything {
        /// The person may see other things than before.
        rights: bool,
    },
}

/// Hears of all changes within sight, as long as somebody is signed in and the current owner lives.
pub fn listen(session: Session, hear: Callback<Heard>) {
    let user = Memo::new(move |_| session.me().map(|me| me.id));
    Effect::new(move |_| {
        if let Some(user) = user.get() {
            Ear::open(session, &user.to_string(), hear);
        }
    });
}

/// How a stream ended.
enum End {
    /// It had begun.
    Broken,
    /// It never began.
    Vain,
    /// What is shown may be wrong.
    Reset,
}

/// Listens for one person.
#[derive(Clone, Copy)]
struct Ear {
    client: StoredValue<Client>,
    connection: Connection,
    channel: StoredValue<Option<Channel>, LocalStorage>,
    hear: Callback<Heard>,
    /// Where to listen on.
    position: StoredValue<Option<String>>,
    /// When this began.
    since: f64,
    /// When something was heard for the last time, in milliseconds.
    last: StoredValue<f64>,
    /// Whether this tab listens for all.
    leads: StoredValue<bool>,
}

impl Ear {
    /// Listens until the current owner ends.
    fn open(session: Session, user: &str, hear: Callback<Heard>) {
        let name = format!("guanxi-live-{user}");
        let now = js_sys::Date::now();
        let ear = Self {
            client: StoredValue::new(session.client()),
            connection: session.connection(),
            channel: StoredValue::new_local(None),
            hear,
            position: StoredValue::new(None),
            since: now,
            last: StoredValue::new(now),
            leads: StoredValue::new(false),
        };
        ear.channel.set_value(Channel::open(&name, move |message| {
            // A tab that listens itself has heard it already.
            if ear.leads.try_get_value() == Some(false) {
                ear.take(message);
            }
        }));
        spawn_local_scoped_with_cancellation(async move { ear.lead(&name).await });
        spawn_local_scoped_with_cancellation(async move { ear.watch().await });
    }

    /// Waits for its turn to listen for all, and listens from then on.
    async fn lead(self, name: &str) {
        let lock = tab_lock::hold(name).await;
        self.leads.set_value(true);
        let alone = lock.is_none();
        let (mut wait, mut vain) = (FIRST_PAUSE, 0);
        loop {
            if alone {
                // Every tab for itself then: those that nobody looks at leave the few connections to the others.
                pause::until_visible().await;
            }
            match self.stream(alone).await {
                End::Broken | End::Reset => (wait, vain) = (FIRST_PAUSE, 0),
                End::Vain if self.is_lost() => {}
                End::Vain => {
                    vain += 1;
                    wait = (wait * 2).min(LONGEST_PAUSE);
                }
            }
            if vain >= MOST_VAIN && self.ask_often().await {
                (wait, vain) = (FIRST_PAUSE, 0);
            }
            // Not all at once after the server was away.
            pause(wait.mul_f64(0.5 + js_sys::Math::random())).await;
            while self.is_lost() {
                pause(FIRST_PAUSE).await;
            }
        }
    }

    fn is_lost(self) -> bool {
        untrack(|| self.connection.is_lost())
    }

    /// Listens to one stream to its end.
    async fn stream(self, alone: bool) -> End {
        let since = self.position.get_value();
        let Ok(mut live) = self.client.get_value().live(since.as_deref()).await else {
            return End::Vain;
        };
        let mut end = End::Vain;
        while let Ok(Some(news)) = live.some().await {
            if matches!(end, End::Vain) && news.contains(&News::Ready) {
                end = End::Broken;
                self.begin(since.is_some());
            }
            if self.spread(news, &live) {
                return End::Reset;
            }
            if alone && document().hidden() {
                return end;
            }
        }
        end
    }

    /// Asks again and again; whether that works while streams do not.
    async fn ask_often(self) -> bool {
        for asked in 0..MOST_ASKED {
            if self.ask().await.is_err() {
                return asked > 0;
            }
            pause(ASK).await;
        }
        true
    }

    /// Asks what happened since.
    async fn ask(self) -> Result<(), ClientError> {
        let since = self.position.get_value();
        let mut live = self
            .client
            .get_value()
            .live_so_far(since.as_deref())
            .await?;
        while let Some(news) = live.some().await? {
            if news.contains(&News::Ready) {
                self.begin(since.is_some());
            }
            self.spread(news, &live);
        }
        Ok(())
    }

    /// Nothing is missing behind a known place, or right after the page was opened.
    fn begin(self, known: bool) {
        if !known && js_sys::Date::now() - self.since > LATE {
            self.tell(&Message::anything(false));
        }
    }

    /// Tells all tabs what came; whether that was the end because what is shown may be wrong.
    fn spread(self, news: Vec<News>, live: &Live) -> bool {
        let mut message = Message {
            position: live.position().map(str::to_owned),
            ..Message::default()
        };
        for one in news {
            match one {
                News::Ready => {}
                News::Change(change) => message.changes.push(change),
                News::Reset { reason } => message.reset = Some(reason),
            }
        }
        let is_reset = message.reset.is_some();
        self.tell(&message);
        is_reset
    }

    fn tell(self, message: &Message) {
        self.channel.try_with_value(|channel| {
            if let Some(channel) = channel {
                channel.say(message);
            }
        });
        self.take(message.clone());
    }

    fn take(self, message: Message) {
        self.last.set_value(js_sys::Date::now());
        self.position.set_value(message.position);
        if !message.changes.is_empty() {
            self.hear.run(Heard::Changes(message.changes));
        }
        if let Some(reason) = message.reset {
            let rights = reason == "rights";
            self.hear.run(Heard::Anything { rights });
        }
    }

    /// Asks for itself while the tab that should listen is silent: a phone may have put it to sleep.
    async fn watch(self) {
        loop {
            pause(WATCH).await;
            let silent = js_sys::Date::now() - self.last.get_value() > SILENCE;
            if silent && !self.leads.get_value() && !document().hidden() {
                // Without an answer it is asked again; whether the server answers is another's business.
                let _ = self.ask().await;
            }
        }
    }
}
