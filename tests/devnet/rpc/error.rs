//! Failures in the form that JSON-RPC clients understand.

use alloy::primitives::Bytes;
use serde::Serialize;
use serde_json::Value;

use crate::chain::ChainError;

/// The `error` member of a response.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RpcError {
    /// Code of JSON-RPC 2.0, or 3 for a revert and -32000 for anything else that the chain refuses, as geth has it.
    pub code: i64,
    /// What went wrong.
    pub message: String,
    /// Data of a revert, as a hex string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
}

impl RpcError {
    fn plain(code: i64, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            data: None,
        }
    }

    /// The text is not JSON.
    pub fn parse(message: impl std::fmt::Display) -> Self {
        Self::plain(-32700, format!("parse error: {message}"))
    }

    /// The JSON is not a request.
    pub fn invalid_request(message: impl Into<String>) -> Self {
        Self::plain(-32600, message)
    }

    /// There is no such method.
    pub fn method_not_found(method: &str) -> Self {
        Self::plain(
            -32601,
            format!("the method {method} does not exist/is not available"),
        )
    }

    /// A method that pushes needs a socket.
    pub fn needs_socket() -> Self {
        Self::plain(
            -32601,
            "notifications not supported: subscribe over WebSocket, on the same port",
        )
    }

    /// The parameters do not fit the method.
    pub fn invalid_params(message: impl Into<String>) -> Self {
        Self::plain(-32602, message)
    }

    /// A fault of the node itself.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::plain(-32603, message)
    }

    /// The node refuses.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::plain(-32000, message)
    }

    /// The code reverted with this data.
    fn reverted(message: String, data: &Bytes) -> Self {
        Self {
            code: 3,
            message,
            data: Some(Value::String(data.to_string())),
        }
    }
}

impl From<ChainError> for RpcError {
    fn from(error: ChainError) -> Self {
        let message = error.to_string();
        match &error {
            ChainError::Reverted(data) => Self::reverted(message, data),
            ChainError::InvalidRange { .. } => Self::invalid_params(message),
            _ => Self::refused(message),
        }
    }
}
