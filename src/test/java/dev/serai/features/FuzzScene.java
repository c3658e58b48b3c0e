package dev.serai.features;

import dev.serai.call.Refusal;
import dev.serai.pipeline.OpenReservations;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.Fuzzed;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.RecordedRequest;
import dev.serai.usage.JournalDrain;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A gateway before one provider that answers each call as the call's number says. */
final class FuzzScene implements AutoCloseable {
  private static final int CLIENTS = 8;
  private static final int MOST_FINDINGS = 10;

  /** Refused before there was a call. */
  private static final Set<String> NO_CALL =
      Set.of(
          Refusal.Reason.NOT_FOUND.code(),
          Refusal.Reason.METHOD_NOT_ALLOWED.code(),
          Refusal.Reason.UPGRADE_NOT_SERVED.code());

  private record Answered(FuzzedCalls.Sent sent, Wire.Got got) {}

  private final FakeProvider provider = FakeProvider.start();
  private final OpenReservations reservations = new OpenReservations();
  private final GatewayUnderTest gateway;
  private final NothingLeft left;
  private final Map<Integer, FuzzedCalls.Sent> underway = new ConcurrentHashMap<>();
  private final Queue<String> findings = new ConcurrentLinkedQueue<>();
  private final Map<String, Answered> recorded = new ConcurrentHashMap<>();
  private long heap;

  FuzzScene() {
    gateway =
        GatewayUnderTest.with(yaml())
            .beans(reservations)
            .property("serai.dispatch.breaker-calls", 1_000_000)
            .property("serai.dispatch.breaker-minimum", 1_000_000)
            .property("logging.level.dev.serai", "error")
            .start();
    left = new NothingLeft(gateway, reservations, provider);
    provider.otherwise(
        asked -> {
          FuzzedCalls.Sent sent = underway.get(number(asked));
          return sent == null ? dev.serai.testing.Dialects.answer(asked) : sent.answer();
        });
  }

  private String yaml() {
    StringBuilder yaml =
        new StringBuilder("organization: acme\nprojects: [ { name: checkout } ]\n");
    yaml.append("providers:\n");
    for (String type : List.of("openai", "anthropic", "gemini"))
      yaml.append(
          "  - { name: %s, type: %s, base-url: \"%s/%s\", models: [m, \"gpt-*\"], credentials: [ { name: main, secret: sk-fuzz } ] }\n"
              .formatted(type, type, provider.baseUrl(), type.equals("gemini") ? "v1beta" : "v1"));
    return yaml
        + """
        policies: [ { name: standard, default: true, providers: [openai, anthropic, gemini], aliases: { fast: m } } ]
        keys: [ { name: ci, project: checkout, policy: standard, secret: "%s" } ]
        limits: [ { scope: key, target: ci, measure: usd, window: total, cap: 1000000 } ]
        prices:
          - { family: openai, match: m, usd-per-mtok: { input: 1, output: 2 } }
          - { family: anthropic, match: m, usd-per-mtok: { input: 1, output: 2 } }
          - { family: google, match: m, usd-per-mtok: { input: 1, output: 2 } }
        """
            .formatted(GatewayUnderTest.KEY);
  }

