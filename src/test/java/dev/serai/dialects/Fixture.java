package dev.serai.dialects;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A recorded exchange with a provider, and what an independent program read out of it. */
record Fixture(String name, JsonNode json) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path ROOT = Path.of("../shared/fixtures");

  /** All of the dialects; skips the test when they are not there, except in CI. */
  static List<Fixture> of(String... dialects) {
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

  boolean streamed() {
    return json.at("/response").has("sse");
  }

  int status() {
    return json.at("/response/status").asInt();
  }

  JsonNode expected() {
    return json.path("expected");
  }

  byte[] reply() {
    StringBuilder text = new StringBuilder();
    JsonNode body = json.at("/response/body");
    if (streamed()) json.at("/response/sse").forEach(event -> text.append(event.asText()));
    else text.append(body.isTextual() ? body.asText() : body.toString());
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  Operation operation() {
    return switch (json.path("dialect").asText()) {
      case "openai-chat" -> Operation.CHAT;
      case "openai-responses" -> Operation.RESPONSES;
      case "anthropic" -> Operation.MESSAGES;
      case "gemini" -> streamed() ? Operation.STREAM_GENERATE_CONTENT : Operation.GENERATE_CONTENT;
      default -> throw new IllegalStateException(name);
    };
  }

  ReplyReader read(int slice) {
    ReplyReader reader = ReplyReaders.of(operation(), streamed());
    Slices.of(reply(), slice, reader::read);
    reader.end();
    return reader;
  }

  @Override
  public String toString() {
    return name;
  }
}
