package dev.serai.leases;

import java.nio.file.Path;
import java.time.Clock;

/**
 * The gateway's own quotas in their mapped file, each granted more than a benchmark can take; no
 * database behind them.
 */
public final class AmpleQuotas extends Quotas {
  private static final long PLENTY = Long.MAX_VALUE / 4;

  public AmpleQuotas(Path folder) {
    super(new Slots(folder, MOST), Clock.systemUTC());
  }

  @Override
  public Quota open(QuotaKey key, QuotaTerms terms) {
    Quota quota = super.open(key, terms);
    if (quota.slot().lease() == 0) {
      quota.slot().lease(1);
      quota.slot().grant(PLENTY);
    }
    return quota;
  }
}
