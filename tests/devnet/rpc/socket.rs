//! One client on a WebSocket: its requests, and what it subscribed to.

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use serde_json::{json, Value};
use tokio::sync::broadcast::error::RecvError;

use super::message::{Incoming, Request};
use super::subscription::Subscriptions;
use super::{dispatch, ChainHandle};

/// Close code for a client that breaks a rule of the server.
const POLICY_VIOLATION: u16 = 1008;

/// Serves a client until it goes away.
pub(super) async fn serve(mut socket: WebSocket, chain: ChainHandle) {
    let mut events = chain.events();
    let mut subscriptions = Subscriptions::default();
    loop {
        let sent = tokio::select! {
            message = socket.recv() => {
                let incoming = match message {
                    Some(Ok(Message::Text(text))) => Incoming::read(text.as_bytes()),
                    Some(Ok(Message::Binary(bytes))) => Incoming::read(&bytes),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                };
                match answer(&chain, &mut subscriptions, incoming).await {
                    Some(response) => send(&mut socket, &response).await,
                    None => Ok(()),
                }
            }
            event = events.recv() => match event {
                Ok(event) => {
                    let mut sent = Ok(());
                    for notification in subscriptions.notifications(&event) {
                        sent = sent.and(send(&mut socket, &notification).await);
                    }
                    sent
                }
                // A gap in what a subscriber sees would be worse than no connection.
                Err(RecvError::Lagged(missed)) => {
                    let reason = format!("client too slow: {missed} blocks missed").into();
                    let _ = socket.send(Message::Close(Some(CloseFrame { code: POLICY_VIOLATION, reason }))).await;
                    return;
                }
                Err(RecvError::Closed) => return,
            },
        };
        if sent.is_err() {
            return;
        }
    }
}

async fn send(socket: &mut WebSocket, message: &Value) -> Result<(), axum::Error> {
    socket.send(Message::text(message.to_string())).await
}

/// Subscriptions belong to the socket; everything else goes to the chain.
async fn answer(
    chain: &ChainHandle,
    subscriptions: &mut Subscriptions,
    incoming: Incoming,
) -> Option<Value> {
    match incoming {
        Incoming::Single(Ok(request)) if is_about_subscriptions(&request) => {
            request.answer(about_subscriptions(subscriptions, &request))
        }
        Incoming::Batch(requests) if requests.iter().flatten().any(is_about_subscriptions) => {
            let mut responses = Vec::new();
            for request in requests {
                let response = match request {
                    Ok(request) if is_about_subscriptions(&request) => {
                        request.answer(about_subscriptions(subscriptions, &request))
                    }
                    other => on_chain(chain, Incoming::Single(other)).await,
                };
                responses.extend(response);
            }
            (!responses.is_empty()).then_some(Value::Array(responses))
        }
        other => on_chain(chain, other).await,
    }
}

async fn on_chain(chain: &ChainHandle, incoming: Incoming) -> Option<Value> {
    chain
        .run(move |node| dispatch::answer(node, incoming))
        .await
        .unwrap_or_else(|error| {
            Some(json!({ "jsonrpc": "2.0", "id": Value::Null, "error": error }))
        })
}

fn is_about_subscriptions(request: &Request) -> bool {
    matches!(request.method.as_str(), "eth_subscribe" | "eth_unsubscribe")
}

fn about_subscriptions(
    subscriptions: &mut Subscriptions,
    request: &Request,
) -> Result<Value, super::RpcError> {
    if request.method == "eth_subscribe" {
        subscriptions.subscribe(&request.params)
    } else {
        subscriptions.unsubscribe(&request.params)
    }
}
