package dev.serai.dialects;

import dev.serai.call.Usage;

/**
 * OpenAI Chat Completions and everything compatible with it, embeddings included. Usage is at the
 * top, or inside {@code x_groq}; reasoning has a name of its own with each vendor.
 */
final class ChatReply extends JsonReply {
  private static final Path TABLE = table();
  private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

  private int done;

  ChatReply(boolean streamed) {
    super(TABLE, streamed, Slot.ERROR_CODE);
  }

  private static Path table() {
    Path table = Path.root().on("model", Slot.MODEL).on("choices.finish_reason", Slot.FINISH);
    for (String message : new String[] {"choices.delta.", "choices.message."})
      table
          .on(message + "content", Slot.TEXT)
          .on(message + "content.text", Slot.TEXT)
          .on(message + "content.thinking", Slot.TEXT)
          .on(message + "content.thinking.text", Slot.TEXT)
          .on(message + "refusal", Slot.TEXT)
          .on(message + "reasoning_content", Slot.TEXT)
          .on(message + "reasoning", Slot.TEXT)
          .on(message + "reasoning_details", Slot.SHOWN)
          .on(message + "audio.transcript", Slot.TEXT)
          .on(message + "audio.data", Slot.SHOWN)
          .on(message + "images", Slot.SHOWN)
          .on(message + "function_call.name", Slot.SHOWN)
          .on(message + "function_call.arguments", Slot.TEXT)
          .on(message + "tool_calls.function.name", Slot.SHOWN)
          .on(message + "tool_calls.function.arguments", Slot.TEXT)
          .on(message + "tool_calls.custom.name", Slot.SHOWN)
          .on(message + "tool_calls.custom.input", Slot.TEXT);
    return errors(usage(usage(table, "usage"), "x_groq.usage"));
  }

  private static Path usage(Path table, String at) {
    return table
        .on(at, Slot.USAGE)
        .on(at + ".prompt_tokens", Slot.INPUT)
        .on(at + ".completion_tokens", Slot.OUTPUT)
        .on(at + ".total_tokens", Slot.TOTAL)
        .on(at + ".prompt_cache_hit_tokens", Slot.CACHE_HIT)
        .on(at + ".prompt_tokens_details.cached_tokens", Slot.CACHED)
        .on(at + ".prompt_tokens_details.cache_write_tokens", Slot.WRITTEN)
        .on(at + ".prompt_tokens_details.audio_tokens", Slot.AUDIO_INPUT)
        .on(at + ".prompt_audio_seconds", Slot.AUDIO_SECONDS)
        .on(at + ".completion_tokens_details.reasoning_tokens", Slot.REASONING)
        .on(at + ".completion_tokens_details.audio_tokens", Slot.AUDIO_OUTPUT)
        .on(at + ".server_tool_use_details.web_search_requests", Slot.SEARCHES);
  }

  private static Path errors(Path table) {
    return table
        .on("error", Slot.ERROR)
        .on("error.type", Slot.ERROR_TYPE)
        .on("error.code", Slot.ERROR_CODE);
  }

  @Override
  Usage buckets() {
    return figures.openAi();
  }

  @Override
  public void data(byte[] bytes, int from, int to) {
    for (int i = from; i < to && done >= 0 && done < DONE.length; i++)
      done = bytes[i] == DONE[done] ? done + 1 : -1;
    if (done == DONE.length) ended();
    super.data(bytes, from, to);
  }

  @Override
  public void event(int end) {
    done = 0;
    super.event(end);
  }
}
