package dev.serai.cli;

import java.util.List;
import java.util.stream.Collectors;

/** Whose words {@code serai env} prints. */
enum Shell {
  /** And bash, zsh, dash, ksh. */
  sh {
    @Override
    String unset(String name) {
      return "unset " + name;
    }

    @Override
    String export(String name, String value) {
      return "export " + name + "=" + quoted(value);
    }

    @Override
    String wrap(String program, List<String> arguments) {
      return "%s() { command %s %s \"$@\"; }".formatted(program, program, all(arguments));
    }

    @Override
    String quoted(String text) {
      return "'" + text.replace("'", "'\\''") + "'";
    }
  },
  fish {
    @Override
    String unset(String name) {
      return "set -e " + name;
    }

    @Override
    String export(String name, String value) {
      return "set -gx " + name + " " + quoted(value);
    }

    @Override
    String wrap(String program, List<String> arguments) {
      return "function %s; command %s %s $argv; end".formatted(program, program, all(arguments));
    }

    @Override
    String quoted(String text) {
      return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
  },
  powershell {
    @Override
    String unset(String name) {
      return "Remove-Item Env:" + name + " -ErrorAction SilentlyContinue";
    }

    @Override
    String export(String name, String value) {
      return "$env:" + name + " = " + quoted(value);
    }

    @Override
    String wrap(String program, List<String> arguments) {
      return "function %s { & @(Get-Command -CommandType Application %s)[0] %s @args }"
          .formatted(program, program, all(arguments));
    }

    @Override
    String quoted(String text) {
      return "'" + text.replace("'", "''") + "'";
    }
  };

  abstract String unset(String name);

  abstract String export(String name, String value);

  /** From now on the program is called with these arguments in front of its own. */
  abstract String wrap(String program, List<String> arguments);

  /** As one word in which nothing has a meaning. */
  abstract String quoted(String text);

  final String all(List<String> words) {
    return words.stream().map(this::quoted).collect(Collectors.joining(" "));
  }
}
