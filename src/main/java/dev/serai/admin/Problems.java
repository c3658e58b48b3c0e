package dev.serai.admin;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.serai.call.RequestId;
import dev.serai.database.Changes;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Turns whatever an endpoint throws into a problem. Never repeats what was sent: it may be a key.
 */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  /** Ids are shorter; what is longer is no id, but whatever somebody sent. */
  private static final int ID_MAX = 64;

  private final Denials denials;

  Problems(Denials denials) {
    this.denials = denials;
  }

  @ExceptionHandler
  ProblemDetail said(Problem problem, HttpServletRequest request) {
    denied(problem, request);
    return problem.detail();
  }

  /** Whoever asks for what he may not, or for an id that is none of his, is told of. */
  private void denied(Problem problem, HttpServletRequest request) {
    boolean forbidden = problem.status() == HttpStatus.FORBIDDEN;
    boolean missed = problem.status() == HttpStatus.NOT_FOUND;
    if (!forbidden && !missed) return;
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    Map<?, ?> ids =
        request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
                instanceof Map<?, ?> variables
            ? variables
            : Map.of();
    if (pattern == null || missed && ids.isEmpty()) return;
    String id =
        Masked.text(ids.values().stream().map(String::valueOf).collect(Collectors.joining("/")));
    denials.tell(
        new Denials.Denial(
            request.getMethod(),
            pattern.toString(),
            id.substring(0, Math.min(id.length(), ID_MAX)),
            problem.status().value(),
            problem.code()));
  }

  @ExceptionHandler
  ProblemDetail stored(Changes.NotYetVisible notYet) {
    return Problem.of(
        HttpStatus.SERVICE_UNAVAILABLE, "not_yet_visible", String.valueOf(notYet.getMessage()));
  }

  @ExceptionHandler({
    CannotCreateTransactionException.class,
    TransactionSystemException.class, // the connection was lost within
    DataAccessResourceFailureException.class
  })
  ProblemDetail databaseAway() {
    return Problem.of(
        HttpStatus.SERVICE_UNAVAILABLE,
        "database_unavailable",
        "The database does not answer. Calls are still served; try this again in a moment.");
  }

  @ExceptionHandler
  ProblemDetail unexpected(Exception failure) {
    String id = RequestId.next();
    log.atError().addKeyValue("id", id).setCause(failure).log("admin request failed");
    return Problem.of(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "internal_error",
        "Something went wrong here; the log of the gateway has it under " + id + ".");
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException failure,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return answer(unreadable(failure.getCause()), headers);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException failure,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String name =
        failure instanceof MethodArgumentTypeMismatchException argument
            ? argument.getName()
            : String.valueOf(failure.getPropertyName());
    return answer(Problem.invalid(name, expectation(failure.getRequiredType())), headers);
  }

  /** Everything that Spring MVC itself refuses: unknown path, method, media type. */
  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception failure,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    HttpStatus known = HttpStatus.valueOf(status.value());
    String code = known.name().toLowerCase(Locale.ROOT);
    String text =
        body instanceof ProblemDetail detail && detail.getDetail() != null
            ? detail.getDetail()
            : known.getReasonPhrase();
    return ResponseEntity.status(status).headers(headers).body(Problem.of(known, code, text));
  }

  private static ResponseEntity<Object> answer(Problem problem, HttpHeaders headers) {
    return ResponseEntity.status(problem.status()).headers(headers).body(problem.detail());
  }

  private static Problem unreadable(@Nullable Throwable cause) {
    return switch (cause) {
      // a record that checks itself
      case ValueInstantiationException refused when refused.getCause() instanceof Problem problem ->
          problem;
      case UnrecognizedPropertyException unknown ->
          Problem.invalid(
              path(unknown),
              "one of "
                  + unknown.getKnownPropertyIds().stream()
                      .map(String::valueOf)
                      .sorted()
                      .collect(Collectors.joining(", ")));
      case InvalidFormatException format ->
          Problem.invalid(path(format), expectation(format.getTargetType()));
      case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() ->
          Problem.invalid(path(mismatch), expectation(mismatch.getTargetType()));
      case BodyLimit.TooLarge tooLarge -> tooLarge.problem();
      case JacksonException json ->
          new Problem(
              HttpStatus.BAD_REQUEST,
              "unreadable_json",
              "The body is not JSON: line "
                  + json.getLocation().getLineNr()
                  + ", column "
                  + json.getLocation().getColumnNr()
                  + ".");
      case null, default ->
          new Problem(
              HttpStatus.BAD_REQUEST, "unreadable_body", "A JSON object is expected as the body.");
    };
  }

  private static String path(JsonMappingException failure) {
    List<JsonMappingException.Reference> path = failure.getPath();
    return path.stream()
        .map(
            part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static String expectation(@Nullable Class<?> type) {
    if (type == null) return "another type";
    return switch (type.getSimpleName()) {
      case "Instant" -> "a time such as 2030-01-31T12:00:00Z";
      case "Duration" -> "a duration such as PT24H";
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "boolean", "Boolean" -> "true or false";
      case "String", "Secret" -> "a text";
      case "Map", "LinkedHashMap" -> "an object of texts";
      default ->
          type.isEnum()
              ? "one of " + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT)
              : "a JSON object";
    };
  }
}
