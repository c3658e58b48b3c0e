package dev.serai.limits;

import dev.serai.admin.Page;
import dev.serai.tenants.Archival;
import java.util.List;
import org.springframework.stereotype.Component;

/** Takes away the limits that are about a project or service account when that is deleted. */
@Component
final class ArchivedLimits implements Archival {
  private final LimitStore store;
  private final ManagedLimits limits;

  ArchivedLimits(LimitStore store, ManagedLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  @Override
  public void archived(Kind kind, String id, long revision) {
    List<Scope> scopes =
        switch (kind) {
          case PROJECT -> List.of(Scope.PROJECT, Scope.END_USER);
          case SERVICE_ACCOUNT -> List.of(Scope.USER);
        };
    for (Scope scope : scopes) {
      LimitQuery about = new LimitQuery(scope, id, null, "", Page.MAX);
      store.list(limits.organization(), about, LimitRequestStore.EVERYWHERE).stream()
          .filter(each -> each.limit().target().equals(id))
          .forEach(limits::remove);
    }
  }
}
