//! The `guanxi` command.

use std::process::ExitCode;

/// Requests make and free many small things on many threads; the system's allocator is slower at that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    guanxi_api::command::main()
}
