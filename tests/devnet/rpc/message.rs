//! Requests and responses of JSON-RPC 2.0.

use serde_json::{json, Value};

use super::params::Params;
use super::RpcError;

/// Most requests in one batch, as geth has it.
const BATCH_LIMIT: usize = 1_000;

/// One call of a method.
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// Identifier to repeat in the response; `None` for a notification, which gets none.
    id: Option<Value>,
    pub(super) method: String,
    pub(super) params: Params,
}

/// What a client sent in one message.
#[derive(Debug)]
pub(super) enum Incoming {
    /// One call, or why it is none.
    Single(Result<Request, Value>),
    /// Several calls.
    Batch(Vec<Result<Request, Value>>),
}

impl Incoming {
    /// Reads a message. What cannot be read becomes the response to send in its place.
    pub(super) fn read(text: &[u8]) -> Self {
        match serde_json::from_slice::<Value>(text) {
            Err(error) => Self::Single(Err(failure(Value::Null, &RpcError::parse(error)))),
            Ok(Value::Array(calls)) if calls.is_empty() => Self::refused("empty batch"),
            Ok(Value::Array(calls)) if calls.len() > BATCH_LIMIT => {
                Self::refused("batch too large")
            }
            Ok(Value::Array(calls)) => Self::Batch(calls.into_iter().map(Request::read).collect()),
            Ok(call) => Self::Single(Request::read(call)),
        }
    }

    fn refused(message: &str) -> Self {
        Self::Single(Err(failure(
            Value::Null,
            &RpcError::invalid_request(message),
        )))
    }
}

impl Request {
    fn read(call: Value) -> Result<Self, Value> {
        let Value::Object(mut call) = call else {
            return Err(failure(
                Value::Null,
                &RpcError::invalid_request("a request is an object"),
            ));
        };
        let id = call.remove("id");
        let refuse = |error: RpcError| failure(id.clone().unwrap_or(Value::Null), &error);
        if !matches!(
            id,
            None | Some(Value::Null | Value::String(_) | Value::Number(_))
        ) {
            return Err(failure(
                Value::Null,
                &RpcError::invalid_request("id is neither a string nor a number"),
            ));
        }
        if call.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
            return Err(refuse(RpcError::invalid_request("jsonrpc is not \"2.0\"")));
        }
        let Some(Value::String(method)) = call.remove("method") else {
            return Err(refuse(RpcError::invalid_request("method is missing")));
        };
        let params = match call.remove("params") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(params)) => params,
            Some(_) => return Err(refuse(RpcError::invalid_params("params is not an array"))),
        };
        Ok(Self {
            id,
            method,
            params: Params::new(params),
        })
    }

    /// The response to this request; `None` if it is a notification.
    pub(super) fn answer(&self, outcome: Result<Value, RpcError>) -> Option<Value> {
        let id = self.id.clone()?;
        Some(match outcome {
            Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
            Err(error) => failure(id, &error),
        })
    }
}

fn failure(id: Value, error: &RpcError) -> Value {
    json!({ "jsonrpc": "2.0", "id": id, "error": error })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> i64 {
        match Incoming::read(text.as_bytes()) {
            Incoming::Single(Err(response)) => response["error"]["code"].as_i64().expect("a code"),
            other => panic!("{text} was read as {other:?}"),
        }
    }

    #[test]
    fn what_is_not_a_request_gets_the_code_of_the_standard() {
        assert_eq!(code("{"), -32700);
        assert_eq!(code("[]"), -32600);
        assert_eq!(code("1"), -32600);
        assert_eq!(code(r#"{"jsonrpc":"1.0","id":1,"method":"a"}"#), -32600);
        assert_eq!(code(r#"{"jsonrpc":"2.0","id":1}"#), -32600);
        assert_eq!(code(r#"{"jsonrpc":"2.0","id":{},"method":"a"}"#), -32600);
        assert_eq!(
            code(r#"{"jsonrpc":"2.0","id":1,"method":"a","params":{}}"#),
            -32602
        );
    }

    #[test]
    fn a_notification_gets_no_answer() {
        let Incoming::Single(Ok(request)) = Incoming::read(br#"{"jsonrpc":"2.0","method":"a"}"#)
        else {
            panic!("a notification is a request");
        };
        assert_eq!(request.answer(Ok(Value::Null)), None);
    }
}
