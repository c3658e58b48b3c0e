package dev.serai.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.call.Refusal;
import dev.serai.limits.Limit;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * What the body of a request for more says.
 *
 * @param limit id of a limit that holds the caller
 * @param cap wanted in all, in the measure's unit; more than the present one
 */
record BudgetWish(String limit, BigDecimal cap, String reason) {
  private static final int MOST_BYTES = 16 * 1024;
  private static final int LONGEST_REASON = 500;
  private static final Set<String> FIELDS = Set.of("limit", "cap", "reason");
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * @param limits that hold the caller
   * @throws Refusal BAD_REQUEST naming the field that is wrong
   */
  static BudgetWish read(byte[] body, List<Limit> limits) {
    if (body.length > MOST_BYTES) throw bad("The body is longer than " + MOST_BYTES + " bytes.");
    JsonNode tree = tree(body);
    if (!tree.isObject()) throw bad("The body must be a JSON object with limit, cap and reason.");
    for (Iterator<String> names = tree.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name))
        throw field(name.length() > 60 ? name.substring(0, 60) + "…" : name, "is not known");
    }
    String id = text(tree, "limit");
    if (id.startsWith("key:"))
      throw field("limit", "is the key's own rate, which an administrator changes with the key");
    Limit limit =
        limits.stream()
            .filter(each -> each.id().equals(id))
            .findFirst()
            .orElseThrow(
                () -> field("limit", "names no limit of this key; GET /v1/budget lists them"));
    return new BudgetWish(id, cap(tree.path("cap"), limit), reason(tree));
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw bad("The body is not JSON, or names a field twice.");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static BigDecimal cap(JsonNode cap, Limit limit) {
    if (!cap.isNumber()) throw field("cap", "must be a number, such as 50 or 0.25");
    long wanted;
    try {
      wanted = limit.measure().amount(cap.decimalValue());
    } catch (ArithmeticException e) {
      throw field("cap", "is not an amount of " + limit.measure().unit());
    }
    if (wanted <= limit.cap())
      throw field(
          "cap",
          "must be more than the present "
              + limit.measure().decimal(limit.cap()).toPlainString()
              + " "
              + limit.measure().unit());
    return limit.measure().decimal(wanted);
  }

  private static String reason(JsonNode tree) {
    String reason = text(tree, "reason").strip();
    if (reason.isEmpty()
        || reason.length() > LONGEST_REASON
        || reason.chars().anyMatch(Character::isISOControl))
      throw field("reason", "must be one line of 1 to " + LONGEST_REASON + " characters");
    return reason;
  }

  private static String text(JsonNode tree, String name) {
    JsonNode value = tree.path(name);
    if (!value.isTextual()) throw field(name, "must be a string");
    return value.textValue();
  }

  private static Refusal field(String name, String what) {
    return bad("Field '" + name + "' " + what + ".");
  }

  private static Refusal bad(String sentence) {
    return new Refusal(Refusal.Reason.BAD_REQUEST, sentence);
  }
}
