package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.PortSwitch;
import dev.serai.testing.RecordedRequest;
import dev.serai.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A gateway in a process of its own with a limit that never ends, before a provider; the way to its
 * database can be cut. What clients got is compared with what was recorded.
 */
final class CrashScene implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Of the answers that are {@link Crowd#LARGE}. */
  private static final String LARGE = "x".repeat(20_000);

  final TestDatabase database = TestDatabase.migrated();
  final FakeProvider provider = FakeProvider.start().otherwise(CrashScene::answer);
  final PortSwitch toDatabase;
  final Replica gateway;

  /** Status by request id. */
  private final Map<String, Integer> delivered = new HashMap<>();

  CrashScene(Path folder, String... properties) {
    URI url = URI.create(database.url().substring("jdbc:".length()));
    toDatabase = new PortSwitch(url.getPort());
    String through =
        "serai.database.url="
            + database.url().replace(":" + url.getPort() + "/", ":" + toDatabase.port() + "/");
    String[] all =
        Stream.concat(Stream.of(through, "serai.gateway.hold-reply=1KB"), Stream.of(properties))
            .toArray(String[]::new);
    gateway = Replica.start(1, database, folder, yaml(), all).getFirst();
  }

  /** What the clients of a crowd got, so that it must be recorded. */
  void got(Crowd crowd) {
    crowd.got().forEach((id, status) -> assertThat(delivered.put(id, status)).isNull());
  }

  int delivered() {
    return delivered.size();
  }

  /** Of the gateway's metrics, without labels. */
  long meter(String name) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(gateway.adminUrl() + "/metrics")).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith(name + " "))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no meter " + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void awaitMeter(String name, long value) {
    Awaitility.await(name + " is " + value)
        .atMost(Duration.ofMinutes(2))
        .until(() -> meter(name) == value);
  }

  /** One line of a record. */
  private record Row(int status, String outcome, long tokens) {
    static final String SQL =
        """
        select request_id, status, outcome,
          coalesce(input_tokens + cache_read_tokens + output_tokens + reasoning_tokens, 0) as tokens from usage_records
        """;
  }

  /**
   * Each that was delivered is recorded, as it was delivered, and none twice; so say the sums of
   * hours and days, too.
   *
   * @return how many records there are
   */
  int assertRecorded() {
    Map<String, Row> rows = new HashMap<>();
    database
        .jdbc()
        .sql(Row.SQL)
        .query(
            row -> {
              Row now =
                  new Row(row.getInt("status"), row.getString("outcome"), row.getLong("tokens"));
              assertThat(rows.put(row.getString("request_id"), now)).as("recorded twice").isNull();
            });
    Map<String, Integer> lost = new HashMap<>(delivered);
    lost.keySet().removeAll(rows.keySet());
    assertThat(lost).as("delivered and not recorded, of %d", delivered.size()).isEmpty();
    delivered.forEach(
        (id, status) -> {
          Row row = rows.get(id);
          assertThat(row.status()).as(id).isEqualTo(status);
          if (status == 200) assertThat(row.tokens()).as(id).isEqualTo(TOKENS);
        });
    long tokens = rows.values().stream().mapToLong(Row::tokens).sum();
    for (String sums : new String[] {"usage_hours", "usage_days"})
      assertThat(sums(sums)).as(sums).isEqualTo(rows.size() + " calls, " + tokens + " tokens");
    return rows.size();
  }

  private static final long TOKENS = Dialects.INPUT + Dialects.CACHED + Dialects.OUTPUT;

  private String sums(String table) {
    return database
        .jdbc()
        .sql(
            "select sum(requests) || ' calls, ' || sum(input_tokens + cache_read_tokens + output_tokens + reasoning_tokens) || ' tokens' from "
                + table)
        .query(String.class)
        .single();
  }

  /** Calls that count at the limit, as far as records say. */
  long counted() {
    return database
        .jdbc()
        .sql("select count(*) from usage_records where outcome <> 'refused'")
        .query(Long.class)
        .single();
  }

  /** What the limit says is spent. After an orderly end of the gateway. */
  long spent() {
    return database.jdbc().sql("select sum(spent) from lease_use").query(Long.class).single();
  }

  private static Answer answer(RecordedRequest request) {
    return request.text().contains(Crowd.LARGE)
        ? Dialects.asked(request).reply("m", LARGE)
        : Dialects.answer(request);
  }

  private String yaml() {
    return """
        organization: acme
        projects: [ { name: checkout } ]
        providers:
          - { name: openai, type: openai, base-url: "%1$s/v1", models: [m], credentials: [ { name: main, secret: sk-main-0000000000000000 } ] }
          - { name: anthropic, type: anthropic, base-url: "%1$s/v1", models: [m], credentials: [ { name: main, secret: sk-main-0000000000000000 } ] }
          - { name: gemini, type: gemini, base-url: "%1$s/v1beta", models: [m], credentials: [ { name: main, secret: sk-main-0000000000000000 } ] }
        policies:
          - { name: standard, default: true, providers: [openai, anthropic, gemini] }
        keys:
          - { name: ci, project: checkout, policy: standard, secret: "%2$s" }
        limits:
          - { scope: key, target: ci, measure: requests, window: total, cap: 100000000, when-blind: allow }
        """
        .formatted(provider.baseUrl(), GatewayUnderTest.KEY);
  }

  @Override
  public void close() {
    gateway.close();
    toDatabase.close();
    provider.close();
    database.close();
  }
}
