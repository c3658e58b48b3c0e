package dev.serai.http;

import dev.serai.call.Asked;
import dev.serai.call.Call;
import dev.serai.call.Candidate;
import dev.serai.call.Operation;
import dev.serai.call.Provider;
import dev.serai.dialects.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What one attempt sends: the client's bytes but for the model's name and the usage option, the
 * provider's address, the allowed headers and its credential.
 */
final class UpstreamRequest {
  /** Google's APIs take the last two forms of header and token from the query too. */
  private static final Set<String> CREDENTIALS =
      Set.of(
          "key",
          "$key",
          "api_key",
          "api-key",
          "apikey",
          "x-api-key",
          "x-goog-api-key",
          "access_token",
          "$access_token",
          "oauth_token",
          "$oauth_token",
          "authorization",
          "$httpheaders");

  private UpstreamRequest() {}

  /**
   * @param extra headers set by the provider's route, over everything else
   */
  static RequestOptions options(
      Call call, Candidate candidate, String spanId, Map<String, Object> extra, int length) {
    Provider provider = candidate.provider();
    Address address = Address.of(provider.baseUrl());
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(address.host())
            .setPort(address.port())
            .setSsl(address.tls())
            .setURI(address.path() + path(call, candidate))
            .setFollowRedirects(false)
            .setConnectTimeout(provider.timeouts().connect().toMillis());
    MultiMap headers = HttpHeaders.headers();
    Set<String> named = HeaderRules.connection(call.request().headers());
    for (Map.Entry<String, String> header : call.request().headers()) {
      if (HeaderRules.towardsProvider(header.getKey())
          && !HeaderRules.named(named, header.getKey()))
        add(headers, header.getKey(), header.getValue());
    }
    headers.set("accept-encoding", "identity").set("content-length", Integer.toString(length));
    headers.set("traceparent", call.trace().traceparent(spanId));
    if (!call.trace().state().isEmpty()) add(headers, "tracestate", call.trace().state());
    if (!provider.auth().header().isEmpty())
      headers.set(
          provider.auth().header(),
          provider.auth().scheme() + candidate.credential().secret().reveal());
    extra.forEach(
        (name, value) -> {
          if (HeaderRules.ofRoute(name)) headers.set(name, String.valueOf(value));
        });
    options.setHeaders(headers);
    return options;
  }

  /** What HTTP/1.1 cannot carry, as HTTP/2 can, stays behind. */
  private static void add(MultiMap headers, String name, String value) {
    try {
      headers.add(name, value);
    } catch (IllegalArgumentException unfit) {
      // its message repeats the header
    }
  }

  /** The body in as many pieces as there are changes, without copying what stays. */
  static Buffer body(Call call, Candidate candidate) {
    byte[] body = call.request().body().bytes();
    List<Change> changes = changes(call.asked(), candidate);
    if (changes.isEmpty()) return Buffer.buffer(Unpooled.wrappedBuffer(body));
    List<ByteBuf> parts = new ArrayList<>(changes.size() * 2 + 1);
    int at = 0;
    for (Change change : changes) {
      if (change.from > at) parts.add(Unpooled.wrappedBuffer(body, at, change.from - at));
      parts.add(Unpooled.wrappedBuffer(change.text.getBytes(StandardCharsets.UTF_8)));
      at = change.to;
    }
    if (at < body.length) parts.add(Unpooled.wrappedBuffer(body, at, body.length - at));
    return Buffer.buffer(Unpooled.wrappedBuffer(parts.toArray(ByteBuf[]::new)));
  }

  private static List<Change> changes(Asked asked, Candidate candidate) {
    boolean renamed = !candidate.model().equals(asked.model());
    boolean usage = asked.usageOption().needed() && candidate.provider().asksUsage();
    if (!usage && (!renamed || asked.modelSpans().isEmpty())) return List.of();
    List<Change> changes = new ArrayList<>(2);
    if (renamed)
      asked
          .modelSpans()
          .forEach(
              span ->
                  changes.add(
                      new Change(
                          span.from(), span.to(), Json.quoted(span.prefix() + candidate.model()))));
    if (usage)
      changes.add(
          new Change(
              asked.usageOption().from(), asked.usageOption().to(), asked.usageOption().text()));
    changes.sort(Comparator.comparingInt(Change::from));
    return changes;
  }

  private record Change(int from, int to, String text) {}

  private static String path(Call call, Candidate candidate) {
    Operation operation = call.operation();
    String path =
        switch (operation) {
          case CHAT -> "/chat/completions";
          case RESPONSES -> "/responses";
          case EMBEDDINGS -> "/embeddings";
          case MESSAGES -> "/messages";
          case COUNT_TOKENS -> "/messages/count_tokens";
          case GENERATE_CONTENT -> gemini(candidate, "generateContent");
          case STREAM_GENERATE_CONTENT -> gemini(candidate, "streamGenerateContent");
          case GEMINI_COUNT_TOKENS -> gemini(candidate, "countTokens");
          case EMBED_CONTENT -> gemini(candidate, "embedContent");
          case BATCH_EMBED_CONTENTS -> gemini(candidate, "batchEmbedContents");
          case LIST_MODELS, GET_MODEL, GET_BUDGET, REQUEST_BUDGET, LIST_BUDGET_REQUESTS ->
              throw new IllegalStateException(operation + " reaches no provider");
        };
    String query = withoutKey(call.request().query());
    return query.isEmpty() ? path : path + "?" + query;
  }

  private static String gemini(Candidate candidate, String verb) {
    return "/models/"
        + URLEncoder.encode(candidate.model(), StandardCharsets.UTF_8).replace("+", "%20")
        + ":"
        + verb;
  }

  /** The query as sent, less the parameters that carry a key, or headers that could. */
  static String withoutKey(String query) {
    if (query.isEmpty() || query.equals("beta=true") || query.equals("alt=sse")) return query;
    StringBuilder kept = new StringBuilder(query.length());
    for (String parameter : query.split("&")) {
      if (CREDENTIALS.contains(named(parameter).toLowerCase(Locale.ROOT))) continue;
      if (!kept.isEmpty()) kept.append('&');
      kept.append(parameter);
    }
    return kept.toString();
  }

  /** The parameter's name as the provider will decode it. */
  private static String named(String parameter) {
    String name =
        parameter.substring(
            0, parameter.indexOf('=') < 0 ? parameter.length() : parameter.indexOf('='));
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
