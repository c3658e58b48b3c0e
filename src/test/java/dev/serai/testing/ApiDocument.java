package dev.serai.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every operation of the admin API, as the document that is served tells of it. */
public final class ApiDocument {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final Pattern VARIABLE = Pattern.compile("\\{[^/}]+}");

  private ApiDocument() {}

  /**
   * @param permission that it takes, {@code signed-in} for one's own things, empty when it says
   *     nothing
   * @param body whether it takes one
   */
  public record Operation(String id, String method, String path, String permission, boolean body) {
    public boolean ofOneThing() {
      return path.contains("{");
    }

    /** What its path names: the part before each variable. */
    public List<String> collections() {
      return VARIABLE
          .matcher(path)
          .results()
          .map(variable -> path.substring(0, variable.start() - 1))
          .toList();
    }

    /**
     * @param ids by collection
     */
    public String pathTo(UnaryOperator<String> ids) {
      return VARIABLE
          .matcher(path)
          .replaceAll(
              variable ->
                  Matcher.quoteReplacement(ids.apply(path.substring(0, variable.start() - 1))));
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** By path, then method. */
  public static List<Operation> of(GatewayUnderTest gateway) {
    JsonNode paths =
        new AdminCalls(gateway.adminUrl(), "").get("/api/openapi.json").body().path("paths");
    List<Operation> operations = new ArrayList<>();
    paths
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fields()
                    .forEachRemaining(
                        method -> {
                          if (METHODS.contains(method.getKey()))
                            operations.add(
                                operation(path.getKey(), method.getKey(), method.getValue()));
                        }));
    operations.sort(Comparator.comparing(Operation::path).thenComparing(Operation::method));
    return operations;
  }

  private static Operation operation(String path, String method, JsonNode node) {
    return new Operation(
        node.path("operationId").asText(),
        method.toUpperCase(Locale.ROOT),
        path,
        node.path("x-permission").asText(""),
        node.has("requestBody"));
  }
}
