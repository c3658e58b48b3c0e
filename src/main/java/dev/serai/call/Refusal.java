package dev.serai.call;

import java.io.Serial;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * We say no: a reason, and a sentence for a human that gives the figures and what to do next. Costs
 * no stack trace.
 */
public final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final Reason reason;
  private final transient Map<String, String> details;
  private final long retryAfterSeconds;

  public Refusal(Reason reason, String message) {
    this(reason, message, 0, Map.of());
  }

  /** What {@code throwException} in a YAML route makes: refused by the team's own step. */
  public Refusal(String message) {
    this(Reason.REFUSED_BY_ROUTE, message);
  }

  /**
   * @param retryAfterSeconds when the same call may succeed, 0 = unknown or never
   * @param details machine-readable fields for the error body, such as {@code limit_id}, in this
   *     order
   */
  public Refusal(
      Reason reason, String message, long retryAfterSeconds, Map<String, String> details) {
    super(message, null, false, false);
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
    this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  public Reason reason() {
    return reason;
  }

  public long retryAfterSeconds() {
    return retryAfterSeconds;
  }

  public Map<String, String> details() {
    return details;
  }

  /**
   * Why. The code is the word in error bodies, records and metrics; the dialect decides on the HTTP
   * status.
   */
  public enum Reason {
    BAD_REQUEST("bad_request"),
    NOT_FOUND("not_found"),
    METHOD_NOT_ALLOWED("method_not_allowed"),
    TOO_LARGE("request_too_large"),
    UPGRADE_NOT_SERVED("upgrade_not_served"),
    KEY_MISSING("key_missing"),
    KEY_INVALID("key_invalid"),
    KEY_DISABLED("key_disabled"),
    KEY_EXPIRED("key_expired"),
    KEY_REVOKED("key_revoked"),
    TOKEN_INVALID("token_invalid"),
    TOKEN_EXPIRED("token_expired"),
    SESSION_MISSING("session_required"),
    SESSION_ENDED("session_ended"),
    SIGN_IN_UNAVAILABLE("sign_in_unavailable"),
    MODEL_UNKNOWN("model_not_found"),
    MODEL_NOT_ALLOWED("model_not_allowed"),
    NO_PROVIDER("no_provider"),
    OTHER_DIALECT("dialect_not_served"),
    RATE_LIMITED("rate_limit_exceeded"),
    LIMIT_EXCEEDED("budget_exceeded"),
    PRICE_UNKNOWN("price_unknown"),
    END_USER_MISSING("end_user_required"),
    REFUSED_BY_ROUTE("refused_by_route"),
    PROVIDER_MISCONFIGURED("provider_misconfigured"),
    PROVIDERS_UNAVAILABLE("providers_unavailable"),
    OVERLOADED("gateway_overloaded"),
    JOURNAL_FULL("journal_full"),
    INTERNAL("internal_error");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    public String code() {
      return code;
    }
  }
}
