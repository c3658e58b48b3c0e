package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.Gate;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.RecordedRequest;
import dev.serai.testing.TestDatabase;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that may not open any further file, and so make no connection to a provider. */
@Tag("e2e")
@EnabledOnOs(OS.LINUX)
class OutOfFilesTest {
  private static final int FILES = 700;
  private static final Dialects CHAT = Dialects.OPENAI_CHAT;

  @TempDir Path folder;
  private final TestDatabase database = TestDatabase.migrated();
  private final FakeProvider provider = FakeProvider.start();
  private final List<Socket> held = new ArrayList<>();
  private Replica gateway;

  @BeforeEach
  void start() throws Exception {
    gateway =
        Replica.startWithFiles(
            FILES,
            database,
            folder,
            """
            projects: [ { name: checkout } ]
            providers:
              - { name: p, type: openai, base-url: "%s/v1", models: [ m ], credentials: [ { name: main, secret: sk-main-0000000000000000 } ] }
              - { name: gone, type: openai, base-url: "http://127.0.0.1:1", models: [ none ], credentials: [ { name: main, secret: sk-main-0000000000000000 } ] }
            policies: [ { name: all, default: true, providers: [ p, gone ] } ]
            keys: [ { name: ci, project: checkout, secret: "%s" } ]
            """
                .formatted(provider.baseUrl(), GatewayUnderTest.KEY),
            "serai.dispatch.breaker-minimum=1",
            "serai.dispatch.breaker-calls=1");
  }

  @AfterEach
  void stop() throws Exception {
    release();
    gateway.close();
    provider.close();
    database.close();
  }

  private void release() throws IOException {
    for (Socket socket : held) socket.close();
    held.clear();
  }

  @Test
  void saysThatItIsFullAndDoesNotBlameTheProvider() throws Exception {
    Answer reply = CHAT.streamed("m", "first", " second");
    Gate gate = new Gate();
    provider.otherwise(reply.gateAt(reply.length() - 1, gate));
    try (Socket spare = connect()) {
      loadClasses(spare);
      fill();

      String refused = ask(spare, "m");

      assertThat(refused)
          .as(() -> gateway.log(40))
          .startsWith("HTTP/1.1 503 ")
          .contains("main busy");
      assertThat(gateway.log(1_000))
          .containsOnlyOnce("no further file may be opened")
          .doesNotContain("exceptionCaught");
    }
    gate.open();
    release();
    provider.otherwise(CHAT.reply("m", "room again"));
    Awaitility.await().until(() -> provider.requests().stream().allMatch(this::ended));
    try (Socket next = connect()) {
      assertThat(ask(next, "m")).startsWith("HTTP/1.1 200 ").contains("room again");
    }
  }

  /** A class that is first needed without files cannot be loaded, unless it is in a jar. */
  private static void loadClasses(Socket spare) throws IOException {
    assertThat(ask(spare, "none")).startsWith("HTTP/1.1 503 ").contains("gone/main connect");
  }

  /** Streams that stay, until nothing comes back any more or no connection can be made. */
  private void fill() throws IOException {
    String got = "HTTP/1.1 200 ";
    while (got.startsWith("HTTP/1.1 200 ")) {
      assertThat(held).hasSizeLessThan(FILES);
      held.add(connect());
      got = ask(held.getLast(), "m");
    }
  }

  private boolean ended(RecordedRequest request) {
    return request.awaitEnding() != null;
  }

  private Socket connect() throws IOException {
    URI url = URI.create(gateway.url());
    Socket socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** What comes first of the answer, empty when nothing does. */
  private static String ask(Socket socket, String model) throws IOException {
    String body = CHAT.request(model, "hello", true);
    String request =
        "POST %s HTTP/1.1\r\nhost: g\r\nauthorization: Bearer %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
            .formatted(CHAT.path(model, true), GatewayUnderTest.KEY, body.length(), body);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    byte[] answer = new byte[8192];
    try {
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
    } catch (SocketTimeoutException nothing) {
      return "";
    }
  }
}
