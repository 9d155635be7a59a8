//! Small settings that the browser keeps for this device.

use leptos::prelude::window;

/// What is kept under a name; `None` too where the browser keeps nothing, as in some private windows.
pub fn read(name: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(name).ok()?
}

/// Keeps a value under a name, as far as the browser lets us.
pub fn write(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A full or forbidden storage only means that the setting is not remembered.
        let _ = storage.set_item(name, value);
    }
}

/// Forgets what is kept under a name.
pub fn remove(name: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // What cannot be removed was not kept either.
        let _ = storage.remove_item(name);
    }
}

/// What this tab keeps until it is closed: it survives reloading, and being put aside by a phone that needs the room.
pub mod tab {
    use leptos::prelude::window;
    use web_sys::Storage;

    fn storage() -> Option<Storage> {
        window().session_storage().ok()?
    }

    /// What is kept under a name.
    pub fn read(name: &str) -> Option<String> {
        storage()?.get_item(name).ok()?
    }

    /// Keeps a value under a name; false where the browser keeps nothing.
    pub fn write(name: &str, value: &str) -> bool {
        storage().is_some_and(|storage| storage.set_item(name, value).is_ok())
    }

    /// Forgets what is kept under a name.
    pub fn remove(name: &str) {
        if let Some(storage) = storage() {
            // What cannot be removed was not kept either.
            let _ = storage.remove_item(name);
        }
    }
}
