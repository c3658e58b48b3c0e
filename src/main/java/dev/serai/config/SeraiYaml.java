package dev.serai.config;

import dev.serai.providers.ProviderTypes;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a {@code serai.yaml}. Strict: a key, type or name that is not known is an error with its
 * line, and all errors are told at once.
 */
@Component
public final class SeraiYaml {
  private final ProviderTypes types;

  public SeraiYaml(ProviderTypes types) {
    this.types = types;
  }

  /**
   * References are looked up in the environment given and in files beside this one.
   *
   * @throws InvalidSettings when the file is missing or wrong
   */
  public Settings read(Path file, Map<String, String> env) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      return read(
          Files.readString(file),
          file.toString(),
          References.here(env, folder == null ? Path.of("/") : folder));
    } catch (IOException e) {
      String why = Files.exists(file) ? "cannot be read as UTF-8 text" : "there is no such file";
      throw new InvalidSettings(file.toString(), List.of(new InvalidSettings.Finding(0, why)));
    }
  }

  /**
   * @param file its name, for messages
   * @throws InvalidSettings when it is wrong
   */
  public Settings read(String text, String file, References references) {
    Findings findings = new Findings();
    Node top = compose(text, file);
    Settings settings =
        new SettingsReader(new YamlMap.Source(findings, references), types).read(top);
    findings.throwIfAny(file);
    return settings;
  }

  private static Node compose(String text, String file) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(50);
    try {
      Node top = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      return top == null ? YamlMap.ABSENT : top;
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new InvalidSettings(
          file, List.of(new InvalidSettings.Finding(line, "no YAML: " + e.getProblem())));
    } catch (YAMLException e) {
      throw new InvalidSettings(
          file, List.of(new InvalidSettings.Finding(0, "no YAML: " + firstLine(e))));
    }
  }

  private static String firstLine(YAMLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
