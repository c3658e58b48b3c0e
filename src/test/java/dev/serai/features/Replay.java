package dev.serai.features;

import dev.serai.testing.Answer;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.Fixture;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.RecordedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Recorded exchanges, sent through one gateway to a fake provider that answers what was recorded.
 * Each vendor is a provider of its own with a key of its own, so that a recorded request goes out
 * as it is, its model's name included.
 */
final class Replay implements AutoCloseable {
  /** A header that passes the gateway tells the fake which exchange a request belongs to. */
  private static final String MARK = "x-client-request-id";

  /** How many exchanges run at a time. */
  private static final int AT_ONCE = 8;

  /** Vendors beyond the shipped types, each added as a team would: by a route file. */
  private static final Map<String, String> VENDORS =
      Map.of("mistral", "mistral", "deepseek", "deepseek", "xai", "xai", "google-chat", "google");

  /** Where provider types of the gateway find their API below the provider's address. */
  private static final Map<String, String> TYPES =
      Map.of("openai", "/v1", "anthropic", "/v1", "gemini", "/v1beta", "groq", "/openai/v1");

  private final FakeProvider fake = FakeProvider.start();
  private final List<String> providers = new ArrayList<>();
  private final GatewayUnderTest gateway;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /**
   * One exchange as it went.
   *
   * @param slice bytes of reply body in each piece, 0 = whole
   * @param got what the client saw, null when the connection broke
   * @param sent what the provider was asked
   * @param row its usage record
   */
  record Exchange(
      Fixture fixture,
      int slice,
      Client.@Nullable Got got,
      List<RecordedRequest> sent,
      Map<String, Object> row) {}

  private record Sent(Fixture fixture, int slice, String mark, Client.@Nullable Got got) {}

  Replay() {
    fake.otherwise(asked -> answers.get(asked.header(MARK).orElseThrow()));
    gateway =
        GatewayUnderTest.with(yaml())
            .routes(Map.of("vendors.camel.yaml", vendors()))
            // recorded failures come close together and must not keep the others from being sent
            .property("serai.dispatch.breaker-calls", 1000)
            .property("serai.dispatch.breaker-minimum", 1000)
            .property("serai.dispatch.breaker-failures", 100)
            .property("serai.dispatch.max-rest", "0s")
            .start();
  }

  private String yaml() {
    StringBuilder text =
        new StringBuilder("organization: acme\nprojects: [ { name: checkout } ]\nproviders:\n");
    TYPES.forEach((type, path) -> provider(text, type, type, path));
    VENDORS.keySet().forEach(vendor -> provider(text, vendor, vendor, "/v1"));
    provider(text, "others", "openai-compatible", "/v1");
    text.append("policies:\n");
    for (String name : providers)
      text.append("  - { name: %s, providers: [%1$s] }\n".formatted(name));
    text.append("keys:\n");
    for (String name : providers)
      text.append(
          "  - { name: %s, project: checkout, policy: %1$s, secret: \"%s\" }\n"
              .formatted(name, key(name)));
    return text.toString();
  }

  private void provider(StringBuilder text, String name, String type, String path) {
    providers.add(name);
    text.append(
        "  - { name: %s, type: %s, base-url: \"%s\", models: [\"*\"], credentials: [ { name: main, secret: sk-main-0000000000000000 } ] }\n"
            .formatted(name, type, fake.baseUrl() + path));
  }

  private String key(String provider) {
    return "vk-lw-%026d".formatted(providers.indexOf(provider) + 1);
  }

  private static String vendors() {
    return VENDORS.entrySet().stream()
        .map(
            vendor ->
                """
                - templatedRoute:
                    routeId: provider-%s
                    routeTemplateRef: provider
                    parameters:
                      - { name: type, value: %1$s }
                      - { name: dialects, value: "openai-chat openai-responses" }
                      - { name: baseUrl, value: "http://127.0.0.1:1/v1" }
                      - { name: prices, value: %s }
                """
                    .formatted(vendor.getKey(), vendor.getValue()))
        .collect(Collectors.joining());
  }

