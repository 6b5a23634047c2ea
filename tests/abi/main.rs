//! `abi`: makes `abi/` from the contracts, or checks that what is committed is what they export.

use std::path::PathBuf;
use std::process::ExitCode;

use abi::output;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    about = "Makes abi/ from the contracts, or checks it. scripts/build.sh prepares what it reads."
)]
struct Command {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Writes the interfaces, their JSON and the npm package.
    Generate {
        /// Folder with what the SDK printed, CONTRACT.sol each.
        #[arg(long)]
        exported: PathBuf,
        /// Folder to write.
        #[arg(long)]
        out: PathBuf,
    },
    /// Fails where a committed file is not as made.
    Check {
        /// Folder with what the SDK printed, CONTRACT.sol each.
        #[arg(long)]
        exported: PathBuf,
        /// Folder to compare with.
        #[arg(long)]
        committed: PathBuf,
    },
}

fn main() -> ExitCode {
    let result = match Command::parse().action {
        Action::Generate { exported, out } => output::make(&exported, &exported.join("made"))
            .and_then(|files| output::write(&files, &out)),
        Action::Check {
            exported,
            committed,
        } => output::make(&exported, &exported.join("made"))
            .and_then(|files| output::compare(&files, &committed)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("abi: {error:#}");
            ExitCode::FAILURE
        }
    }
}
