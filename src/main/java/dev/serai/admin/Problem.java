package dev.serai.admin;

import dev.serai.access.Permission;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * An admin request that cannot be done, told as RFC 9457. The code is stable and for programs, the
 * detail is a sentence for people, fields name what has to change.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final HttpStatus status;
  private final String code;
  private final transient List<Field> fields;

  public Problem(HttpStatus status, String code, String detail) {
    this(status, code, detail, List.of());
  }

  public Problem(HttpStatus status, String code, String detail, List<Field> fields) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.fields = List.copyOf(fields);
  }

  /** One field of the body or one parameter, and what is expected of it. */
  public record Field(String field, String expected) {}

  public static Problem invalid(String field, String expected) {
    return new Problem(
        HttpStatus.UNPROCESSABLE_ENTITY,
        "invalid_field",
        field + " (expected: " + expected + ")",
        List.of(new Field(field, expected)));
  }

  public static Problem notFound(String what, String id) {
    return new Problem(
        HttpStatus.NOT_FOUND, "not_found", "There is no " + what + " " + Masked.text(id) + ".");
  }

  /** It may be seen, but takes a permission that the actor does not have there. */
  public static Problem forbidden(Permission missing) {
    return new Problem(
        HttpStatus.FORBIDDEN,
        "forbidden",
        "You lack the permission " + missing.text() + "; somebody who manages roles can grant it.");
  }

  public static Problem conflict(String code, String detail) {
    return new Problem(HttpStatus.CONFLICT, code, detail);
  }

  public HttpStatus status() {
    return status;
  }

  public String code() {
    return code;
  }

  /** What has to change; empty when it is no field. */
  public List<Field> fields() {
    return fields;
  }

  ProblemDetail detail() {
    ProblemDetail detail = of(status, code, String.valueOf(getMessage()));
    if (!fields.isEmpty()) detail.setProperty("errors", fields);
    return detail;
  }

  static ProblemDetail of(HttpStatus status, String code, String text) {
    ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, text);
    detail.setType(URI.create("urn:serai:problem:" + code));
    detail.setProperty("code", code);
    return detail;
  }
}
