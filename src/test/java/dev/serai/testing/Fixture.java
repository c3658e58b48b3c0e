package dev.serai.testing;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.call.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A recorded exchange with a provider, and what an independent program read out of it. */
public record Fixture(String name, JsonNode json) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path ROOT = Path.of("../shared/fixtures");

  /** All of the dialects; skips the test when they are not there, except in CI. */
  public static List<Fixture> of(String... dialects) {
    if (!Files.isDirectory(ROOT)) {
      if ("true".equals(System.getenv("CI"))) fail("recordings are missing: " + ROOT);
      Assumptions.abort("no recordings at " + ROOT);
    }
    return Stream.of(dialects).flatMap(Fixture::directory).toList();
  }

  private static Stream<Fixture> directory(String dialect) {
    try (Stream<Path> files = Files.list(ROOT.resolve(dialect))) {
      return files.sorted().map(Fixture::read).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Fixture read(Path file) {
    try {
      return new Fixture(
          file.getParent().getFileName() + "/" + file.getFileName(),
          MAPPER.readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean streamed() {
    return json.at("/response").has("sse");
  }

  public int status() {
    return json.at("/response/status").asInt();
  }

  public JsonNode expected() {
    return json.path("expected");
  }

  /** Code or type of the error that a 200 stream carries, empty without one. */
  public String errorInStream() {
    JsonNode error = expected().path("error");
    return status() == 200 ? error.path("code").asText(error.path("type").asText()) : "";
  }

  public byte[] reply() {
    StringBuilder text = new StringBuilder();
    JsonNode body = json.at("/response/body");
    if (streamed()) json.at("/response/sse").forEach(event -> text.append(event.asText()));
    else text.append(body.isTextual() ? body.asText() : body.toString());
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  public Operation operation() {
    return switch (json.path("dialect").asText()) {
      case "openai-chat" -> Operation.CHAT;
      case "openai-responses" -> Operation.RESPONSES;
      case "anthropic" -> Operation.MESSAGES;
      case "gemini" -> streamed() ? Operation.STREAM_GENERATE_CONTENT : Operation.GENERATE_CONTENT;
      default -> throw new IllegalStateException(name);
    };
  }

  /**
   * The reply as a chat client sees it that has not asked for the extra usage chunk: each element
   * of the recording is one event, so it is left out whole.
   */
  public byte[] replyWithoutUsageChunk() {
    StringBuilder text = new StringBuilder();
    json.at("/response/sse")
        .forEach(event -> text.append(isUsageChunk(event.asText()) ? "" : event.asText()));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isUsageChunk(String event) {
    try {
      JsonNode data = MAPPER.readTree(event.replaceFirst("^data: ?", ""));
      JsonNode choices = data.path("choices");
      return choices.isArray() && choices.isEmpty() && data.path("usage").isObject();
    } catch (IOException notJson) {
      return false;
    }
  }

  /** The model that the client asked for, as in the body or, of Gemini, in the path. */
  public String askedModel() {
    String path = json.at("/request/path").asText();
    int models = path.indexOf("/models/");
    return json.path("dialect").asText().equals("gemini")
        ? path.substring(models + "/models/".length(), path.indexOf(':', models))
        : request().path("model").asText();
  }

  /** Names in lower case. */
  public Map<String, String> replyHeaders() {
    Map<String, String> headers = new TreeMap<>();
    json.at("/response/headers")
        .properties()
        .forEach(
            header ->
                headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText()));
    return headers;
  }

  /** The request's body. */
  public JsonNode request() {
    return json.at("/request/body");
  }

  @Override
  public String toString() {
    return name;
  }
}
