package dev.serai.cli;

import dev.serai.cli.launch.Tool;
import dev.serai.cli.launch.Tools;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Help in the order of reading: what it is, how it is called, its parts, examples. */
final class HelpLayout {
  /** Of the words of commands, and of what is said of them. */
  private static final int WORDS = 17;

  private static final int TEXT = 78;

  private static final List<String> ORDER =
      List.of(
          UsageMessageSpec.SECTION_KEY_DESCRIPTION,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST,
          UsageMessageSpec.SECTION_KEY_FOOTER);

  private HelpLayout() {}

  static Help of(CommandSpec spec, ColorScheme colours) {
    UsageMessageSpec usage = spec.usageMessage();
    usage.synopsisHeading("%n" + heading("USAGE") + "  ");
    usage.synopsisAutoIndentThreshold(0.9).synopsisIndent(4);
    usage.commandListHeading("%n" + heading("COMMANDS"));
    usage.parameterListHeading("%n" + heading("ARGUMENTS"));
    usage.optionListHeading("%n" + heading("OPTIONS"));
    usage.footer(Arrays.stream(usage.footer()).map(HelpLayout::footer).toArray(String[]::new));
    usage.sectionKeys(ORDER);
    if (spec.parent() == null) {
      usage.customSynopsis("serai <command> [<subcommand>] [<options>]");
      usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, HelpLayout::groups);
      usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> "");
    }
    return new Help(spec, colours);
  }

  private static String heading(String title) {
    return "@|bold " + title + "|@%n";
  }

  /** "Examples:" stands out as the headings do. */
  private static String footer(String line) {
    return line.matches("[A-Z][a-z ]+:")
        ? "@|bold " + line.substring(0, line.length() - 1).toUpperCase(java.util.Locale.ROOT) + "|@"
        : line;
  }

  /** All commands, without a model of any. */
  private static String groups(Help help) {
    return Arrays.stream(Commands.Group.values())
        .map(group -> "%n" + heading(group.title) + agents(group) + lines(group))
        .map(text -> help.colorScheme().text(String.format(text)).toString())
        .collect(Collectors.joining());
  }

  private static String lines(Commands.Group group) {
    return Commands.ALL.stream()
        .filter(each -> each.group() == group)
        .map(each -> line(each.word(), each.description()))
        .collect(Collectors.joining());
  }

  private static String agents(Commands.Group group) {
    if (group != Commands.Group.AGENTS) return "";
    List<String> names = Tools.all().stream().map(Tool::name).toList();
    return line(names.getFirst(), "Start Claude Code with no key on this machine")
        + "  "
        + String.join(", ", names.subList(1, names.size()))
        + "%n"
        + line("", "The same with these");
  }

  private static String line(String word, String text) {
    return "  %s%s%%n".formatted((word + " ".repeat(WORDS)).substring(0, WORDS), shortened(text));
  }

  /** To a line: as many of its parts as there is room for. */
  static String shortened(String text) {
    String kept = text;
    while (kept.length() > TEXT) {
      int end =
          Math.max(
              kept.lastIndexOf(", "), Math.max(kept.lastIndexOf(": "), kept.lastIndexOf("; ")));
      end = Math.max(end, Math.max(kept.lastIndexOf(". "), kept.lastIndexOf(" (")));
      if (end < 1) return kept.substring(0, TEXT - 1) + "…";
      kept = kept.substring(0, end);
    }
    return kept.replaceAll("[.;:,]$", "").replace("%", "%%");
  }
}
