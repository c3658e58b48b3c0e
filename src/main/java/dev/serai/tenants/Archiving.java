package dev.serai.tenants;

import dev.serai.admin.Problem;
import dev.serai.tenants.Archival.Kind;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What is done before a project or service account is archived. */
@Component
final class Archiving {
  private final ObjectProvider<Archival> archivals;

  Archiving(ObjectProvider<Archival> archivals) {
    this.archivals = archivals;
  }

  /**
   * @param force whatever works in its name
   * @param revision of the transaction
   * @throws Problem 409 when something does, and that is not said
   */
  void end(Kind kind, String id, boolean force, long revision) {
    List<String> working =
        archivals.orderedStream().flatMap(each -> each.working(kind, id).stream()).toList();
    if (!force && !working.isEmpty())
      throw Problem.conflict(
          "in_use",
          "This %s has %s: end them first, or let them end with it (force=true)."
              .formatted(kind.word().replace('-', ' '), String.join(" and ", working)));
    archivals.orderedStream().forEach(each -> each.archived(kind, id, revision));
  }
}
