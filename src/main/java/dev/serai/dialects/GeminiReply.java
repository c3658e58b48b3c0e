package dev.serai.dialects;

import dev.serai.call.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Gemini generateContent. Every event, and every element of the array that comes without {@code
 * alt=sse}, is a whole response; the last usage counts.
 */
final class GeminiReply extends JsonReply {
  private static final Path TABLE = table();
  private static final byte[] AUDIO = "AUDIO".getBytes(StandardCharsets.US_ASCII);

  private boolean audio;
  private long tokens;

  GeminiReply(boolean streamed) {
    super(TABLE, streamed, Slot.ERROR_STATUS);
  }

  private static Path table() {
    String part = "candidates.content.parts.";
    Path table =
        Path.root()
            .on("modelVersion", Slot.MODEL)
            .on("error", Slot.ERROR)
            .on("error.status", Slot.ERROR_STATUS)
            .on("error.code", Slot.ERROR_CODE)
            .on("promptFeedback.blockReason", Slot.FINISH)
            .on("candidates.finishReason", Slot.FINISH)
            .on(part + "text", Slot.TEXT)
            .on(part + "functionCall", Slot.SHOWN)
            .on(part + "functionCall.*", Slot.TEXT)
            .on(part + "executableCode.code", Slot.TEXT)
            .on(part + "codeExecutionResult", Slot.SHOWN)
            .on(part + "inlineData", Slot.SHOWN)
            .on("usageMetadata", Slot.USAGE)
            .on("usageMetadata.promptTokenCount", Slot.INPUT)
            .on("usageMetadata.toolUsePromptTokenCount", Slot.TOOL_INPUT)
            .on("usageMetadata.cachedContentTokenCount", Slot.CACHED)
            .on("usageMetadata.candidatesTokenCount", Slot.OUTPUT)
            .on("usageMetadata.thoughtsTokenCount", Slot.REASONING);
    detail(table, "promptTokensDetails", Slot.INPUT_DETAIL);
    detail(table, "toolUsePromptTokensDetails", Slot.INPUT_DETAIL);
    detail(table, "cacheTokensDetails", Slot.CACHED_DETAIL);
    return detail(table, "candidatesTokensDetails", Slot.OUTPUT_DETAIL);
  }

  private static Path detail(Path table, String list, Slot slot) {
    return table
        .on("usageMetadata." + list, slot)
        .on("usageMetadata." + list + ".modality", Slot.MODALITY)
        .on("usageMetadata." + list + ".tokenCount", Slot.MODALITY_TOKENS);
  }

  @Override
  Usage buckets() {
    return figures.gemini();
  }

  @Override
  public void text(Slot slot, byte[] word, int captured, long length) {
    if (slot == Slot.MODALITY) audio = Arrays.equals(word, 0, captured, AUDIO, 0, AUDIO.length);
    else super.text(slot, word, captured, length);
  }

  @Override
  public void number(Slot slot, long value) {
    if (slot == Slot.MODALITY_TOKENS) tokens = value;
    else super.number(slot, value);
  }

  @Override
  public void close(Slot slot) {
    switch (slot) {
      case INPUT_DETAIL -> heard(Slot.AUDIO_INPUT);
      case CACHED_DETAIL -> heard(Slot.AUDIO_CACHED);
      case OUTPUT_DETAIL -> heard(Slot.AUDIO_OUTPUT);
      default -> super.close(slot);
    }
  }

  private void heard(Slot slot) {
    if (audio) figures.add(slot, tokens);
    audio = false;
    tokens = 0;
  }

  @Override
  void settled() {
    if (!finish().isEmpty()) ended();
  }
}
