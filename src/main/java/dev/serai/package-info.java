/** Serai, an AI gateway. Start at {@code routes/gateway.camel.yaml}: the six steps of a call. */
@org.jspecify.annotations.NullMarked
package dev.serai;
