package dev.serai.leases;

import dev.serai.call.RequestId;
import java.nio.file.Path;

/**
 * The gateway's own quotas in their mapped file, each granted more than a benchmark can take; no
 * database behind them.
 */
public final class AmpleQuotas extends Quotas {
  private static final long PLENTY = Long.MAX_VALUE / 4;

  public AmpleQuotas(Path folder) {
    super(Slots.create(folder, RequestId.next()));
  }

  @Override
  public Quota open(QuotaKey key, QuotaTerms terms) {
    Quota quota = super.open(key, terms);
    if (quota.slot.lease() == 0) {
      quota.slot.lease(1);
      quota.slot.grant(PLENTY);
    }
    return quota;
  }
}
