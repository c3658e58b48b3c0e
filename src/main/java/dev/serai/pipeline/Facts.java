package dev.serai.pipeline;

import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.EndedCall;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A call's facts under the names that YAML routes use: {@code ${exchangeProperty.model}}. Never a
 * credential.
 */
final class Facts {
  private static final Set<String> CREDENTIALS =
      Set.of(
          "authorization",
          "proxy-authorization",
          "x-api-key",
          "x-goog-api-key",
          "api-key",
          "cookie");

  private Facts() {}

  static Map<String, Object> of(Call call) {
    Map<String, Object> facts = new HashMap<>();
    facts.put("requestId", call.id());
    facts.put("operation", call.operation().name().toLowerCase(java.util.Locale.ROOT));
    facts.put("dialect", call.dialect().id());
    facts.put("path", call.request().path());
    facts.put("model", call.asked().model());
    facts.put("stream", call.asked().stream());
    facts.put("endUser", call.endUser());
    facts.put("organization", call.caller().organization());
    facts.put("project", call.caller().project());
    facts.put("principal", call.caller().principal());
    facts.put("personal", call.caller().personal());
    facts.put("keyId", call.caller().key());
    facts.put("keyName", call.caller().keyName());
    facts.put("sessionId", call.caller().session());
    facts.put("policy", call.caller().policy());
    facts.put("traceId", call.trace().traceId());
    facts.put("requestBytes", call.request().body().length());
    if (!call.candidates().isEmpty()) {
      Candidate first = call.candidates().getFirst();
      facts.put("provider", first.provider().name());
      facts.put("providerModel", first.model());
    }
    return facts;
  }

  static Map<String, Object> of(EndedCall ended) {
    Map<String, Object> facts = of(ended.call());
    facts.put("outcome", ended.outcome().word());
    facts.put("status", ended.status());
    facts.put("servedModel", ended.servedModel());
    facts.put("attempts", ended.call().attempts().size());
    facts.put("inputTokens", ended.usage().inputTotal());
    facts.put("outputTokens", ended.usage().outputTotal());
    facts.put("costNanoUsd", ended.cost().nanos());
    facts.put("durationMicros", ended.endedAt() - ended.call().startedAt());
    return facts;
  }

  /**
   * The request's headers, less those that carry credentials and those that would steer a component
   * of the route: a client's {@code CamelHttpUri} must not decide which service a guard asks.
   */
  static Map<String, Object> headers(Call call) {
    Map<String, Object> headers = new HashMap<>();
    for (Map.Entry<String, String> header : call.request().headers()) {
      String name = header.getKey().toLowerCase(java.util.Locale.ROOT);
      if (!CREDENTIALS.contains(name) && !steers(name))
        headers.putIfAbsent(name, header.getValue());
    }
    return headers;
  }

  /** Names that Camel's components take orders from: {@code Camel*}, JMS, dotted ones (Kafka). */
  private static boolean steers(String name) {
    return name.startsWith("camel") || name.startsWith("jms") || name.indexOf('.') >= 0;
  }
}
