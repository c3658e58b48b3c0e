package dev.serai.cli.completion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** The script of a shell: what it does is a file beside this class, what it knows comes from us. */
public enum Completion {
  bash {
    @Override
    String row(Place place) {
      return "  \"%s\")\n    words=\"%s\"\n    options=\"%s\"\n    valued=\"%s\"\n    ;;\n"
          .formatted(
              place.path(),
              String.join(" ", place.words().keySet()),
              String.join(" ", place.options().keySet()),
              String.join(" ", place.valued()));
    }
  },
  zsh {
    @Override
    String row(Place place) {
      return "  \"%s\")\n    words_here=(%s)\n    options=(%s)\n    valued=(%s)\n    ;;\n"
          .formatted(
              place.path(),
              described(place.words()),
              described(place.options()),
              String.join(" ", place.valued()));
    }

    private String described(Map<String, String> words) {
      return words.entrySet().stream()
          .map(each -> "'" + each.getKey() + ":" + each.getValue().replace("'", "'\\''") + "'")
          .collect(Collectors.joining(" "));
    }
  },
  fish {
    @Override
    String row(Place place) {
      return "  case \"%s\"\n    set words_here %s\n    set options %s\n    set valued %s\n"
          .formatted(
              place.path(),
              described(place.words()),
              described(place.options()),
              String.join(" ", place.valued()));
    }

    private String described(Map<String, String> words) {
      return words.entrySet().stream()
          .map(each -> "'" + each.getKey() + "'\\t'" + each.getValue().replace("'", "\\'") + "'")
          .collect(Collectors.joining(" "));
    }
  };

  /**
   * @param root with all its commands
   * @param fixed arguments that are known, by the words of their command
   */
  public String script(CommandLine root, Map<String, List<String>> fixed) {
    List<Place> places = Place.all(root, fixed);
    String table = places.stream().map(this::row).collect(Collectors.joining());
    String choices =
        places.stream()
            .flatMap(
                place ->
                    place.choices().entrySet().stream()
                        .map(each -> choice(place.path(), each.getKey(), each.getValue())))
            .collect(Collectors.joining());
    return text("serai." + name()).replace("@places@", table).replace("@choices@", choices);
  }

  abstract String row(Place place);

  String choice(String path, String option, List<String> values) {
    String end = this == fish ? "\n" : " ;;\n";
    String head = this == fish ? "  case \"%s\"; set choices %s" : "  \"%s\") choices=(%s)";
    return head.formatted((path + " " + option).strip(), String.join(" ", values)) + end;
  }

  private static String text(String name) {
    try (InputStream in = Completion.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
