package dev.serai.http;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The gateway port.
 *
 * @param loops event loops, 0 = one per core
 * @param maxBody of one request
 * @param maxBodies of all requests being read or held at one time; beyond it new calls are refused,
 *     so that memory cannot run out
 * @param maxLine of one request: method and target
 * @param bodyTimeout for a client to send its request whole
 * @param headerTimeout for a client to send the head of a request, once it has begun
 * @param idleTimeout for a client to begin a request, the first and the next
 * @param connections of clients, all together; a further one is closed at once
 * @param drain how long running calls may go on when the gateway stops
 * @param holdStream how long the start of a stream is held back for its first content, while
 *     another candidate could still be tried
 * @param holdReply up to which size a reply that is not streamed is read whole before it is sent
 *     on, so that a broken one can fall back and the cost header is known
 * @param connectionAge after which a connection to a provider takes no further call, so that a
 *     provider that has moved is followed; a fifth of it earlier for some, so that not all are made
 *     anew at once
 */
@ConfigurationProperties("serai.gateway")
public record GatewaySettings(
    @DefaultValue("127.0.0.1") String bind,
    @DefaultValue("8080") int port,
    @DefaultValue("0") int loops,
    @DefaultValue("32MB") DataSize maxBody,
    @DefaultValue("256MB") DataSize maxBodies,
    @DefaultValue("64KB") DataSize maxHeaders,
    @DefaultValue("16KB") DataSize maxLine,
    @DefaultValue("60s") Duration bodyTimeout,
    @DefaultValue("15s") Duration headerTimeout,
    @DefaultValue("75s") Duration idleTimeout,
    @DefaultValue("20000") int connections,
    @DefaultValue("30s") Duration drain,
    @DefaultValue("1s") Duration holdStream,
    @DefaultValue("4MB") DataSize holdReply,
    @DefaultValue("1024") int connectionsPerHost,
    @DefaultValue("5m") Duration connectionAge) {

  public GatewaySettings {
    if (connections < 1)
      throw new IllegalArgumentException(
          "serai.gateway.connections: " + connections + " (expected: 1 or more)");
    if (connectionAge.toMillis() < 1)
      throw new IllegalArgumentException(
          "serai.gateway.connection-age: " + connectionAge + " (expected: 1ms or more)");
    if (port < 0 || port > 65535)
      throw new IllegalArgumentException("serai.gateway.port: " + port + " (expected: 0..65535)");
  }

  /** Event loops to start. */
  public int loopCount() {
    return loops > 0 ? loops : Runtime.getRuntime().availableProcessors();
  }
}
