package dev.serai.features;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a provider got the client's bytes but for the model's name and, in chat streams, the
 * option that asks for usage. Looks at both from outside, without reading JSON.
 */
final class EditedBody {
  /** A string that says {@code fast}, however it is escaped. */
  private static final Pattern ALIAS =
      Pattern.compile(
          "\"((?:models\\\\?/)?)(?:f|\\\\u0066)(?:a|\\\\u0061)(?:s|\\\\u0073)(?:t|\\\\u0074)\"");

  private static final Pattern OPTION =
      Pattern.compile(
          "[\\[\\]{}\",:\\s]*(stream_options)?[{}\",:\\s]*(include_usage\":true)?[{}\",:\\s]*");

  private EditedBody() {}

  /**
   * @param chat whether the usage option may have gone in
   */
  static boolean is(byte[] sent, byte[] got, boolean chat) {
    String to = text(got);
    for (String from : renamed(text(sent))) {
      if (from.equals(to)) return true;
      if (chat && near(from, to)) return true;
    }
    return false;
  }

  /** With no alias replaced, each one, and all of them. */
  private static List<String> renamed(String sent) {
    List<String> variants = new ArrayList<>();
    variants.add(sent);
    Matcher alias = ALIAS.matcher(sent);
    while (alias.find() && variants.size() < 20)
      variants.add(
          sent.substring(0, alias.start())
              + '"'
              + alias.group(1).replace("\\", "")
              + "m\""
              + sent.substring(alias.end()));
    variants.add(alias.reset().replaceAll(found -> '"' + found.group(1).replace("\\", "") + "m\""));
    return variants;
  }

  /** One place differs, and what went in there is the option. */
  private static boolean near(String from, String to) {
    int most = Math.min(from.length(), to.length());
    int head = 0;
    while (head < most && from.charAt(head) == to.charAt(head)) head++;
    int tail = 0;
    while (tail < most - head
        && from.charAt(from.length() - 1 - tail) == to.charAt(to.length() - 1 - tail)) tail++;
    String in = to.substring(head, to.length() - tail);
    String out = from.substring(head, from.length() - tail);
    return in.length() <= 60
        && out.length() <= 60
        && to.contains("\"include_usage\":true")
        && (OPTION.matcher(in).matches() || "true".contains(in));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
