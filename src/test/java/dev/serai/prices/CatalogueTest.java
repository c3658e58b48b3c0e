package dev.serai.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private final Catalogue catalogue = new Catalogue();

  @Test
  void readsEveryFileThatIsThere() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/prices"))) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(f -> f.endsWith(".yaml")))
          .containsExactlyInAnyOrderElementsOf(
              PriceFiles.FAMILIES.stream().map(family -> family + ".yaml").toList());
    }
  }

  @Test
  void knowsEveryNameItGives() {
    for (String family : PriceFiles.FAMILIES)
      assertThat(catalogue.names(family))
          .isNotEmpty()
          .doesNotHaveDuplicates()
          .allMatch(name -> catalogue.knows(family, name));
    assertThat(catalogue.names("no-such-family")).isEmpty();
    assertThat(catalogue.knows("no-such-family", "gpt-4o")).isFalse();
  }

  @Test
  void tellsTheMostAModelWrites() {
    assertThat(catalogue.maxOutput("anthropic", "claude-haiku-4-5-20251001")).hasValue(64_000);
    assertThat(catalogue.maxOutput("openai", "no-such-model")).isEmpty();
  }

  @Test
  void aStrongerPatternWinsOverAWeakerOne() {
    Family family =
        Family.of(
            "f",
            "v",
            Map.of(),
            0,
            List.of(
                row("regex", "regex:^a\\d+$"),
                row("contains", "contains:a1"),
                row("end", "ends_with:12"),
                row("prefix", "prefix:a"),
                row("longer", "prefix:a1"),
                row("exact", "exact:a12")));
    assertThat(selected(family, "a12")).isEqualTo("exact");
    assertThat(selected(family, "a123")).isEqualTo("longer");
    assertThat(selected(family, "a22")).isEqualTo("prefix");
    assertThat(selected(family, "ba12")).isEqualTo("end");
    assertThat(selected(family, "ba1")).isEqualTo("contains");
    assertThat(family.find("none")).isEmpty();
  }

  @Test
  void aRegularExpressionIsTheLastResort() {
    assertThat(catalogue.knows("xai", "grok-4.3-20260101")).isTrue();
    assertThat(catalogue.knows("xai", "grok-4.3-2026010")).isFalse();
  }

  @Test
  void remembersABoundedNumberOfNames() {
    Family family = Family.of("f", "v", Map.of(), 0, List.of(row("r", "prefix:a")));
    for (int i = 0; i < 20_000; i++) family.find("a" + i);
    assertThat(family.matched()).hasSizeLessThanOrEqualTo(4096);
    assertThat(selected(family, "a7")).isEqualTo("r");
  }

  @Test
  void refusesAPatternOfUnknownKind() {
    assertThatThrownBy(() -> Match.of("like:gpt")).hasMessageStartingWith("match: 'like:gpt'");
  }

  private static String selected(Family family, String model) {
    return family.find(model).orElseThrow().id();
  }

  private static PriceRow row(String id, String match) {
    PriceRow flat = PriceRow.flat("f", id, Rates.of(Map.of("input", "1")));
    return new PriceRow("f", id, List.of(match), 0, flat.periods(), Map.of());
  }
}
