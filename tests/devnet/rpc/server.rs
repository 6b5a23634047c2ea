//! The port: HTTP and WebSocket.

use std::net::SocketAddr;

use axum::body::Bytes;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{header, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::Router;
use serde_json::{json, Value};
use tokio::net::{TcpListener, ToSocketAddrs};
use tokio::task::JoinHandle;

use super::dispatch;
use super::message::Incoming;
use super::{socket, ChainHandle};

/// Largest message, bytes.
const MESSAGE_LIMIT: usize = 16 << 20;

/// A running server; dropping it closes the port.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    task: JoinHandle<std::io::Result<()>>,
}

impl Server {
    /// Opens the port (0: any free one) and answers for the chain from now on.
    ///
    /// # Errors
    /// When the port cannot be had.
    pub async fn start(address: impl ToSocketAddrs, chain: ChainHandle) -> std::io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let routes = get(open_socket).post(over_http).options(preflight);
        let router = Router::new()
            .route("/", routes.clone())
            .route("/{*path}", routes)
            .layer(DefaultBodyLimit::max(MESSAGE_LIMIT))
            .layer(axum::middleware::map_response(allow_browsers))
            .with_state(chain);
        let task = tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address, task })
    }

    /// Address that the server listens at.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// For clients that speak HTTP.
    pub fn http_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// For clients that speak WebSocket.
    pub fn ws_url(&self) -> String {
        format!("ws://{}", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn over_http(State(chain): State<ChainHandle>, body: Bytes) -> Response {
    let incoming = Incoming::read(&body);
    let response = match chain
        .run(move |node| dispatch::answer(node, incoming))
        .await
    {
        Ok(Some(response)) => response,
        Ok(None) => return StatusCode::NO_CONTENT.into_response(),
        Err(error) => json!({ "jsonrpc": "2.0", "id": Value::Null, "error": error }),
    };
    (
        [(header::CONTENT_TYPE, "application/json")],
        response.to_string(),
    )
        .into_response()
}

async fn open_socket(
    State(chain): State<ChainHandle>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match upgrade {
        Ok(upgrade) => upgrade
            .max_message_size(MESSAGE_LIMIT)
            .on_upgrade(|socket| socket::serve(socket, chain)),
        Err(_) => (
            StatusCode::OK,
            "A development chain. It speaks JSON-RPC by POST and by WebSocket.\n",
        )
            .into_response(),
    }
}

async fn preflight() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Pages from anywhere may ask, as with every development chain: nothing here is worth protecting.
async fn allow_browsers(method: Method, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    if method == Method::OPTIONS {
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET, POST, OPTIONS"),
        );
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("*"),
        );
    }
    response
}
