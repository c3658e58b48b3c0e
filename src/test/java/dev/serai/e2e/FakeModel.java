package dev.serai.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.testing.Answer;
import dev.serai.testing.Dialects;
import dev.serai.testing.RecordedRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A model with one idea, in every dialect: have the client's tool leave a proof on disk, and when
 * the tool's result comes back, say what it was.
 */
final class FakeModel implements Function<RecordedRequest, Answer> {
  /** What the tool prints. It stands nowhere in the call, so only a tool that ran can say it. */
  static final String PROOF = "SERAI-PROOF-42";

  static final String PROOF_FILE = "proof.txt";
  static final String FINAL_TEXT = "The tool left " + PROOF + " in the file.";

  /** The answer to a request that offers no tool we know, a title for the session for instance. */
  static final String SMALL_TALK = "Nothing to do here.";

  /** No substitution in it: Gemini CLI refuses to run those. */
  private static final String COMMAND = "printf 'SERAI-PROOF-%s\\n' 42 | tee " + PROOF_FILE;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String CALL_ID = "call_proof";
  private static final Dialects.ToolCall CODEX_SCRIPT =
      new Dialects.ToolCall(
          CALL_ID, "exec", "text(await tools.exec_command({ cmd: " + json(COMMAND) + " }));");

  /** Names of shell tools and the arguments each wants, best first. */
  private static final Map<String, Object> SHELLS = new LinkedHashMap<>();

  static {
    var described = Map.of("command", COMMAND, "description", "Leaves a proof");
    SHELLS.put("Bash", described);
    SHELLS.put("bash", described);
    SHELLS.put("run_shell_command", described);
    SHELLS.put("run_commands", Map.of("commands", new String[] {COMMAND}));
    SHELLS.put("exec_command", Map.of("cmd", COMMAND));
    SHELLS.put("shell_command", Map.of("command", COMMAND));
    SHELLS.put("shell", Map.of("command", new String[] {"bash", "-lc", COMMAND}));
  }

  @Override
  public Answer apply(RecordedRequest request) {
    String path = request.path();
    if (request.method().equals("HEAD")) {
      return Answer.json(200, "");
    }
    if (path.endsWith("/models")) {
      return Answer.json(200, "{\"object\":\"list\",\"data\":[]}");
    }
    if (path.endsWith("/count_tokens")) {
      return Answer.json(200, "{\"input_tokens\":42}");
    }
    if (path.endsWith("/embeddings")) {
      return embedding(parse(request.text()));
    }
    return dialect(path)
        .map(dialect -> answer(dialect, request))
        .orElseGet(() -> Answer.json(404, "{\"error\":{\"message\":\"no such path\"}}"));
  }

  private static Optional<Dialects> dialect(String path) {
    if (path.endsWith("/chat/completions")) {
      return Optional.of(Dialects.OPENAI_CHAT);
    }
    if (path.endsWith("/responses")) {
      return Optional.of(Dialects.OPENAI_RESPONSES);
    }
    if (path.endsWith("/messages")) {
      return Optional.of(Dialects.ANTHROPIC);
    }
    return path.matches(".*:(streamG|g)enerateContent")
        ? Optional.of(Dialects.GEMINI)
        : Optional.empty();
  }

  private static Answer answer(Dialects dialect, RecordedRequest request) {
    JsonNode asked = parse(request.text());
    String model = asked.path("model").asText("fake-model");
    boolean stream =
        asked.path("stream").asBoolean() || request.path().endsWith(":streamGenerateContent");
    boolean usage = asked.at("/stream_options/include_usage").asBoolean();
    Optional<Dialects.ToolCall> call = toolCall(asked);
    if (offersCodexScripts(asked) && !request.text().contains(CALL_ID)) {
      return Dialects.streamedCustomToolCall(model, CODEX_SCRIPT);
    }
    if (request.text().contains(CALL_ID) || call.isEmpty()) {
      String text = text(request);
      int half = text.length() / 2;
      return stream
          ? dialect.streamed(model, usage, text.substring(0, half), text.substring(half))
          : dialect.reply(model, text);
    }
    return stream
        ? dialect.streamedToolCall(model, call.get(), usage)
        : dialect.toolCall(model, call.get());
  }

  private static String text(RecordedRequest request) {
    if (request.text().contains(PROOF)) {
      return FINAL_TEXT;
    }
    return request.text().contains(CALL_ID) ? "The tool failed." : SMALL_TALK;
  }

  /** Codex gives its current models one custom tool, in the input instead of the tools. */
  private static boolean offersCodexScripts(JsonNode asked) {
    JsonNode first = asked.path("input").path(0);
    return first.path("type").asText().equals("additional_tools")
        && first.path("tools").findValuesAsText("type").contains("namespace");
  }

  private static Optional<Dialects.ToolCall> toolCall(JsonNode asked) {
    var offered = new TreeSet<>(asked.path("tools").findValuesAsText("name"));
    return SHELLS.entrySet().stream()
        .filter(shell -> offered.contains(shell.getKey()))
        .findFirst()
        .map(shell -> new Dialects.ToolCall(CALL_ID, shell.getKey(), json(shell.getValue())));
  }

  /** Two numbers, 0.5 and 0.25, as the floats or the base64 of little-endian floats asked for. */
  private static Answer embedding(JsonNode asked) {
    String vector =
        asked.path("encoding_format").asText().equals("base64") ? "\"AAAAPwAAgD4=\"" : "[0.5,0.25]";
    return Answer.json(
        200,
        """
        {"object":"list","model":%s,"data":[{"object":"embedding","index":0,"embedding":%s}],\
        "usage":{"prompt_tokens":2,"total_tokens":2}}"""
            .formatted(json(asked.path("model")), vector));
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the request is no JSON: " + json, e);
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
