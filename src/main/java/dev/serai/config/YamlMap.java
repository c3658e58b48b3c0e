package dev.serai.config;

import dev.serai.call.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping of the file, read by type. Whatever is not as it should be becomes a finding with its
 * line, and reading goes on with a harmless value.
 */
final class YamlMap {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]*)}");

  /** Stands where nothing is written. */
  static final Node ABSENT = new ScalarNode(Tag.NULL, "", null, null, ScalarStyle.PLAIN);

  private final Source source;
  private final String where;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /** What all mappings of a file share. */
  record Source(Findings findings, References references) {}

  /** A text and the line it stands on. */
  record Text(String value, int line) {}

  /**
   * @param where what findings begin with, empty at the top
   * @param allowed keys; null = any
   */
  private YamlMap(Source source, String where, Node node, @Nullable List<String> allowed) {
    this.source = source;
    this.where = where;
    this.line = Findings.line(node);
    if (!(node instanceof MappingNode mapping)) {
      if (!isNull(node)) wrongType("", node, "a mapping");
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        findings().add(tuple.getKeyNode(), at("") + "a key that is no text (expected: a text)");
        continue;
      }
      String name = key.getValue();
      if (allowed != null && !allowed.contains(name))
        findings()
            .notOneOf(Findings.line(key), at("") + "unknown key", name, new TreeSet<>(allowed));
      if (values.put(name, tuple.getValueNode()) != null)
        findings().add(key, at("") + "'" + name + "' stands here twice (expected: once)");
    }
  }

  static YamlMap top(Source source, Node node, List<String> allowed) {
    return new YamlMap(source, "", node, allowed);
  }

  int line() {
    return line;
  }

  int line(String key) {
    Node node = values.get(key);
    return node == null ? line : Findings.line(node);
  }

  boolean has(String key) {
    Node node = values.get(key);
    return node != null && !isNull(node);
  }

  Findings findings() {
    return source.findings();
  }

  /** The keys that are there, as written. */
  List<String> keys() {
    return List.copyOf(values.keySet());
  }

  /** Empty when it is missing, and that is a finding. */
  String required(String key) {
    if (!has(key))
      findings().add(line(key), at("") + "'" + key + "' is missing (expected: a text)");
    return text(key);
  }

  /** Empty when it is not there. */
  String text(String key) {
    return has(key) ? text(key, node(key)) : "";
  }

  @Nullable Secret secret(String key) {
    String text = text(key);
    return text.isEmpty() ? null : Secret.of(text);
  }

  boolean flag(String key) {
    if (!has(key)) return false;
    if (node(key) instanceof ScalarNode scalar && Tag.BOOL.equals(scalar.getTag()))
      return List.of("true", "yes", "on").contains(scalar.getValue().toLowerCase(Locale.ROOT));
    wrongType(key, node(key), "true or false");
    return false;
  }

  /** 0 when it is not there. */
  int number(String key) {
    return number(key, 0, 0, Integer.MAX_VALUE);
  }

  /** {@code usual} when it is not there. */
  int number(String key, int usual, int least, int most) {
    if (!has(key)) return usual;
    String text = text(key);
    if (text.isEmpty()) return usual;
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) return number;
    } catch (NumberFormatException _) {
      // told below
    }
    String end = most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
    wrong(key, "'" + text + "'", "a whole number, " + end);
    return usual;
  }

  /** Of a list; empty when it is not there. */
  List<Text> texts(String key) {
    List<Text> texts = new ArrayList<>();
    for (Node item : items(key, "a list of texts")) {
      String text = text(key, item);
      if (!text.isEmpty()) texts.add(new Text(text, Findings.line(item)));
    }
    return texts;
  }

  /** Of a list of texts and lists of texts; a text is a group of its own. */
  List<List<Text>> groups(String key) {
    List<List<Text>> groups = new ArrayList<>();
    for (Node item : items(key, "a list of texts")) {
      List<Node> members = item instanceof SequenceNode list ? list.getValue() : List.of(item);
      List<Text> group = new ArrayList<>();
      for (Node member : members) {
        String text = text(key, member);
        if (!text.isEmpty()) group.add(new Text(text, Findings.line(member)));
      }
      groups.add(group);
    }
    return groups;
  }

  /** Of a list, or the one text that stands in its place. */
  List<Text> textOrTexts(String key) {
    if (!(values.get(key) instanceof ScalarNode)) return texts(key);
    String text = text(key);
    return text.isEmpty() ? List.of() : List.of(new Text(text, line(key)));
  }

  List<YamlMap> maps(String key, String... allowed) {
    List<YamlMap> maps = new ArrayList<>();
    for (Node item : items(key, "a list"))
      maps.add(new YamlMap(source, path(key) + "[" + maps.size() + "]", item, List.of(allowed)));
    return maps;
  }

  /** Without any key when it is not there. */
  YamlMap map(String key, String... allowed) {
    return new YamlMap(source, path(key), orNull(key), List.of(allowed));
  }

  /** With whatever keys it has. */
  YamlMap open(String key) {
    return new YamlMap(source, path(key), orNull(key), null);
  }

  void wrong(String key, String what, String expected) {
    findings().add(line(key), at(key) + what + " (expected: " + expected + ")");
  }

  private Node orNull(String key) {
    Node node = values.get(key);
    return node == null ? ABSENT : node;
  }

  private Node node(String key) {
    return Objects.requireNonNull(values.get(key));
  }

  private List<Node> items(String key, String expected) {
    if (!has(key)) return List.of();
    if (node(key) instanceof SequenceNode list) return list.getValue();
    wrongType(key, node(key), expected);
    return List.of();
  }

  private String text(String key, Node node) {
    if (node instanceof ScalarNode scalar && !isNull(scalar)) return resolved(key, scalar);
    wrongType(key, node, "a text");
    return "";
  }

  /** With its references replaced; empty when one of them leads nowhere. */
  private String resolved(String key, ScalarNode scalar) {
    String text = scalar.getValue();
    if (!text.contains("${")) return text;
    Matcher reference = REFERENCE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    int references = 0;
    int found = 0;
    while (reference.find()) {
      references++;
      Optional<String> value = lookUp(key, scalar, reference.group(1), reference.group(2));
      if (value.isPresent()) found++;
      reference.appendReplacement(resolved, Matcher.quoteReplacement(value.orElse("")));
    }
    if (references == 0) wrong(key, "a reference that is none", "${env:NAME} or ${file:path}");
    return references > 0 && found == references ? reference.appendTail(resolved).toString() : "";
  }

  private Optional<String> lookUp(String key, Node at, String kind, String name) {
    boolean env = kind.equals("env");
    Optional<String> value = env ? source.references().env(name) : source.references().file(name);
    if (value.isEmpty())
      findings()
          .add(
              at,
              at(key)
                  + (env
                      ? "environment variable " + name + " is not set (expected: a value for it)"
                      : "file " + name + " cannot be read (expected: a text file)"));
    return value;
  }

  private void wrongType(String key, Node node, String expected) {
    String is =
        switch (node) {
          case MappingNode _ -> "a mapping";
          case SequenceNode _ -> "a list";
          case ScalarNode scalar when isNull(scalar) -> "nothing";
          default -> "a text";
        };
    findings().add(node, at(key) + is + " (expected: " + expected + ")");
  }

  private String path(String key) {
    return key.isEmpty() || where.isEmpty() ? where + key : where + "." + key;
  }

  /** What a finding about the key begins with. */
  private String at(String key) {
    String path = path(key);
    return path.isEmpty() ? "" : path + ": ";
  }

  private static boolean isNull(Node node) {
    return Tag.NULL.equals(node.getTag());
  }
}
