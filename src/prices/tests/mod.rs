//! The contract under motsu, with feeds whose every answer is chosen.
