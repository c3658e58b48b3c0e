package dev.serai.pipeline;

import dev.serai.call.Asked;
import dev.serai.call.Call;
import dev.serai.call.ClientRequest;
import dev.serai.call.Headers;
import dev.serai.call.KeyHash;
import dev.serai.call.Refusal;
import dev.serai.call.Refusal.Reason;
import dev.serai.call.Secret;
import dev.serai.call.TraceContext;
import dev.serai.dialects.Endpoint;
import dev.serai.dialects.Requests;
import dev.serai.http.Inbound;
import dev.serai.identity.Sessions;
import dev.serai.secrets.Pepper;
import dev.serai.usage.RoomForRecords;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request into a {@link Call}. The key is hashed here, before anything else sees it; the
 * text of an access token is kept for step 1, and no longer.
 */
final class ReadCall implements Processor {
  /** A {@link Secret}: what came in the place of a key, if it looks like an access token. */
  static final String TOKEN = "serai.token";

  private final Pepper pepper;
  private final RoomForRecords room;

  ReadCall(Pepper pepper, RoomForRecords room) {
    this.pepper = pepper;
    this.room = room;
  }

  @Override
  public void process(Exchange exchange) {
    Inbound inbound = exchange.getProperty(GatewayEngine.INBOUND, Inbound.class);
    ClientRequest request = inbound.request();
    Headers headers = request.headers();
    if (inbound.upgrade())
      throw new Refusal(
          Reason.UPGRADE_NOT_SERVED,
          "WebSocket is not served here; use HTTPS with server-sent events.");
    Endpoint endpoint = Endpoint.of(request.method(), request.path(), headers);
    TraceContext trace = TraceContext.from(headers.get("traceparent"), headers.get("tracestate"));
    Call call =
        Call.read(
            endpoint.operation(),
            endpoint.dialect(),
            request,
            Asked.NOTHING,
            hash(exchange, request),
            trace,
            inbound.cancellation());
    exchange
        .getIn()
        .setBody(call); // known from here on: a request that cannot be read is recorded too
    room.check();
    if (inbound.refusal() != null) throw inbound.refusal();
    if (headers.get("content-encoding") != null
        && !"identity".equalsIgnoreCase(headers.get("content-encoding")))
      throw new Refusal(
          Reason.BAD_REQUEST,
          "Compressed request bodies are not read here (content-encoding: "
              + headers.get("content-encoding")
              + ").");
    exchange.getIn().setBody(call.asking(Requests.read(endpoint, request.body().bytes())));
  }

  private KeyHash hash(Exchange exchange, ClientRequest request) {
    String key = presented(request.headers(), request.query());
    if (key == null || key.isEmpty()) return KeyHash.NONE;
    if (Sessions.isToken(key)) exchange.setProperty(TOKEN, Secret.of(key));
    return pepper.hash(key);
  }

  /** Every dialect's place for a key, whatever the dialect of the request. */
  private static @Nullable String presented(Headers headers, String query) {
    String authorization = headers.get("authorization");
    if (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7))
      return authorization.substring(7).strip();
    String key = headers.get("x-api-key");
    if (key == null) key = headers.get("x-goog-api-key");
    if (key == null) key = headers.get("api-key");
    return key != null ? key.strip() : queryKey(query);
  }

  private static @Nullable String queryKey(String query) {
    if (!query.contains("key=")) return null;
    for (String parameter : query.split("&")) {
      if (!parameter.startsWith("key=")) continue;
      try {
        return URLDecoder.decode(parameter.substring(4), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
    return null;
  }
}
