package dev.serai.dialects;

import dev.serai.call.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Anthropic Messages. A stream gives its input at the start and cumulative figures at the end:
 * whatever field comes again replaces the earlier one, the others stay.
 */
final class AnthropicReply extends JsonReply {
  private static final Path TABLE = table();
  private static final byte[] STOP = "message_stop".getBytes(StandardCharsets.US_ASCII);

  private boolean stopped;

  AnthropicReply(boolean streamed) {
    super(TABLE, streamed, Slot.ERROR_TYPE);
  }

  private static Path table() {
    Path table =
        Path.root()
            .on("type", Slot.TYPE)
            .on("error", Slot.ERROR)
            .on("error.type", Slot.ERROR_TYPE)
            .on("model", Slot.MODEL)
            .on("message.model", Slot.MODEL)
            .on("stop_reason", Slot.FINISH)
            .on("delta.stop_reason", Slot.FINISH)
            .on("delta.text", Slot.TEXT)
            .on("delta.thinking", Slot.TEXT)
            .on("delta.partial_json", Slot.TEXT)
            .on("delta.citation", Slot.SHOWN)
            .on("content_block.text", Slot.TEXT)
            .on("content_block.thinking", Slot.TEXT)
            .on("content_block.name", Slot.SHOWN)
            .on("content_block.data", Slot.SHOWN)
            .on("content_block.content", Slot.SHOWN)
            .on("content.text", Slot.TEXT)
            .on("content.thinking", Slot.TEXT)
            .on("content.input.*", Slot.TEXT)
            .on("usage", Slot.USAGE);
    return usage(usage(table, "usage."), "message.usage.");
  }

  private static Path usage(Path table, String at) {
    return table
        .on(at + "input_tokens", Slot.INPUT)
        .on(at + "output_tokens", Slot.OUTPUT)
        .on(at + "cache_read_input_tokens", Slot.CACHED)
        .on(at + "cache_creation_input_tokens", Slot.WRITTEN)
        .on(at + "cache_creation.ephemeral_5m_input_tokens", Slot.WRITTEN_5M)
        .on(at + "cache_creation.ephemeral_1h_input_tokens", Slot.WRITTEN_1H)
        .on(at + "output_tokens_details.thinking_tokens", Slot.REASONING)
        .on(at + "server_tool_use.web_search_requests", Slot.SEARCHES);
  }

  @Override
  Usage buckets() {
    return figures.anthropic();
  }

  @Override
  public void open(Slot slot) {
    if (slot == Slot.USAGE) reported();
    else super.open(slot);
  }

  @Override
  public void text(Slot slot, byte[] word, int captured, long length) {
    if (slot == Slot.TYPE) stopped = Arrays.equals(word, 0, captured, STOP, 0, STOP.length);
    else super.text(slot, word, captured, length);
  }

  @Override
  void settled() {
    if (stopped) ended();
  }
}
