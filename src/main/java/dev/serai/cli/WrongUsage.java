package dev.serai.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in the words of whoever typed it. */
final class WrongUsage {
  private static final Set<String> NUMBERS = Set.of("BigDecimal", "Long", "long", "Integer", "int");

  private WrongUsage() {}

  static Failure of(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String help = "try: " + command.qualifiedName() + " --help";
    return switch (e) {
      case UnmatchedArgumentException unmatched -> unmatched(unmatched, command, help);
      case ParameterException typed when number(typed.getArgSpec()) && typed.getValue() != null ->
          Failure.usage(
              name(typed.getArgSpec()) + ": \"" + Table.safe(typed.getValue()) + "\" is no number",
              help);
      default -> Failure.usage(firstLine(e), help);
    };
  }

  private static Failure unmatched(UnmatchedArgumentException e, CommandSpec command, String help) {
    String word = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().getFirst();
    if (command.parent() == null && !e.isUnknownOption()) return noCommand(word);
    boolean verbs = !command.subcommands().isEmpty();
    String what =
        e.isUnknownOption()
            ? "no option \"" + option(word) + "\""
            : verbs ? "no command \"" + word + "\"" : "\"" + word + "\" is one argument too many";
    List<String> near =
        e.isUnknownOption() || verbs ? names(e.getSuggestions(), command) : List.of();
    if (near.isEmpty()) return Failure.usage(Table.safe(what), help);
    String nearest = near.stream().min(Comparator.comparing(each -> edits(word, each))).get();
    String before = e.isUnknownOption() ? "" : command.qualifiedName() + " ";
    return Failure.usage(Table.safe(what), "did you mean: " + before + nearest, help);
  }

  /** Of the first words only those that were asked for have a model. */
  private static Failure noCommand(String word) {
    String meant = Commands.like(word).map(each -> "did you mean: serai " + each).orElse("");
    String what = "no command \"" + Table.safe(word) + "\"";
    return Failure.usage(what, meant.isEmpty() ? "try: serai help" : meant);
  }

  /** Not by their short forms. */
  private static List<String> names(List<String> suggested, CommandSpec command) {
    return suggested.stream()
        .map(
            word -> {
              CommandLine verb = command.subcommands().get(word);
              return verb == null ? word : verb.getCommandName();
            })
        .toList();
  }

  /** Letters to change, add or leave out. */
  private static int edits(String from, String to) {
    int[] row = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }

  /** Its value may be a secret. */
  private static String option(String word) {
    int value = word.indexOf('=');
    return value < 0 ? word : word.substring(0, value);
  }

  private static boolean number(ArgSpec argument) {
    return argument != null && NUMBERS.contains(argument.type().getSimpleName());
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String firstLine(ParameterException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
    return message.startsWith("Error: ") ? message.substring(7) : message;
  }
}
