//! What the tab that listens tells the others.

use guanxi_client::live::Change;
use serde::{Deserialize, Serialize};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// Something heard, or a sign of life.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Message {
    /// Where to listen on; nowhere after a reset.
    pub position: Option<String>,
    /// What happened.
    pub changes: Vec<Change>,
    /// Why everything has to be fetched anew.
    pub reset: Option<String>,
}

impl Message {
    /// Anything may have happened.
    pub fn anything(rights: bool) -> Self {
        let reason = if rights { "rights" } else { "behind" };
        Self {
            reset: Some(reason.to_owned()),
            ..Self::default()
        }
    }
}

/// The way between the tabs of one person; closed when dropped.
pub struct Channel {
    channel: BroadcastChannel,
    _heard: Closure<dyn Fn(MessageEvent)>,
}

impl Channel {
    /// None where browsers have no such thing; then each tab is alone.
    pub fn open(name: &str, hear: impl Fn(Message) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            // Another version of the app may say it otherwise; it looks after itself.
            let message = event
                .data()
                .as_string()
                .and_then(|text| serde_json::from_str(&text).ok());
            if let Some(message) = message {
                hear(message);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Self {
            channel,
            _heard: heard,
        })
    }

    /// Tells all other tabs.
    pub fn say(&self, message: &Message) {
        if let Ok(text) = serde_json::to_string(message) {
            // A channel that is being closed tells nobody any more.
            let _ = self.channel.post_message(&JsValue::from(text));
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
