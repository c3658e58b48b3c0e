/**
 * The local proxy: between a coding agent and the gateway, on 127.0.0.1, for one session.
 *
 * <p>The agent knows nothing but the proxy's address and a bearer that is good for it alone; the
 * access token stays in this process. The server is our own and small, because it has to be strict
 * (a request that two parsers could read in two ways is refused) and has to see a client leave
 * while the model is still silent; {@code jdk.httpserver} does neither. A connection is a virtual
 * thread: {@link dev.serai.cli.proxy.Wire} reads its bytes, {@link dev.serai.cli.proxy.Door}
 * decides who may pass and where to, {@link dev.serai.cli.proxy.Forward} carries request and reply,
 * piece by piece as they come.
 *
 * <p>Never reads what passes, but for the gateway's own refusals. Knows nothing of sign-in,
 * terminal and tools. Start at {@link dev.serai.cli.proxy.LocalProxy}.
 */
@org.jspecify.annotations.NullMarked
package dev.serai.cli.proxy;
