package dev.serai.cli;

import com.grack.nanojson.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Yes or no to one who asked for more. */
abstract class LimitAnswer extends AdminCommand {
  @Parameters(paramLabel = "<request>", description = "The request (serai limit requests)")
  String request = "";

  @Option(names = "--note", paramLabel = "<text>", description = "Why, kept with the request")
  @Nullable String note;

  /** {@code POST /api/limit-requests/{id}/<verb>}. */
  final int answer(String verb, String past, Map<String, Object> body) {
    LimitTerms.put(body, "note", note);
    JsonObject answered =
        api().post("/api/limit-requests/" + Api.encode(request) + "/" + verb, body);
    if (json) {
      printJson(answered);
    } else {
      terminal().done(past + " request " + request + of(answered));
      String next = next(answered);
      if (!next.isEmpty()) terminal().note(next);
    }
    return ExitCode.DONE;
  }

  /** What to know or do after it; empty = nothing. */
  String next(JsonObject answered) {
    return "";
  }

  private static String of(JsonObject answered) {
    String key = Keys.text(answered, "keyName");
    String limit = Keys.text(answered, "limit");
    return (key.isEmpty() ? "" : " of key " + Table.safe(key))
        + (limit.isEmpty() ? "" : " (" + Table.safe(limit) + ")");
  }
}
