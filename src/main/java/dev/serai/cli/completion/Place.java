package dev.serai.cli.completion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What may stand behind some words of a command line.
 *
 * @param path those words, with a space between; empty = none but {@code serai}
 * @param words commands and fixed arguments, with what they are about
 * @param options the same for options
 * @param valued options that take a value
 * @param choices values of those whose values are known
 */
record Place(
    String path,
    Map<String, String> words,
    Map<String, String> options,
    Set<String> valued,
    Map<String, List<String>> choices) {

  /**
   * @param fixed arguments that are known, by path
   */
  static List<Place> all(CommandLine root, Map<String, List<String>> fixed) {
    List<Place> places = new ArrayList<>();
    add(places, root, "", fixed);
    return places;
  }

  private static void add(
      List<Place> places, CommandLine line, String path, Map<String, List<String>> fixed) {
    Map<String, String> words = new LinkedHashMap<>();
    Map<String, CommandLine> commands = new LinkedHashMap<>(line.getSubcommands());
    for (CommandLine each : line.getSubcommands().values())
      commands.keySet().removeAll(List.of(each.getCommandSpec().aliases()));
    commands.forEach((name, each) -> words.put(name, about(each.getCommandSpec())));
    for (String word : fixed.getOrDefault(path, List.of())) words.putIfAbsent(word, "");
    Map<String, String> options = new LinkedHashMap<>();
    Set<String> valued = new LinkedHashSet<>();
    Map<String, List<String>> choices = new LinkedHashMap<>();
    for (OptionSpec option : line.getCommandSpec().options()) {
      if (option.hidden()) continue;
      String about = first(option.description());
      for (String name : option.names()) {
        if (name.startsWith("--")) options.put(name, about);
        if (option.arity().max() > 0) valued.add(name);
        List<String> values = values(option);
        if (!values.isEmpty()) choices.put(name, values);
      }
    }
    places.add(new Place(path, words, options, valued, choices));
    commands.forEach((name, each) -> add(places, each, (path + " " + name).strip(), fixed));
  }

  private static List<String> values(OptionSpec option) {
    Iterable<String> candidates = option.completionCandidates();
    if (candidates == null || option.arity().max() == 0) return List.of();
    return StreamSupport.stream(candidates.spliterator(), false).toList();
  }

  private static String about(CommandSpec command) {
    return first(command.usageMessage().description());
  }

  /** Its first sentence, as far as it is in the first line, without what is in parentheses. */
  private static String first(String[] lines) {
    String line = Arrays.stream(lines).findFirst().orElse("");
    return line.replaceAll(" ?\\([^)]*\\)?", "")
        .replaceAll("[.;] .*|[.:,;]$", "")
        .replaceAll("\\p{Cntrl}", "");
  }
}
