package dev.serai.config;

import dev.serai.config.Settings.PriceSettings;
import dev.serai.database.Changes;
import dev.serai.prices.PriceRow;
import dev.serai.prices.Prices;
import dev.serai.prices.Rates;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Brings the administrators' own prices before the catalogue's. */
@Component
final class OwnPrices {
  private final PriceStore store;
  private final Prices prices;

  /** Of the refresh thread alone. */
  private List<PriceSettings> inForce = List.of();

  OwnPrices(PriceStore store, Prices prices, Changes changes) {
    this.store = store;
    this.prices = prices;
    changes.onChange(this::refresh);
  }

  private void refresh() {
    List<PriceSettings> read = store.all().stream().map(PriceStore.Row::price).toList();
    if (read.equals(inForce)) return;
    prices.overrideWith(read.stream().map(OwnPrices::row).toList());
    inForce = read;
  }

  /** For all time: an own price is changed where it stands. */
  static PriceRow row(PriceSettings price) {
    PriceRow.Period always =
        new PriceRow.Period(LocalDate.EPOCH, Rates.of(price.usdPerMtok()), List.of());
    return new PriceRow(
        price.family(), price.match(), List.of(price.match()), 0, List.of(always), Map.of());
  }
}
