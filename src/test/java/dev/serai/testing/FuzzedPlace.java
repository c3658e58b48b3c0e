package dev.serai.testing;

import dev.serai.call.Operation;

/** Where bodies are read: the one list of what is fuzzed. */
public enum FuzzedPlace {
  CHAT(Operation.CHAT, "/v1/chat/completions"),
  RESPONSES(Operation.RESPONSES, "/v1/responses"),
  MESSAGES(Operation.MESSAGES, "/v1/messages"),
  COUNT_TOKENS(Operation.COUNT_TOKENS, "/v1/messages/count_tokens"),
  EMBEDDINGS(Operation.EMBEDDINGS, "/v1/embeddings"),
  GENERATE_CONTENT(Operation.GENERATE_CONTENT, "/v1beta/models/m:generateContent"),
  STREAM_GENERATE_CONTENT(
      Operation.STREAM_GENERATE_CONTENT, "/v1beta/models/fast:streamGenerateContent?alt=sse"),
  GEMINI_COUNT_TOKENS(Operation.GEMINI_COUNT_TOKENS, "/v1beta/models/m:countTokens"),
  EMBED_CONTENT(Operation.EMBED_CONTENT, "/v1beta/models/m:embedContent"),
  BATCH_EMBED_CONTENTS(Operation.BATCH_EMBED_CONTENTS, "/v1beta/models/m:batchEmbedContents");

  private final Operation operation;
  private final String target;

  FuzzedPlace(Operation operation, String target) {
    this.operation = operation;
    this.target = target;
  }

  public Operation operation() {
    return operation;
  }

  /** Path, and query where one belongs to it. */
  public String target() {
    return target;
  }
}
