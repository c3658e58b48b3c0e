package dev.serai.trace;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.env.PropertyResolver;

/**
 * Where spans go: {@code serai.otlp.endpoint} and {@code serai.otlp.headers}, else the variables of
 * the OpenTelemetry SDKs ({@code OTEL_EXPORTER_OTLP_ENDPOINT}, {@code …_HEADERS}, {@code
 * OTEL_SERVICE_NAME}). Headers often hold a token: they are not printed.
 *
 * @param endpoint the full URL of the traces, empty when nothing is configured
 * @param service the name this gateway has in traces
 */
record OtlpSettings(String endpoint, Map<String, String> headers, String service) {
  private static final String PATH = "/v1/traces";

  OtlpSettings {
    headers = Map.copyOf(headers);
    if (!endpoint.isEmpty() && !endpoint.startsWith("http://") && !endpoint.startsWith("https://"))
      throw new IllegalArgumentException(
          "serai.otlp.endpoint (expected: a URL, http://… or https://…)");
  }

  static OtlpSettings of(PropertyResolver properties) {
    return new OtlpSettings(
        traces(first(properties, "serai.otlp.endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT", "")),
        headers(first(properties, "serai.otlp.headers", "OTEL_EXPORTER_OTLP_HEADERS", "")),
        first(properties, "serai.otlp.service-name", "OTEL_SERVICE_NAME", "serai"));
  }

  boolean configured() {
    return !endpoint.isEmpty();
  }

  @Override
  public String toString() {
    return "OtlpSettings[" + endpoint + "]";
  }

  private static String first(PropertyResolver from, String ours, String theirs, String otherwise) {
    String value = from.getProperty(ours, "").strip();
    if (value.isEmpty()) value = from.getProperty(theirs, "").strip();
    return value.isEmpty() ? otherwise : value;
  }

  /** The endpoint is that of all signals; one that names the path of the traces is left alone. */
  private static String traces(String endpoint) {
    if (endpoint.isEmpty() || endpoint.endsWith(PATH)) return endpoint;
    return endpoint.endsWith("/")
        ? endpoint.substring(0, endpoint.length() - 1) + PATH
        : endpoint + PATH;
  }

  /** {@code name=value,name=value}, values percent-encoded. */
  private static Map<String, String> headers(String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String pair : text.split(",")) {
      int equals = pair.indexOf('=');
      if (equals < 1) continue;
      String value = pair.substring(equals + 1).strip().replace("+", "%2B");
      headers.put(
          pair.substring(0, equals).strip(), URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return headers;
  }
}
