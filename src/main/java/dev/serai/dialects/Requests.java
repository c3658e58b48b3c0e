package dev.serai.dialects;

import dev.serai.call.Asked;
import dev.serai.call.Asked.ModelSpan;
import dev.serai.call.Asked.UsageOption;
import dev.serai.call.Operation;
import dev.serai.call.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a raw request body what the six steps have to know. What decides on model and policy
 * must be unambiguous: a name given twice, or in another case, is refused, because a provider's
 * parser might pick the other one.
 */
public final class Requests {
  private static final String INCLUDE_USAGE = "\"include_usage\":true";

  private final Endpoint endpoint;
  private final JsonScan scan;
  private final List<ModelSpan> models = new ArrayList<>(1);
  private String model;
  private boolean stream;
  private boolean streamSeen;
  private boolean asksUsage;
  private long maxOutput;
  private boolean maxOutputUnclear;
  private long choices = 1;
  private String endUser = "";
  private String serviceTier = "";
  private String speed = "";
  private String cacheKey = "";
  private int fields;
  private @Nullable UsageOption usageOption;

  private Requests(Endpoint endpoint, byte[] body) {
    this.endpoint = endpoint;
    this.scan = new JsonScan(body);
    this.model = endpoint.model();
    this.stream = endpoint.operation() == Operation.STREAM_GENERATE_CONTENT;
  }

  /**
   * @throws Refusal BAD_REQUEST, saying which field or byte is wrong and what was expected
   */
  public static Asked read(Endpoint endpoint, byte[] body) {
    if (endpoint.operation().local()) return Asked.of(endpoint.model(), false);
    try {
      return new Requests(endpoint, body).asked(body);
    } catch (JsonScan.Malformed e) {
      throw new Refusal(
          Refusal.Reason.BAD_REQUEST,
          "The request body is not the JSON that was expected: " + e.getMessage() + ".");
    }
  }

  private Asked asked(byte[] body) {
    boolean gemini = endpoint.dialect() == dev.serai.call.Dialect.GEMINI;
    scan.document(gemini ? this::geminiField : this::field);
    if (model.isEmpty()) throw bad("model", "is missing (expected: a model's name)");
    UsageOption option = UsageOption.NOT_NEEDED;
    if (endpoint.operation() == Operation.CHAT && stream && !asksUsage)
      option = usageOption == null ? appended(body) : usageOption;
    return new Asked(
        model,
        models,
        stream,
        maxOutputUnclear ? 0 : maxOutput,
        choices,
        option,
        endUser,
        serviceTier,
        speed,
        cacheKey);
  }

  /** The option goes in as the last field, so that everything before it stays where it was. */
  private UsageOption appended(byte[] body) {
    int brace = body.length - 1;
    while (body[brace] != '}') brace--;
    return new UsageOption(
        brace, brace, (fields > 0 ? "," : "") + "\"stream_options\":{" + INCLUDE_USAGE + "}");
  }

  private void field(int keyFrom, int keyTo, int from, int to) {
    fields++;
    if (scan.is(keyFrom, keyTo, "model")) model("model", "", from, to);
    else if (scan.is(keyFrom, keyTo, "stream")) stream(from, to);
    else if (scan.is(keyFrom, keyTo, "stream_options")) streamOptions(from, to);
    else if (isMaxOutput(keyFrom, keyTo)) maxOutput(from, to);
    else if (endpoint.operation() == Operation.CHAT && scan.is(keyFrom, keyTo, "n"))
      choices("n", from, to);
    else if (scan.is(keyFrom, keyTo, "user") && scan.isString(from))
      endUser = scan.text(from + 1, to - 1);
    else if (scan.is(keyFrom, keyTo, "service_tier") && scan.isString(from))
      serviceTier = scan.text(from + 1, to - 1);
    else if (scan.is(keyFrom, keyTo, "speed") && scan.isString(from))
      speed = scan.text(from + 1, to - 1);
    else if (scan.is(keyFrom, keyTo, "prompt_cache_key") && scan.isString(from))
      cacheKey = scan.text(from + 1, to - 1);
    else if (scan.is(keyFrom, keyTo, "metadata") && scan.isObject(from))
      scan.object(from, this::metadata);
    else if (scan.is(keyFrom, keyTo, "models") || scan.is(keyFrom, keyTo, "fallbacks"))
      throw bad(
          scan.text(keyFrom, keyTo),
          "is not served here: routing policies name the models to fall back to");
    else if (scan.isInOtherCase(keyFrom, keyTo, "model")
        || scan.isInOtherCase(keyFrom, keyTo, "stream")
        || endpoint.operation() == Operation.CHAT && scan.is(keyFrom, keyTo, "N"))
      throw bad(scan.text(keyFrom, keyTo), "is no field of this API (write it in lower case)");
  }

  /** Only what the operation's providers heed: what they pass over bounds nothing. */
  private boolean isMaxOutput(int from, int to) {
    return switch (endpoint.operation()) {
      case RESPONSES -> scan.is(from, to, "max_output_tokens");
      case MESSAGES -> scan.is(from, to, "max_tokens");
      default -> scan.is(from, to, "max_tokens") || scan.is(from, to, "max_completion_tokens");
    };
  }

  /** Of several the largest: nobody knows which one the provider heeds. */
  private void maxOutput(int from, int to) {
    if (scan.literal(from, to, "null")) return;
    long value = number(from, to);
    maxOutputUnclear |= value < 0; // 1e3, "12": the provider judges it
    maxOutput = Math.max(maxOutput, value);
  }

