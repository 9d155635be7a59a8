//! The server's side of the door: a port of this machine that is told, with a secret, in a file of the data folder. Whoever
//! can read that file could read the database file beside it.

use std::fs::{self, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use guanxi_persistence::{Database, Error};
use subtle::ConstantTimeEq;

use super::{Answer, FILE, Question};
use crate::auth::random_token;
use crate::demo::Step;

/// Commands that are served at the same time; more are turned away.
const MOST: usize = 16;
/// Most bytes of a question.
const LONGEST: u64 = 64 * 1024;
/// How long somebody may take to ask.
const PATIENCE: Duration = Duration::from_secs(5);

/// The open door. The file that leads to it goes with this.
pub struct Door {
    file: PathBuf,
}

impl Drop for Door {
    fn drop(&mut self) {
        // Left behind it leads nowhere, and the next server writes it anew.
        drop(fs::remove_file(&self.file));
    }
}

/// Opens the door; it stands open as long as the process lives.
pub fn open(folder: &Path, db: Database) -> io::Result<Door> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let token = random_token().map_err(|error| io::Error::other(error.to_string()))?;
    let file = folder.join(FILE);
    tell(&file, &format!("{} {token}\n", listener.local_addr()?))?;
    std::thread::Builder::new()
        .name("commands".to_owned())
        .spawn(move || serve(&listener, &db, &token))?;
    Ok(Door { file })
}

/// Written aside and moved into place, so that nobody reads half of it; for the owner alone.
fn tell(file: &Path, text: &str) -> io::Result<()> {
    let aside = file.with_extension("control.new");
    match fs::remove_file(&aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&aside)?.write_all(text.as_bytes())?;
    fs::rename(aside, file)
}

fn serve(listener: &TcpListener, db: &Database, token: &str) {
    let busy = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        let stream = match stream {
            Ok(stream) => stream,
            Err(error) => {
                tracing::warn!(%error, "a command cannot be heard");
                std::thread::sleep(Duration::from_millis(100));
                continue;
            }
        };
        let turn = Turn::take(&busy);
        let (db, token) = (db.clone(), token.to_owned());
        let started = std::thread::Builder::new()
            .name("command".to_owned())
            .spawn(move || {
                if let Some(_turn) = turn
                    && let Err(error) = answer(&stream, &db, &token)
                {
                    tracing::warn!(%error, "a command was not answered");
                }
            });
        if let Err(error) = started {
            tracing::warn!(%error, "a command was not answered");
        }
    }
}

/// One of the few commands at a time.
struct Turn(Arc<AtomicUsize>);

impl Turn {
    fn take(busy: &Arc<AtomicUsize>) -> Option<Self> {
        let turn = Self(Arc::clone(busy));
        (busy.fetch_add(1, Ordering::Relaxed) < MOST).then_some(turn)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn answer(stream: &TcpStream, db: &Database, token: &str) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut line = String::new();
    BufReader::new(stream.take(LONGEST)).read_line(&mut line)?;
    let question: Question = serde_json::from_str(&line)?;
    if !bool::from(question.token.as_bytes().ct_eq(token.as_bytes())) {
        return Err(io::Error::other("it does not know the secret"));
    }
    let version = env!("CARGO_PKG_VERSION");
    if question.version != version {
        let text = format!(
            "the server is Guanxi {version}, this command {}: use the command of the same version",
            question.version
        );
        return send(stream, &Answer::Failed(text));
    }
    let mut told = |step: Step| {
        send(stream, &Answer::Step(step))
            .map_err(|_| Error::Unavailable("whoever asked is gone".to_owned()))
    };
    match question.order.carry_out(db, &mut told) {
        Ok(outcome) => send(stream, &Answer::Done(outcome)),
        Err(failure) => send(stream, &Answer::Failed(failure.to_string())),
    }
}

fn send(mut stream: &TcpStream, answer: &Answer) -> io::Result<()> {
    let mut line = serde_json::to_vec(answer)?;
    line.push(b'\n');
    stream.write_all(&line)
}
