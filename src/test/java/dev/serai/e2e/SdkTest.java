package dev.serai.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.FakeProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts with the vendors' released SDKs get whole replies, streams and a tool call round. */
@Tag("e2e")
class SdkTest {
  private static final int PROMPT = Dialects.INPUT + Dialects.CACHED;
  private static final int TOTAL = PROMPT + Dialects.OUTPUT;

  private static final FakeProvider provider = FakeProvider.start();
  private static final FakeProvider internet = FakeProvider.start();
  private static Door door;

  @TempDir Path folder;
  private Desk desk;

  @BeforeAll
  static void open() {
    door = Door.to(provider.otherwise(new FakeModel()));
    internet.otherwise(Answer.json(403, "no internet"));
  }

  @AfterAll
  static void close() {
    door.close();
    provider.close();
    internet.close();
  }

  @BeforeEach
  void sitDown() throws Exception {
    provider.reset();
    internet.reset();
    desk = Desk.in(folder, internet.baseUrl()).env("BASE_URL", door.url()).env("KEY", door.key());
  }

  @Test
  void openaiGetsItsRepliesThroughTheGateway() throws Exception {
    Path home = Npm.installed("openai-sdk", "openai@7.57.0");
    desk.env("MODEL", "gpt-5-mini").env("EMBEDDING_MODEL", "text-embedding-3-small");

    assertThat(said(home, "openai.mjs"))
        .containsExactly(
            "chat: " + FakeModel.SMALL_TALK,
            "chat usage: " + PROMPT + " " + Dialects.OUTPUT,
            "chat streamed: " + FakeModel.SMALL_TALK,
            "chat streamed usage, not asked: none",
            "chat streamed in pieces: true",
            "chat streamed usage, asked: " + Dialects.OUTPUT,
            "chat tool: " + FakeModel.FINAL_TEXT,
            "responses: " + FakeModel.SMALL_TALK,
            "responses usage: " + PROMPT + " " + Dialects.OUTPUT,
            "responses streamed: " + FakeModel.SMALL_TALK,
            "responses tool: " + FakeModel.FINAL_TEXT,
            "embedding: 0.5 0.25");
  }

  /** 0.x sends the key as x-api-key, 1.x as a bearer; both are in use. */
  @ParameterizedTest
  @CsvSource({"anthropic-sdk-1,1.12.0", "anthropic-sdk-0,0.137.0"})
  void anthropicGetsItsRepliesThroughTheGateway(String installed, String version) throws Exception {
    Path home = Npm.installed(installed, "@anthropic-ai/sdk@" + version);
    desk.env("MODEL", "claude-sonnet-5").env("PACKAGE", "@anthropic-ai/sdk");

    assertThat(said(home, "anthropic.mjs"))
        .containsExactly(
            "messages: " + FakeModel.SMALL_TALK,
            "messages usage: 11 3 7",
            "messages streamed: " + FakeModel.SMALL_TALK,
            "messages streamed in pieces: 2",
            "messages streamed usage: 11 7",
            "count: 42",
            "messages tool: " + FakeModel.FINAL_TEXT);
  }

  @Test
  void googleGenaiGetsItsRepliesThroughTheGateway() throws Exception {
    Path home = Npm.installed("google-genai", "@google/genai@3.1.0");
    desk.env("MODEL", "gemini-2.5-flash");

    assertThat(said(home, "google.mjs"))
        .containsExactly(
            "generate: " + FakeModel.SMALL_TALK,
            "generate usage: " + PROMPT + " " + TOTAL,
            "generate streamed: " + FakeModel.SMALL_TALK,
            "generate streamed in pieces: 2",
            "generate streamed usage: " + TOTAL,
            "generate tool: " + FakeModel.FINAL_TEXT);
  }

  /** Runs the script beside the package it imports; gives its lines. */
  private List<String> said(Path home, String script) throws IOException {
    Path copy = home.resolve(script);
    try (InputStream source = SdkTest.class.getResourceAsStream("/e2e/" + script)) {
      Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    Run run = desk.run(List.of(Npm.node().toString(), copy.toString()));
    assertThat(run.exit())
        .as("%s%n%s%nasked: %s", run.ending(), run.tail(60), provider.requests())
        .isZero();
    assertThat(desk.project().resolve(FakeModel.PROOF_FILE)).exists();
    Credentials.assertSwapped(provider, door);
    assertThat(internet.requests()).as("requests to other hosts").isEmpty();
    return run.out().lines().toList();
  }
}
