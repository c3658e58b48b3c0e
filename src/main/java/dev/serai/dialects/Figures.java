package dev.serai.dialects;

import dev.serai.call.Usage;
import java.util.Arrays;

/**
 * The numbers of a usage report as the provider gave them, and how each family of providers counts.
 * The output is in {@link Usage} disjoint buckets; a report that contradicts itself is cut to its
 * totals, never below zero.
 */
final class Figures {
  private static final int SLOTS = Slot.values().length;

  /** No reply has more; a figure beyond it is nonsense and must not overflow a price. */
  private static final long MOST = 1_000_000_000;

  private final long[] given = new long[SLOTS];

  void set(Slot slot, long value) {
    given[slot.ordinal()] = Math.min(value, MOST);
  }

  void add(Slot slot, long value) {
    set(slot, get(slot) + value);
  }

  long get(Slot slot) {
    return given[slot.ordinal()];
  }

  void clear() {
    Arrays.fill(given, 0);
  }

  /**
   * Chat and Responses: cached, written and audio tokens are inside the input, reasoning inside the
   * output. Some servers leave reasoning (xAI), all thinking (Gemini's compatible endpoint) or
   * audio input (Mistral) out of both; then the total shows it.
   */
  Usage openAi() {
    long total = get(Slot.TOTAL);
    long input = get(Slot.INPUT);
    long output = get(Slot.OUTPUT);
    long reasoning = get(Slot.REASONING);
    long audio = get(Slot.AUDIO_INPUT);
    if (input == 0) input = Math.max(0, total - output);
    long unexplained = total - input - output;
    if (total == 0 && reasoning > output) {
      output += reasoning;
    } else if (unexplained > 0) {
      if (unexplained == audio || get(Slot.AUDIO_SECONDS) > 0) {
        input += unexplained;
        audio = unexplained;
      } else {
        output += unexplained;
        if (reasoning == 0) reasoning = unexplained;
      }
    }
    long cached = Math.min(Math.max(get(Slot.CACHED), get(Slot.CACHE_HIT)), input);
    long written = Math.min(get(Slot.WRITTEN), input - cached);
    audio = Math.min(audio, input - cached - written);
    reasoning = Math.min(reasoning, output);
    long spoken = Math.min(get(Slot.AUDIO_OUTPUT), output - reasoning);
    return new Usage(
        input - cached - written - audio,
        audio,
        cached,
        0,
        written,
        0,
        output - reasoning - spoken,
        reasoning,
        spoken,
        get(Slot.SEARCHES),
        false);
  }

  /** Messages: cached and written tokens come beside the input, thinking is inside the output. */
  Usage anthropic() {
    long hour = get(Slot.WRITTEN_1H);
    long written = Math.max(get(Slot.WRITTEN), get(Slot.WRITTEN_5M) + hour);
    long output = get(Slot.OUTPUT);
    long thinking = Math.min(get(Slot.REASONING), output);
    return new Usage(
        get(Slot.INPUT),
        0,
        get(Slot.CACHED),
        0,
        written - hour,
        hour,
        output - thinking,
        thinking,
        0,
        get(Slot.SEARCHES),
        false);
  }

  /**
   * Gemini: cached tokens are inside the prompt; prompt tokens of server tools and thoughts come
   * beside it and beside the candidates. Audio is told by the lists per modality.
   */
  Usage gemini() {
    long prompt = get(Slot.INPUT) + get(Slot.TOOL_INPUT);
    long cached = Math.min(get(Slot.CACHED), prompt);
    long audioCached = Math.min(get(Slot.AUDIO_CACHED), cached);
    long audio = Math.min(Math.max(0, get(Slot.AUDIO_INPUT) - audioCached), prompt - cached);
    long output = get(Slot.OUTPUT);
    long spoken = Math.min(get(Slot.AUDIO_OUTPUT), output);
    return new Usage(
        prompt - cached - audio,
        audio,
        cached - audioCached,
        audioCached,
        0,
        0,
        output - spoken,
        get(Slot.REASONING),
        spoken,
        0,
        false);
  }
}
