package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "statusline",
    description = {
      "One line for Claude Code: spent in the session, left of the limit, dollars an hour.",
      "Reads Claude Code's JSON from standard input, and the limits from the local proxy of the",
      "launch. Prints an empty line when there is nothing to say."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Set up (serai launch does it by itself), in ~/.claude/settings.json:",
      "  \"statusLine\": {\"type\": \"command\", \"command\": \"serai statusline\"}"
    })
final class StatuslineCommand extends ApiCommand {
  /** Of one launch, for its tool: the local proxy, and the bearer that it takes. */
  static final String URL = "SERAI_STATUS_URL";

  static final String TOKEN = "SERAI_STATUS_TOKEN";

  /** The rest of 300 ms belongs to the start of Java. */
  private static final String WAIT = "120";

  private static final int BODY_MAX = 1 << 20;

  @Option(
      names = "--wait",
      paramLabel = "<ms>",
      defaultValue = WAIT,
      description = "For standard input and the proxy (" + WAIT + ")")
  int wait = Integer.parseInt(WAIT);

  /** As without options. */
  static StatuslineCommand of(Main main) {
    StatuslineCommand command = new StatuslineCommand();
    command.directly = main;
    return command;
  }

  @Override
  public Integer call() {
    long end = System.nanoTime() + wait * 1_000_000L;
    CompletableFuture<JsonObject> tool = aside(() -> parse(terminal().input()));
    CompletableFuture<JsonObject> budget = aside(this::budget);
    StatusLine line = line(until(end, budget), until(end, tool));
    if (json) printJson(line.json());
    else terminal().data(line.text(env().getOrDefault("NO_COLOR", "").isEmpty()));
    return ExitCode.DONE;
  }

  private static StatusLine line(JsonObject budget, JsonObject tool) {
    try {
      return StatusLine.of(budget, tool);
    } catch (RuntimeException e) { // of another form than we know
      return StatusLine.of(new JsonObject(), new JsonObject());
    }
  }

  private static CompletableFuture<JsonObject> aside(Callable<JsonObject> work) {
    CompletableFuture<JsonObject> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                result.complete(work.call());
              } catch (Exception e) {
                result.complete(new JsonObject()); // a status line has no place for it
              }
            });
    return result;
  }

  private static JsonObject until(long end, CompletableFuture<JsonObject> answer) {
    try {
      return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // as if nothing had been said
    }
    return new JsonObject();
  }

  private static JsonObject parse(String text) throws JsonParserException {
    return JsonParser.object().withLazyNumbers().from(text);
  }

  /** The old client of the JDK: it starts in a third of the new one's time. */
  private JsonObject budget() throws IOException, JsonParserException {
    String url = env().getOrDefault(URL, "").replaceAll("/+$", "");
    if (url.isEmpty()) return new JsonObject();
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(url + "/v1/budget").toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(Math.max(1, wait));
    connection.setReadTimeout(Math.max(1, wait));
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("authorization", "Bearer " + env().getOrDefault(TOKEN, ""));
    try (InputStream body = connection.getInputStream()) {
      return parse(new String(body.readNBytes(BODY_MAX), StandardCharsets.UTF_8));
    }
  }
}
