//! The thread that owns the chain.

use std::cell::RefCell;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::rc::Rc;
use std::sync::mpsc;
use std::thread;

use tokio::sync::{broadcast, oneshot};

use super::filters::Filters;
use super::RpcError;
use crate::chain::{Chain, Event};

/// Programs call each other through the interpreter's own frames, so deep calls need a deep stack.
const STACK_SIZE: usize = 512 << 20;
/// Events that a slow socket may lie behind before it is cut off.
const EVENT_BACKLOG: usize = 16_384;

type Job = Box<dyn FnOnce(&mut Node) + Send>;

/// The chain and what clients have installed on it.
pub struct Node {
    /// The chain.
    pub chain: Chain,
    pub(super) filters: Rc<RefCell<Filters>>,
}

impl std::fmt::Debug for Node {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Node")
            .field("chain", &self.chain)
            .finish_non_exhaustive()
    }
}

/// A way to the thread of the chain. The thread ends when the last one is gone.
#[derive(Clone)]
pub struct ChainHandle {
    jobs: mpsc::Sender<Job>,
    events: broadcast::Sender<Event>,
}

impl std::fmt::Debug for ChainHandle {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ChainHandle")
            .finish_non_exhaustive()
    }
}

impl ChainHandle {
    /// Starts the thread. The chain is built on it and never leaves it.
    ///
    /// # Errors
    /// When the computer has no room for another thread.
    pub fn spawn(build: impl FnOnce() -> Chain + Send + 'static) -> std::io::Result<Self> {
        let (jobs, queue) = mpsc::channel::<Job>();
        let (events, _) = broadcast::channel(EVENT_BACKLOG);
        let publisher = events.clone();
        thread::Builder::new()
            .name("chain".into())
            .stack_size(STACK_SIZE)
            .spawn(move || {
                let mut chain = build();
                let filters = Rc::new(RefCell::new(Filters::default()));
                let noticing = filters.clone();
                chain.observe(move |event| {
                    noticing.borrow_mut().notice(event);
                    // Nobody listening is no failure.
                    let _ = publisher.send(event.clone());
                });
                let mut node = Node { chain, filters };
                for job in queue {
                    // A fault in one request must not take the chain away from all others.
                    let _ = catch_unwind(AssertUnwindSafe(|| job(&mut node)));
                }
            })?;
        Ok(Self { jobs, events })
    }

    /// Does something on the chain's thread, after everything asked for before.
    ///
    /// # Errors
    /// When the thread failed at it.
    pub async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Node) -> T + Send + 'static,
    ) -> Result<T, RpcError> {
        let (reply, outcome) = oneshot::channel();
        let job = Box::new(move |node: &mut Node| {
            // A client that went away does not want the answer.
            let _ = reply.send(job(node));
        });
        let failed = || RpcError::internal("the node failed at this request; its output says more");
        self.jobs.send(job).map_err(|_| failed())?;
        outcome.await.map_err(|_| failed())
    }

    /// What happens on the chain from now on.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }
}