  /** Every exchange whole, and the streams also in pieces of one to seven bytes. */
  List<Exchange> all(List<Fixture> fixtures) {
    try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Sent>> running = new ArrayList<>();
      for (Fixture fixture : fixtures)
        for (int slice = 0; slice <= (fixture.streamed() ? 7 : 0); slice++) {
          int pieces = slice;
          running.add(pool.submit(() -> send(fixture, pieces)));
        }
      List<Sent> sent = new ArrayList<>();
      for (Future<Sent> one : running) sent.add(one.get());
      return exchanges(sent);
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("a replay failed", e);
    }
  }

  private List<Exchange> exchanges(List<Sent> sent) {
    Map<String, List<RecordedRequest>> requests =
        fake.requests().stream()
            .collect(Collectors.groupingBy(request -> request.header(MARK).orElseThrow()));
    Map<String, Map<String, Object>> rows =
        Records.all(gateway).stream()
            .collect(Collectors.toMap(row -> (String) row.get("request_id"), Function.identity()));
    return sent.stream()
        .map(
            one ->
                new Exchange(
                    one.fixture,
                    one.slice,
                    one.got,
                    requests.getOrDefault(one.mark, List.of()),
                    one.got == null
                        ? Map.of()
                        : rows.getOrDefault(one.got.header("x-serai-request-id"), Map.of())))
        .toList();
  }

  private Sent send(Fixture fixture, int slice) {
    String mark = fixture.name() + "/" + slice;
    answers.put(mark, slice == 0 ? answer(fixture) : answer(fixture).sliced(slice));
    Client client = new Client(gateway).withKey(key(provider(fixture)));
    List<String> headers = new ArrayList<>(List.of(MARK, mark));
    fixture
        .json()
        .at("/request/headers")
        .properties()
        .forEach(header -> headers.addAll(List.of(header.getKey(), header.getValue().asText())));
    try {
      return new Sent(
          fixture,
          slice,
          mark,
          client.post(path(fixture), fixture.request().toString(), headers.toArray(String[]::new)));
    } catch (IOException broken) {
      return new Sent(fixture, slice, mark, null);
    } finally {
      answers.remove(mark);
    }
  }

  private static Answer answer(Fixture fixture) {
    Answer answer =
        fixture.streamed()
            ? Answer.sse(List.of(fixture.reply()))
            : Answer.of(200, "none", fixture.reply());
    answer = answer.status(fixture.status());
    for (Map.Entry<String, String> header : fixture.replyHeaders().entrySet())
      answer = answer.headerInstead(header.getKey(), header.getValue());
    return answer;
  }

  /** The gateway's path of the dialect: some vendors have paths of their own. */
  private static String path(Fixture fixture) {
    String recorded = fixture.json().at("/request/path").asText();
    String query = recorded.contains("?") ? recorded.substring(recorded.indexOf('?')) : "";
    return switch (fixture.operation()) {
      case CHAT -> "/v1/chat/completions";
      case RESPONSES -> "/v1/responses";
      case MESSAGES -> "/v1/messages" + query;
      case GENERATE_CONTENT ->
          "/v1beta/models/" + fixture.askedModel() + ":generateContent" + query;
      case STREAM_GENERATE_CONTENT ->
          "/v1beta/models/" + fixture.askedModel() + ":streamGenerateContent" + query;
      default -> throw new IllegalArgumentException(fixture.name());
    };
  }

  static String provider(Fixture fixture) {
    String vendor = fixture.json().path("provider").asText();
    return switch (vendor) {
      case "azure-openai" -> "openai";
      case "vertex" -> "gemini";
      case "gemini" -> fixture.name().startsWith("openai-chat/") ? "google-chat" : "gemini";
      case "openai", "anthropic", "groq" -> vendor;
      default -> VENDORS.containsKey(vendor) ? vendor : "others";
    };
  }

  @Override
  public void close() {
    gateway.close();
    fake.close();
  }
}
