//! Migrations are inside the program: another one makes another program.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations");
}
