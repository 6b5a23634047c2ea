//! Reading the parameters of a method.

use alloy::eips::{BlockId, BlockNumberOrTag};
use alloy::primitives::U256;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::RpcError;

/// The parameters of one request, by position.
#[derive(Debug, Clone)]
pub(super) struct Params(Vec<Value>);

impl Params {
    pub(super) const fn new(values: Vec<Value>) -> Self {
        Self(values)
    }

    /// A parameter that must be there. `index` counts from 0, `name` is for the message.
    pub(super) fn required<T: DeserializeOwned>(
        &self,
        index: usize,
        name: &str,
    ) -> Result<T, RpcError> {
        self.optional(index, name)?.ok_or_else(|| {
            RpcError::invalid_params(format!(
                "missing value for required argument {index} ({name})"
            ))
        })
    }

    /// A parameter that may be left out or null.
    pub(super) fn optional<T: DeserializeOwned>(
        &self,
        index: usize,
        name: &str,
    ) -> Result<Option<T>, RpcError> {
        match self.0.get(index) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => T::deserialize(value).map(Some).map_err(|error| {
                RpcError::invalid_params(format!("invalid argument {index} ({name}): {error}"))
            }),
        }
    }

    /// A whole number, as JSON number, hex string or decimal string.
    pub(super) fn quantity(&self, index: usize, name: &str) -> Result<U256, RpcError> {
        self.optional_quantity(index, name)?.ok_or_else(|| {
            RpcError::invalid_params(format!(
                "missing value for required argument {index} ({name})"
            ))
        })
    }

    /// Like [`Params::quantity`], where it may be left out or null.
    pub(super) fn optional_quantity(
        &self,
        index: usize,
        name: &str,
    ) -> Result<Option<U256>, RpcError> {
        let number = match self.0.get(index) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Number(number)) => number.as_u64().map(U256::from),
            Some(Value::String(text)) => text.parse().ok(),
            Some(_) => None,
        };
        number.map(Some).ok_or_else(|| {
            RpcError::invalid_params(format!(
                "invalid argument {index} ({name}): not a whole number"
            ))
        })
    }

    /// Like [`Params::quantity`], within 64 bits.
    pub(super) fn small_quantity(&self, index: usize, name: &str) -> Result<u64, RpcError> {
        within_u64(self.quantity(index, name)?, index, name)
    }

    /// Like [`Params::optional_quantity`], within 64 bits.
    pub(super) fn optional_small_quantity(
        &self,
        index: usize,
        name: &str,
    ) -> Result<Option<u64>, RpcError> {
        self.optional_quantity(index, name)?
            .map(|number| within_u64(number, index, name))
            .transpose()
    }

    /// A block by number, tag or hash; `latest` if left out.
    pub(super) fn block(&self, index: usize) -> Result<BlockId, RpcError> {
        Ok(self
            .optional(index, "block")?
            .unwrap_or(BlockId::Number(BlockNumberOrTag::Latest)))
    }

    /// Refuses a parameter that the node would have to ignore.
    pub(super) fn refuse(&self, index: usize, what: &str) -> Result<(), RpcError> {
        match self.0.get(index) {
            None | Some(Value::Null) => Ok(()),
            Some(Value::Object(members)) if members.is_empty() => Ok(()),
            Some(_) => Err(RpcError::invalid_params(format!("{what} not supported"))),
        }
    }
}

fn within_u64(number: U256, index: usize, name: &str) -> Result<u64, RpcError> {
    u64::try_from(number).map_err(|_| {
        RpcError::invalid_params(format!("invalid argument {index} ({name}): above 64 bits"))
    })
}
