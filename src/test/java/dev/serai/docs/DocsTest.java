package dev.serai.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

class DocsTest {
  /** Read without a settings record. */
  private static final Pattern READ =
      Pattern.compile(
          "(?:\\$\\{|\")(serai\\.(?:config|organization|admin-email|otlp\\.[a-z-]+))[:\"]");

  private static final Pattern METER =
      Pattern.compile("(?:builder|counter|timer)\\(\\s*\"(serai\\.[a-z.]+)\"");

  @Test
  void theReadmeFitsOnAFewScreens() {
    assertThat(Markdown.of("README.md").text().lines()).hasSizeLessThanOrEqualTo(150);
  }

  @Test
  void everyLinkLeadsSomewhere() {
    for (Markdown page : Markdown.all())
      for (String link : page.links()) {
        String[] parts = link.split("#", 2);
        Path folder = page.file().toAbsolutePath().getParent();
        Path target = parts[0].isEmpty() ? page.file() : folder.resolve(parts[0]);
        assertThat(target).as("%s links to %s", page.file(), link).exists();
        if (parts.length == 2)
          assertThat(Markdown.of(target.toString()).hasHeading(parts[1]))
              .as("%s links to %s", page.file(), link)
              .isTrue();
      }
  }

  @Test
  void everyDecisionIsInTheIndex() throws IOException {
    List<String> linked = Markdown.of("docs/adr/README.md").links();
    try (Stream<Path> files = Files.list(Path.of("docs/adr"))) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(f -> f.matches("\\d.*")))
          .containsExactlyInAnyOrderElementsOf(linked);
    }
  }

  @Test
  void everyPropertyIsDocumentedWithItsDefaultAndNoOther() throws Exception {
    Map<String, String> documented = new TreeMap<>();
    for (List<String> row : Markdown.of("docs/configuration.md").rows())
      if (row.getFirst().startsWith("`serai.") && row.size() == 3)
        documented.put(bare(row.getFirst()), bare(row.get(1)));

    assertThat(documented).isEqualTo(properties());
  }

  @Test
  void everyMeterIsDocumentedAndNoOther() throws IOException {
    TreeSet<String> meters = new TreeSet<>();
    for (String source : sources())
      METER.matcher(source).results().forEach(m -> meters.add(m.group(1).replace('.', '_')));
    List<String> documented =
        Markdown.of("docs/operations.md").rows().stream()
            .map(row -> bare(row.getFirst()))
            .filter(name -> name.startsWith("serai_"))
            .map(name -> name.replaceFirst("_(total|seconds)$", ""))
            .toList();

    assertThat(documented).containsExactlyInAnyOrderElementsOf(meters);
  }

  @Test
  void everyDirectDependencyAndPluginIsExplained() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    TreeSet<String> used =
        Pattern.compile("<artifactId>([\\w.-]+)</artifactId>")
            .matcher(pom.replaceAll("(?s)<exclusions>.*?</exclusions>", ""))
            .results()
            .map(m -> m.group(1))
            .filter(name -> !name.equals("serai"))
            .map(name -> name.replaceFirst("(postgres-binaries)-(linux|darwin).*", "$1-*"))
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> explained =
        Markdown.of("docs/dependencies.md").rows().stream()
            .flatMap(row -> Stream.of(row.getFirst().split(",? ")))
            .map(DocsTest::bare)
            .toList();

    assertThat(explained).containsExactlyInAnyOrderElementsOf(used);
  }

  /** With their defaults as text, empty for none. */
  private static Map<String, String> properties() throws Exception {
    Map<String, String> properties = new TreeMap<>();
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    for (var found : scanner.findCandidateComponents("dev.serai")) {
      Class<?> settings = Class.forName(found.getBeanClassName());
      String prefix = settings.getAnnotation(ConfigurationProperties.class).value();
      for (var parameter : settings.getDeclaredConstructors()[0].getParameters()) {
        DefaultValue value = parameter.getAnnotation(DefaultValue.class);
        properties.put(
            prefix + "." + parameter.getName().replaceAll("([A-Z])", "-$1").toLowerCase(),
            value == null ? "" : String.join(",", value.value()));
      }
    }
    for (String source : sources())
      READ.matcher(source).results().forEach(read -> properties.putIfAbsent(read.group(1), ""));
    properties.replace("serai.otlp.service-name", "serai");
    return properties;
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> Markdown.of(file.toString()).text())
          .toList();
    }
  }

  private static String bare(String cell) {
    return cell.replace("`", "");
  }
}