  private void choices(String field, int from, int to) {
    if (scan.literal(from, to, "null")) return;
    long value = number(from, to);
    if (value < 0) throw bad(field, "must be a whole number");
    choices = Math.max(choices, value);
  }

  /** Google's parser takes a field's name in snake case as well. */
  private void geminiField(int keyFrom, int keyTo, int from, int to) {
    Operation operation = endpoint.operation();
    if (scan.is(keyFrom, keyTo, "model")) sameModel("model", from, to);
    else if ((scan.is(keyFrom, keyTo, "generationConfig")
            || scan.is(keyFrom, keyTo, "generation_config"))
        && scan.isObject(from)) scan.object(from, this::generationConfig);
    else if (operation == Operation.GEMINI_COUNT_TOKENS
        && (scan.is(keyFrom, keyTo, "generateContentRequest")
            || scan.is(keyFrom, keyTo, "generate_content_request"))
        && scan.isObject(from)) scan.object(from, this::nestedModel);
    else if (operation == Operation.BATCH_EMBED_CONTENTS
        && scan.is(keyFrom, keyTo, "requests")
        && scan.isArray(from))
      scan.array(
          from,
          (itemFrom, itemTo) -> {
            if (scan.isObject(itemFrom)) scan.object(itemFrom, this::nestedModel);
          });
    else if (scan.isInOtherCase(keyFrom, keyTo, "model"))
      throw bad(scan.text(keyFrom, keyTo), "is no field of this API (write it in lower case)");
  }

  private void nestedModel(int keyFrom, int keyTo, int from, int to) {
    if (scan.is(keyFrom, keyTo, "model")) sameModel("model", from, to);
    else if (scan.isInOtherCase(keyFrom, keyTo, "model"))
      throw bad(scan.text(keyFrom, keyTo), "is no field of this API (write it in lower case)");
  }

  private void generationConfig(int keyFrom, int keyTo, int from, int to) {
    if (scan.is(keyFrom, keyTo, "maxOutputTokens") || scan.is(keyFrom, keyTo, "max_output_tokens"))
      maxOutput(from, to);
    else if (scan.is(keyFrom, keyTo, "candidateCount")
        || scan.is(keyFrom, keyTo, "candidate_count")) choices("candidateCount", from, to);
  }

  private void metadata(int keyFrom, int keyTo, int from, int to) {
    if (scan.is(keyFrom, keyTo, "user_id") && scan.isString(from) && endUser.isEmpty())
      endUser = scan.text(from + 1, to - 1);
  }

  private void model(String field, String prefix, int from, int to) {
    if (!models.isEmpty()) throw bad(field, "is given twice");
    if (!scan.isString(from)) throw bad(field, "must be a string");
    model = scan.text(from + 1, to - 1);
    models.add(new ModelSpan(from, to, prefix));
  }

  /**
   * Gemini bodies may repeat the path's model: then it has to be the same, or policy would look at
   * one and the provider at the other.
   */
  private void sameModel(String field, int from, int to) {
    if (!scan.isString(from)) throw bad(field, "must be a string");
    String named = scan.text(from + 1, to - 1);
    String prefix = named.startsWith("models/") ? "models/" : "";
    if (!named.substring(prefix.length()).equals(model))
      throw bad(field, "differs from the path's model '" + model + "'");
    models.add(new ModelSpan(from, to, prefix));
  }

  private void stream(int from, int to) {
    if (streamSeen) throw bad("stream", "is given twice");
    streamSeen = true;
    stream = scan.literal(from, to, "true");
    if (!stream && !scan.literal(from, to, "false") && !scan.literal(from, to, "null"))
      throw bad("stream", "must be true or false");
    stream &= streams();
  }

  /** Elsewhere providers ignore the field, and a reply must not be taken for a stream. */
  private boolean streams() {
    return switch (endpoint.operation()) {
      case CHAT, RESPONSES, MESSAGES -> true;
      default -> false;
    };
  }

  private void streamOptions(int from, int to) {
    if (usageOption != null || asksUsage) throw bad("stream_options", "is given twice");
    if (scan.literal(from, to, "null")) {
      usageOption = new UsageOption(from, to, "{" + INCLUDE_USAGE + "}");
      return;
    }
    if (!scan.isObject(from)) throw bad("stream_options", "must be an object");
    usageOption = new UsageOption(from + 1, from + 1, INCLUDE_USAGE + (to - from > 2 ? "," : ""));
    int[] inner = {0};
    scan.object(
        from,
        (keyFrom, keyTo, valueFrom, valueTo) -> {
          inner[0]++;
          if (!scan.is(keyFrom, keyTo, "include_usage")) return;
          asksUsage = scan.literal(valueFrom, valueTo, "true");
          usageOption = new UsageOption(valueFrom, valueTo, "true");
        });
    if (inner[0] == 0) usageOption = new UsageOption(from, to, "{" + INCLUDE_USAGE + "}");
  }

  /**
   * @return -1 when it is none that anybody reads the same way
   */
  private long number(int from, int to) {
    if (to - from > 18) return -1;
    String text = scan.text(from, to);
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  private static Refusal bad(String field, String what) {
    String shown = field.length() > 60 ? field.substring(0, 60) + "…" : field;
    return new Refusal(Refusal.Reason.BAD_REQUEST, "Field '" + shown + "' " + what + ".");
  }
}
