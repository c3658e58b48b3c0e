/**
 * Whole calls through the whole gateway over real sockets: what a client sees, what a provider
 * sees, what is recorded. Read as the gateway's contract.
 */
package dev.serai.features;
