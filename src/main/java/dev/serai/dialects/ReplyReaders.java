package dev.serai.dialects;

import dev.serai.call.Operation;

/** A reader for each operation. */
public final class ReplyReaders {
  private ReplyReaders() {}

  /**
   * @param streamed whether the reply is meant to come piece by piece; one that comes as a single
   *     JSON text all the same is read too
   */
  public static ReplyReader of(Operation operation, boolean streamed) {
    return switch (operation) {
      case CHAT, EMBEDDINGS -> new ChatReply(streamed);
      case RESPONSES -> new ResponsesReply(streamed);
      case MESSAGES -> new AnthropicReply(streamed);
      case STREAM_GENERATE_CONTENT -> new GeminiReply(true);
      case GENERATE_CONTENT, EMBED_CONTENT, BATCH_EMBED_CONTENTS -> new GeminiReply(false);
      case COUNT_TOKENS,
          GEMINI_COUNT_TOKENS,
          LIST_MODELS,
          GET_MODEL,
          GET_BUDGET,
          REQUEST_BUDGET,
          LIST_BUDGET_REQUESTS ->
          new UnmeteredReply();
    };
  }
}
