package dev.serai.dialects;

/** What a place in a reply is to us. Each dialect's table says which JSON path fills which slot. */
enum Slot {
  /** The whole text of an event or a reply. */
  DOCUMENT,

  /** Text that the model wrote: answer, reasoning, tool arguments. Counted and visible. */
  TEXT,
  /** Visible to a user, but not counted. */
  SHOWN,

  MODEL,
  FINISH,
  TYPE,
  ERROR,
  ERROR_TYPE,
  ERROR_CODE,
  ERROR_STATUS,
  /** A code beside the type, which is an error's only if the type says so. */
  FLAT_ERROR_CODE,

  /** A usage object: what it holds replaces what was known. */
  USAGE,
  INPUT,
  TOOL_INPUT,
  CACHED,
  CACHE_HIT,
  WRITTEN,
  WRITTEN_5M,
  WRITTEN_1H,
  OUTPUT,
  REASONING,
  TOTAL,
  AUDIO_INPUT,
  /** Of audio input, where the provider counts no tokens of it. */
  AUDIO_SECONDS,
  AUDIO_CACHED,
  AUDIO_OUTPUT,
  SEARCHES,

  /** Lists of {@code {modality, tokenCount}}. */
  INPUT_DETAIL,
  CACHED_DETAIL,
  OUTPUT_DETAIL,
  MODALITY,
  MODALITY_TOKENS,

  CHOICES;

  /** Whether the characters of the string matter and not only their number. */
  boolean isWord() {
    return switch (this) {
      case MODEL, FINISH, TYPE, ERROR_TYPE, ERROR_CODE, ERROR_STATUS, FLAT_ERROR_CODE, MODALITY ->
          true;
      default -> false;
    };
  }
}
