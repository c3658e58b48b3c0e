package dev.serai.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import dev.serai.testing.GatewayUnderTest;
import dev.serai.testing.RecordedRequest;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credentials that are equals: whose calls go where, before two replicas. */
class EqualsTest {
  private static final String DRAWN = "vk-lw-0123456789ABCDEFGHJKMNPQRT";
  private static final Set<String> LIMITED = ConcurrentHashMap.newKeySet();
  private static FakeProvider provider;
  private static GatewayUnderTest gateway;
  private static GatewayUnderTest replica;

  @BeforeAll
  static void start() {
    provider = FakeProvider.start().otherwise(EqualsTest::answer);
    String yaml =
        """
        projects: [ { name: checkout } ]
        providers:
          - { name: left, type: openai-compatible, base-url: "%1$s/v1", models: [m], credentials: [ %2$s ] }
          - { name: right, type: openai-compatible, base-url: "%1$s/v1", models: [m], credentials: [ %3$s ] }
          - { name: claude, type: anthropic, base-url: "%1$s", models: [m], credentials: [ %3$s ] }
        policies:
          - { name: all, default: true, order: weighted, providers: [ [left, right], claude ] }
          - { name: drawn, order: weighted, affinity: none, providers: [ left, right ] }
        keys:
          - { name: ci, project: checkout, secret: "%4$s" }
          - { name: drawn, project: checkout, policy: drawn, secret: "%5$s" }
        """
            .formatted(
                provider.baseUrl(),
                credentials("l"),
                credentials("r"),
                GatewayUnderTest.KEY,
                DRAWN);
    gateway = GatewayUnderTest.with(yaml).start();
    replica = GatewayUnderTest.with(yaml).beside(gateway).start();
  }

  private static String credentials(String prefix) {
    return "{ name: a, secret: sk-%1$s-a }, { name: b, secret: sk-%1$s-b, weight: 2 }, { name: c, secret: sk-%1$s-c }"
        .formatted(prefix);
  }

  @AfterAll
  static void stop() {
    replica.close();
    gateway.close();
    provider.close();
  }

  @BeforeEach
  void reset() {
    LIMITED.clear();
    provider.reset();
  }

  private static Answer answer(RecordedRequest request) {
    return LIMITED.contains(secret(request))
        ? Answer.tooManyRequests("2", "{\"error\":{\"message\":\"slow\"}}")
        : Dialects.answer(request);
  }

  private static String secret(RecordedRequest request) {
    return request
        .header("authorization")
        .map(text -> text.substring("Bearer ".length()))
        .or(() -> request.header("x-api-key"))
        .orElseThrow();
  }

  /** With which secret it was sent. */
  private static String used(
      GatewayUnderTest at, String key, String path, String body, String... headers)
      throws IOException {
    Client.Got got = new Client(at.url(), key).post(path, body, headers);
    assertThat(got.status()).isEqualTo(200);
    return secret(provider.lastRequest());
  }

  private static String chat(GatewayUnderTest at, String more, String... headers)
      throws IOException {
    return used(
        at,
        GatewayUnderTest.KEY,
        "/v1/chat/completions",
        "{\"model\":\"m\"%s,\"messages\":[]}".formatted(more),
        headers);
  }

  @ParameterizedTest
  @CsvSource({
    "prompt_cache_key, ''",
    "user, ''",
    "'', session-id",
    "'', session_id",
    "'', x-claude-code-session-id",
    "'', x-session-affinity",
    "'', x-session-id"
  })
  void aConversationKeepsToItsCredentialOnEveryReplica(String field, String header)
      throws IOException {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 24; i++) {
      String more = field.isEmpty() ? "" : ",\"%s\":\"talk-%d\"".formatted(field, i);
      String[] headers = header.isEmpty() ? new String[0] : new String[] {header, "talk-" + i};
      String first = chat(gateway, more, headers);
      assertThat(chat(replica, more, headers)).isEqualTo(first);
      assertThat(chat(gateway, more, headers)).isEqualTo(first);
      all.add(first);
    }
    assertThat(all).as("spread over both providers").hasSizeGreaterThan(2);
    assertThat(all).anyMatch(s -> s.startsWith("sk-l")).anyMatch(s -> s.startsWith("sk-r"));
  }

  @Test
  void whatClaudeCodeSaysOfItsSessionIsHeeded() throws IOException {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 24; i++) {
      String body =
          "{\"model\":\"m\",\"max_tokens\":9,\"metadata\":{\"user_id\":\"{\\\"session_id\\\":\\\"%d\\\"}\"},\"messages\":[]}"
              .formatted(i);
      String first = used(gateway, GatewayUnderTest.KEY, "/v1/messages", body);
      assertThat(used(replica, GatewayUnderTest.KEY, "/v1/messages", body)).isEqualTo(first);
      all.add(first);
    }
    assertThat(all).hasSizeGreaterThan(1);
  }

  @Test
  void withoutACacheKeyTheVirtualKeyKeepsItsCredential() throws IOException {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 12; i++) all.add(chat(i % 2 == 0 ? gateway : replica, ""));

    assertThat(all).hasSize(1);
  }

  @Test
  void withoutAffinityEachCallIsDrawnAndTheRecordSaysWhereItWent() throws IOException {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 64; i++)
      all.add(
          used(
              gateway,
              DRAWN,
              "/v1/chat/completions",
              "{\"model\":\"m\",\"prompt_cache_key\":\"same\",\"messages\":[]}"));
    assertThat(all)
        .as("left alone: right is no equal here")
        .isEqualTo(Set.of("sk-l-a", "sk-l-b", "sk-l-c"));

    Client client = new Client(gateway.url(), DRAWN);
    Client.Got got = client.ask(Dialects.OPENAI_CHAT, "m", false);
    assertThat(Records.of(gateway, got))
        .containsEntry("provider", "left")
        .containsEntry("credential", secret(provider.lastRequest()).substring("sk-l-".length()));
  }

  @Test
  void whoseCredentialRestsGoesToItsSecondAndComesBack() throws Exception {
    String[] talk = {"session-id", "resting"};
    String home = chat(gateway, "", talk);
    LIMITED.add(home);

    String second = chat(gateway, "", talk);
    assertThat(second).isNotEqualTo(home);
    assertThat(chat(replica, "", talk)).as("the same second on both").isEqualTo(second);
    assertThat(List.of(chat(gateway, "", talk), chat(replica, "", talk))).containsOnly(second);

    LIMITED.clear();
    Eventually.is("back at its own credential", () -> chat(gateway, "", talk).equals(home));
    Eventually.is("there too", () -> chat(replica, "", talk).equals(home));
  }
}
