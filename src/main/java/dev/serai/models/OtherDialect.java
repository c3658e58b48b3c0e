package dev.serai.models;

import dev.serai.call.Dialect;
import dev.serai.call.Provider;
import dev.serai.call.Refusal;
import dev.serai.call.Target;
import java.util.List;
import java.util.stream.Collectors;

/** The sentence for a model whose providers all speak another dialect than the request. */
record OtherDialect(String asked, Dialect dialect, List<Target> targets) {

  /**
   * @param others names that the key may use in the request's dialect
   */
  Refusal refusal(List<String> others) {
    Provider first = targets.getFirst().provider();
    String spoken =
        first.dialects().stream().sorted().map(Dialect::id).collect(Collectors.joining(" and "));
    String served =
        "Model '%s' is served by provider '%s', which speaks %s; this request is %s. "
            .formatted(Routing.shown(asked), first.name(), spoken, dialect.id());
    String send =
        first.dialects().stream().sorted().map(this::path).collect(Collectors.joining(" or "));
    String instead = others.isEmpty() ? "" : "use " + Routing.orList(others) + ", or ";
    String advice = instead + "send it to " + send + ".";
    return new Refusal(
        Refusal.Reason.OTHER_DIALECT,
        served + Character.toUpperCase(advice.charAt(0)) + advice.substring(1));
  }

  private String path(Dialect spoken) {
    return switch (spoken) {
      case OPENAI_CHAT -> "/v1/chat/completions";
      case OPENAI_RESPONSES -> "/v1/responses";
      case ANTHROPIC -> "/v1/messages";
      case GEMINI -> "/v1beta/models/" + Routing.shown(asked) + ":generateContent";
      case BEDROCK -> "/model/" + Routing.shown(asked) + "/converse";
    };
  }
}
