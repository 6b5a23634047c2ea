//! Writes docs/manipulation.txt; fails where a band does not hold. `PLIMSOLL_LONG=1` looks longer, `--native` leaves
//! the shipped programs out and writes nothing.

use redteam::table::{self, Row};
use redteam::Effort;
use shipped::{attacks, stage};
use std::fmt::Write as _;
use std::process::ExitCode;

const HEAD: &str = "\
What an attacker can do to the oracle's volatility by choosing when to poke, what to print and what to wait for. Lowest
and highest of all cases; ratios are of variances where nothing else is said. `ours` at level native is the contract's
loop over the contract's own pure code, at level WASM the shipped programs with a mock feed on the local chain. The
naive designs are these: a mean of r^2/dt or r^2 per poke (lambda 0.94) at the price of the poke, poked each hour at the
most; entries that decay on clocks of their own; a reader of what is stored; correlations rounded to the nearest.
`published` is what others have measured of such a design, on paths of their own.

V3: the attacker alone chooses when to poke, for a day, or within the hour after each sample is due; the state at the end
of the day, when somebody pokes what is due, over that of a poke at every due time. First strategies that look at the
past (pokes at returned prices, after small moves, after large ones, past jumps, as often as possible, never), then
`knowing`: a search over schedules by somebody who knows the path. Push feed: half a percent or an hour.
Windows at level WASM start from the same samples, and `the worst found natively` replays schedules that a search over
the pure code found; `pokes short of gas` has transactions of 60,000 to 1,560,000 gas.
V7: what a reader sees while nobody pokes, over what he would see at once after a sample (were one due), or after a poke.
From ten minutes after a due time on, the margin contract names every asset as not usable and new risk is refused until
somebody pokes: what a reader does not see then is worth nothing to a borrower. Before, at most one sample is outstanding.
V6: maintenance follows the paced volatility, which rises by 2 % an hour at the most, towards what was sampled last.

What does not hold, and why:
V3, change of phase: rounds of a replaced aggregator cannot be walked, so that due times nobody poked go missing.
V7, over a poke: a price that left and came back over a due time that nobody poked is in no pending return. What a reader
   sees is complete again after the poke, which anybody may send.
V6, a late catch-up brings at once what the hours un-poked would have brought one by one, never more.

";

fn main() -> ExitCode {
    let effort = Effort::from_environment();
    let native_only = std::env::args().any(|argument| argument == "--native");
    let (paths, absent) = redteam::paths(effort);
    let mut page = HEAD.to_owned();
    let mut failures = 0;
    let tell = |page: &mut String, line: &str| {
        println!("{line}");
        let _ = writeln!(page, "{line}");
    };
    for file in absent {
        tell(&mut page, &format!("skipped: {file} is absent"));
    }
    tell(&mut page, &table::head());
    let mut add = |row: Row| {
        failures += u32::from(!row.holds());
        tell(&mut page, &row.to_string());
    };
    redteam::native(effort, &paths, &mut add);
    if !native_only {
        assert!(
            stage::is_built(),
            "scripts/build.sh prices oracle comes first"
        );
        attacks::rows(effort, &paths, &mut add);
        let document = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../docs/manipulation.txt"
        );
        std::fs::write(document, &page).expect("docs/manipulation.txt is written");
    }
    if failures == 0 {
        return ExitCode::SUCCESS;
    }
    eprintln!("redteam: {failures} bands do not hold");
    ExitCode::FAILURE
}
