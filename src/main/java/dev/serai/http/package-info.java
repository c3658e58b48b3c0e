/**
 * The gateway port and the way to providers, on Vert.x: reads requests, opens upstream replies,
 * pipes them. Knows sockets and back-pressure; decides nothing and knows no Camel. Start at {@link
 * dev.serai.http.GatewayServer} and {@link dev.serai.http.ReplyWriter}.
 *
 * <p>Everything of one call happens on one event loop; each loop has its own client, so both
 * sockets of a call share a thread.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"call", "dialects"})
@org.jspecify.annotations.NullMarked
package dev.serai.http;
