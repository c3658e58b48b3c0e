package dev.serai.config;

import dev.serai.access.Permission;
import dev.serai.access.Requires;
import dev.serai.admin.InstallationOnly;
import dev.serai.admin.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Prices of one's own: set in {@code serai.yaml}, shown here. */
@RestController
@RequestMapping(path = "/api/prices", produces = "application/json")
@Tag(name = "prices", description = "Own prices; of the organization that runs the gateway")
class PricesApi {
  private final PriceStore store;
  private final InstallationOnly only;

  PricesApi(PriceStore store, InstallationOnly only) {
    this.store = store;
    this.only = only;
  }

  /**
   * @param family of the price catalogue, or the name of a provider that has none
   * @param match kind of comparison, a colon, and what the model's name has to be like
   * @param usdPerMtok exact decimals, USD per million tokens by bucket
   */
  @Schema(name = "OwnPrice")
  record View(
      String family, String match, Map<String, String> usdPerMtok, int position, String managedBy) {
    private String cursor() {
      return family + "\n" + match;
    }
  }

  @Requires(Permission.GATEWAY_PROVIDERS_VIEW)
  @GetMapping
  @Operation(
      operationId = "listPrices",
      summary = "List own prices, which win over the catalogue's",
      description = "They are set in serai.yaml. Of those of a family, the lowest position wins.")
  Page<View> list(
      @RequestParam(defaultValue = "") String family,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = Page.USUAL) int limit) {
    Page.checked(limit);
    only.check(Permission.GATEWAY_PROVIDERS_VIEW);
    List<View> found =
        store.all().stream()
            .map(PricesApi::view)
            .filter(price -> family.isEmpty() || price.family().equals(family))
            .filter(price -> price.cursor().compareTo(after) > 0)
            .sorted(Comparator.comparing(View::cursor))
            .limit(limit + 1L)
            .toList();
    return Page.of(found, limit, View::cursor);
  }

  private static View view(PriceStore.Row row) {
    return new View(
        row.price().family(),
        row.price().match(),
        new TreeMap<>(row.price().usdPerMtok()),
        row.position(),
        row.owner().word());
  }
}
