package dev.serai.models;

import dev.serai.database.Changes;
import java.util.List;
import org.springframework.stereotype.Component;

/** Snapshot of every routing policy; the same list until one of them changes. */
@Component
final class Policies {
  private final PolicyStore store;
  private volatile List<RoutingPolicy> all = List.of();

  Policies(PolicyStore store, Changes changes) {
    this.store = store;
    changes.onChange(this::refresh);
  }

  List<RoutingPolicy> all() {
    return all;
  }

  private void refresh() {
    List<RoutingPolicy> read = store.all().stream().map(PolicyStore.Row::policy).toList();
    if (!read.equals(all)) all = read;
  }
}
