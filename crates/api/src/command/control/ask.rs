//! The command's side of the door.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use super::{Answer, FILE, Order, Outcome, Question};
use crate::command::Failure;
use crate::demo::Step;

/// How long a server may take until its door is open: it holds the folder before, while it brings the schema up to date.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(100);

/// Has the server that works in this folder carry out an order.
pub fn server(
    folder: &Path,
    order: Order,
    told: &mut dyn FnMut(&Step),
) -> Result<Outcome, Failure> {
    let (stream, token) = reached(folder)?;
    let question = Question {
        token,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        order,
    };
    let lost = |error| Failure::Io("the server gave up", error);
    sent(&stream, &question).map_err(lost)?;
    for line in BufReader::new(&stream).lines() {
        let answer = serde_json::from_str(&line.map_err(lost)?);
        match answer.map_err(|error| lost(error.into()))? {
            Answer::Step(step) => told(&step),
            Answer::Done(outcome) => return Ok(outcome),
            Answer::Failed(text) => return Err(Failure::Said(text)),
        }
    }
    let text = "the server stopped before it was done; what it did so far stands";
    Err(Failure::Said(text.to_owned()))
}

fn sent(mut stream: &TcpStream, question: &Question) -> io::Result<()> {
    let mut line = serde_json::to_vec(question)?;
    line.push(b'\n');
    stream.write_all(&line)
}

/// The door, and its secret.
fn reached(folder: &Path) -> Result<(TcpStream, String), Failure> {
    let began = Instant::now();
    loop {
        match through(&folder.join(FILE)) {
            Ok(door) => return Ok(door),
            Err(error) if began.elapsed() > PATIENCE => {
                return Err(Failure::Said(format!(
                    "the server that works in {} does not answer: {error}",
                    folder.display()
                )));
            }
            Err(_) => std::thread::sleep(PAUSE),
        }
    }
}

fn through(file: &Path) -> io::Result<(TcpStream, String)> {
    let text = std::fs::read_to_string(file)?;
    let strange = || io::Error::other("its file leads nowhere");
    let (address, token) = text.trim().split_once(' ').ok_or_else(strange)?;
    let address: SocketAddr = address.parse().map_err(|_| strange())?;
    let stream = TcpStream::connect_timeout(&address, PAUSE * 10)?;
    Ok((stream, token.to_owned()))
}
