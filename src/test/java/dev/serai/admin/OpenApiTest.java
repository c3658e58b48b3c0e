package dev.serai.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.GatewayUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The whole server's document. {@code ./mvnw test -Dtest=OpenApiTest -Dserai.openapi.write=true}
 * writes the file anew.
 */
class OpenApiTest {
  private static final Path FILE = Path.of("docs/openapi.json");

  @Test
  void theCommittedDocumentIsTheOneThatIsServed() throws Exception {
    try (GatewayUnderTest gateway = GatewayUnderTest.with("").start()) {
      HttpResponse<String> served = get(gateway.adminUrl() + "/api/openapi.json");
      assertThat(served.statusCode()).isEqualTo(200);
      String text = served.body().replace("\r\n", "\n").stripTrailing() + "\n";
      if (Boolean.getBoolean("serai.openapi.write")) Files.writeString(FILE, text);

      assertThat(text)
          .as("docs/openapi.json is stale: run this test with -Dserai.openapi.write=true")
          .isEqualTo(Files.readString(FILE));
    }
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
