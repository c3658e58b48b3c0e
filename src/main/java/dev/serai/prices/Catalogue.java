package dev.serai.prices;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The models that the shipped price files know. Any thread. The files are read in the background
 * from construction on, since that takes a tenth of a start; who asks earlier waits for them, and
 * nothing blocks after.
 */
@Component
public final class Catalogue {
  private static final long LONGEST_READ_SECONDS = 30;

  private final FutureTask<Content> reading = new FutureTask<>(Catalogue::read);
  private volatile @Nullable Content content;

  public Catalogue() {
    Thread.ofPlatform().daemon().name("price-files").start(reading);
  }

  private record Content(Map<String, Family> families, Map<String, List<String>> names) {}

  private static Content read() {
    List<Family> read = PriceFiles.read();
    return new Content(
        read.stream().collect(Collectors.toMap(Family::name, Function.identity())),
        read.stream().collect(Collectors.toMap(Family::name, Catalogue::callable)));
  }

  private Content content() {
    Content known = content;
    if (known != null) return known;
    try {
      Content fresh = reading.get(LONGEST_READ_SECONDS, TimeUnit.SECONDS);
      content = fresh;
      return fresh;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the price files were read", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the price files cannot be read: " + e.getMessage(), e);
    }
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
    return content().names().getOrDefault(family, List.of());
  }

  /** The most tokens that the model writes in one answer, if the catalogue says. */
  public OptionalLong maxOutput(String family, String model) {
    Optional<PriceRow> row = find(family, model);
    return row.isPresent() && row.get().maxOutput() > 0
        ? OptionalLong.of(row.get().maxOutput())
        : OptionalLong.empty();
  }

  private Optional<PriceRow> find(String family, String model) {
    Family rows = family(family);
    return rows == null ? Optional.empty() : rows.find(model);
  }

  @Nullable Family family(String name) {
    return content().families().get(name);
  }
}
