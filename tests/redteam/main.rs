//! Writes docs/manipulation.txt. `PLIMSOLL_LONG=1` looks longer.

use redteam::{table, Effort};

fn main() {
    let effort = Effort::from_environment();
    let (paths, absent) = redteam::paths(effort);
    for file in absent {
        println!("skipped: {file} is absent");
    }
    println!("{}", table::head());
    redteam::native(effort, &paths, &mut |row| println!("{row}"));
}
