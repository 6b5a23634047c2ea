//! The owner, who sets the discount and hands over in two steps.

shell::owner::ownership!(crate::abi::LiquidatorError);
