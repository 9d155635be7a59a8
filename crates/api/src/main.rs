//! The `guanxi` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    guanxi_api::command::main()
}
