package dev.serai.call;

/**
 * What a client asks for. The dialect is the one the operation belongs to; model lists are answered
 * in the dialect the client seems to speak.
 */
public enum Operation {
  CHAT(Dialect.OPENAI_CHAT, "chat", true),
  RESPONSES(Dialect.OPENAI_RESPONSES, "chat", true),
  EMBEDDINGS(Dialect.OPENAI_CHAT, "embeddings", true),
  MESSAGES(Dialect.ANTHROPIC, "chat", true),
  COUNT_TOKENS(Dialect.ANTHROPIC, "count_tokens", false),
  GENERATE_CONTENT(Dialect.GEMINI, "generate_content", true),
  STREAM_GENERATE_CONTENT(Dialect.GEMINI, "generate_content", true),
  GEMINI_COUNT_TOKENS(Dialect.GEMINI, "count_tokens", false),
  EMBED_CONTENT(Dialect.GEMINI, "embeddings", true),
  BATCH_EMBED_CONTENTS(Dialect.GEMINI, "embeddings", true),
  LIST_MODELS(Dialect.OPENAI_CHAT, "list_models", false),
  GET_MODEL(Dialect.OPENAI_CHAT, "get_model", false),
  GET_BUDGET(Dialect.OPENAI_CHAT, "get_budget", false),
  REQUEST_BUDGET(Dialect.OPENAI_CHAT, "request_budget", false),
  LIST_BUDGET_REQUESTS(Dialect.OPENAI_CHAT, "list_budget_requests", false);

  private final Dialect dialect;
  private final String kind;
  private final boolean metered;

  Operation(Dialect dialect, String kind, boolean metered) {
    this.dialect = dialect;
    this.kind = kind;
    this.metered = metered;
  }

  public Dialect dialect() {
    return dialect;
  }

  /** {@code gen_ai.operation.name} of the OpenTelemetry GenAI conventions, where they have one. */
  public String kind() {
    return kind;
  }

  /**
   * Whether a call of it costs tokens. Token counting, model lists and budgets do not, and never
   * count against a limit.
   */
  public boolean metered() {
    return metered;
  }

  /** Answered by the gateway itself, no provider involved. */
  public boolean local() {
    return switch (this) {
      case LIST_MODELS, GET_MODEL, GET_BUDGET, REQUEST_BUDGET, LIST_BUDGET_REQUESTS -> true;
      default -> false;
    };
  }
}
