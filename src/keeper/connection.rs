//! The way to a chain: HTTP or WebSocket, with the key that signs.

use alloy::{
    network::{EthereumWallet, NetworkTransactionBuilder, TransactionBuilder},
    primitives::{Address, Bytes, TxKind, B256, U256},
    providers::{DynProvider, Provider, ProviderBuilder},
    rpc::types::{TransactionReceipt, TransactionRequest},
    signers::local::PrivateKeySigner,
};
use anyhow::{anyhow, bail, Context, Result};

use crate::explain::explain;

/// A provider, a signer and the chain they talk to.
#[derive(Debug, Clone)]
pub struct Connection {
    /// Reads and sends.
    pub provider: DynProvider,
    /// Signs.
    pub wallet: EthereumWallet,
    /// Address of the signer.
    pub sender: Address,
    /// Chain id that the RPC answered.
    pub chain_id: u64,
}

impl Connection {
    /// Connects to `url` (http, https, ws or wss) and signs with `key` (32 bytes as hex).
    pub async fn open(url: &str, key: &str) -> Result<Self> {
        let signer: PrivateKeySigner = key
            .trim()
            .parse()
            .map_err(|_| anyhow!("the key is not 32 bytes of hex: give --key or PLIMSOLL_KEY"))?;
        let sender = signer.address();
        let wallet = EthereumWallet::from(signer);
        let provider = ProviderBuilder::new()
            .disable_recommended_fillers()
            .connect(url)
            .await
            .with_context(|| format!("cannot connect to {url}"))?
            .erased();
        let chain_id = provider
            .get_chain_id()
            .await
            .with_context(|| format!("{url} does not answer eth_chainId"))?;
        Ok(Self {
            provider,
            wallet,
            sender,
            chain_id,
        })
    }

    /// The same chain with another key.
    pub fn with_key(&self, signer: PrivateKeySigner) -> Self {
        let sender = signer.address();
        Self {
            provider: self.provider.clone(),
            wallet: EthereumWallet::from(signer),
            sender,
            chain_id: self.chain_id,
        }
    }

    /// Fills gas and fees, with a fifth of head room on the estimate, and leaves the nonce to the caller.
    pub async fn prepare(
        &self,
        to: TxKind,
        value: U256,
        input: Bytes,
        nonce: u64,
    ) -> Result<TransactionRequest> {
        let mut request = TransactionRequest::default()
            .with_from(self.sender)
            .with_value(value)
            .with_input(input)
            .with_nonce(nonce)
            .with_chain_id(self.chain_id);
        request.to = Some(to);
        let gas = self
            .provider
            .estimate_gas(request.clone())
            .await
            .map_err(|error| anyhow!("refused: {}", explain(&error)))?;
        let price = self
            .provider
            .get_gas_price()
            .await
            .context("eth_gasPrice")?;
        Ok(request
            .with_gas_limit(gas.saturating_add(gas / 5))
            .with_max_fee_per_gas(price.saturating_mul(2))
            .with_max_priority_fee_per_gas(0))
    }

    /// Signs a filled request: its hash and its bytes as the network takes them.
    pub async fn sign(&self, request: TransactionRequest) -> Result<(B256, Bytes)> {
        use alloy::eips::eip2718::Encodable2718;
        let envelope = request.build(&self.wallet).await.context("signing")?;
        Ok((*envelope.tx_hash(), envelope.encoded_2718().into()))
    }

    /// Next nonce of the signer.
    pub async fn nonce(&self) -> Result<u64> {
        self.provider
            .get_transaction_count(self.sender)
            .pending()
            .await
            .context("eth_getTransactionCount")
    }

    /// Sends and waits for the receipt; a revert is an error that names its reason.
    pub async fn send(&self, to: TxKind, value: U256, input: Bytes) -> Result<TransactionReceipt> {
        self.send_with(to, value, input, |gas| gas).await
    }

    /// The same with a gas limit made of the estimated one: for calls that do more the more gas they are given.
    pub async fn send_with(
        &self,
        to: TxKind,
        value: U256,
        input: Bytes,
        limit: impl Fn(u64) -> u64,
    ) -> Result<TransactionReceipt> {
        let nonce = self.nonce().await?;
        let mut request = self.prepare(to, value, input, nonce).await?;
        request.gas = request.gas.map(limit);
        let (hash, raw) = self.sign(request).await?;
        self.broadcast(&raw).await?;
        let receipt = self.wait(hash).await?;
        if !receipt.status() {
            bail!(
                "transaction {hash} reverted in block {:?}",
                receipt.block_number
            );
        }
        Ok(receipt)
    }

    /// Hands signed bytes to the network. That it knows them already is no error: they are the same bytes.
    pub async fn broadcast(&self, raw: &Bytes) -> Result<()> {
        match self.provider.send_raw_transaction(raw).await {
            Ok(_) => Ok(()),
            Err(error) => {
                let text = explain(&error);
                if text.contains("already known") || text.contains("already imported") {
                    return Ok(());
                }
                bail!("not accepted: {text}")
            }
        }
    }

    /// Waits for a receipt, two minutes at most.
    pub async fn wait(&self, hash: B256) -> Result<TransactionReceipt> {
        let mut pause = std::time::Duration::from_millis(2);
        let until = tokio::time::Instant::now() + std::time::Duration::from_secs(120);
        loop {
            if let Some(receipt) = self
                .provider
                .get_transaction_receipt(hash)
                .await
                .context("eth_getTransactionReceipt")?
            {
                return Ok(receipt);
            }
            if tokio::time::Instant::now() > until {
                bail!("no receipt of {hash} after two minutes");
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(std::time::Duration::from_secs(1));
        }
    }
}
