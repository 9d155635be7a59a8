//! A line between a server and its database that can go dead: bytes wait, nothing is closed.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{sleep, spawn};
use std::time::Duration;

use anyhow::Result;

/// A running relay.
pub struct Relay {
    /// Where it listens.
    pub port: u16,
    dead: Arc<AtomicBool>,
}

impl Relay {
    /// Leads to a port of this machine.
    ///
    /// # Errors
    /// When it cannot listen.
    pub fn start(to: u16) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let dead = Arc::new(AtomicBool::new(false));
        let line = Arc::clone(&dead);
        spawn(move || {
            for caller in listener.incoming().flatten() {
                let line = Arc::clone(&line);
                spawn(move || connect(&caller, to, &line));
            }
        });
        Ok(Self { port, dead })
    }

    /// From now on nothing gets through, or everything again.
    pub fn set_dead(&self, dead: bool) {
        self.dead.store(dead, Ordering::SeqCst);
    }
}

fn connect(caller: &TcpStream, to: u16, dead: &Arc<AtomicBool>) {
    wait(dead);
    let Ok(called) = TcpStream::connect(("127.0.0.1", to)) else {
        let _ = caller.shutdown(Shutdown::Both);
        return;
    };
    let ways = [(caller, &called), (&called, caller)];
    for (from, to) in ways {
        if let (Ok(from), Ok(to)) = (from.try_clone(), to.try_clone()) {
            let dead = Arc::clone(dead);
            spawn(move || carry(from, to, &dead));
        }
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, dead: &AtomicBool) {
    let mut bytes = vec![0; 1 << 16];
    while let Ok(read) = from.read(&mut bytes) {
        wait(dead);
        let sent = bytes
            .get(..read)
            .is_some_and(|bytes| to.write_all(bytes).is_ok());
        if read == 0 || !sent {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

fn wait(dead: &AtomicBool) {
    while dead.load(Ordering::SeqCst) {
        sleep(Duration::from_millis(5));
    }
}
