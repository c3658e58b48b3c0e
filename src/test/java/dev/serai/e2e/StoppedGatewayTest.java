package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.Gate;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** SIGTERM to a gateway in a process of its own while a stream runs. */
@Tag("e2e")
class StoppedGatewayTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private TestDatabase database;
  private FakeProvider provider;
  private Replica replica;
  private HttpClient http;

  @BeforeEach
  void start() {
    database = TestDatabase.migrated();
    provider = FakeProvider.start();
    replica =
        Replica.start(1, database, folder, Replica.oneProvider("anthropic", provider)).getFirst();
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterEach
  void stop() {
    http.shutdownNow();
    replica.close();
    provider.close();
    database.close();
  }

  private HttpResponse<InputStream> ask() throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(replica.url() + Dialects.ANTHROPIC.path("m", true)))
            .timeout(DEADLINE)
            .header("authorization", "Bearer " + GatewayUnderTest.KEY)
            .POST(
                HttpRequest.BodyPublishers.ofString(Dialects.ANTHROPIC.request("m", "hello", true)))
            .build(),
        BodyHandlers.ofInputStream());
  }

  private static Answer gated(Gate gate) {
    Answer whole = Dialects.ANTHROPIC.streamed("m", "first", " second");
    StringBuilder text = new StringBuilder();
    for (Answer.Step step : whole.body())
      if (step instanceof Answer.Step.Send send)
        text.append(new String(send.bytes(), StandardCharsets.UTF_8));
    return whole.gateAt(text.indexOf("\n\n", text.indexOf("first")) + 2, gate);
  }

  private static String until(InputStream body, String word) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(word) < 0) read.append((char) body.read());
    return read.toString();
  }

  private static String rest(InputStream body) throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Statuses of {@code /readyz} until it is no more 200. */
  private int unready() throws Exception {
    HttpRequest ready =
        HttpRequest.newBuilder(URI.create(replica.url() + "/readyz")).timeout(DEADLINE).build();
    int status = 200;
    while (status == 200) status = http.send(ready, BodyHandlers.discarding()).statusCode();
    return status;
  }

  @Test
  void refusesNewCallsAndLetsTheRunningStreamEndAndKeepsItsRecord() throws Exception {
    Gate gate = new Gate();
    provider.answer(gated(gate));
    HttpResponse<InputStream> running = ask();
    until(running.body(), "first");

    Thread stopping = Thread.ofVirtual().start(replica::stop);
    assertThat(unready()).isEqualTo(503);
    HttpResponse<InputStream> refused = ask();
    gate.open();

    assertThat(refused.statusCode()).isEqualTo(529);
    assertThat(refused.headers().firstValue("connection")).contains("close");
    assertThat(rest(refused.body())).contains("The gateway is stopping");
    assertThat(rest(running.body())).contains(" second").contains("message_stop");
    stopping.join();
    assertThat(outcome(running)).isEqualTo("served");
  }

  @Test
  void endsAStreamThatGoesOnTooLongInItsDialect() throws Exception {
    provider.answer(gated(new Gate()));
    HttpResponse<InputStream> running = ask();
    until(running.body(), "first");

    replica.stop();

    assertThat(rest(running.body()))
        .contains("event: error")
        .contains("The gateway is stopping; this call was cut.");
    assertThat(outcome(running)).isEqualTo("abandoned");
  }

  private String outcome(HttpResponse<?> answer) {
    return JdbcClient.create(database.dataSource())
        .sql("select outcome from usage_records where request_id = ?")
        .param(answer.headers().firstValue("x-serai-request-id").orElseThrow())
        .query(String.class)
        .single();
  }
}
