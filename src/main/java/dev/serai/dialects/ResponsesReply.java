package dev.serai.dialects;

import dev.serai.call.Usage;
import java.util.Arrays;

/**
 * OpenAI Responses. The final event holds the whole response object, so one table serves both
 * forms; {@code event:} lines are not needed and some servers leave them out.
 */
final class ResponsesReply extends JsonReply {
  private static final Path TABLE = table();

  private static final byte[] ERROR = {'e', 'r', 'r', 'o', 'r'};

  private boolean isError;
  private String status = "";
  private String code = "";

  ResponsesReply(boolean streamed) {
    super(TABLE, streamed, Slot.ERROR_CODE);
  }

  private static Path table() {
    Path table =
        Path.root()
            .on("delta", Slot.TEXT)
            // of a reply that is not streamed; a stream repeats them below "response"
            .on("output.content.text", Slot.TEXT)
            .on("output.summary.text", Slot.TEXT)
            .on("output.arguments", Slot.TEXT)
            .on("output.input", Slot.TEXT)
            .on("partial_image_b64", Slot.SHOWN)
            .on("error", Slot.ERROR)
            .on("error.code", Slot.ERROR_CODE)
            .on("error.type", Slot.ERROR_TYPE)
            .on("code", Slot.FLAT_ERROR_CODE)
            .on("type", Slot.TYPE);
    return response(response(table, ""), "response.");
  }

  private static Path response(Path table, String at) {
    return table
        .on(at + "model", Slot.MODEL)
        .on(at + "status", Slot.FINISH)
        .on(at + "error", Slot.ERROR)
        .on(at + "error.code", Slot.ERROR_CODE)
        .on(at + "usage", Slot.USAGE)
        .on(at + "usage.input_tokens", Slot.INPUT)
        .on(at + "usage.output_tokens", Slot.OUTPUT)
        .on(at + "usage.total_tokens", Slot.TOTAL)
        .on(at + "usage.input_tokens_details.cached_tokens", Slot.CACHED)
        .on(at + "usage.input_tokens_details.cache_write_tokens", Slot.WRITTEN)
        .on(at + "usage.input_tokens_details.audio_tokens", Slot.AUDIO_INPUT)
        .on(at + "usage.output_tokens_details.reasoning_tokens", Slot.REASONING)
        .on(at + "usage.output_tokens_details.audio_tokens", Slot.AUDIO_OUTPUT);
  }

  @Override
  Usage buckets() {
    return figures.openAi();
  }

  /** A status is news only in the end: every event before says {@code in_progress}. */
  @Override
  public void text(Slot slot, byte[] word, int captured, long length) {
    switch (slot) {
      case TYPE -> isError = Arrays.equals(word, 0, captured, ERROR, 0, ERROR.length);
      case FINISH -> status = terminal(word, captured);
      case FLAT_ERROR_CODE -> code = word(word, captured);
      default -> super.text(slot, word, captured, length);
    }
  }

  private static String terminal(byte[] word, int captured) {
    return switch (word(word, captured)) {
      case "completed" -> "completed";
      case "incomplete" -> "incomplete";
      case "failed" -> "failed";
      case "cancelled" -> "cancelled";
      default -> "";
    };
  }

  @Override
  void settled() {
    if (isError) failed(code);
    if (!status.isEmpty()) {
      if (status.equals("failed")) failed("");
      finished(status);
      ended();
    }
    isError = false;
    code = "";
  }
}
