package dev.serai.prices;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The models that the shipped price files know. Any thread; nothing blocks after construction. */
@Component
public final class Catalogue {
  private final Map<String, Family> families;
  private final Map<String, List<String>> names;

  /** Reads the files of the class path. */
  public Catalogue() {
    families =
        PriceFiles.read().stream().collect(Collectors.toMap(Family::name, Function.identity()));
    names =
        families.values().stream()
            .collect(Collectors.toMap(Family::name, family -> callable(family)));
  }

  /** Names under which the rows can be called: regional rows of Bedrock have none of their own. */
  private static List<String> callable(Family family) {
    return family.rows().stream()
        .map(row -> family.find(row.id()).filter(row::equals).isPresent() ? row.id() : exact(row))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private static String exact(PriceRow row) {
    return row.match().stream()
        .filter(pattern -> pattern.startsWith("exact:"))
        .map(pattern -> pattern.substring("exact:".length()))
        .findFirst()
        .orElse("");
  }

  /** Whether a row of the family prices the model. */
  public boolean knows(String family, String model) {
    return find(family, model).isPresent();
  }

  /** The family's models, one name each; empty for a family that is not known. */
  public Collection<String> names(String family) {
    return names.getOrDefault(family, List.of());
  }

  /** The most tokens that the model writes in one answer, if the catalogue says. */
  public OptionalLong maxOutput(String family, String model) {
    Optional<PriceRow> row = find(family, model);
    return row.isPresent() && row.get().maxOutput() > 0
        ? OptionalLong.of(row.get().maxOutput())
        : OptionalLong.empty();
  }

  private Optional<PriceRow> find(String family, String model) {
    Family rows = families.get(family);
    return rows == null ? Optional.empty() : rows.find(model);
  }

  @Nullable Family family(String name) {
    return families.get(name);
  }
}
