package dev.serai.flags;

import java.util.Arrays;
import java.util.Optional;

/**
 * A switch. On by default: what it shows is there and finished, and an organization that does not
 * want to see it turns it off.
 */
public enum Flag {
  AI_GATEWAY_MENU(
      "release_ui_ai_gateway_menu_enabled",
      "Pages of the gateway: keys, providers, policies, limits, usage."),
  AI_GOVERNANCE(
      "release_ui_ai_governance_enabled",
      "Pages of governance: ingestion sources, activity, anomalies, compliance.");

  private final String text;
  private final String description;

  Flag(String text, String description) {
    this.text = text;
    this.description = description;
  }

  public String text() {
    return text;
  }

  public String description() {
    return description;
  }

  /** Where nobody has said anything else. */
  public boolean byDefault() {
    return true;
  }

  /** Letter by letter. */
  public static Optional<Flag> of(String text) {
    return Arrays.stream(values()).filter(flag -> flag.text.equals(text)).findFirst();
  }
}
