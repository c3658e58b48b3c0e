package dev.serai.explain;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.admin.Problem;
import dev.serai.call.Asked;
import dev.serai.call.Body;
import dev.serai.call.Call;
import dev.serai.call.Cancellation;
import dev.serai.call.ClientRequest;
import dev.serai.call.Dialect;
import dev.serai.call.Headers;
import dev.serai.call.KeyHash;
import dev.serai.call.Refusal;
import dev.serai.call.TraceContext;
import dev.serai.dialects.Endpoint;
import dev.serai.dialects.Requests;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The request that a question stands for, as a client would send it. */
record AskedRequest(String path, Endpoint endpoint, byte[] body, Headers headers) {

  /**
   * @throws Problem 422 when there is no such dialect, or the gateway itself answers that path
   * @throws Refusal as the gateway port would say it
   */
  static AskedRequest of(Question question) {
    Headers headers = new EndUser(question.endUser());
    String path = question.path().isEmpty() ? path(question) : question.path();
    Endpoint endpoint = Endpoint.of("POST", path, headers);
    if (endpoint.operation().local())
      throw Problem.invalid("path", "one that a provider answers, such as /v1/chat/completions");
    return new AskedRequest(path, endpoint, body(question, endpoint), headers);
  }

  private static String path(Question question) {
    String model = URLEncoder.encode(question.model(), StandardCharsets.UTF_8).replace("+", "%20");
    return switch (dialect(question.dialect())) {
      case OPENAI_CHAT -> "/v1/chat/completions";
      case OPENAI_RESPONSES -> "/v1/responses";
      case ANTHROPIC -> "/v1/messages";
      case GEMINI ->
          "/v1beta/models/"
              + model
              + (question.stream() ? ":streamGenerateContent" : ":generateContent");
      case BEDROCK -> throw noDialect();
    };
  }

  private static Dialect dialect(String id) {
    if (id.isEmpty()) return Dialect.OPENAI_CHAT;
    try {
      return Dialect.of(id.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw noDialect();
    }
  }

  private static Problem noDialect() {
    return Problem.invalid("dialect", "openai-chat, openai-responses, anthropic or gemini");
  }

  private static byte[] body(Question question, Endpoint endpoint) {
    ObjectNode body =
        question.body() == null ? JsonNodeFactory.instance.objectNode() : question.body();
    if (endpoint.dialect() != Dialect.GEMINI) {
      body.put("model", question.model());
      if (question.stream()) body.put("stream", true);
    }
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The call as it is before step 1.
   *
   * @throws Refusal when the body is none that can be read
   */
  Call call(KeyHash key) {
    return Call.read(
            endpoint.operation(),
            endpoint.dialect(),
            new ClientRequest("POST", path, "", headers, Body.of(body), ""),
            Asked.NOTHING,
            key,
            TraceContext.from(null, null),
            new Cancellation())
        .asking(Requests.read(endpoint, body));
  }

  /** The one header that steps look at. */
  private record EndUser(String id) implements Headers {
    @Override
    public @Nullable String get(String name) {
      return name.equalsIgnoreCase("x-serai-end-user") && !id.isEmpty() ? id : null;
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
      return Map.<String, String>of().entrySet().iterator();
    }
  }
}