  /**
   * Makes so many calls, by several clients at once.
   *
   * @return what was wrong, at most a few of them
   */
  List<String> play(IntFunction<FuzzedCalls.Sent> cases, int count) throws Exception {
    findings.clear();
    recorded.clear();
    provider.reset();
    Queue<FuzzedCalls.Sent> waiting = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < count; i++) waiting.add(cases.apply(i));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) clients.add(threads.submit(() -> client(waiting)));
      for (Future<?> client : clients) client.get();
    }
    provider.requests().forEach(this::asked);
    left.checkHeld();
    records();
    underway.clear();
    provider.reset();
    return findings.stream().limit(MOST_FINDINGS).toList();
  }

  /** Live bytes more than after the first batch. */
  long heapGrowth() {
    System.gc();
    long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    if (heap == 0) heap = now;
    return now - heap;
  }

  private void client(Queue<FuzzedCalls.Sent> waiting) {
    Wire wire = null;
    try {
      for (FuzzedCalls.Sent sent = waiting.poll(); sent != null; sent = waiting.poll()) {
        underway.put(sent.number(), sent);
        if (wire == null) wire = new Wire(gateway);
        if (!call(wire, sent)) {
          wire.close();
          wire = null;
        }
      }
      if (wire != null) wire.close();
    } catch (IOException e) {
      findings.add("the gateway cannot be reached: " + e);
    }
  }

  /**
   * @return whether the connection can be used on
   */
  private boolean call(Wire wire, FuzzedCalls.Sent sent) {
    boolean head = text(sent.wire()).startsWith("HEAD ");
    Wire.@Nullable Got got = null;
    try {
      wire.send(sent.wire());
      if (!sent.framed()) wire.sentAll();
      got = wire.read(head);
      if (got.status() == 100) got = wire.read(head);
      judge(sent, got);
      return sent.proper() && !"close".equalsIgnoreCase(got.headers().get("connection"));
    } catch (SocketTimeoutException hung) {
      if (sent.framed()) finding("no answer", sent, got);
    } catch (IOException cut) {
      if (sent.proper() && mayBeCut(sent)) return false;
      if (sent.proper()) finding("cut: " + cut.getMessage(), sent, got);
    } catch (RuntimeException e) {
      finding("no HTTP: " + e, sent, got);
    }
    return false;
  }

  /** What its provider breaks is cut where nothing can be said any more. */
  private static boolean mayBeCut(FuzzedCalls.Sent sent) {
    return !sent.good();
  }

  private void judge(FuzzedCalls.Sent sent, Wire.Got got) {
    String refusal = got.headers().getOrDefault("x-serai-refusal", "");
    boolean ours = refusal.equals("internal_error") || refusal.equals("provider_misconfigured");
    boolean passedOn = !sent.good() && (got.status() == 503 || got.status() == 529);
    boolean repeated = !sent.good() && got.status() == sent.answer().status();
    if (ours || got.status() >= 500 && !passedOn && !repeated) finding("ours", sent, got);
    String id = got.headers().get("x-serai-request-id");
    if (id != null
        && !NO_CALL.contains(refusal)
        && !isNoHttp(refusal, got)
        && recorded.put(id, new Answered(sent, got)) != null)
      finding("an id was given twice: " + id, sent, got);
  }

  /** Of what cannot be read nobody knows whether it is a call; a HEAD's answer has no words. */
  private static boolean isNoHttp(String refusal, Wire.Got got) {
    return refusal.equals("bad_request")
        && "close".equals(got.headers().get("connection"))
        && (got.body().isEmpty() || got.body().contains("The request is not proper HTTP."));
  }

  /** What the provider was asked. */
  private void asked(RecordedRequest asked) {
    FuzzedCalls.Sent sent = underway.get(number(asked));
    if (sent == null) return; // its number went with a header that Connection names
    if (asked.target().contains(GatewayUnderTest.KEY)
        || asked.headers().stream()
            .anyMatch(
                h ->
                    h.value().contains(GatewayUnderTest.KEY)
                        || h.name().equalsIgnoreCase("cookie")))
      finding("a key went on: " + asked.target(), sent, null);
    boolean chat = asked.path().endsWith("/chat/completions");
    if (sent.proper() && !EditedBody.is(sent.body(), asked.body(), chat))
      finding("the provider got " + new Fuzzed(asked.body(), 0), sent, null);
  }

  private static int number(RecordedRequest asked) {
    try {
      return Integer.parseInt(asked.header(FuzzedCalls.NUMBER).orElse("-1"));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void records() {
    if (!gateway.bean(JournalDrain.class).awaitDrained(Duration.ofSeconds(60)))
      findings.add("the journal is not drained");
    Map<String, Answered> missing = new HashMap<>(recorded);
    gateway
        .bean(JdbcClient.class)
        .sql("select request_id from usage_records where request_id = any(?)")
        .param(recorded.keySet().toArray(String[]::new))
        .query(String.class)
        .list()
        .forEach(missing::remove);
    missing.forEach((id, call) -> finding("no record of " + id, call.sent(), call.got()));
  }

  private void finding(String what, FuzzedCalls.Sent sent, Wire.@Nullable Got got) {
    String answered =
        got == null ? "" : "\n  answered " + got.status() + " " + got.headers() + " " + got.body();
    findings.add(
        what + "\n  sent " + sent + "\n  provider " + FaultScene.text(sent.answer()) + answered);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    gateway.close();
    provider.close();
  }
}
