package dev.serai.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.AdminCalls;
import dev.serai.testing.GatewayUnderTest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyLimitTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static GatewayUnderTest gateway;
  private static String token;

  @BeforeAll
  static void start() {
    gateway = GatewayUnderTest.with("").property("serai.admin.max-body", "2KB").start();
    token = gateway.bean(AdminTokens.class).reset("operator").reveal();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static HttpResponse<String> post(String path, String type, BodyPublisher body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.adminUrl() + path))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", type)
            .POST(body)
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static String team(int length) {
    return "{\"name\": \"" + "x".repeat(length) + "\"}";
  }

  /** Its length is not told. */
  private static BodyPublisher chunked(String text) {
    return BodyPublishers.ofInputStream(
        () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({"/api/teams, application/json", "/api/config, application/yaml"})
  void aBodyThatIsTooLongIsRefused(String path, String type) throws Exception {
    HttpResponse<String> told = post(path, type, BodyPublishers.ofString(team(2048)));
    HttpResponse<String> counted = post(path, type, chunked(team(2048)));

    for (HttpResponse<String> refused : List.of(told, counted)) {
      assertThat(refused.statusCode()).isEqualTo(413);
      assertThat(refused.body()).contains("request_too_large", "2048 bytes");
    }
  }

  @Test
  void whoeverSendsItNeedNotBeKnown() {
    assertThat(new AdminCalls(gateway.adminUrl(), "").post("/api/teams", team(2048)).status())
        .isEqualTo(413);
  }

  @Test
  void aShorterOneIsRead() throws Exception {
    assertThat(post("/api/teams", "application/json", chunked(team(20))).statusCode())
        .isEqualTo(201);
    assertThat(
            post("/api/teams", "application/json", BodyPublishers.ofString(team(21))).statusCode())
        .isEqualTo(201);
  }
}
