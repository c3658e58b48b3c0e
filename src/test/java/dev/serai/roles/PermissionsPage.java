package dev.serai.roles;

import dev.serai.access.BuiltInRole;
import dev.serai.access.Permission;
import dev.serai.testing.ApiDocument.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of {@code docs/permissions.md}, made of what the code says. */
final class PermissionsPage {
  static final String SIGNED_IN = "signed-in";

  /** Of what is asked by those who have no token yet. */
  static final String NONE = "none";

  static final String ANYBODY = "anybody";

  private static final String BEGIN = "<!-- table: %s -->\n";
  private static final String END = "<!-- end -->";

  private PermissionsPage() {}

  /** Roles that let an operation run, with what every user has first. */
  static List<String> rolesThatMay(Operation operation) {
    if (operation.permission().equals(SIGNED_IN)) return List.of(SIGNED_IN);
    if (operation.permission().equals(NONE)) return List.of(ANYBODY);
    return Permission.of(operation.permission()).map(PermissionsPage::roles).orElse(List.of());
  }

  private static List<String> roles(Permission permission) {
    Stream<String> everybody =
        BuiltInRole.SIGNED_IN.contains(permission) ? Stream.of(SIGNED_IN) : Stream.of();
    return Stream.concat(
            everybody,
            Arrays.stream(BuiltInRole.values())
                .filter(role -> role.permissions().stream().anyMatch(p -> p.implies(permission)))
                .map(BuiltInRole::text))
        .toList();
  }

  /** The page with its tables made anew; what is between them stays. */
  static String renewed(String page, List<Operation> operations) {
    String renewed = replaced(page, "permissions", permissions());
    renewed = replaced(renewed, "roles", matrix());
    return replaced(renewed, "endpoints", endpoints(operations));
  }

  private static String replaced(String page, String name, String table) {
    String begin = BEGIN.formatted(name);
    int start = page.indexOf(begin);
    int end = page.indexOf(END, start);
    if (start < 0 || end < 0) throw new AssertionError("the page has no place for " + begin);
    return page.substring(0, start + begin.length()) + table + page.substring(end);
  }

  private static String permissions() {
    return table(
        List.of("permission", "allows to"),
        Arrays.stream(Permission.values()).toList(),
        p -> List.of("`" + p.text() + "`", p.allows()));
  }

  private static String matrix() {
    List<String> head = new ArrayList<>(List.of("permission", SIGNED_IN));
    for (BuiltInRole role : BuiltInRole.values()) head.add(role.text());
    return table(
        head,
        Arrays.stream(Permission.values()).toList(),
        permission -> {
          List<String> having = roles(permission);
          List<String> row = new ArrayList<>();
          row.add("`" + permission.text() + "`");
          for (String role : head.subList(1, head.size()))
            row.add(having.contains(role) ? "yes" : "");
          return row;
        });
  }

  private static String endpoints(List<Operation> operations) {
    return table(
        List.of("endpoint", "permission", "roles that may"),
        operations,
        operation ->
            List.of(
                "`" + operation + "`",
                operation.permission().contains(":")
                    ? "`" + operation.permission() + "`"
                    : operation.permission(),
                String.join(", ", rolesThatMay(operation))));
  }

  private static <T> String table(
      List<String> head, List<T> things, Function<T, List<String>> row) {
    return Stream.concat(
            Stream.of(head, head.stream().map(_ -> "---").toList()), things.stream().map(row))
        .map(cells -> "| " + String.join(" | ", cells) + " |\n")
        .collect(Collectors.joining());
  }
}
